//! The strip of days: every day from start to end, and what it is to the period.

use crate::count::{Count, Fact};
use crate::days::Calendar;
use crate::deadline::{DayKind, DayMark, STRIP_DAYS};
use crate::hours::Run;
use crate::query::{Direction, Query};
use kernel::Date;

fn mark(cal: &Calendar, date: Date, kind: DayKind, ordinal: Option<u32>) -> DayMark {
    let info = cal.day(date);
    DayMark { date, kind, ordinal, status: info.status, name: info.name.cloned(), published: info.published }
}

/// Every day of a period in days, working days, months or years, earliest first.
pub(crate) fn days(cal: &Calendar, q: &Query, count: &Count, facts: &[Fact]) -> Vec<DayMark> {
    let start = q.start.date();
    if (count.due - start).get_days().abs() > STRIP_DAYS {
        return Vec::new();
    }
    let mut days: Vec<DayMark> = Vec::with_capacity(facts.len() + 2);
    days.push(mark(cal, start, DayKind::Start, None));
    for fact in facts {
        let (date, kind, ordinal) = match *fact {
            Fact::Counted { day, ordinal } => (day, DayKind::Counted, Some(ordinal)),
            Fact::Rest(day) => (day, DayKind::Skipped, None),
            Fact::Paused { day, .. } => (day, DayKind::Paused, None),
            Fact::Held(day) | Fact::Off(day) => (day, DayKind::Rolled, None),
            Fact::Corresponding { .. } => continue,
        };
        match days.last_mut() {
            Some(last) if last.date == date => last.kind = kind,
            _ => days.push(mark(cal, date, kind, ordinal)),
        }
    }
    match days.last_mut() {
        Some(last) if last.date == count.due => last.kind = DayKind::End,
        _ => days.push(mark(cal, count.due, DayKind::End, None)),
    }
    if q.direction == Direction::Before {
        days.reverse();
    }
    days
}

/// Every day that the hours touch, earliest first.
pub(crate) fn hours(cal: &Calendar, q: &Query, run: &Run) -> Vec<DayMark> {
    let (start, due) = (run.from.date(), run.due_at.date());
    if (due - start).get_days().abs() > STRIP_DAYS {
        return Vec::new();
    }
    let (mut day, last) = (start.min(due), start.max(due));
    let mut days = Vec::new();
    loop {
        let kind = match day {
            _ if day == due => DayKind::End,
            _ if day == start => DayKind::Start,
            _ if q.pauses.iter().any(|span| span.leaves_out(day)) => DayKind::Paused,
            _ => DayKind::Counted,
        };
        days.push(mark(cal, day, kind, None));
        match day.tomorrow() {
            Ok(next) if day < last => day = next,
            _ => return days,
        }
    }
}
