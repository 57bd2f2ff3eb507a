//! Walks a procedure at random, from a seed: the source of demo matters and of property tests.
//!
//! Every step goes through [`decide`], so a walk can only do what the law of the procedure allows; what is refused is simply
//! tried otherwise. Nothing here knows a procedure's names: a [`Cast`] supplies people, answers and inclinations.

mod dice;

pub use dice::Dice;

use crate::{
    Answer, Change, Context, Event, Evidence, Facts, Frame, Holder, Instance, Manner, Matter, Minutes, Opening, Order, Pending, Refusal,
    RegisterEntry, Sealed, Waiting, decide, evolve,
};
use calendar::Unit;
use kernel::{Actor, Date, DateTime, Id, Moment};
use procedure::model::{Action, Field, From, LapseFor, Procedure};
use std::collections::BTreeMap;

/// Who appears in a walk and what they are like.
pub trait Cast {
    /// How the matter begins.
    fn opening(&mut self, dice: &mut Dice) -> Opening;
    /// Somebody who holds a role; for a register's role the entry's own account.
    fn actor(&mut self, role: &Id, matter: Option<&Matter>) -> Actor;
    /// What is answered to a field.
    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer>;
    /// Free text given as reasons.
    fn reasons(&mut self, dice: &mut Dice) -> Sealed;
    /// Register entries that answers may name.
    fn registers(&self) -> &BTreeMap<Id, RegisterEntry>;
    /// How inclined people are to an action, where several are open; 0: never.
    fn weight(&self, _action: &Action) -> u32 {
        1
    }
    /// How many days pass before the next step. What takes as long as the case itself takes, takes long.
    fn gap(&self, procedure: &Procedure, matter: Option<&Matter>, dice: &mut Dice) -> i64 {
        let state = matter.and_then(|m| m.main.as_ref()).and_then(|s| procedure.states.get(s));
        let waits = matter.is_some_and(|m| !m.pending.is_empty());
        let days = match dice.below(25) {
            // Now and then something is left lying.
            0 => 5 + dice.below(20),
            _ if state.is_some_and(|s| s.open_ended.is_some()) && !waits => dice.below(30),
            _ => dice.below(4),
        };
        i64::try_from(days).unwrap_or(1)
    }
    /// Whether a field that may be left empty is filled in.
    fn fills(&self, dice: &mut Dice) -> bool {
        dice.below(2) == 0
    }
    /// One in how many matters has a date corrected; 0: none.
    fn corrections(&self) -> u64 {
        40
    }
}

/// A walked matter: its events, and where they led.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The events.
    pub events: Vec<Event>,
    /// The matter after them.
    pub matter: Matter,
    /// Orders that were refused on the way.
    pub refused: Vec<Refusal>,
}

/// Walks one matter from `start` until it is closed, nothing more is open, or `until` is reached.
///
/// `None` when the opening was refused every time it was tried.
pub fn walk(frame: &Frame<'_>, cast: &mut dyn Cast, dice: &mut Dice, start: Date, until: Date) -> Option<Walked> {
    const STEPS: usize = 60;
    let mut walk = Walk { frame, cast, dice, today: start, events: Vec::new(), matter: None, refused: Vec::new() };
    for _ in 0..8 {
        if walk.open() {
            break;
        }
    }
    walk.matter.as_ref()?;
    for _ in 0..STEPS {
        let gap = walk.cast.gap(frame.procedure, walk.matter.as_ref(), walk.dice).max(0);
        let Ok(next) = walk.today.checked_add(jiff::Span::new().days(gap)) else { break };
        if next > until {
            // The last days pass without an act, so that what lapses by itself has done so.
            walk.today = until;
            walk.lapses();
            break;
        }
        walk.today = next;
        walk.lapses();
        if walk.over() {
            break;
        }
        // A step that nobody could take is a day on which nothing happened.
        walk.step();
    }
    Some(Walked { events: walk.events, matter: walk.matter?, refused: walk.refused })
}

struct Walk<'a> {
    frame: &'a Frame<'a>,
    cast: &'a mut dyn Cast,
    dice: &'a mut Dice,
    today: Date,
    events: Vec<Event>,
    matter: Option<Matter>,
    refused: Vec<Refusal>,
}

impl Walk<'_> {
    fn open(&mut self) -> bool {
        let ways: Vec<&Action> = self.frame.procedure.actions.iter().filter(|a| a.from.contains(&From::New)).collect();
        let Some(action) = self.choose(&ways) else { return false };
        let opening = self.cast.opening(self.dice);
        let order = self.act(action, Some(opening));
        self.as_somebody(action, &order)
    }

    /// A closed matter is over, unless what the law allows afterwards is tried: an objection, an appeal.
    fn over(&mut self) -> bool {
        let Some(matter) = &self.matter else { return true };
        let afterwards = self.frame.procedure.actions.iter().any(|a| matter.live_states().any(|s| a.offered_in(s)));
        matter.closed(self.frame.procedure) && (!afterwards || self.dice.below(4) > 0)
    }

    /// One step: mostly an act, sometimes a signature, a service, an answer to a lapse, a correction.
    fn step(&mut self) {
        let Some(matter) = self.matter.clone() else { return };
        if let Some(pending) = self.dice.pick(&matter.pending).cloned() {
            return self.settle(&matter, &pending);
        }
        self.serve(&matter);
        if self.answer_lapses(&matter) {
            return;
        }
        let odds = self.cast.corrections();
        if odds > 0 && self.dice.below(odds) == 0 {
            return self.correct(&matter);
        }
        let open: Vec<&Action> = self
            .frame
            .procedure
            .actions
            .iter()
            .filter(|a| matter.live_states().any(|s| a.offered_in(s)))
            .filter(|a| self.cast.weight(a) > 0)
            .collect();
        for _ in 0..3 {
            let Some(action) = self.choose(&open) else { return };
            let order = self.act(action, None);
            if self.as_somebody(action, &order) {
                return;
            }
        }
    }

    fn choose<'b>(&mut self, actions: &[&'b Action]) -> Option<&'b Action> {
        // What was done before is done again less and less often.
        let done = |a: &Action| self.matter.as_ref().map_or(0, |m| m.timeline.iter().filter(|e| e.name == a.event).count() as u64);
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

    fn act(&mut self, action: &Action, opening: Option<Opening>) -> Order {
        let answers = self.answers(action);
        // Some mail comes late: the legal date lies a day or two back, and the postmark proves it.
        let late = self.matter.is_some() && self.dice.below(12) == 0;
        let on = if late { self.today.checked_sub(jiff::Span::new().days(1)).ok() } else { None };
        let evidence = if late { Evidence::Postmark } else { Evidence::System };
        let hours = self.frame.procedure.clocks.iter().any(|c| c.lengths.iter().any(|l| l.unit == Unit::Hour));
        let at = (hours && !late).then(|| self.clock_time());
        let holder = self.holder(action);
        Order::Act { action: action.id.clone(), holder, with: Vec::new(), child: BTreeMap::new(), opening, answers, on, at, evidence }
    }

    /// Answers to what the action asks here: fields that hold only for other choices are left out, and known ones are not asked again.
    fn answers(&mut self, action: &Action) -> BTreeMap<Id, Answer> {
        let procedure = self.frame.procedure;
        let mut answers: BTreeMap<Id, Answer> = BTreeMap::new();
        for value in &action.sets {
            if let Some(choice) = procedure.choice_of(value.as_str()) {
                answers.insert(choice.id.clone(), Answer::Choice(value.clone()));
            }
        }
        let set: Vec<Id> = answers.keys().cloned().collect();
        for section in action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections) {
            for field in &section.fields {
                let facts = Facts { today: self.today, matter: self.matter.as_ref(), answers: &answers, registers: self.cast.registers() };
                let asked = self.frame.holds(&section.only, &facts) && self.frame.holds(&field.only, &facts);
                let known = !action.asks_anew(field) && self.matter.as_ref().is_some_and(|m| m.answers.contains_key(&field.id));
                if !asked || known || !(field.required || self.cast.fills(self.dice)) {
                    continue;
                }
                if let Some(answer) = self.cast.answer(procedure, field, self.today, self.dice) {
                    answers.insert(field.id.clone(), answer);
                }
            }
        }
        // What the action sets by itself is no answer of anybody's.
        answers.retain(|field, _| !set.contains(field));
        answers
    }

    fn clock_time(&mut self) -> DateTime {
        self.today.at(8 + self.dice.below(10) as i8, self.dice.below(60) as i8, 0, 0)
    }

    fn as_somebody(&mut self, action: &Action, order: &Order) -> bool {
        let roles: Vec<Id> = action.by.iter().chain(&action.via).cloned().collect();
        let first = self.dice.below(roles.len().max(1) as u64) as usize;
        (0..roles.len()).any(|i| {
            let actor = self.cast.actor(&roles[(first + i) % roles.len()], self.matter.as_ref());
            self.order(&actor, order)
        })
    }

    /// Whom of several an act concerns.
    fn holder(&mut self, action: &Action) -> Option<Holder> {
        let matter = self.matter.as_ref()?;
        let all: Vec<Holder> = action.each.iter().flat_map(|r| self.frame.holders(matter, r)).collect();
        self.dice.pick(&all).cloned()
    }

    fn settle(&mut self, matter: &Matter, pending: &Pending) {
        let roles: Vec<Id> = match &pending.what {
            Waiting::Act { .. } => pending.awaited(),
            Waiting::Correction { .. } | Waiting::Destruction => self.frame.procedure.roles.keys().cloned().collect(),
        };
        let back = self.dice.below(15) == 0;
        for role in roles {
            let actor = self.cast.actor(&role, Some(matter));
            if actor.account == pending.by {
                continue;
            }
            let of = Some(pending.seq);
            let body = self.frame.procedure.roles.get(&role).is_some_and(|r| r.body);
            let minutes = body.then_some(Minutes { present: 9, ayes: 7, noes: 1, abstained: 1, dissent: None });
            let order = match back {
                true => Order::Return { of, reasons: self.cast.reasons(self.dice) },
                false => Order::Sign { of, minutes },
            };
            if self.order(&actor, &order) {
                return;
            }
        }
    }

    fn serve(&mut self, matter: &Matter) {
        for issued in &matter.papers {
            let Some(paper) = self.frame.procedure.papers.get(&issued.paper) else { continue };
            let all = paper.to.iter().chain(&paper.copies).flat_map(|r| self.frame.holders(matter, r));
            let theirs = |h: &Holder| !issued.served.contains_key(h) && issued.holder.as_ref().is_none_or(|own| own == h);
            for to in all.filter(theirs).collect::<Vec<_>>() {
                let order = Order::Serve {
                    paper: paper.id.clone(),
                    to: to.clone(),
                    manner: Manner::Direct,
                    on: self.today,
                    evidence: Evidence::Receipt,
                };
                let ours = self
                    .frame
                    .procedure
                    .roles
                    .values()
                    .filter(|r| matches!(r.held_by, procedure::model::HeldBy::Unit(_)))
                    .map(|r| r.id.clone());
                for role in ours.collect::<Vec<_>>() {
                    let actor = self.cast.actor(&role, Some(matter));
                    if self.order(&actor, &order) {
                        break;
                    }
                }
            }
        }
    }

    fn answer_lapses(&mut self, matter: &Matter) -> bool {
        let proposed: Vec<Instance> = matter.clocks.iter().filter(|i| i.lapse_proposed(self.today)).cloned().collect();
        for instance in proposed {
            let (clock, holder) = (instance.clock.clone(), instance.holder.clone());
            let lapse = instance.clock_in(self.frame).and_then(|c| c.lapse.as_ref());
            let Some(LapseFor::Against { by, .. }) = lapse.map(|l| l.side.clone()) else { continue };
            let reasons = self.cast.reasons(self.dice);
            let order = match self.dice.below(4) {
                0 => Order::DeclineLapse { clock, holder, reasons },
                _ => Order::ConfirmLapse { clock, holder, reasons },
            };
            let actor = self.cast.actor(&by, Some(matter));
            if self.order(&actor, &order) {
                return true;
            }
        }
        false
    }

    fn correct(&mut self, matter: &Matter) {
        let at = self.dice.below(matter.timeline.len().max(1) as u64) as usize;
        let Some(entry) = matter.timeline.get(at) else { return };
        let Ok(to) = entry.on.checked_sub(jiff::Span::new().days(1 + self.dice.below(3) as i64)) else { return };
        let order = Order::Correct { of: entry.seq, change: Change::OccurredOn(to), reasons: self.cast.reasons(self.dice) };
        let roles: Vec<Id> = self.frame.procedure.roles.keys().cloned().collect();
        for role in roles {
            let actor = self.cast.actor(&role, Some(matter));
            if self.order(&actor, &order) {
                return;
            }
        }
    }

    /// What the law does by itself when its day is over.
    fn lapses(&mut self) {
        let Some(matter) = &self.matter else { return };
        let over = matter.clocks.iter().filter(|i| i.fires && i.overdue(self.today));
        let due: Vec<_> = over.map(|i| (i.clock.clone(), i.holder.clone())).collect();
        for (clock, holder) in due {
            self.order(&Actor::system(), &Order::Lapse { clock, holder });
        }
    }

    fn order(&mut self, actor: &Actor, order: &Order) -> bool {
        let civil = self.clock_time();
        let now = Moment { civil, ..Moment::morning(self.today) };
        let context = Context { actor, now, registers: self.cast.registers() };
        match decide(self.frame, self.matter.as_ref(), order, &context) {
            Err(refusal) => {
                self.refused.push(refusal);
                false
            }
            Ok(events) => {
                for event in events {
                    self.matter = evolve(self.frame, self.matter.take(), &event);
                    self.events.push(event);
                }
                true
            }
        }
    }
}
