//! One deed and everything it does to other matters: children opened, matters joined, echoes heard, versions changed.
//!
//! [`carry_out`] is one atomic step: either every matter it touches has its events, or there is a [`Refusal`] and nothing happened.
//! It is pure; whoever calls it loads the matters that [`kin_of`] names and commits what comes back in one transaction.

mod by_itself;
mod kin;
mod versions;

pub use by_itself::by_itself;
pub use kin::{gathered, kin_of};

use crate::{Act, Answer, Body, Context, Event, Frame, Joined, Matter, Opening, Order, Pin, Refusal, Waiting, decide, echo, evolve};
use kernel::{Actor, Date, Id, MatterId};
use procedure::model::{Action, HeldBy, KinAct, Opens, Procedure};
use std::collections::BTreeMap;

/// The procedures that a family's matters follow.
pub trait Law {
    /// The frame of a matter's own version.
    fn pinned(&self, pin: &Pin) -> Option<Frame<'_>>;
    /// The frame of the version in force on a day: under it a matter begins.
    fn in_force(&self, procedure: &Id, on: Date) -> Option<Frame<'_>>;
}

/// A deed in a family.
#[derive(Debug)]
pub struct Deed<'a> {
    /// The matter; `None` opens one.
    pub matter: Option<MatterId>,
    /// The procedure of a matter to be opened.
    pub procedure: &'a Id,
    /// What is ordered.
    pub order: &'a Order,
}

/// What a deed did to one matter.
#[derive(Clone, Debug)]
pub struct Done {
    /// As it was; `None` for a new one.
    pub before: Option<Matter>,
    /// Its new events.
    pub events: Vec<Event>,
    /// As it is.
    pub after: Matter,
}

/// The frame under which something is done in a matter on a day: a newer version where its transition has the matter go over.
#[must_use]
pub fn present<'l>(law: &'l dyn Law, matter: &Matter, today: Date) -> Option<Frame<'l>> {
    let act = Order::Act {
        action: Id::from(""),
        holder: None,
        with: Vec::new(),
        child: BTreeMap::new(),
        opening: None,
        answers: BTreeMap::new(),
        on: None,
        at: None,
        evidence: crate::Evidence::System,
    };
    let governed = versions::govern(law, matter, &act, today);
    law.pinned(governed.under.as_ref().or(governed.repins.last()).unwrap_or(&matter.procedure))
}

/// Carries out a deed in a family of matters; the first of what comes back is the matter it was done in.
///
/// # Errors
/// The refusal of any part: nothing of it is then done.
pub fn carry_out(
    law: &dyn Law,
    family: &BTreeMap<MatterId, Matter>,
    deed: &Deed<'_>,
    context: &Context<'_>,
    new_matter: &mut dyn FnMut() -> MatterId,
) -> Result<Vec<Done>, Refusal> {
    let mut work = Work { law, context, new_matter, done: Vec::new(), family };
    let first = work.own(deed)?;
    work.followers(first, deed.order)?;
    work.echoes()?;
    Ok(work.done)
}

/// Work in progress.
struct Work<'a> {
    law: &'a dyn Law,
    context: &'a Context<'a>,
    new_matter: &'a mut dyn FnMut() -> MatterId,
    family: &'a BTreeMap<MatterId, Matter>,
    done: Vec<Done>,
}

impl<'a> Work<'a> {
    /// The deed in its own matter, and what its acts ask of others.
    fn own(&mut self, deed: &Deed<'_>) -> Result<MatterId, Refusal> {
        let id = match (deed.matter, deed.order) {
            (Some(id), _) => id,
            (None, Order::Act { opening: Some(opening), .. }) => opening.matter,
            (None, _) => return Err(not_found()),
        };
        self.step(id, deed.procedure, deed.order)?;
        self.effects(id)?;
        if let Order::Link { to } = deed.order {
            self.linked_back(id, *to)?;
        }
        Ok(id)
    }

    /// Decides one order in one matter, under the version that governs it.
    fn step(&mut self, id: MatterId, procedure: &Id, order: &Order) -> Result<(), Refusal> {
        let today = self.context.now.today();
        let Some(matter) = self.current(id) else {
            let begins = versions::day_of(order, today);
            let frame = self.law.in_force(procedure, begins).ok_or_else(not_found)?;
            let events = decide(&frame, None, order, self.context)?;
            return self.record(id, &frame, events);
        };
        let matter = matter.clone();
        let governed = match order {
            Order::Repin { .. } => versions::Governed::default(),
            _ => versions::govern(self.law, &matter, order, today),
        };
        for pin in &governed.repins {
            let frame = self.law.pinned(pin).ok_or_else(not_found)?;
            self.by_program(id, &frame, &Order::Repin { to: pin.clone() })?;
        }
        let matter = self.current(id).cloned().unwrap_or(matter);
        let frame = self.law.pinned(&matter.procedure).ok_or_else(not_found)?;
        let deciding = governed.under.and_then(|pin| self.law.pinned(&pin)).unwrap_or(frame);
        let events = decide(&deciding, Some(&matter), order, self.context)?;
        self.record(id, &frame, events)
    }

    /// An order of the program itself.
    fn by_program(&mut self, id: MatterId, frame: &Frame<'_>, order: &Order) -> Result<(), Refusal> {
        let program = Actor::system();
        let context = Context { actor: &program, ..self.context.clone() };
        let events = decide(frame, self.current(id), order, &context)?;
        self.record(id, frame, events)
    }

    fn current(&self, id: MatterId) -> Option<&Matter> {
        self.done.iter().find(|d| d.after.id == id).map(|d| &d.after).or_else(|| self.family.get(&id))
    }

    fn record(&mut self, id: MatterId, frame: &Frame<'_>, events: Vec<Event>) -> Result<(), Refusal> {
        let before = self.current(id).cloned();
        let after = events.iter().fold(before.clone(), |m, e| evolve(frame, m, e)).ok_or_else(not_found)?;
        match self.done.iter_mut().find(|d| d.after.id == id) {
            Some(done) => {
                done.events.extend(events);
                done.after = after;
            }
            None => self.done.push(Done { before, events, after }),
        }
        Ok(())
    }

    /// What the acts that took effect in a matter ask of others: to open a matter, to join, to part. What an act that still waits for
    /// its signatures will open is tried and thrown away, so that nothing is found wrong only at the last signature.
    fn effects(&mut self, id: MatterId) -> Result<(), Refusal> {
        let events: Vec<Event> = self.done.iter().find(|d| d.after.id == id).map(|d| d.events.clone()).unwrap_or_default();
        for event in &events {
            match &event.body {
                Body::Acted { act, .. } => self.effect(id, act, event)?,
                Body::Proposed { act, .. } => {
                    let kept = self.done.clone();
                    self.effect(id, act, event)?;
                    self.done = kept;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn effect(&mut self, id: MatterId, act: &Act, event: &Event) -> Result<(), Refusal> {
        let Some(action) = self.action_of(id, act) else { return Ok(()) };
        if let (Some(opens), Some(_)) = (&action.opens, &act.opens) {
            self.open(id, opens, act, event)?;
        }
        for other in &act.with {
            let order = match action.kin {
                Some(KinAct::Join) => Order::Join { lead: id },
                Some(KinAct::Split) => Order::Part { lead: id },
                Some(KinAct::Transfer) | None => continue,
            };
            let same = self.current(*other).zip(self.current(id)).filter(|(o, m)| o.procedure.id == m.procedure.id);
            let pin = same.map(|(o, _)| o.procedure.clone()).ok_or_else(not_kin)?;
            let frame = self.law.pinned(&pin).ok_or_else(not_found)?;
            self.by_program(*other, &frame, &order)?;
        }
        Ok(())
    }

    /// What stands beside a matter knows of it as well.
    fn linked_back(&mut self, id: MatterId, to: MatterId) -> Result<(), Refusal> {
        let other = self.current(to).ok_or_else(not_found)?;
        if other.links.contains(&id) {
            return Ok(());
        }
        let frame = self.law.pinned(&other.procedure).ok_or_else(not_found)?;
        self.by_program(to, &frame, &Order::Link { to: id })
    }

    fn action_of(&self, id: MatterId, act: &Act) -> Option<Action> {
        let frame = self.law.pinned(&self.current(id)?.procedure)?;
        frame.procedure.action(act.action.as_str()).cloned()
    }

    /// Opens a matter inside this one, or beside it.
    fn open(&mut self, id: MatterId, opens: &Opens, act: &Act, event: &Event) -> Result<(), Refusal> {
        let Some(opener) = self.current(id).cloned() else { return Ok(()) };
        let new = (self.new_matter)();
        let frame = self.law.in_force(&opens.procedure, event.occurred_on).ok_or_else(not_found)?;
        let action = frame.procedure.actions.iter().find(|a| a.opens_matter()).ok_or_else(not_found)?;
        let order = Order::Act {
            action: action.id.clone(),
            holder: None,
            with: Vec::new(),
            child: BTreeMap::new(),
            opening: Some(Opening {
                matter: new,
                unit: opener.unit.clone(),
                subject: opener.subject,
                number: None,
                parent: opens.child.then_some(id),
                opener: (!opens.child).then_some(id),
                parties: if opens.child { shared(&opener, frame.procedure) } else { BTreeMap::new() },
            }),
            answers: carried(&opener, self.law.pinned(&opener.procedure).map(|f| f.procedure), frame.procedure, action, act),
            on: Some(event.occurred_on),
            at: event.occurred_at,
            evidence: event.evidence,
        };
        self.by_program(new, &frame, &order)?;
        if !opens.child {
            let frame = self.law.pinned(&opener.procedure).ok_or_else(not_found)?;
            self.by_program(id, &frame, &Order::Link { to: new })?;
        }
        Ok(())
    }

    /// What ours do in a lead matter is decided in every matter joined to it: refused in one, refused in all.
    fn followers(&mut self, id: MatterId, order: &Order) -> Result<(), Refusal> {
        let before = self.family.get(&id);
        let Some(Joined::Leads(led)) = before.and_then(|m| m.joined.as_ref()) else { return Ok(()) };
        let Some(lead) = before else { return Ok(()) };
        for follower in led.iter().copied() {
            let Some(theirs) = self.current(follower) else { return Err(not_found()) };
            // One that has ended by itself hinders nobody.
            if self.law.pinned(&theirs.procedure).is_some_and(|f| theirs.ended(f.procedure)) {
                continue;
            }
            let Some(order) = self.joint(lead, theirs, order) else { continue };
            let (number, procedure) = (theirs.number.clone().unwrap_or_default(), theirs.procedure.id.clone());
            self.step(follower, &procedure, &order).map_err(|r| r.in_matter(&number))?;
            self.effects(follower)?;
        }
        Ok(())
    }

    /// The order as it reads in a follower; `None` where it concerns the lead alone.
    fn joint(&self, lead: &Matter, follower: &Matter, order: &Order) -> Option<Order> {
        match order {
            Order::Act { action, holder: None, .. } => {
                let frame = self.law.pinned(&lead.procedure)?;
                let known = frame.procedure.action(action.as_str())?;
                let ours = known.by.iter().any(|r| frame.procedure.roles.get(r).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_))));
                (ours && known.kin.is_none() && known.each.is_empty()).then(|| order.clone())
            }
            Order::Sign { of, minutes } => Some(Order::Sign { of: Some(counterpart(lead, follower, *of)?), minutes: minutes.clone() }),
            Order::Return { of, reasons } => Some(Order::Return { of: Some(counterpart(lead, follower, *of)?), reasons: *reasons }),
            Order::Recall { of } => Some(Order::Recall { of: Some(counterpart(lead, follower, *of)?) }),
            _ => None,
        }
    }

    /// Every matter touched is heard of by its parent and its open children.
    fn echoes(&mut self) -> Result<(), Refusal> {
        let touched: Vec<Done> = self.done.clone();
        for done in &touched {
            let Some(frame) = self.law.pinned(&done.after.procedure) else { continue };
            let opened = touched.iter().filter(|d| d.before.is_none() && d.after.parent == Some(done.after.id)).map(|d| (d.after.id, true));
            // A child that has ended hears only of what is put right: whether it was in time may hang on it.
            let put_right = done.events.iter().any(|e| matches!(e.body, Body::Corrected { .. }));
            let open = done.after.children.iter().filter(|c| put_right || !c.closed).map(|c| (c.matter, false));
            for (child, new) in opened.chain(open).collect::<Vec<_>>() {
                let Some(theirs) = self.current(child).cloned() else { continue };
                let Some(their_frame) = self.law.pinned(&theirs.procedure) else { continue };
                let before = if new { None } else { done.before.as_ref() };
                for order in echo::to_child(&frame, before, &done.after, (their_frame.procedure, &theirs)) {
                    self.by_program(child, &their_frame, &order)?;
                }
            }
            let Some(parent) = done.after.parent else { continue };
            let Some(pin) = self.current(parent).map(|m| m.procedure.clone()) else { continue };
            let Some(their_frame) = self.law.pinned(&pin) else { continue };
            for order in echo::to_parent(&frame, done.before.as_ref(), &done.after, their_frame.procedure) {
                self.by_program(parent, &their_frame, &order)?;
            }
        }
        Ok(())
    }
}

/// The parties of a matter that have a role in the one that lives inside it too.
fn shared(opener: &Matter, inside: &Procedure) -> BTreeMap<Id, Vec<crate::Sealed>> {
    opener.parties.iter().filter(|(role, _)| inside.roles.contains_key(*role)).map(|(r, all)| (r.clone(), all.clone())).collect()
}

/// The answers to a new matter's opening form: what was filled in for it, and what the matter that opens it knows under the same name.
fn carried(opener: &Matter, from: Option<&Procedure>, to: &Procedure, opening: &Action, act: &Act) -> BTreeMap<Id, Answer> {
    let mut out = act.child.clone();
    for (field, answer) in inherited(opener, from, to, opening) {
        out.entry(field).or_insert(answer);
    }
    out
}

/// What the opening form of another procedure asks and this matter knows already: the same name with the same type.
#[must_use]
pub fn inherited(opener: &Matter, from: Option<&Procedure>, to: &Procedure, opening: &Action) -> BTreeMap<Id, Answer> {
    let fields = opening.forms.iter().filter_map(|f| to.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields);
    let same = |f: &&procedure::model::Field| from.and_then(|p| p.field(f.id.as_str())).is_some_and(|own| own.kind == f.kind);
    fields.filter(same).filter_map(|f| Some((f.id.clone(), opener.answers.get(&f.id)?.clone()))).collect()
}

/// The proposal in a follower that corresponds to one in the lead: the same act.
fn counterpart(lead: &Matter, follower: &Matter, of: Option<u64>) -> Option<u64> {
    let act = |m: &'_ Matter, seq: Option<u64>| -> Option<Id> {
        let pending = m.pending.iter().find(|p| seq.is_none_or(|s| p.seq == s))?;
        match &pending.what {
            Waiting::Act { act, .. } => Some(act.action.clone()),
            _ => None,
        }
    };
    let action = act(lead, of)?;
    follower.pending.iter().find(|p| act(follower, Some(p.seq)).as_ref() == Some(&action)).map(|p| p.seq)
}

fn not_found() -> Refusal {
    Refusal::new("E-no-matter", "没有找到这件事项或者它的程序。", "There is no such matter, or its procedure is not known.")
}

fn not_kin() -> Refusal {
    Refusal::new("E-join", "只能与同一程序的在办事项合并。", "Only open matters of the same procedure can be joined.")
}
