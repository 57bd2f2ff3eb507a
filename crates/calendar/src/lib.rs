//! Days, working days and periods: when a period ends, and why. Pure: no clock, no files, no randomness.
//!
//! [`compute`] answers with the explanation, [`due`] with the day alone, both from the same walk over the calendar.
//! The rules are in [`Rule`], the days in [`Calendar`]; `calendars/cn.csv` says which State Council notice each day rests on.

mod count;
mod days;
mod deadline;
mod error;
mod explain;
mod explain_hours;
mod hours;
mod period;
mod query;
mod rule;
mod strip;
mod table;
mod telling;
mod words;
mod yearly;

pub use days::{Calendar, DayInfo, DayStatus};
pub use deadline::{DayKind, DayMark, Deadline, Due, Effect, STRIP_DAYS, Step, compute, due};
pub use error::CalendarError;
pub use period::{Period, Unit};
pub use query::{Direction, Query, Span};
pub use rule::Rule;
pub use yearly::yearly;
