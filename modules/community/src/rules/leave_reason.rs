//! Whether the reason for a leave or a move is good: with a good one the Act leaves no choice.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 社区矫正法 27.1: leave is given for a good reason, as the officer found it.
pub(super) fn good(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "reason_good") {
        None => missing(&["reason_good"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("没有正当理由的，不予批准；请办理“不予批准”并写明理由。", "Without a good reason it is refused, with reasons."),
    }
}

/// 社区矫正法 27.1: a request with a good reason must be approved, so it cannot be refused.
pub(super) fn not_good(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "reason_good") {
        None => missing(&["reason_good"]),
        Some(false) => Verdict::Yes,
        Some(true) => no("有正当理由的，应当批准，不能不予批准。", "With a good reason it must be approved; it cannot be refused."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{good, not_good};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_good_reason_must_be_approved_and_no_other_may() {
        assert_eq!(Case::new().ask(good), unknown(&["reason_good"]));
        assert_eq!(Case::new().ask(not_good), unknown(&["reason_good"]));
        let found = |yes| Case::new().yes_no("reason_good", yes);
        assert_eq!(found(true).ask(good), Verdict::Yes);
        assert!(refused(&found(true).ask(not_good)));
        assert_eq!(found(false).ask(not_good), Verdict::Yes);
        assert!(refused(&found(false).ask(good)));
    }
}
