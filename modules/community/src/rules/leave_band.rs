//! Who approves a leave, by its length.

use super::said::{number, yes_no};
use super::{open, value};
use engine::{Chosen, Facts};

/// 社区矫正法实施办法 (unread, by name only): up to so many days the judicial office may approve, where the agency delegated it (社区矫正法 9.2).
const OFFICE_DAYS: i64 = 7;
/// The same: up to so many days at a time, and within two months, the agency approves; beyond, the one above it.
const AGENCY_DAYS: i64 = 30;

/// 社区矫正法 27.1 asks for the agency's approval; the levels are those of 社区矫正法实施办法 (unread).
///
/// Both the day of leaving and the day of return count; that is a reading, and never leads to a lower level. Regular trips for work
/// or life are approved by the agency in a simplified way (27.1).
pub(super) fn choose(facts: &Facts<'_>) -> Chosen {
    if facts.chosen("trip_kind").is_some_and(|k| k == "frequent") {
        return value("regular");
    }
    let (Some(leaves), Some(back)) = (facts.date("leaves_on"), facts.date("back_by")) else {
        return open(&["leaves_on", "back_by"]);
    };
    let days = i64::from((back - leaves).get_days()) + 1;
    if days > AGENCY_DAYS {
        return value("by_city");
    }
    match (number(facts, "days_taken"), yes_no(facts, "office_delegated")) {
        (None, _) => open(&["days_taken"]),
        (Some(taken), _) if taken + days > AGENCY_DAYS => value("by_city"),
        (Some(_), _) if days > OFFICE_DAYS => value("by_agency"),
        (Some(_), None) => open(&["office_delegated"]),
        (Some(_), Some(true)) => value("by_office"),
        (Some(_), Some(false)) => value("by_agency"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{open, value};
    use super::choose;
    use soundness::Case;

    fn leave(back: &str) -> Case {
        Case::new().date("leaves_on", "2026-03-10").date("back_by", back)
    }

    #[test]
    fn each_level_ends_on_its_day() {
        let known = |back: &str, delegated| leave(back).number("days_taken", 0).yes_no("office_delegated", delegated).ask(choose);
        assert_eq!(known("2026-03-16", true), value("by_office")); // seven days, both ends counted
        assert_eq!(known("2026-03-16", false), value("by_agency"));
        assert_eq!(known("2026-03-17", true), value("by_agency"));
        assert_eq!(known("2026-04-08", true), value("by_agency")); // thirty
        assert_eq!(known("2026-04-09", true), value("by_city"));
    }

    #[test]
    fn earlier_days_add_up() {
        let taken = |n| leave("2026-03-16").number("days_taken", n).yes_no("office_delegated", true).ask(choose);
        assert_eq!(taken(23), value("by_office"));
        assert_eq!(taken(24), value("by_city"));
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(Case::new().ask(choose), open(&["leaves_on", "back_by"]));
        assert_eq!(leave("2026-03-16").ask(choose), open(&["days_taken"]));
        assert_eq!(leave("2026-03-16").number("days_taken", 3).ask(choose), open(&["office_delegated"]));
        assert_eq!(leave("2026-05-16").ask(choose), value("by_city"));
        assert_eq!(Case::new().chosen("trip_kind", "frequent").ask(choose), value("regular"));
    }
}
