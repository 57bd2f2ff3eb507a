//! Whether a notice lies outside what the Act lets an organ give notice of.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};
use kernel::Id;

/// 法律援助法 25, 28: somebody is engaged already, or an organ other than the court gives notice of what only the court may.
///
/// While this is not a clear yes the agency assigns: 36 leaves it no other way.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    if yes_no(facts, "has_counsel") == Some(true) {
        return Verdict::Yes;
    }
    let (ground, organ) = (facts.chosen("notice_ground").map(Id::as_str), facts.chosen("organ_kind").map(Id::as_str));
    match (ground, organ) {
        (None, _) => missing(&["notice_ground"]),
        (Some("court_may" | "compulsory_treatment"), None) => missing(&["organ_kind"]),
        (Some("court_may" | "compulsory_treatment"), Some("procuratorate" | "police")) => Verdict::Yes,
        _ => no(
            "通知属于第二十五条或者第二十八条的情形，应当指派律师，不能退回。",
            "The notice falls under article 25 or 28: a lawyer must be assigned.",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_founded_notice_is_not_returned() {
        let notice = |ground: &str, organ: &str| {
            Case::new().chosen("notice_ground", ground).chosen("organ_kind", organ).yes_no("has_counsel", false)
        };
        for (ground, organ) in
            [("minor", "police"), ("life_or_death", "procuratorate"), ("court_may", "court"), ("compulsory_treatment", "court")]
        {
            assert!(refused(&notice(ground, organ).ask(ask)), "{ground} {organ}");
        }
        for (ground, organ) in [("court_may", "police"), ("compulsory_treatment", "procuratorate")] {
            assert_eq!(notice(ground, organ).ask(ask), Verdict::Yes, "{ground} {organ}");
        }
        assert_eq!(notice("minor", "police").yes_no("has_counsel", true).ask(ask), Verdict::Yes);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(Case::new().ask(ask), unknown(&["notice_ground"]));
        assert_eq!(Case::new().chosen("notice_ground", "court_may").ask(ask), unknown(&["organ_kind"]));
    }
}
