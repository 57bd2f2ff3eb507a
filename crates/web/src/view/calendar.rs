//! A year's days off and make-up working days.

use super::{Layout, Link};
use askama::Template;
use kernel::Date;

/// A year.
#[derive(Clone, Debug, Template)]
#[template(path = "calendar.html")]
pub struct CalendarPage {
    /// The frame.
    pub layout: Layout,
    /// The year.
    pub year: i16,
    /// The notice it rests on.
    pub notice: String,
    /// Why it is tentative; `None` when the notice is out.
    pub tentative: Option<String>,
    /// Working days in the year.
    pub workdays: u32,
    /// Working days still to come, today included; `None` for another year.
    pub left: Option<u32>,
    /// The holidays.
    pub holidays: Vec<Holiday>,
    /// The twelve months.
    pub months: Vec<MonthView>,
    /// The year before.
    pub previous: Option<Link>,
    /// The next year.
    pub next: Option<Link>,
}

/// A holiday.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Its name.
    pub name: String,
    /// First and last day off.
    pub span: (Date, Date),
    /// Weekend days worked in exchange.
    pub make_up: Vec<Date>,
}

/// A month.
#[derive(Clone, Debug)]
pub struct MonthView {
    /// 1 to 12.
    pub month: i8,
    /// Its days.
    pub days: Vec<CalendarDay>,
}

/// A day of the calendar.
#[derive(Clone, Debug)]
pub struct CalendarDay {
    /// The day.
    pub date: Date,
    /// What kind of day it is.
    pub nature: DayNature,
    /// The business day.
    pub today: bool,
}

/// What kind of day it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayNature {
    /// A working day.
    Workday,
    /// A weekend.
    Weekend,
    /// A day off by the notice, with the holiday's name.
    Holiday(String),
    /// A weekend day worked.
    MakeUp,
}

impl CalendarDay {
    /// The style classes.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match (&self.nature, self.today) {
            (DayNature::Workday, false) => "",
            (DayNature::Workday, true) => "now",
            (DayNature::Weekend, false) => "off",
            (DayNature::Weekend, true) => "off now",
            (DayNature::Holiday(_), false) => "hol",
            (DayNature::Holiday(_), true) => "hol now",
            (DayNature::MakeUp, false) => "mkd",
            (DayNature::MakeUp, true) => "mkd now",
        }
    }
}

impl MonthView {
    /// Empty cells before the first day, weeks beginning on Monday.
    #[must_use]
    pub fn indent(&self) -> u8 {
        self.days.first().map_or(0, |d| d.date.weekday().to_monday_zero_offset().unsigned_abs())
    }

    /// The days in weeks, with the empty cells before the first.
    #[must_use]
    pub fn weeks(&self) -> Vec<Vec<Option<&CalendarDay>>> {
        let cells: Vec<Option<&CalendarDay>> = (0..self.indent()).map(|_| None).chain(self.days.iter().map(Some)).collect();
        cells.chunks(7).map(<[_]>::to_vec).collect()
    }
}
