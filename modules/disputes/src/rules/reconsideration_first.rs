//! Whether the law demands reconsideration before a suit.

use super::said::{chosen, yes_no};
use engine::{Chosen, Facts};
use kernel::Id;

/// 行政复议法 23.1 with 实施条例 (2026) 30, 31: penalties on the spot, natural resource rights, an organ that did not act, disclosure denied
/// under articles 14 to 16 of its regulation, and what other laws put first. An open refusal is not “not acting” (30.2).
pub(super) fn choose(facts: &Facts<'_>) -> Chosen {
    match chosen(facts, "act_kind") {
        None => unknown("act_kind"),
        Some("spot_penalty" | "resource_right" | "not_performed" | "disclosure_denied" | "first_by_law") => value("first"),
        Some(_) => value("free"),
    }
}

/// 行政复议法 23.1 before 2026-07-01: the same, but no text said whether an open refusal is “not acting”. The officer says how it is
/// treated; until then it is unknown.
pub(super) fn choose_before(facts: &Facts<'_>) -> Chosen {
    if chosen(facts, "act_kind") != Some("refused_openly") {
        return choose(facts);
    }
    match yes_no(facts, "first_held") {
        None => unknown("first_held"),
        Some(true) => value("first"),
        Some(false) => value("free"),
    }
}

fn value(id: &str) -> Chosen {
    Chosen::Value(Id::from(id))
}

fn unknown(field: &str) -> Chosen {
    Chosen::Unknown(vec![Id::from(field)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{choose, choose_before};
    use soundness::{Case, value, value_unknown};

    #[test]
    fn by_the_kind_of_act() {
        assert_eq!(Case::new().ask(choose), value_unknown(&["act_kind"]));
        for first in ["spot_penalty", "resource_right", "not_performed", "disclosure_denied", "first_by_law"] {
            assert_eq!(Case::new().chosen("act_kind", first).ask(choose), value("first"), "{first}");
            assert_eq!(Case::new().chosen("act_kind", first).ask(choose_before), value("first"), "{first}");
        }
        for free in ["warned", "spot_other", "disclosure_other", "agreement_act", "other_act", "refused_openly"] {
            assert_eq!(Case::new().chosen("act_kind", free).ask(choose), value("free"), "{free}");
        }
    }

    #[test]
    fn an_open_refusal_was_for_the_officer_to_say() {
        let refused = Case::new().chosen("act_kind", "refused_openly");
        assert_eq!(refused.ask(choose_before), value_unknown(&["first_held"]));
        assert_eq!(refused.clone().yes_no("first_held", true).ask(choose_before), value("first"));
        assert_eq!(refused.yes_no("first_held", false).ask(choose_before), value("free"));
    }
}
