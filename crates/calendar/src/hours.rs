//! Periods in hours: by the clock, from the minute, through nights and holidays.

use crate::count::admit;
use crate::error::CalendarError;
use crate::period::Unit;
use crate::query::{Direction, Query, Span, joined};
use kernel::{Date, DateTime};

/// Where the hours ran out.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// The minute from which they ran.
    pub from: DateTime,
    /// The minute at which they are over.
    pub due_at: DateTime,
    /// All hours, extensions included.
    pub hours: u64,
    /// The pauses that moved the end.
    pub paused: Vec<Span>,
}

const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * HOUR_MINUTES;

/// Minutes since the first day of year 1, and back.
fn minute_of(at: DateTime) -> i64 {
    day_start(at.date()) + i64::from(at.hour()) * HOUR_MINUTES + i64::from(at.minute())
}

fn day_start(day: Date) -> i64 {
    i64::from((day - Date::constant(1, 1, 1)).get_days()) * DAY_MINUTES
}

fn at_minute(minute: i64) -> Option<DateTime> {
    let days = i32::try_from(minute.div_euclid(DAY_MINUTES)).ok()?;
    let rest = minute.rem_euclid(DAY_MINUTES);
    let day = Date::constant(1, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok().filter(|day| day.year() >= 1)?;
    Some(day.at(i8::try_from(rest / HOUR_MINUTES).ok()?, i8::try_from(rest % HOUR_MINUTES).ok()?, 0, 0))
}

fn all_hours(q: &Query) -> Result<u64, CalendarError> {
    let mut hours = 0;
    for &period in std::iter::once(&q.period).chain(q.extensions) {
        if period.unit != Unit::Hour {
            return Err(CalendarError::MixedUnits);
        }
        admit(period)?;
        hours += u64::from(period.amount);
    }
    Ok(hours)
}

/// Runs the hours forward, or back for [`Direction::Before`]; the days of a pause are left out whole, midnight to midnight.
pub(crate) fn run(q: &Query) -> Result<Run, CalendarError> {
    let out_of_range = || CalendarError::OutOfRange { start: q.start.date() };
    if q.start.year() < 1 {
        return Err(out_of_range());
    }
    let hours = all_hours(q)?;
    let mut spans = joined(q.pauses)?;
    let minute = minute_of(q.start);
    let back = q.direction == Direction::Before;
    // Backwards is forwards on a mirrored axis.
    let mirror = if back { -1 } else { 1 };
    if back {
        spans.reverse();
    }
    let mut end = minute * mirror + i64::try_from(hours).map_err(|_| out_of_range())? * HOUR_MINUTES;
    let mut paused = Vec::new();
    for span in spans {
        let (low, high) = (day_start(span.after) + DAY_MINUTES, day_start(span.until) + DAY_MINUTES);
        let (low, high) = if back { (-high, -low) } else { (low, high) };
        let (low, high) = (low.max(minute * mirror), high.max(minute * mirror));
        if low < end && low < high {
            end += high - low;
            paused.push(span);
        }
    }
    Ok(Run { from: at_minute(minute).ok_or_else(out_of_range)?, due_at: at_minute(end * mirror).ok_or_else(out_of_range)?, hours, paused })
}
