//! What kind of day each day is.

use kernel::{Date, Title};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a day is in the working calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayStatus {
    /// Monday to Friday, with no notice to the contrary.
    Working,
    /// Saturday or Sunday, with no notice to the contrary.
    Weekend,
    /// A day off by notice or by law, on whatever day of the week.
    Holiday,
    /// A Saturday or Sunday worked in exchange for a day off (调休上班).
    MakeUp,
}

impl DayStatus {
    /// Whether offices work on such a day.
    #[must_use]
    pub fn works(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }
}

/// One day, described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayInfo<'a> {
    /// Which day.
    pub date: Date,
    /// What it is.
    pub status: DayStatus,
    /// The holiday, for a day off or a day worked in exchange for it.
    pub name: Option<&'a Title>,
    /// The notice or decree on which that rests.
    pub notice: Option<&'a str>,
    /// Whether the arrangement of the year is published; if not, the day may still change.
    pub published: bool,
}

/// A day that is not what its weekday says, or is so by notice.
#[derive(Debug)]
pub(crate) struct Entry {
    pub date: Date,
    pub status: DayStatus,
    pub name: Title,
    pub notice: String,
}

/// One year: for each day its entry, counted from 1; 0 is a day as its weekday has it.
#[derive(Debug)]
struct Year {
    published: bool,
    days: [u16; 366],
}

/// The working calendar: holidays, days worked in exchange, and the notice behind each.
#[derive(Debug)]
pub struct Calendar {
    first: i16,
    years: Vec<Year>,
    entries: Vec<Entry>,
}

static CHINA: LazyLock<Calendar> = LazyLock::new(|| {
    // A test reads the same text and demands every year; should it ever fail here, no year counts as published and every date says so.
    Calendar::parse(crate::table::CHINA).unwrap_or_else(|_| Calendar::of(Vec::new(), &[]))
});

impl Calendar {
    /// The mainland's calendar, read once from `calendars/cn.csv`.
    #[must_use]
    pub fn china() -> &'static Self {
        &CHINA
    }

    /// Arranges entries by day; `published` holds the years whose notice is in. Entries are at most 65,535, one a day.
    pub(crate) fn of(entries: Vec<Entry>, published: &[i16]) -> Self {
        let first = entries.iter().map(|entry| entry.date.year()).min().unwrap_or(0);
        let last = entries.iter().map(|entry| entry.date.year()).max().unwrap_or(-1);
        let mut years: Vec<Year> = (first..=last).map(|year| Year { published: published.contains(&year), days: [0; 366] }).collect();
        for (place, entry) in (1..).zip(&entries) {
            years[usize::from((entry.date.year() - first).unsigned_abs())].days[slot(entry.date)] = place;
        }
        Self { first, years, entries }
    }

    fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(usize::try_from(year - self.first).ok()?)
    }

    fn entry(&self, date: Date) -> Option<&Entry> {
        let place = self.year(date.year())?.days[slot(date)];
        self.entries.get(usize::from(place).checked_sub(1)?)
    }

    /// What kind of day this is.
    #[must_use]
    pub fn status(&self, date: Date) -> DayStatus {
        match self.entry(date) {
            Some(entry) => entry.status,
            None if date.weekday().to_monday_zero_offset() < 5 => DayStatus::Working,
            None => DayStatus::Weekend,
        }
    }

    /// Whether offices work on this day. Outside the published years the weekday and the holidays fixed by law decide.
    #[must_use]
    pub fn is_workday(&self, date: Date) -> bool {
        self.status(date).works()
    }

    /// This day with its name, its notice, and whether it may still change.
    #[must_use]
    pub fn day(&self, date: Date) -> DayInfo<'_> {
        let entry = self.entry(date);
        DayInfo {
            date,
            status: self.status(date),
            name: entry.map(|entry| &entry.name),
            notice: entry.map(|entry| entry.notice.as_str()),
            published: self.published(date.year()),
        }
    }

    /// Whether the year's arrangement is published. If not, dates that touch it are provisional.
    #[must_use]
    pub fn published(&self, year: i16) -> bool {
        self.year(year).is_some_and(|year| year.published)
    }

    /// Whether the holidays fixed by law are known for a year whose arrangement is not published.
    #[must_use]
    pub fn statutory_only(&self, year: i16) -> bool {
        self.year(year).is_some_and(|year| !year.published && year.days.iter().any(|place| *place > 0))
    }

    /// Working days after one day up to and including another: the number in 剩N个工作日. Negative when `until` is the earlier.
    #[must_use]
    pub fn workdays_between(&self, after: Date, until: Date) -> i64 {
        let (low, high, sign) = if after <= until { (after, until, 1) } else { (until, after, -1) };
        let mut count = 0;
        let mut day = low;
        while day < high {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += i64::from(self.is_workday(day));
        }
        sign * count
    }
}

/// The place of a day in its year, from 0.
fn slot(date: Date) -> usize {
    usize::from(date.day_of_year().unsigned_abs()) - 1
}
