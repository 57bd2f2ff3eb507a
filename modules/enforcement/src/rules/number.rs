//! Whether a re-issued certificate has a number of its own.

use super::{missing, no};
use engine::{Answer, Facts, Verdict};

/// A reading: were the lost certificate's number used again, whoever found it would be looked up as valid.
pub(super) fn is_new(facts: &Facts<'_>) -> Verdict {
    let Some(next) = facts.answers.get("certificate_no") else { return missing(&["certificate_no"]) };
    let before: Option<&Answer> = facts.matter.and_then(|m| m.answers.get("certificate_no"));
    if before == Some(next) {
        no(
            "补发的证件应当用新编号，旧编号随遗失的证件作废。",
            "A re-issued certificate needs a new number; the old one goes with the lost one.",
        )
    } else {
        Verdict::Yes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::is_new;
    use soundness::{Case, unknown};

    #[test]
    fn without_a_number_it_is_open() {
        assert_eq!(Case::new().ask(is_new), unknown(&["certificate_no"]));
    }
}
