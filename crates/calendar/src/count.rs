//! The walk: day by day from the start until the period is full, then to the day on which it can end.

use crate::days::Calendar;
use crate::error::CalendarError;
use crate::period::{Period, Unit};
use crate::query::{Direction, Query, Span, joined};
use crate::rule::Rule;
use kernel::Date;

/// What happened on the way, in order; the explanation is made of these.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    /// The `ordinal`-th unit.
    Counted { day: Date, ordinal: u32 },
    /// A day of rest in a period of working days.
    Rest(Date),
    /// A day left out by a pause; `unit` if it would have been counted.
    Paused { day: Date, unit: bool },
    /// Months from one day to the corresponding one.
    Corresponding { from: Date, months: u32, to: Date },
    /// The period was full, but the clock stood still at the end of this day.
    Held(Date),
    /// The period was full, but this is a day of rest.
    Off(Date),
}

/// Where the walk ended.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    /// The resulting day.
    pub due: Date,
    /// The day on which the period was full, before it moved.
    pub full: Date,
    /// What was counted.
    pub parts: Vec<Part>,
    /// The first year asked about whose calendar is not published.
    pub doubt: Option<i16>,
}

/// A stretch of the period in one unit, neighbours of a kind joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Days(u32),
    Workdays(u32),
    Months(u32),
}

/// A hundred years: the longest period or pause that is counted.
pub(crate) const MOST_DAYS: u32 = 36_525;
const MOST_MONTHS: u32 = 1_200;

/// Whether a single period may be counted at all. Hours are bounded as the days that they fill.
pub(crate) fn admit(period: Period) -> Result<(), CalendarError> {
    let most = match period.unit {
        Unit::Hour => MOST_DAYS * 24,
        Unit::Day | Unit::Workday => MOST_DAYS,
        Unit::Month => MOST_MONTHS,
        Unit::Year => MOST_MONTHS / 12,
    };
    match period.amount {
        0 => Err(CalendarError::EmptyPeriod),
        n if n > most => Err(CalendarError::TooLong(period)),
        _ => Ok(()),
    }
}

fn part(rule: Rule, period: Period) -> Result<Part, CalendarError> {
    admit(period)?;
    Ok(match period.unit {
        Unit::Hour => return Err(CalendarError::MixedUnits),
        Unit::Day if rule.day_is_workday(&period) => Part::Workdays(period.amount),
        Unit::Day => Part::Days(period.amount),
        Unit::Workday => Part::Workdays(period.amount),
        Unit::Month => Part::Months(period.amount),
        Unit::Year => Part::Months(period.amount * 12),
    })
}

/// The period and its extensions in the order of counting. Months that follow months are one period of months: two months
/// from 31 December extended by one end on 31 March, not on 28 March.
fn parts(q: &Query) -> Result<Vec<Part>, CalendarError> {
    if q.rule == Rule::RunningHours {
        return Err(CalendarError::MixedUnits);
    }
    let mut parts = vec![part(q.rule, q.period)?];
    for &extension in q.extensions {
        let next = part(q.rule, extension)?;
        match (parts.last_mut(), next) {
            (Some(Part::Days(n)), Part::Days(m))
            | (Some(Part::Workdays(n)), Part::Workdays(m))
            | (Some(Part::Months(n)), Part::Months(m)) => *n = n.saturating_add(m),
            _ => parts.push(next),
        }
    }
    Ok(parts)
}

struct Walk<'a> {
    cal: &'a Calendar,
    start: Date,
    pauses: Vec<Span>,
    back: bool,
    day: Date,
    counted: u32,
    doubt: Option<i16>,
    facts: Option<&'a mut Vec<Fact>>,
}

impl Walk<'_> {
    fn note(&mut self, fact: Fact) {
        if let Some(facts) = &mut self.facts {
            facts.push(fact);
        }
    }

    fn out_of_range(&self) -> CalendarError {
        CalendarError::OutOfRange { start: self.start }
    }

    fn step(&mut self) -> Result<(), CalendarError> {
        let next = if self.back { self.day.yesterday() } else { self.day.tomorrow() };
        self.day = next.ok().filter(|day| day.year() >= 1).ok_or_else(|| self.out_of_range())?;
        Ok(())
    }

    /// Days with nothing to leave out and nothing to tell are not looked at one by one.
    fn jump(&mut self, amount: u32) -> Result<(), CalendarError> {
        let signed = i64::from(amount) * if self.back { -1 } else { 1 };
        let span = jiff::Span::new().try_days(signed).map_err(|_| self.out_of_range())?;
        self.day = self.day.checked_add(span).ok().filter(|day| day.year() >= 1).ok_or_else(|| self.out_of_range())?;
        Ok(())
    }

    /// Whether the present day is a working day; remembers when that is not certain.
    fn works(&mut self) -> bool {
        let year = self.day.year();
        if self.doubt.is_none() && !self.cal.published(year) {
            self.doubt = Some(year);
        }
        self.cal.is_workday(self.day)
    }

    /// Counts on until `amount` more days, or working days, are full.
    fn count(&mut self, amount: u32, workdays: bool) -> Result<(), CalendarError> {
        if !workdays && self.facts.is_none() && self.pauses.is_empty() {
            return self.jump(amount);
        }
        let mut left = amount;
        while left > 0 {
            self.step()?;
            let day = self.day;
            let paused = self.pauses.iter().any(|span| span.leaves_out(day));
            let unit = !workdays || (if paused { self.cal.is_workday(day) } else { self.works() });
            if paused {
                self.note(Fact::Paused { day, unit });
            } else if unit {
                left -= 1;
                self.counted = self.counted.saturating_add(1);
                let ordinal = self.counted;
                self.note(Fact::Counted { day, ordinal });
            } else {
                self.note(Fact::Rest(day));
            }
        }
        Ok(())
    }

    /// Months are counted as the days to the corresponding day, so that a pause moves it by the days left out.
    fn months(&mut self, months: u32) -> Result<(), CalendarError> {
        let from = self.day;
        let signed = i32::try_from(months).map_err(|_| self.out_of_range())? * if self.back { -1 } else { 1 };
        let span = jiff::Span::new().try_months(signed).map_err(|_| self.out_of_range())?;
        let to = from.checked_add(span).ok().filter(|day| day.year() >= 1).ok_or_else(|| self.out_of_range())?;
        self.note(Fact::Corresponding { from, months, to });
        self.count((to - from).get_days().unsigned_abs(), false)
    }

    /// From the full period to the day on which it can end: not while the clock stands still, and not on a day of rest.
    fn settle(&mut self, roll: bool) -> Result<(), CalendarError> {
        loop {
            let day = self.day;
            if !self.back && self.pauses.iter().any(|span| span.stands_after(day)) {
                self.note(Fact::Held(day));
            } else if roll && !self.works() {
                self.note(Fact::Off(day));
            } else {
                return Ok(());
            }
            self.step()?;
        }
    }
}

/// Counts a period in days, working days, months or years; `facts` collects what happened.
pub(crate) fn run(cal: &Calendar, q: &Query, facts: Option<&mut Vec<Fact>>) -> Result<Count, CalendarError> {
    let start = q.start.date();
    let parts = parts(q)?;
    let back = q.direction == Direction::Before;
    let mut walk = Walk { cal, start, pauses: joined(q.pauses)?, back, day: start, counted: 0, doubt: None, facts };
    if start.year() < 1 {
        return Err(walk.out_of_range());
    }
    for part in &parts {
        match *part {
            Part::Days(n) => walk.count(n, false)?,
            Part::Workdays(n) => walk.count(n, true)?,
            Part::Months(n) => walk.months(n)?,
        }
    }
    let full = walk.day;
    match q.direction {
        Direction::Within => walk.settle(q.rule.rolls())?,
        // The N full units must lie in between, so the day sought is the one beyond the last of them.
        Direction::Before => {
            walk.step()?;
            walk.settle(q.rule.rolls())?;
        }
        // A minimum ends with its last day, whatever day that is; what it holds back is lawful the day after.
        Direction::AtLeast => {
            walk.settle(false)?;
            if walk.day != full {
                walk.note(Fact::Held(walk.day));
            }
            walk.step()?;
        }
    }
    Ok(Count { due: walk.day, full, parts, doubt: walk.doubt })
}
