//! Whether the ground of a suspension is there.

use super::said::yes_no;
use super::{missing, no, upkeep};
use engine::{Facts, Verdict};

/// 行政执法监督条例 32 for education away from the post and inquiries, of which a paper must exist; local for upkeep, which the log shows.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(ground) = facts.chosen("suspend_ground") else { return missing(&["suspend_ground"]) };
    if ground == "upkeep_missed" {
        return if upkeep::late(facts) {
            Verdict::Yes
        } else {
            no("审验和培训都没有逾期。", "Neither review nor training is overdue.")
        };
    }
    match yes_no(facts, "inquiry_paper") {
        None => missing(&["inquiry_paper"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("没有查处或者离岗教育的文书，不能以此暂扣。", "There is no paper that orders it."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_paper_or_an_overdue_round() {
        assert_eq!(Case::new().ask(ask), unknown(&["suspend_ground"]));
        let inquiry = Case::new().chosen("suspend_ground", "under_inquiry");
        assert_eq!(inquiry.ask(ask), unknown(&["inquiry_paper"]));
        assert_eq!(inquiry.clone().yes_no("inquiry_paper", true).ask(ask), Verdict::Yes);
        assert!(refused(&inquiry.yes_no("inquiry_paper", false).ask(ask)));
        assert!(refused(&Case::new().chosen("suspend_ground", "upkeep_missed").ask(ask)));
    }
}
