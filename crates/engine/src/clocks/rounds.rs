//! Rounds: a clock that recurs while the matter is in a state, cut from the day of entry.

use super::Round;
use super::run::{Beginning, Run};
use super::walk::Walk;
use crate::{Entry, Frame};
use calendar::{Period, Rule, Unit};
use kernel::{Date, Id};

impl<'a> Walk<'a> {
    /// Entering a state begins the first round of what recurs in it.
    pub(super) fn first_rounds(&mut self, law: &Frame<'a>, entry: &Entry, entered: &[&Id]) {
        if entered.is_empty() {
            return;
        }
        for clock in &law.procedure.clocks {
            let here = Run::recurs_in(clock).is_some_and(|s| entered.contains(&s));
            if !here || !self.places.carries(clock) {
                continue;
            }
            for holder in self.concerned(law, clock, entry) {
                if !self.goes_on(clock, holder.as_ref()) {
                    let round = Some(Round { nth: 1, from: entry.on });
                    self.begin(law, clock, Beginning { holder, seq: entry.seq, on: entry.on, at: entry.at, round });
                }
            }
        }
    }

    /// The round after one that was done opens, unless the state was left.
    pub(super) fn next_rounds(&mut self, entry: &Entry) {
        for at in std::mem::take(&mut self.turned) {
            let done = &self.runs[at];
            let Some(round) = done.instance.round.filter(|_| self.places.carries(done.clock)) else { continue };
            let (clock, asleep, old) = (done.clock, done.asleep, &done.instance);
            let law = Frame { procedure: done.procedure, ..self.frame };
            let round = Some(Round { nth: round.nth.saturating_add(1), from: round.from });
            let begins = Beginning { holder: old.holder.clone(), seq: old.start_seq, on: entry.on, at: old.started_at, round };
            let mut next = Run::new(&law, clock, begins);
            next.asleep = asleep;
            next.instance.pauses.clone_from(&old.pauses);
            next.instance.paused_since = self.places.pause(clock).then_some(entry.on);
            self.add(next);
        }
    }
}

/// So many rounds as one period, and what is left to add: counted together, so that months do not drift from their day. Where the
/// rule tells working days by the number, each round keeps the meaning of its own number.
pub(super) fn together(rule: Rule, one: Period, times: u32) -> (Period, Vec<Period>) {
    let all = |unit| Period { amount: one.amount.saturating_mul(times), unit };
    if rule.day_is_workday(&one) {
        (all(Unit::Workday), Vec::new())
    } else if rule.day_is_workday(&all(one.unit)) {
        (one, vec![one; times.saturating_sub(1) as usize])
    } else {
        (all(one.unit), Vec::new())
    }
}

/// The `nth` day of this name after a day.
pub(super) fn nth_yearly(month: i8, day: i8, from: Date, nth: u32) -> Option<Date> {
    let named = |year: i16| calendar::yearly(month.unsigned_abs(), day.unsigned_abs(), year).ok();
    let first = if named(from.year())? > from { from.year() } else { from.year().checked_add(1)? };
    named(first.checked_add(i16::try_from(nth.checked_sub(1)?).ok()?)?)
}
