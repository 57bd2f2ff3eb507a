//! Days, working days and periods: when a period ends, and why. Pure: no clock, no files, no randomness.
//!
//! [`compute`] answers with the explanation, [`due`] with the day alone, both from the same walk over the calendar.
//! The rules are in [`Rule`], the days in [`Calendar`]; `calendars/cn.csv` says which State Council notice each day rests on.
//!
//! How a day is found, in this order:
//! 1. The day of the event is not counted. Units are counted from the next day; days left out by a pause are not.
//! 2. Extensions lengthen the period, each in its own unit; months that follow months are one period of months. Months and
//!    years end on the corresponding day or, where the month has none, on its last day, moved by the days left out.
//! 3. The period does not end while the clock stands still: if a pause begins on the last day, it ends when the pause does.
//!    A pause that begins after the last day changes nothing.
//! 4. A last day that is no working day moves to the next one, if the rule has it so; a weekend worked in exchange stays.
//!
//! Backwards, N full units lie between the day found and the day named, and a day of rest moves to the day before. A minimum
//! does not move: what it holds back is lawful from the day after its last. Where the answer asked about a year whose
//! arrangement is not published, it is provisional.

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
pub use deadline::{DayKind, DayMark, Deadline, Due, Effect, STRIP_DAYS, Step, compute, due, full};
pub use error::CalendarError;
pub use period::{Period, Unit};
pub use query::{Direction, Query, Span};
pub use rule::Rule;
pub use yearly::yearly;
