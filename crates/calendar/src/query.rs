//! The question: from when, how long, by which rule, in which direction, leaving out what.

use crate::count::MOST_DAYS;
use crate::error::CalendarError;
use crate::period::Period;
use crate::rule::Rule;
use kernel::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Which way a period is counted, and what its end means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The latest day: forward from the start, whose day is not counted (自……之日起N日内).
    Within,
    /// The latest day before a named day: N full units lie between the two, neither counted (……N日前).
    Before,
    /// The earliest day: lawful from the day after the N-th (不少于N日).
    AtLeast,
}

impl Direction {
    const ALL: [(Self, &'static str); 3] = [(Self::Within, "within"), (Self::Before, "before"), (Self::AtLeast, "at-least")];
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Within => "within",
            Self::Before => "before",
            Self::AtLeast => "at-least",
        })
    }
}

impl FromStr for Direction {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Self::ALL
            .into_iter()
            .find(|(_, word)| *word == text)
            .map(|(way, _)| way)
            .ok_or_else(|| CalendarError::UnknownDirection(text.to_owned()))
    }
}

/// A pause: leaves out the days after `after` up to and including `until`. Days in several spans are left out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The day on which the clock stopped; it is still counted.
    pub after: Date,
    /// The day on which the clock started again; the last one left out. While a pause lasts, give today.
    pub until: Date,
}

impl Span {
    /// Whether this day is left out.
    #[must_use]
    pub fn leaves_out(&self, day: Date) -> bool {
        self.after < day && day <= self.until
    }

    /// Whether the clock stands still at the end of this day.
    #[must_use]
    pub fn stands_after(&self, day: Date) -> bool {
        self.after <= day && day < self.until
    }
}

impl FromStr for Span {
    type Err = CalendarError;

    /// Reads `2026-03-10..2026-03-20`, each date in any habit that [`kernel::parse_date`] knows.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let unreadable = || CalendarError::UnreadableSpan(text.to_owned());
        let (after, until) = text.split_once("..").ok_or_else(unreadable)?;
        let span =
            Self { after: kernel::parse_date(after).ok_or_else(unreadable)?, until: kernel::parse_date(until).ok_or_else(unreadable)? };
        if span.until < span.after {
            return Err(CalendarError::BackwardSpan { after: span.after, until: span.until });
        }
        Ok(span)
    }
}

/// Puts spans in order and joins those that overlap or touch, so that no day is left out twice.
pub(crate) fn joined(spans: &[Span]) -> Result<Vec<Span>, CalendarError> {
    for &Span { after, until } in spans {
        match (until - after).get_days() {
            ..0 => return Err(CalendarError::BackwardSpan { after, until }),
            days if days.unsigned_abs() > MOST_DAYS => return Err(CalendarError::LongSpan { after, until }),
            _ => {}
        }
    }
    let mut all = spans.to_vec();
    all.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(all.len());
    for span in all {
        match joined.last_mut() {
            Some(last) if span.after <= last.until => last.until = last.until.max(span.until),
            _ => joined.push(span),
        }
    }
    Ok(joined)
}

/// What is asked of the calendar.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// When the event happened, civil time in Asia/Shanghai; for [`Direction::Before`] the day named. Only periods in hours look at the time of day.
    pub start: DateTime,
    /// How long.
    pub period: Period,
    /// By which rule.
    pub rule: Rule,
    /// Which way.
    pub direction: Direction,
    /// What is left out, in any order.
    pub pauses: &'a [Span],
    /// What was added, each in its own unit. It lengthens the period before the last day is looked at; months join the months before them.
    pub extensions: &'a [Period],
}
