//! Whether an answer told the asker of the right to apply.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 法律援助法 23: who is advised is reminded of the right to apply and told the conditions and the procedure.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "told") {
        Some(true) => Verdict::Yes,
        Some(false) => no(
            "答复咨询要提示有权申请法律援助，并告知条件和程序。",
            "Remind the asker of the right to apply and tell the conditions and the procedure.",
        ),
        None => missing(&["told"]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn an_answer_without_the_reminder_is_not_done() {
        assert_eq!(Case::new().ask(ask), unknown(&["told"]));
        assert_eq!(Case::new().yes_no("told", true).ask(ask), Verdict::Yes);
        assert!(refused(&Case::new().yes_no("told", false).ask(ask)));
    }
}
