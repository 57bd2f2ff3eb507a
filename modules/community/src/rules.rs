//! What the procedures of this module leave to Rust, by the names they use.

mod age_at_start;
mod declared_in_private;
mod group;
mod leave_band;
mod leave_reason;
mod leaves_city;
mod praise_ground;
mod revoke_ground;
mod said;
mod sanction_fits;
mod tag_ground_met;

use engine::verdict::{missing, no, open};
use engine::{Chosen, Facts, RuleBook};
use kernel::Id;

/// Registers every rule of this module.
pub fn register(book: &mut RuleBook) {
    book.choice("age_at_start", age_at_start::choose)
        .choice("leave_band", leave_band::choose)
        .predicate("group_has_woman", group::has_woman)
        .predicate("group_knows_minors", group::knows_minors)
        .predicate("declared_in_private", declared_in_private::ask)
        .predicate("praise_ground", praise_ground::ask)
        .predicate("tag_ground_met", tag_ground_met::ask)
        .predicate("revoke_ground", revoke_ground::ask)
        .predicate("leaves_city", leaves_city::ask)
        .predicate("good_reason", leave_reason::good)
        .predicate("no_good_reason", leave_reason::not_good)
        .predicate("admonition_fits", sanction_fits::admonition)
        .predicate("warning_fits", sanction_fits::warning);
}

/// The value of a choice.
fn value(id: &str) -> Chosen {
    Chosen::Value(Id::from(id))
}

/// How often something of this name stands in the matter's log; events of children are heard there.
fn times(facts: &Facts<'_>, event: &str) -> usize {
    facts.matter.map_or(0, |m| m.timeline.iter().filter(|e| e.name == *event).count())
}

#[cfg(test)]
mod figures {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::age_at_start;
    use law::FigureUnit;

    #[test]
    fn numbers_in_rust_stand_in_the_cited_passages() {
        let statute = law::Index::embedded().edition("社区矫正法", "2019").unwrap();
        let figure = statute.figure(&"58.1@1".parse().unwrap()).unwrap();
        assert!(figure.says(age_at_start::FULL_AGE.try_into().unwrap(), &FigureUnit::Other("周岁".to_owned())), "{figure}");
    }
}
