//! Whether somebody was a minor when correction began.

use super::{open, value};
use engine::{Chosen, Facts};
use jiff::ToSpan;

/// 社区矫正法 58: years of age.
pub(super) const FULL_AGE: i64 = 18;

/// 社区矫正法 52, 58: the rules for minors hold for whoever was under age when correction began, and go on after the birthday.
///
/// Correction begins on the day on which the judgment takes effect (20, 21 count from it); whoever was moved here from another agency
/// brings the day along. The birthday itself still counts as under age; that is a reading, in favour of protection.
pub(super) fn choose(facts: &Facts<'_>) -> Chosen {
    match (facts.date("born_on"), facts.date("effective_on").or_else(|| facts.date("correction_since"))) {
        (Some(born), Some(began)) => value(if began <= born.saturating_add(FULL_AGE.years()) { "minor" } else { "adult" }),
        (None, Some(_)) => open(&["born_on"]),
        (Some(_), None) => open(&["effective_on"]),
        (None, None) => open(&["born_on", "effective_on"]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{open, value};
    use super::choose;
    use soundness::Case;

    #[test]
    fn the_day_correction_began_decides() {
        let born = |on: &str| Case::on("2026-06-01").date("effective_on", "2026-03-02").date("born_on", on);
        assert_eq!(born("2008-03-03").ask(choose), value("minor"));
        assert_eq!(born("2008-03-02").ask(choose), value("minor"));
        assert_eq!(born("2008-03-01").ask(choose), value("adult"));
        let moved = Case::on("2026-06-01").date("correction_since", "2026-03-02").date("born_on", "2008-03-03");
        assert_eq!(moved.ask(choose), value("minor"));
    }

    #[test]
    fn a_leap_day_has_its_birthday_in_every_year() {
        let born = |began: &str| Case::new().date("effective_on", began).date("born_on", "2008-02-29");
        assert_eq!(born("2026-02-28").ask(choose), value("minor"));
        assert_eq!(born("2026-03-01").ask(choose), value("adult"));
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(Case::new().ask(choose), open(&["born_on", "effective_on"]));
        assert_eq!(Case::new().date("effective_on", "2026-03-02").ask(choose), open(&["born_on"]));
        assert_eq!(Case::new().date("born_on", "2000-01-01").ask(choose), open(&["effective_on"]));
    }
}
