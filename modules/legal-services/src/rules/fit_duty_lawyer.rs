//! Whether the chosen duty lawyer may be posted.

use engine::{Facts, Verdict};

/// 法律援助法 14: a lawyer, so one whose practice the register shows.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    super::practising(facts, "duty_lawyer")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn the_register_decides() {
        assert_eq!(Case::new().ask(ask), unknown(&["duty_lawyer"]));
        assert_eq!(Case::new().entry("duty_lawyer", "practising", &[]).ask(ask), Verdict::Yes);
        assert!(refused(&Case::new().entry("duty_lawyer", "cancelled", &[]).ask(ask)));
    }
}
