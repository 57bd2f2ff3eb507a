//! Dates as people write and read them.

use crate::text::fold_width;
use serde::{Deserialize, Serialize};

/// A civil date in Asia/Shanghai.
pub type Date = jiff::civil::Date;
/// A civil date and time of day in Asia/Shanghai.
pub type DateTime = jiff::civil::DateTime;

/// When something is done: the business day, the time of day, and the instant in microseconds since 1970 (UTC).
///
/// Below `app` nothing reads a clock; this value is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Civil date and time in Asia/Shanghai; in a demo bureau the fixed business date.
    pub civil: DateTime,
    /// Microseconds since the Unix epoch; recorded beside the legal date, never used to count a period.
    pub micros: i64,
}

impl Moment {
    /// The business day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.civil.date()
    }

    /// Eight in the morning of a day; for tests and walks, where only the day matters.
    #[must_use]
    pub fn morning(day: Date) -> Self {
        let civil = day.at(8, 0, 0, 0);
        let days = i64::from((day - Date::constant(1970, 1, 1)).get_days());
        Self { civil, micros: days * 86_400_000_000 }
    }
}

/// An instant, microseconds since 1970, as the clock on the wall in China shows it: 2026-09-29 10:24.
#[must_use]
pub fn wall_time(micros: i64) -> String {
    let instant = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
    jiff::tz::Offset::constant(8).to_datetime(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

const WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn weekday(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

/// 2026年3月9日(周一)
#[must_use]
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}", date.year(), chinese_date_short(date))
}

/// 3月9日(周一)
#[must_use]
pub fn chinese_date_short(date: Date) -> String {
    format!("{}月{}日({})", date.month(), date.day(), WEEKDAYS[weekday(date)])
}

/// Mon 9 March 2026
#[must_use]
pub fn english_date(date: Date) -> String {
    let month = MONTHS_EN[usize::from((date.month() - 1).unsigned_abs())];
    format!("{} {} {} {}", WEEKDAYS_EN[weekday(date)], date.day(), month, date.year())
}

/// Reads a date as clerks write it: 2026-03-09, 2026/3/9, 2026.3.9, 2026年3月9日, 20260309, with full-width digits and spaces folded.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.split('(').next().unwrap_or_default().trim_end_matches('日');
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let (y, m, d) = match parts.as_slice() {
        [one] if one.len() == 8 && one.is_ascii() => (one.get(0..4)?, one.get(4..6)?, one.get(6..8)?),
        [y, m, d] => (*y, *m, *d),
        _ => return None,
    };
    if y.len() != 4 {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_habit() {
        let day = Date::constant(2026, 3, 9);
        for text in ["2026-03-09", "2026/3/9", "2026.3.9", "2026年3月9日", "２０２６年３月９日", "20260309", " 2026 年 3 月 9 日(周一) "]
        {
            assert_eq!(parse_date(text), Some(day), "{text}");
        }
        for text in ["", "2026-13-01", "2026-02-30", "26-3-9", "明天", "2026-3", "九月"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(chinese_date(day), "2026年3月9日(周一)");
        assert_eq!(english_date(day), "Mon 9 March 2026");
    }
}
