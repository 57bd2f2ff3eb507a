//! Whether so many apply that they choose representatives.

use super::said::number;
use engine::{Answer, Chosen, Facts};
use kernel::Id;

/// 实施条例 (2007) 8: more than this many.
pub(super) const FIVE: i64 = 5;
/// 实施条例 (2026) 17.1: more than this many.
pub(super) const TEN: i64 = 10;

/// 实施条例 (2007) 8: more than five applicants.
pub(super) fn more_than_five(facts: &Facts<'_>) -> Chosen {
    more_than(facts, FIVE)
}

/// 实施条例 (2026) 17.1: more than ten applicants.
pub(super) fn more_than_ten(facts: &Facts<'_>) -> Chosen {
    more_than(facts, TEN)
}

/// By the number entered, or else by the names: who enters eleven names need not count them.
fn more_than(facts: &Facts<'_>, few: i64) -> Chosen {
    match number(facts, "applicant_count").or_else(|| named(facts)) {
        None => Chosen::Unknown(vec![Id::from("applicant_count")]),
        Some(n) if n > few => Chosen::Value(Id::from("crowd")),
        Some(_) => Chosen::Value(Id::from("few")),
    }
}

fn named(facts: &Facts<'_>) -> Option<i64> {
    match facts.answer("applicant")? {
        Answer::Many(all) => i64::try_from(all.len()).ok(),
        _ => Some(1),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{more_than_five, more_than_ten};
    use soundness::{Case, value, value_unknown};

    #[test]
    fn six_are_many_before_july_and_few_after() {
        let of = |n: i64| Case::new().number("applicant_count", n);
        for (n, before, after) in [(5, "few", "few"), (6, "crowd", "few"), (10, "crowd", "few"), (11, "crowd", "crowd")] {
            assert_eq!(of(n).ask(more_than_five), value(before), "{n}");
            assert_eq!(of(n).ask(more_than_ten), value(after), "{n}");
        }
    }

    #[test]
    fn names_count_where_no_number_is_entered() {
        assert_eq!(Case::new().ask(more_than_ten), value_unknown(&["applicant_count"]));
        assert_eq!(Case::new().sealed("applicant", 1).ask(more_than_five), value("few"));
        assert_eq!(Case::new().sealed("applicant", 11).ask(more_than_ten), value("crowd"));
        assert_eq!(Case::new().sealed("applicant", 2).number("applicant_count", 12).ask(more_than_ten), value("crowd"));
    }
}
