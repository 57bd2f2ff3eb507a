//! The walk itself: days pass, and in one matter after another somebody takes a step.

use super::{Cast, Dice, Turn, Walked, Watch};
use crate::family::{self, Deed, Law};
use crate::{Context, Event, Frame, Matter, Order, Refusal};
use kernel::{AccountId, Actor, Date, DateTime, Id, MatterId, Moment};
use procedure::model::{Action, From, HeldBy};
use std::collections::BTreeMap;

/// A walk under way.
pub(super) struct Walk<'a> {
    pub(super) law: &'a dyn Law,
    pub(super) procedure: &'a Id,
    pub(super) cast: &'a mut dyn Cast,
    pub(super) dice: &'a mut Dice,
    watch: Watch<'a>,
    pub(super) today: Date,
    pub(super) matters: BTreeMap<MatterId, Matter>,
    logs: BTreeMap<MatterId, Vec<Event>>,
    first: Option<MatterId>,
    /// The matter in which the step at hand is taken.
    pub(super) here: Option<MatterId>,
    /// Everybody who has acted or was asked to, by account.
    pub(super) known: BTreeMap<AccountId, Actor>,
    pub(super) refused: Vec<Refusal>,
    stopped: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        law: &'a dyn Law,
        procedure: &'a Id,
        (cast, dice): (&'a mut dyn Cast, &'a mut Dice),
        today: Date,
        watch: Watch<'a>,
    ) -> Self {
        let (matters, logs, known) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let refused = Vec::new();
        Self { law, procedure, cast, dice, watch, today, matters, logs, first: None, here: None, known, refused, stopped: false }
    }

    /// Opens a matter of the procedure; the first is the one that is walked.
    pub(super) fn open(&mut self) -> bool {
        let Some(frame) = self.law.in_force(self.procedure, self.today) else { return false };
        let ways: Vec<&Action> = frame.procedure.actions.iter().filter(|a| a.from.contains(&From::New)).collect();
        let before = self.here.take();
        let opened = self.choose(&ways).is_some_and(|action| {
            let opening = self.cast.opening(self.dice);
            let id = opening.matter;
            let done = self.begin(&frame, action, opening);
            self.here = if done { Some(id) } else { before };
            done
        });
        self.first = self.first.or(self.here);
        opened
    }

    /// On until the matter is over or the last day has come.
    pub(super) fn go(mut self, until: Date) -> Option<Walked> {
        for _ in 0..self.cast.steps() {
            let Some(frame) = self.frame() else { break };
            let gap = self.cast.gap(frame.procedure, self.here.and_then(|id| self.matters.get(&id)), self.dice).max(0);
            let Ok(next) = self.today.checked_add(jiff::Span::new().days(gap)) else { break };
            if next > until || self.stopped {
                break;
            }
            self.pass(next);
            let Some(here) = self.going_on() else { break };
            self.here = Some(here);
            // A step that nobody could take is a day on which nothing happened.
            self.step();
        }
        if !self.stopped {
            // The last days pass without an act, so that what lapses by itself has done so.
            self.pass(until.max(self.today));
            self.at_the_end();
        }
        let first = self.first?;
        let matter = self.matters.remove(&first)?;
        let events = self.logs.remove(&first)?;
        let mut logs = self.logs;
        let kin = self.matters.into_iter().filter_map(|(id, m)| Some((m, logs.remove(&id)?))).collect();
        Some(Walked { events, matter, kin, refused: self.refused })
    }

    /// A matter in which something may still happen: an open one, or now and then a closed one in which the law still
    /// allows something.
    fn going_on(&mut self) -> Option<MatterId> {
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for matter in self.matters.values() {
            let Some(frame) = family::present(self.law, matter, self.today) else { continue };
            let afterwards = || frame.procedure.actions.iter().any(|a| matter.live_states().any(|s| a.offered_in(s)));
            if !matter.closed(frame.procedure) {
                open.push(matter.id);
            } else if matter.destroyed.is_none() && afterwards() {
                closed.push(matter.id);
            }
        }
        let back = !closed.is_empty() && self.turns(Turn::Afterwards);
        self.dice.pick(if back { &closed } else { &open }).copied()
    }

    /// One step: mostly an act, sometimes a signature, a service, an answer to a lapse, a verb of the kernel.
    fn step(&mut self) {
        let Some(matter) = self.matter().cloned() else { return };
        if let Some(pending) = self.dice.pick(&matter.pending).cloned()
            && !self.turns(Turn::Meanwhile)
        {
            return self.settle(&matter, &pending);
        }
        self.serve(&matter);
        if self.answer_lapses(&matter) || self.out_of_the_ordinary(&matter) {
            return;
        }
        let Some(frame) = self.frame() else { return };
        let Some(matter) = self.matter() else { return };
        let open: Vec<&Action> = frame
            .procedure
            .actions
            .iter()
            .filter(|a| matter.live_states().any(|s| a.offered_in(s)))
            .filter(|a| self.cast.weight(a) > 0)
            .collect();
        for _ in 0..3 {
            let Some(action) = self.choose(&open) else { return };
            if self.act(&frame, action) {
                return;
            }
        }
    }

    /// Days pass, and what the law does by itself happens in every matter, each thing on its day.
    fn pass(&mut self, until: Date) {
        let mut refused: Vec<(MatterId, Order)> = Vec::new();
        while let Some((day, id, order)) = self.next_by_itself(until, &refused) {
            let here = self.here.replace(id);
            self.today = self.today.max(day);
            if !self.order(&Actor::system(), &order) {
                refused.push((id, order));
            }
            self.here = here;
            if self.stopped {
                return;
            }
        }
        self.today = until;
    }

    fn next_by_itself(&self, until: Date, refused: &[(MatterId, Order)]) -> Option<(Date, MatterId, Order)> {
        let all = self.matters.values().flat_map(|m| family::by_itself(self.law, m, until).into_iter().map(|(day, o)| (day, m.id, o)));
        all.filter(|(_, id, order)| !refused.iter().any(|(r, o)| r == id && o == order)).min_by_key(|(day, ..)| *day)
    }

    /// Whether something out of the ordinary happens this time.
    pub(super) fn turns(&mut self, turn: Turn) -> bool {
        let odds = self.cast.odds(turn);
        odds > 0 && self.dice.below(odds) == 0
    }

    /// The matter in which the step is taken.
    pub(super) fn matter(&self) -> Option<&Matter> {
        self.matters.get(self.here.as_ref()?)
    }

    /// The law under which something is done in it today.
    pub(super) fn frame(&self) -> Option<Frame<'a>> {
        family::present(self.law, self.matter()?, self.today)
    }

    /// Roles of ours.
    pub(super) fn ours(&self) -> Vec<Id> {
        let roles = self.frame().map(|f| f.procedure.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_))));
        roles.into_iter().flatten().map(|r| r.id.clone()).collect()
    }

    /// A time of day in office hours.
    pub(super) fn clock_time(&mut self) -> DateTime {
        self.today.at(8 + self.dice.below(10) as i8, self.dice.below(60) as i8, 0, 0)
    }

    /// Tries an order in the matter at hand.
    pub(super) fn order(&mut self, actor: &Actor, order: &Order) -> bool {
        let civil = self.clock_time();
        let now = Moment { civil, ..Moment::morning(self.today) };
        let family = self.here.map(|id| family::gathered(&self.matters, id, order)).unwrap_or_default();
        let deed = Deed { matter: self.here, procedure: self.procedure, order };
        let context = Context { actor, now, registers: self.cast.registers() };
        match family::carry_out(self.law, &family, &deed, &context, &mut || MatterId(self.dice.uuid())) {
            Err(refusal) => {
                self.refused.push(refusal);
                false
            }
            Ok(done) => {
                for one in &done {
                    self.logs.entry(one.after.id).or_default().extend(one.events.iter().cloned());
                    self.matters.insert(one.after.id, one.after.clone());
                }
                self.known.insert(actor.account.clone(), actor.clone());
                self.stopped |= (self.watch)(&self.matters, &done).is_break();
                true
            }
        }
    }
}
