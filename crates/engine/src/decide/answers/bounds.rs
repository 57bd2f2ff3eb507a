//! Whether a number or a period stays within the bounds of its field.

use crate::{Answer, Refusal};
use calendar::{Period, Unit};
use procedure::model::{Field, FieldBounds};

/// Refuses what is certainly outside. Periods of two units are compared by the fewest and the most days that they can have.
pub(super) fn check(field: &Field, answer: &Answer) -> Result<(), Refusal> {
    let Some(bounds) = &field.bounds else { return Ok(()) };
    let outside = match answer {
        Answer::Number(n) => bounds.min.is_some_and(|m| *n < i64::from(m)) || bounds.max.is_some_and(|m| *n > i64::from(m)),
        Answer::Period { period, .. } => period_outside(bounds, *period),
        _ => false,
    };
    if !outside {
        return Ok(());
    }
    let (unit_zh, unit_en) = bounds.unit.map(|u| u.title()).map_or_else(Default::default, |u| (format!(" {}", u.zh), format!(" {}", u.en)));
    let side = |n: Option<u32>, word: &str, unit: &str| n.map(|n| format!("{word} {n}{unit}"));
    let zh: Vec<String> = [side(bounds.min, "至少", &unit_zh), side(bounds.max, "至多", &unit_zh)].into_iter().flatten().collect();
    let en: Vec<String> = [side(bounds.min, "at least", &unit_en), side(bounds.max, "at most", &unit_en)].into_iter().flatten().collect();
    Err(Refusal::new(
        "E-bounds",
        format!("“{}”要填{}。", field.title.zh, zh.join("，")),
        format!("“{}” takes {}.", field.title.en, en.join(" and ")),
    )
    .on(&field.id))
}

fn period_outside(bounds: &FieldBounds, given: Period) -> bool {
    let Some(unit) = bounds.unit else { return false };
    let bound = |amount| Period { amount, unit };
    let surely_less = |a: Period, b: Period| match (a.unit == b.unit, days(a), days(b)) {
        (true, ..) => a.amount < b.amount,
        (false, Some((_, most)), Some((fewest, _))) => most < fewest,
        _ => false,
    };
    bounds.min.is_some_and(|m| surely_less(given, bound(m))) || bounds.max.is_some_and(|m| surely_less(bound(m), given))
}

/// The fewest and the most days of a period; nothing for working days, whose number depends on the calendar.
fn days(period: Period) -> Option<(u64, u64)> {
    let n = u64::from(period.amount);
    match period.unit {
        Unit::Day => Some((n, n)),
        Unit::Month => Some((n * 28, n * 31)),
        Unit::Year => Some((n * 365, n * 366)),
        Unit::Hour | Unit::Workday => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(min: Option<u32>, max: Option<u32>, unit: Unit) -> FieldBounds {
        FieldBounds { min, max, unit: Some(unit) }
    }

    #[test]
    fn only_what_is_certainly_outside_is_outside() {
        let period = |amount, unit| Period { amount, unit };
        let least = bounds(Some(60), None, Unit::Day);
        for (given, outside) in [
            (period(59, Unit::Day), true),
            (period(60, Unit::Day), false),
            (period(1, Unit::Month), true),
            // Two months have 59 to 62 days.
            (period(2, Unit::Month), false),
            (period(1, Unit::Year), false),
            (period(1, Unit::Workday), false),
        ] {
            assert_eq!(period_outside(&least, given), outside, "{given:?}");
        }
        let most = bounds(None, Some(2), Unit::Month);
        assert!(!period_outside(&most, period(60, Unit::Day)) && period_outside(&most, period(63, Unit::Day)));
    }
}
