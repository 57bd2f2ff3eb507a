//! Service, answers to lapses, and verbs of the kernel.

use super::Turn;
use super::walker::Walk;
use crate::{Change, Evidence, Frame, Instance, Manner, Matter, Order};
use kernel::{Actor, Date, Id};
use procedure::model::{Action, FieldKind, LapseFor};

impl Walk<'_> {
    /// An order by whoever of ours may give it.
    fn by_ours(&mut self, order: &Order) -> bool {
        let Some(frame) = self.frame() else { return false };
        self.ours().iter().any(|role| {
            let actor = self.somebody(&frame, role, None);
            self.order(&actor, order)
        })
    }

    /// Serves what was issued.
    pub(super) fn serve(&mut self, matter: &Matter) {
        let Some(frame) = self.frame() else { return };
        for issued in &matter.papers {
            let Some(paper) = frame.procedure.papers.get(&issued.paper) else { continue };
            let all = paper.to.iter().chain(&paper.copies).flat_map(|r| frame.holders(matter, r));
            let open = |h: &crate::Holder| !issued.served.contains_key(h) && !issued.noticed.contains_key(h);
            let theirs = |h: &crate::Holder| open(h) && issued.holder.as_ref().is_none_or(|own| own == h);
            for to in all.filter(theirs).collect::<Vec<_>>() {
                if self.turns(Turn::Meanwhile) {
                    continue;
                }
                let manner = if self.turns(Turn::Notice) { Manner::Notice } else { Manner::Direct };
                self.by_ours(&Order::Serve { paper: paper.id.clone(), to, manner, on: self.today, evidence: Evidence::Receipt });
            }
        }
    }

    /// The handler answers a lapse that is proposed.
    pub(super) fn answer_lapses(&mut self, matter: &Matter) -> bool {
        let Some(frame) = self.frame() else { return false };
        let proposed: Vec<Instance> = matter.clocks.iter().filter(|i| i.lapse_proposed(self.today)).cloned().collect();
        for instance in proposed {
            let (clock, holder) = (instance.clock.clone(), instance.holder.clone());
            let lapse = instance.clock_in(&frame).and_then(|c| c.lapse.as_ref());
            let Some(LapseFor::Against { by, .. }) = lapse.map(|l| l.side.clone()) else { continue };
            let reasons = self.cast.reasons(self.dice);
            let order = match self.dice.below(4) {
                0 => Order::DeclineLapse { clock, holder, reasons },
                _ => Order::ConfirmLapse { clock, holder, reasons },
            };
            let actor = self.somebody(&frame, &by, None);
            if self.order(&actor, &order) {
                return true;
            }
        }
        false
    }

    /// Something that no procedure declares.
    pub(super) fn out_of_the_ordinary(&mut self, matter: &Matter) -> bool {
        const ALL: [Turn; 6] = [Turn::Correct, Turn::Transfer, Turn::Link, Turn::Assign, Turn::Recuse, Turn::Companion];
        for turn in ALL {
            if self.turns(turn) && self.take(turn, matter) {
                return true;
            }
        }
        false
    }

    fn take(&mut self, turn: Turn, matter: &Matter) -> bool {
        let order = match turn {
            Turn::Correct => self.correction(matter),
            Turn::Transfer => {
                let unit = self.cast.unit(self.dice);
                unit.map(|unit| Order::Transfer { unit, reasons: self.cast.reasons(self.dice) })
            }
            Turn::Link => {
                let others: Vec<_> = self.matters.keys().copied().filter(|id| *id != matter.id).collect();
                self.dice.pick(&others).map(|to| Order::Link { to: *to })
            }
            Turn::Assign => {
                let roles = self.ours();
                let role = self.dice.pick(&roles).cloned();
                role.map(|role| Order::Assign { account: self.cast.actor(&role, Some(matter)).account, role })
            }
            Turn::Recuse => {
                let known: Vec<_> =
                    self.known.values().filter(|a| !a.is_system() && !a.grants.is_empty()).map(|a| a.account.clone()).collect();
                let account = self.dice.pick(&known).cloned();
                account.map(|account| Order::Recuse { account, reasons: self.cast.reasons(self.dice) })
            }
            Turn::Companion if self.matters.len() < 6 => return self.open(),
            _ => None,
        };
        order.is_some_and(|order| self.by_ours(&order))
    }

    /// A date a few days off, or an answer that was another.
    fn correction(&mut self, matter: &Matter) -> Option<Order> {
        let at = self.dice.below(matter.timeline.len().max(1) as u64) as usize;
        let entry = matter.timeline.get(at)?;
        let off = jiff::Span::new().days(1 + self.dice.below(3) as i64);
        let to: Option<Date> = match self.dice.below(3) {
            0 => entry.on.checked_add(off).ok().filter(|on| *on <= entry.recorded_on),
            _ => entry.on.checked_sub(off).ok(),
        };
        let change = match self.dice.below(4) {
            0 => self.another_answer(matter)?,
            _ => Change::OccurredOn(to?),
        };
        Some(Order::Correct { of: entry.seq, change, reasons: self.cast.reasons(self.dice) })
    }

    fn another_answer(&mut self, matter: &Matter) -> Option<Change> {
        let frame = self.frame()?;
        let plain = |k: &FieldKind| matches!(k, FieldKind::Choice(_) | FieldKind::Date | FieldKind::Number | FieldKind::YesNo);
        let known = |id: &&Id| frame.procedure.field(id.as_str()).is_some_and(|f| plain(&f.kind));
        let fields: Vec<&Id> = matter.answers.keys().filter(known).collect();
        let field = frame.procedure.field(self.dice.pick(&fields)?.as_str())?;
        let answer = self.cast.answer(frame.procedure, field, self.today, self.dice)?;
        Some(Change::Answer { field: field.id.clone(), answer })
    }

    /// Assigns as many as an action asks to have been assigned.
    pub(super) fn staff(&mut self, action: &Action) -> bool {
        let Some(frame) = self.frame() else { return false };
        let mut done = false;
        for role in &action.staffed {
            let bounds = frame.procedure.roles.get(role).map_or(&[][..], |r| r.bounds.as_slice());
            let least = bounds.iter().filter(|b| b.least).map(|b| b.persons).max().unwrap_or(1) as usize;
            for _ in 0..3 * least {
                let matter = self.here.and_then(|id| self.matters.get(&id));
                let have = matter.and_then(|m| m.handlers.get(role)).map_or(0, Vec::len);
                if have >= least {
                    break;
                }
                let first = self.cast.actor(role, matter);
                let other = if have == 0 { None } else { self.cast.colleague(role, matter, self.dice) };
                let account = other.unwrap_or(first).account;
                done |= self.by_ours(&Order::Assign { role: role.clone(), account });
            }
        }
        done
    }

    /// Waives what an action still needs, where somebody may.
    pub(super) fn waive(&mut self, frame: &Frame<'_>, action: &Action) -> bool {
        let mut done = false;
        for needs in &action.needs {
            let Some(role) = &needs.waived_by else { continue };
            let actor: Actor = self.somebody(frame, role, None);
            for event in &needs.events {
                let reasons = self.cast.reasons(self.dice);
                done |= self.order(&actor, &Order::Waive { action: action.id.clone(), event: event.clone(), reasons });
            }
        }
        done
    }

    /// What a closed matter held is destroyed: proposed by one, agreed by another.
    pub(super) fn at_the_end(&mut self) {
        let all: Vec<_> = self.matters.keys().copied().collect();
        for id in all {
            self.here = Some(id);
            if !self.turns(Turn::Destroy) {
                continue;
            }
            // Some are held first: nothing is destroyed until they are released.
            let reasons = self.cast.reasons(self.dice);
            if self.turns(Turn::Destroy) && self.by_ours(&Order::Hold { reasons }) {
                self.by_ours(&Order::Destroy { reasons });
                self.by_ours(&Order::Release { reasons });
            }
            let reasons = self.cast.reasons(self.dice);
            if self.by_ours(&Order::Destroy { reasons })
                && let Some(matter) = self.matter().cloned()
                && let Some(pending) = matter.pending.first().cloned()
            {
                self.settle(&matter, &pending);
            }
        }
    }
}
