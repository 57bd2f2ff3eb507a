//! Whether a decision leaves the applicant no worse off.

use super::said::{chosen, yes_no};
use super::{missing, no};
use engine::{Facts, Verdict};

/// 行政复议法 63.2, 实施条例 (2026) 61.1.3: no change to the applicant's detriment, unless a third party claims the contrary.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match chosen(facts, "outcome") {
        None => missing(&["outcome"]),
        Some("varied") => match (yes_no(facts, "worse_for_applicant"), yes_no(facts, "third_claim")) {
            (None, _) => missing(&["worse_for_applicant"]),
            (Some(false), _) | (Some(true), Some(true)) => Verdict::Yes,
            (Some(true), None) => missing(&["third_claim"]),
            (Some(true), Some(false)) => no("不得作出对申请人更为不利的变更决定。", "A change may not be worse for the applicant."),
        },
        Some(_) => Verdict::Yes,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn only_a_change_can_be_worse() {
        assert_eq!(Case::new().ask(ask), unknown(&["outcome"]));
        assert_eq!(Case::new().chosen("outcome", "upheld").ask(ask), Verdict::Yes);
        let varied = Case::new().chosen("outcome", "varied");
        assert_eq!(varied.ask(ask), unknown(&["worse_for_applicant"]));
        assert_eq!(varied.clone().yes_no("worse_for_applicant", false).ask(ask), Verdict::Yes);
        let worse = varied.yes_no("worse_for_applicant", true);
        assert_eq!(worse.ask(ask), unknown(&["third_claim"]));
        assert!(refused(&worse.clone().yes_no("third_claim", false).ask(ask)));
        assert_eq!(worse.yes_no("third_claim", true).ask(ask), Verdict::Yes);
    }
}
