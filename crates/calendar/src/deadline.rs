//! The answer: the day, how it came about, and what every day on the way is.

use crate::count::{self, Count};
use crate::days::{Calendar, DayStatus};
use crate::error::CalendarError;
use crate::explain;
use crate::explain_hours;
use crate::hours;
use crate::period::Unit;
use crate::query::Query;
use kernel::{Date, DateTime, Title};
use serde::{Deserialize, Serialize};

/// The longest stretch, in days, for which [`Deadline::days`] is filled; beyond some four years nobody reads a strip of days.
pub const STRIP_DAYS: i32 = 1500;

/// The day alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Latest day, earliest day, or latest day before the one named, as the direction has it.
    pub due_on: Date,
    /// The minute, for periods in hours.
    pub due_at: Option<DateTime>,
    /// The day hangs on a year whose calendar is not published (暂定).
    pub provisional: bool,
}

/// The day with its explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Latest day, earliest day, or latest day before the one named, as the direction has it.
    pub due_on: Date,
    /// The minute, for periods in hours.
    pub due_at: Option<DateTime>,
    /// The day hangs on a year whose calendar is not published (暂定); the steps say which.
    pub provisional: bool,
    /// How the day came about, in the order of counting; every day not counted is there with its reason.
    pub steps: Vec<Step>,
    /// Every day from start to end, earliest first; empty when they are more than [`STRIP_DAYS`].
    pub days: Vec<DayMark>,
}

/// One step of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day it speaks about, or the first of them.
    pub date: Date,
    /// The last day, where the step speaks about a stretch of days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What it does to the count.
    pub effect: Effect,
    /// Why, in a sentence.
    pub reason: Title,
    /// `LAW:article[.paragraph]`, or the name of a notice; `None` where no text at hand says it.
    pub citation: Option<String>,
}

/// What a step does to the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Where counting begins.
    Start,
    /// 日 means working days here.
    Unit,
    /// A day of rest, not counted.
    Skipped,
    /// A Saturday or Sunday worked in exchange, counted.
    MakeUp,
    /// Days during which the clock stood still, not counted.
    Paused,
    /// The corresponding day of a period in months or years.
    Corresponding,
    /// An extension, part of the period from here on.
    Extended,
    /// The period is full.
    Counted,
    /// The last day waits for a pause to end.
    Held,
    /// A day of rest on which the period cannot end.
    Rolled,
    /// The last day stays, and why.
    Kept,
    /// What is posted in time is in time.
    Transit,
    /// The day that results.
    Due,
    /// The result hangs on a calendar that is not published.
    Provisional,
}

/// One day of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMark {
    /// Which day.
    pub date: Date,
    /// What it is to this period.
    pub kind: DayKind,
    /// The how-manieth unit of the period it is, extensions included; for months and years, the how-manieth day.
    pub ordinal: Option<u32>,
    /// What it is in the working calendar.
    pub status: DayStatus,
    /// The holiday, on a day off or a day worked in exchange for it.
    pub name: Option<Title>,
    /// Whether the calendar of its year is published.
    pub published: bool,
}

/// What a day is to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// The day of the event, or the day named; not counted.
    Start,
    /// Counted.
    Counted,
    /// A day of rest, not counted; `status` and `name` say which.
    Skipped,
    /// The clock stood still.
    Paused,
    /// The period was full, but could not end here: a day of rest, or a pause.
    Rolled,
    /// The resulting day. It has an ordinal when it is itself the last one counted.
    End,
}

/// When a period ends, and why.
///
/// # Errors
/// A [`CalendarError`] whose text says what to correct: an empty or absurd period, hours mixed with days, a pause back to
/// front, a result outside the years 1 to 9999.
pub fn compute(cal: &Calendar, q: &Query) -> Result<Deadline, CalendarError> {
    if q.period.unit == Unit::Hour {
        let run = hours::run(q)?;
        return Ok(explain_hours::explain(cal, q, &run));
    }
    let mut facts = Vec::new();
    let count = count::run(cal, q, Some(&mut facts))?;
    Ok(explain::days(cal, q, &count, &facts))
}

/// When a period ends, without the explanation: the same walk, for many periods at once.
///
/// # Errors
/// As [`compute`].
pub fn due(cal: &Calendar, q: &Query) -> Result<Due, CalendarError> {
    if q.period.unit == Unit::Hour {
        let run = hours::run(q)?;
        return Ok(Due { due_on: run.due_at.date(), due_at: Some(run.due_at), provisional: false });
    }
    let Count { due, doubt, .. } = count::run(cal, q, None)?;
    Ok(Due { due_on: due, due_at: None, provisional: doubt.is_some() })
}

/// The day on which a period is full, before it moves off a day of rest or waits for a pause to end: where the next begins, when
/// several follow each other.
///
/// # Errors
/// As [`compute`].
pub fn full(cal: &Calendar, q: &Query) -> Result<Date, CalendarError> {
    if q.period.unit == Unit::Hour {
        return Ok(hours::run(q)?.due_at.date());
    }
    Ok(count::run(cal, q, None)?.full)
}
