//! Whether a complaint meets the conditions of acceptance that can be told from the form.

use super::{missing, no};
use engine::{Facts, Verdict};
use kernel::Id;

/// 法律援助投诉处理办法 7, 13, 14.1.4: a named respondent, a claim with its facts, one of the seven situations. An objection to a
/// refusal or an ending takes its own way (7.2). Who may complain and before which organ, the handler sees (13.1.1, 13.1.4).
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    if facts.chosen("complaint_ground").map(Id::as_str) == Some("refusal_or_ending") {
        return no(
            "对不予援助、终止援助的决定有异议的，按异议审查办理，不作投诉受理。",
            "An objection to a refusal or an ending is reviewed as an objection, not as a complaint.",
        );
    }
    let open: Vec<&str> = ["respondent", "complaint_ground", "claim"].into_iter().filter(|f| facts.answer(f).is_none()).collect();
    if open.is_empty() { Verdict::Yes } else { missing(&open) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn what_the_form_must_say() {
        assert_eq!(Case::new().ask(ask), unknown(&["respondent", "complaint_ground", "claim"]));
        let told = Case::new().sealed("respondent", 1).sealed("claim", 1);
        assert_eq!(told.ask(ask), unknown(&["complaint_ground"]));
        assert_eq!(told.chosen("complaint_ground", "took_money").ask(ask), Verdict::Yes);
    }

    #[test]
    fn an_objection_is_no_complaint() {
        assert!(refused(&Case::new().chosen("complaint_ground", "refusal_or_ending").ask(ask)));
    }
}
