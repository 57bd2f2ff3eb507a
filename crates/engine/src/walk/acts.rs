//! Acts of the procedure, done by somebody who may.

use super::walker::Walk;
use super::{Turn, forms};
use crate::family::inherited;
use crate::{Answer, Evidence, Frame, Holder, Joined, Matter, Opening, Order};
use calendar::Unit;
use kernel::{Actor, Id, MatterId};
use procedure::model::{Action, HeldBy, KinAct};
use std::collections::BTreeMap;

impl Walk<'_> {
    /// One of several actions, by inclination.
    pub(super) fn choose<'b>(&mut self, actions: &[&'b Action]) -> Option<&'b Action> {
        // What was done before is done again less and less often.
        let done = |a: &Action| self.matter().map_or(0, |m| m.timeline.iter().filter(|e| e.name == a.event).count() as u64);
        let weights: Vec<u64> = actions.iter().map(|a| (100 * u64::from(self.cast.weight(a))).div_ceil(1 + 4 * done(a))).collect();
        let total: u64 = weights.iter().sum();
        if total == 0 {
            return None;
        }
        let mut at = self.dice.below(total);
        for (action, weight) in actions.iter().zip(weights) {
            if at < weight {
                return Some(action);
            }
            at -= weight;
        }
        None
    }

    /// Opens a matter.
    pub(super) fn begin(&mut self, frame: &Frame<'_>, action: &Action, opening: Opening) -> bool {
        let subject = opening.subject;
        let answers = self.answers(frame, None, action, &BTreeMap::new());
        let at = by_the_hour(frame).then(|| self.clock_time());
        let order = Order::Act {
            action: action.id.clone(),
            holder: None,
            with: Vec::new(),
            child: BTreeMap::new(),
            opening: Some(opening),
            answers,
            on: None,
            at,
            evidence: Evidence::System,
        };
        self.roles(action).iter().any(|role| {
            let mut actor = self.cast.actor(role, None);
            if is_party(frame, role) {
                actor.person = Some(subject);
            }
            self.order(&actor, &order)
        })
    }

    /// Does an action in the matter at hand. What keeps it back and somebody may lift is lifted.
    pub(super) fn act(&mut self, frame: &Frame<'_>, action: &Action) -> bool {
        let Some(order) = self.deed(frame, action) else { return false };
        if self.as_somebody(frame, action, &order) {
            return true;
        }
        let lifted = match self.refused.last().map(|r| r.code) {
            Some("E-staff") => self.staff(action),
            Some("E-needs") if self.turns(Turn::Waive) => self.waive(frame, action),
            _ => false,
        };
        lifted && self.as_somebody(frame, action, &order)
    }

    fn deed(&mut self, frame: &Frame<'_>, action: &Action) -> Option<Order> {
        let matter = self.matter()?.clone();
        let with = match action.kin {
            Some(KinAct::Join) => self.joinable(&matter)?,
            Some(KinAct::Split) => led(&matter)?,
            Some(KinAct::Transfer) | None => Vec::new(),
        };
        let answers = self.answers(frame, Some(&matter), action, &BTreeMap::new());
        // Some mail comes late: the legal date lies a day or two back, and the postmark proves it.
        let late = self.dice.below(12) == 0;
        let on = if late { self.today.checked_sub(jiff::Span::new().days(1 + self.dice.below(2) as i64)).ok() } else { None };
        let evidence = if late { Evidence::Postmark } else { Evidence::System };
        let at = (by_the_hour(frame) && !late).then(|| self.clock_time());
        let holder = self.holder(frame, &matter, action);
        let child = self.child(frame, &matter, action);
        Some(Order::Act { action: action.id.clone(), holder, with, child, opening: None, answers, on, at, evidence })
    }

    /// What is filled in for the matter that the action opens.
    fn child(&mut self, frame: &Frame<'_>, matter: &Matter, action: &Action) -> BTreeMap<Id, Answer> {
        let opened = action.opens.as_ref().and_then(|o| self.law.in_force(&o.procedure, self.today));
        let Some(theirs) = opened else { return BTreeMap::new() };
        let Some(first) = theirs.procedure.actions.iter().find(|a| a.opens_matter()) else { return BTreeMap::new() };
        let known = inherited(matter, Some(frame.procedure), theirs.procedure, first);
        self.answers(&theirs, None, first, &known)
    }

    fn answers(
        &mut self,
        frame: &Frame<'_>,
        matter: Option<&Matter>,
        action: &Action,
        known: &BTreeMap<Id, Answer>,
    ) -> BTreeMap<Id, Answer> {
        let form = forms::Form { frame, matter, action, known, today: self.today };
        form.filled(&mut *self.cast, self.dice)
    }

    /// Up to two matters of the same kind that can be joined to this one.
    fn joinable(&mut self, matter: &Matter) -> Option<Vec<MatterId>> {
        let free = |m: &&Matter| m.id != matter.id && m.procedure.id == matter.procedure.id && m.joined.is_none() && m.pending.is_empty();
        let mut ids: Vec<MatterId> = self.matters.values().filter(free).map(|m| m.id).collect();
        ids.truncate(1 + self.dice.below(2) as usize);
        (!ids.is_empty()).then_some(ids)
    }

    /// Whom of several an act concerns: mostly one for whom it was not done yet.
    fn holder(&mut self, frame: &Frame<'_>, matter: &Matter, action: &Action) -> Option<Holder> {
        let all: Vec<Holder> = action.each.iter().flat_map(|r| frame.holders(matter, r)).collect();
        let done = |h: &Holder| matter.timeline.iter().any(|e| e.name == action.event && e.holder.as_ref() == Some(h));
        let left: Vec<Holder> = all.iter().filter(|h| !done(h)).cloned().collect();
        let odd = self.dice.below(10) == 0;
        self.dice.pick(if odd { &all } else { &left }).cloned()
    }

    fn as_somebody(&mut self, frame: &Frame<'_>, action: &Action, order: &Order) -> bool {
        let holder = if let Order::Act { holder, .. } = order { holder.clone() } else { None };
        self.roles(action).iter().any(|role| {
            let actor = self.somebody(frame, role, holder.as_ref());
            self.order(&actor, order)
        })
    }

    /// The roles in which an action may be done, in a random order.
    fn roles(&mut self, action: &Action) -> Vec<Id> {
        let mut roles: Vec<Id> = action.by.iter().chain(&action.via).cloned().collect();
        let first = self.dice.below(roles.len() as u64) as usize;
        roles.rotate_left(first);
        roles
    }

    /// Somebody in a role; of several parties the one whom it concerns.
    pub(super) fn somebody(&mut self, frame: &Frame<'_>, role: &Id, holder: Option<&Holder>) -> Actor {
        let matter = self.here.and_then(|id| self.matters.get(&id));
        if !is_party(frame, role) {
            let odds = self.cast.odds(Turn::StandIn);
            let another = odds > 0 && self.dice.below(odds) == 0;
            let stands_in = another.then(|| self.cast.colleague(role, matter, self.dice)).flatten();
            return stands_in.unwrap_or_else(|| self.cast.actor(role, matter));
        }
        let parties = matter.and_then(|m| m.parties.get(role)).map_or(&[][..], Vec::as_slice);
        let nth =
            holder.filter(|h| h.role == *role).map_or_else(|| self.dice.below(parties.len() as u64) as usize, |h| usize::from(h.nth) - 1);
        let person = parties.get(nth).map(|s| s.person);
        let actor = self.cast.actor(role, matter);
        Actor { person: person.or(actor.person), ..actor }
    }
}

/// Whether an action's time of day matters.
fn by_the_hour(frame: &Frame<'_>) -> bool {
    frame.procedure.clocks.iter().any(|c| c.lengths.iter().any(|l| l.unit == Unit::Hour))
}

fn is_party(frame: &Frame<'_>, role: &Id) -> bool {
    frame.procedure.roles.get(role).is_some_and(|r| r.held_by == HeldBy::Party)
}

/// The matters that follow this one.
fn led(matter: &Matter) -> Option<Vec<MatterId>> {
    match &matter.joined {
        Some(Joined::Leads(led)) => Some(led.iter().copied().take(1).collect()),
        _ => None,
    }
}
