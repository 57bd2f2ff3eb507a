//! What the matter's log says of the round at hand: an earlier hearing or objection does not serve a later one.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// Something was recorded after the last of these.
pub(super) fn happened_since(facts: &Facts<'_>, event: &str, since: &[&str]) -> bool {
    let Some(matter) = facts.matter else { return false };
    let last = |names: &[&str]| matter.timeline.iter().rposition(|e| names.iter().any(|n| e.name == *n));
    last(&[event]).is_some_and(|there| last(since).is_none_or(|before| there > before))
}

/// A reading: before an adverse act the officer is heard, in this inquiry; who cannot be reached is told in writing.
pub(super) fn officer_heard(facts: &Facts<'_>) -> Verdict {
    if happened_since(facts, "heard", &["inquiry_opened"]) {
        return Verdict::Yes;
    }
    match yes_no(facts, "cannot_be_heard") {
        None => missing(&["cannot_be_heard"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("收回证件以前应当听取本人意见。", "The officer must be heard before the withdrawal."),
    }
}

/// 行政执法监督条例 30: an objection is answered once.
pub(super) fn objection_open(facts: &Facts<'_>) -> Verdict {
    let answers = ["objection_kept", "refusal_reversed", "withdrawal_reversed", "restored"];
    if happened_since(facts, "objected", &answers) {
        Verdict::Yes
    } else {
        no("没有尚未答复的异议。", "No objection is unanswered.")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{objection_open, officer_heard};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn nothing_recorded_is_no_hearing() {
        assert_eq!(Case::new().ask(officer_heard), unknown(&["cannot_be_heard"]));
        assert_eq!(Case::new().yes_no("cannot_be_heard", true).ask(officer_heard), Verdict::Yes);
        assert!(refused(&Case::new().yes_no("cannot_be_heard", false).ask(officer_heard)));
        assert!(refused(&Case::new().ask(objection_open)));
    }
}
