//! When a run is due: its length, and the question to the calendar.

use super::Instance;
use super::rounds::{nth_yearly, together};
use super::run::Run;
use super::values::Values;
use crate::{Answer, Frame, Matter};
use calendar::{Direction, Period, Query, Span};
use kernel::{Date, DateTime};
use procedure::model::{Amount, Clock, Length, Mode};

/// A run whose day is asked for.
pub(super) struct Case<'a> {
    /// The law of the version that it follows.
    pub(super) law: Frame<'a>,
    pub(super) matter: &'a Matter,
    pub(super) clock: &'a Clock,
    pub(super) instance: &'a Instance,
}

/// Fills in length and due day.
pub(super) fn settle(frame: &Frame<'_>, matter: &Matter, values: &Values<'_>, run: Run<'_>) -> Instance {
    let law = Frame { procedure: run.procedure, ..*frame };
    let mut instance = run.instance;
    match &run.clock.mode {
        Mode::Until(field) => {
            instance.due_on = matter.answers.get(field).and_then(Answer::date);
            return instance;
        }
        Mode::Yearly { month, day, .. } => {
            if let Some(round) = instance.round {
                instance.due_on = nth_yearly(*month, *day, round.from, round.nth);
                let before = round.nth.checked_sub(1).filter(|n| *n > 0).and_then(|n| nth_yearly(*month, *day, round.from, n));
                instance.started_on = before.unwrap_or(round.from);
            }
            return instance;
        }
        Mode::Within | Mode::AtLeast(_) | Mode::Before(_) | Mode::Every(_) => {}
    }
    let lengths = run.held.unwrap_or_else(|| values.lengths(run.procedure, run.clock));
    let case = Case { law, matter, clock: run.clock, instance: &instance };
    let candidates = lengths.all.iter().filter_map(|l| length(&law, matter, l));
    let dated = candidates.filter_map(|(period, other_law)| Some((case.ask(period, calendar::due)?, period, other_law)));
    let Some((deadline, period, other_law)) = dated.min_by_key(|(deadline, ..)| deadline.due_on) else { return instance };
    let promised = run.clock.promise.clone().filter(|_| instance.round.is_none()).and_then(|p| law.amount(&Amount::Param(p)));
    let promise = promised.and_then(|amount| case.ask(Period { amount, unit: period.unit }, calendar::due));
    let begins = case.begins(period, None);
    instance.started_on = begins.unwrap_or(instance.started_on);
    (instance.length, instance.other_law) = (Some(period), other_law);
    instance.provisional = deadline.provisional || !lengths.sure;
    // A stop that came when the period was already over changed nothing, and is not told as if it had.
    instance.pauses.retain(|p| p.after <= deadline.due_on);
    if instance.paused_since.is_some_and(|since| since <= deadline.due_on) {
        return instance;
    }
    (instance.due_on, instance.due_at) = (Some(deadline.due_on), deadline.due_at);
    instance.promise_on = promise.map(|d| d.due_on).filter(|promised| *promised < deadline.due_on);
    instance
}

/// The day on which a round's own stretch begins; `None` while its length is not known. `still` is a pause that goes on.
pub(super) fn begins(frame: &Frame<'_>, matter: &Matter, values: &Values<'_>, run: &Run<'_>, still: Option<Span>) -> Option<Date> {
    let round = run.instance.round?;
    if let Mode::Yearly { month, day, .. } = &run.clock.mode {
        return if round.nth > 1 { nth_yearly(*month, *day, round.from, round.nth - 1) } else { Some(round.from) };
    }
    let law = Frame { procedure: run.procedure, ..*frame };
    let case = Case { law, matter, clock: run.clock, instance: &run.instance };
    let lengths = values.lengths_before(run.procedure, run.clock);
    lengths.all.iter().filter_map(|l| case.begins(length(&law, matter, l)?.0, still)).min()
}

/// A length as it holds: another law's where an answer names one, else the file's or the bureau's number.
fn length(law: &Frame<'_>, matter: &Matter, length: &Length) -> Option<(Period, bool)> {
    match length.other_law.as_ref().and_then(|field| matter.answers.get(field)) {
        Some(Answer::Period { period, .. }) => Some((*period, true)),
        _ => Some((Period { amount: law.amount(&length.amount)?, unit: length.unit }, false)),
    }
}

impl Case<'_> {
    /// Asks the calendar: for the day alone, or for the day with its explanation.
    pub(super) fn ask<T, E>(&self, period: Period, how: impl FnOnce(&calendar::Calendar, &Query<'_>) -> Result<T, E>) -> Option<T> {
        let (direction, start) = match &self.clock.mode {
            Mode::AtLeast(_) => (Direction::AtLeast, self.start()),
            Mode::Before(field) => (Direction::Before, self.matter.answers.get(field)?.date()?.at(0, 0, 0, 0)),
            Mode::Within | Mode::Until(_) | Mode::Every(_) | Mode::Yearly { .. } => (Direction::Within, self.start()),
        };
        let (period, mut extensions) = match self.instance.round {
            Some(round) => together(self.clock.counting, period, round.nth),
            None => (period, Vec::new()),
        };
        extensions.extend(self.instance.extended.iter().map(|e| e.period));
        let pauses = self.pauses();
        let query = Query { start, period, rule: self.clock.counting, direction, pauses: &pauses, extensions: &extensions };
        how(self.law.calendar, &query).ok()
    }

    /// The day on which a round's own stretch begins: the one before is full, wherever its last day moved.
    fn begins(&self, period: Period, still: Option<Span>) -> Option<Date> {
        let round = self.instance.round?;
        if round.nth <= 1 {
            return Some(round.from);
        }
        let (period, extensions) = together(self.clock.counting, period, round.nth - 1);
        let mut pauses = self.pauses();
        pauses.extend(still);
        let (rule, direction) = (self.clock.counting, Direction::Within);
        let query = Query { start: self.start(), period, rule, direction, pauses: &pauses, extensions: &extensions };
        calendar::full(self.law.calendar, &query).ok()
    }

    /// From when it counts; rounds all count from the entry into the state.
    fn start(&self) -> DateTime {
        let from = self.instance.round.map_or(self.instance.started_on, |r| r.from);
        self.instance.started_at.unwrap_or_else(|| from.at(0, 0, 0, 0))
    }

    fn pauses(&self) -> Vec<Span> {
        self.instance.pauses.iter().map(|p| Span { after: p.after, until: p.until }).collect()
    }
}
