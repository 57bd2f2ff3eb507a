//! Whether the duty lawyer is there for this person.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 法律援助法 14, 30: the duty lawyer helps suspects and accused without a defender.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "has_counsel") {
        Some(false) => Verdict::Yes,
        Some(true) => no("已有辩护人的，不由值班律师提供法律帮助。", "Who has a defender is not helped by the duty lawyer."),
        None => missing(&["has_counsel"]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_defender_excludes_the_duty_lawyer() {
        assert_eq!(Case::new().ask(ask), unknown(&["has_counsel"]));
        assert_eq!(Case::new().yes_no("has_counsel", false).ask(ask), Verdict::Yes);
        assert!(refused(&Case::new().yes_no("has_counsel", true).ask(ask)));
    }
}
