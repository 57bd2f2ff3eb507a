//! Whether the hours of the year's training were reached.

use super::said::number;
use super::{missing, no};
use engine::{Facts, Verdict};

/// Local: 行政执法监督条例 43 leaves training to further rules; the hours required stand in the notice of the training.
pub(super) fn reached(facts: &Facts<'_>) -> Verdict {
    match (number(facts, "hours_done"), number(facts, "hours_required")) {
        (Some(done), Some(required)) if done >= required => Verdict::Yes,
        (Some(_), Some(_)) => no("没有达到规定学时。", "The hours required are not reached."),
        (None, Some(_)) => missing(&["hours_done"]),
        (Some(_), None) => missing(&["hours_required"]),
        (None, None) => missing(&["hours_done", "hours_required"]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::reached;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn reached_short_or_unknown() {
        let hours = |done| Case::new().number("hours_done", done).number("hours_required", 40);
        assert_eq!(hours(40).ask(reached), Verdict::Yes);
        assert!(refused(&hours(39).ask(reached)));
        assert_eq!(Case::new().ask(reached), unknown(&["hours_done", "hours_required"]));
        assert_eq!(Case::new().number("hours_done", 40).ask(reached), unknown(&["hours_required"]));
        assert_eq!(Case::new().number("hours_required", 40).ask(reached), unknown(&["hours_done"]));
    }
}
