//! Folding an event into a matter. Total: an event that does not fit changes only the count.

mod correction;
mod kin;
mod waiting;

use crate::{Act, Answer, Body, Entry, Event, Frame, Holder, Issued, Joined, Matter, Run, Sealed, derive};
use kernel::{AccountId, Id};
use procedure::model::{FieldKind, Procedure};
use std::collections::BTreeMap;

/// The matter after an event. `None` stands for a matter that has not begun; only an opening begins one.
#[must_use]
pub fn evolve(frame: &Frame<'_>, matter: Option<Matter>, event: &Event) -> Option<Matter> {
    let mut matter = match (&event.body, matter) {
        (Body::Opened { procedure, opening }, None) => Matter::begun(procedure.clone(), opening, event.occurred_on),
        (_, None) => return None,
        (_, Some(matter)) => matter,
    };
    matter.seq = event.seq;
    apply(frame, &mut matter, event);
    matter.clocks = derive(frame, &matter);
    Some(matter)
}

fn apply(frame: &Frame<'_>, matter: &mut Matter, event: &Event) {
    match &event.body {
        // Whatever the calendar or the bureau's numbers now give is derived below, as after every event.
        Body::Opened { .. } | Body::Recounted { .. } => {}
        Body::Acted { act, proposal } => {
            matter.pending.retain(|p| Some(p.seq) != *proposal);
            acted(frame, matter, event, act);
        }
        Body::Proposed { .. } | Body::CorrectionProposed { .. } | Body::DestructionProposed { .. } => {
            waiting::proposed(frame, matter, event)
        }
        Body::Signed { .. } | Body::Countersign { .. } => waiting::signed(matter, event),
        Body::Returned { of, .. } | Body::Recalled { of } | Body::Dropped { of } => matter.pending.retain(|p| p.seq != *of),
        Body::CorrectionRejected { proposal, .. } | Body::DestructionRejected { proposal, .. } => {
            matter.pending.retain(|p| p.seq != *proposal);
        }
        Body::Served { paper, to, .. } => served(matter, event, paper, to),
        Body::Noticed { paper, to } => {
            if let Some(issued) = copy_of(matter, paper, to) {
                issued.noticed.insert(to.clone(), event.occurred_on);
            }
            let name = Id::from(format!("{paper}.noticed"));
            matter.timeline.push(Entry { holder: Some(to.clone()), ..entry(matter, event, name) });
        }
        Body::Lapsed { event: name, to, holder, .. } => lapsed(frame, matter, event, (name, to.as_ref(), holder.as_ref())),
        Body::LapseDeclined { clock, holder, .. } => {
            let name = Id::from(format!("{clock}.declined"));
            matter.timeline.push(Entry { holder: holder.clone(), ..entry(matter, event, name) });
        }
        Body::Corrected { of, change, proposal } => {
            matter.pending.retain(|p| p.seq != *proposal);
            correction::corrected(matter, *of, change);
        }
        Body::Assigned { role, account } => assigned(frame, matter, role, account),
        Body::Recused { account, .. } => {
            matter.recused.insert(account.clone());
            matter.handlers.values_mut().for_each(|all| all.retain(|a| a != account));
            matter.handlers.retain(|_, all| !all.is_empty());
        }
        Body::Waived { action, event: name, .. } => {
            matter.waived.insert((action.clone(), name.clone()));
        }
        Body::Heard { .. } => kin::heard(matter, event),
        Body::Joined { lead } => {
            matter.joined = Some(Joined::Follows(*lead));
            matter.timeline.push(entry(matter, event, Id::from("joined")));
        }
        Body::Parted { .. } => {
            matter.joined = None;
            matter.timeline.push(entry(matter, event, Id::from("parted")));
        }
        Body::Linked { to } => {
            matter.links.insert(*to);
        }
        Body::Transferred { unit, .. } => {
            matter.unit = unit.clone();
            matter.handlers.clear();
            matter.timeline.push(entry(matter, event, Id::from("transferred")));
        }
        Body::Repinned { procedure } => {
            matter.procedure = procedure.clone();
            matter.timeline.push(entry(matter, event, Id::from("repinned")));
        }
        Body::Held { .. } | Body::Released { .. } => matter.held = matches!(event.body, Body::Held { .. }).then_some(event.occurred_on),
        Body::Destroyed { proposal } => {
            matter.pending.retain(|p| p.seq != *proposal);
            matter.destroyed = Some(event.occurred_on);
        }
    }
}

/// A line of the timeline that bears nothing but its name and dates.
fn entry(matter: &Matter, event: &Event, name: Id) -> Entry {
    Entry {
        seq: event.seq,
        name,
        holder: None,
        version: matter.procedure.version,
        on: event.occurred_on,
        at: event.occurred_at,
        was: None,
        evidence: event.evidence,
        recorded_on: event.recorded_on,
        echo: None,
        entered: Vec::new(),
        left: false,
        chosen: BTreeMap::new(),
        extends: Vec::new(),
        named: BTreeMap::new(),
        fields: Vec::new(),
        by: event.by.account.clone(),
    }
}

fn acted(frame: &Frame<'_>, matter: &mut Matter, event: &Event, act: &Act) {
    let procedure = frame.procedure;
    for (field, answer) in &act.answers {
        keep(procedure, matter, field, answer);
    }
    matter.choices.extend(act.choices.clone());
    for paper in &act.papers {
        // A paper that goes to the holders' role alone is that one holder's copy.
        let alone = |h: &&Holder| procedure.papers.get(paper).is_some_and(|p| p.to.as_slice() == std::slice::from_ref(&h.role));
        matter.papers.push(Issued {
            paper: paper.clone(),
            seq: event.seq,
            on: event.occurred_on,
            holder: act.holder.as_ref().filter(alone).cloned(),
            served: BTreeMap::new(),
            noticed: BTreeMap::new(),
        });
    }
    if act.back {
        matter.overlay = None;
    }
    moved(procedure, matter, &act.to);
    if !act.with.is_empty() {
        kin::joined(frame, matter, act);
    }
    let fields = act.answers.iter().filter(|(_, a)| a.date().is_some()).map(|(f, _)| f.clone()).collect();
    let (line, named) = (entry(matter, event, act.event.clone()), named(matter));
    matter.timeline.push(Entry {
        holder: act.holder.clone(),
        version: act.under.unwrap_or(line.version),
        entered: act.to.clone(),
        left: act.back,
        chosen: act.choices.clone(),
        extends: act.extends.clone(),
        named,
        fields,
        ..line
    });
}

/// Roles of which the timeline does not yet say how many parties hold them.
fn named(matter: &Matter) -> BTreeMap<Id, u16> {
    let count = |role: &Id| u16::try_from(matter.parties.get(role).map_or(0, Vec::len)).unwrap_or(u16::MAX);
    let said = |role: &Id| matter.timeline.iter().rev().find_map(|e| e.named.get(role).copied()).unwrap_or(0);
    matter.parties.keys().map(|role| (role.clone(), count(role))).filter(|(role, n)| said(role) != *n).collect()
}

/// Keeps an answer, and what follows from its type: a choice made, a party named, a register's entry taking its role.
fn keep(procedure: &Procedure, matter: &mut Matter, field: &Id, answer: &Answer) {
    matter.answers.insert(field.clone(), answer.clone());
    match (procedure.field(field.as_str()).map(|f| &f.kind), answer) {
        (Some(FieldKind::Choice(choice)), Answer::Choice(value)) => {
            matter.choices.insert(choice.clone(), value.clone());
        }
        (Some(FieldKind::Party(role)), answer) => {
            let named: Vec<Sealed> = match answer {
                Answer::Sealed(sealed) => vec![*sealed],
                Answer::Many(all) => all.iter().filter_map(|a| if let Answer::Sealed(s) = a { Some(*s) } else { None }).collect(),
                _ => Vec::new(),
            };
            let many = procedure.roles.get(role).is_some_and(|r| r.many);
            let parties = matter.parties.entry(role.clone()).or_default();
            if many {
                // Places are never reused: naming more adds to them.
                let new: Vec<Sealed> = named.into_iter().filter(|s| !parties.contains(s)).collect();
                parties.extend(new);
            } else {
                *parties = named;
            }
        }
        (Some(FieldKind::Register { register, .. }), Answer::Entry { account, .. }) => {
            let held = |r: &&procedure::model::Role| matches!(&r.held_by, procedure::model::HeldBy::Register(of) if of == register);
            for role in procedure.roles.values().filter(held) {
                match account {
                    Some(account) => matter.handlers.insert(role.id.clone(), vec![account.clone()]),
                    None => matter.handlers.remove(&role.id),
                };
            }
        }
        _ => {}
    }
}

fn assigned(frame: &Frame<'_>, matter: &mut Matter, role: &Id, account: &AccountId) {
    let many = frame.procedure.roles.get(role).is_some_and(|r| r.many);
    let all = matter.handlers.entry(role.clone()).or_default();
    if !many {
        all.clear();
    }
    if !all.contains(account) {
        all.push(account.clone());
    }
}

/// The copy of a paper that goes to an addressee.
fn copy_of<'a>(matter: &'a mut Matter, paper: &Id, to: &Holder) -> Option<&'a mut Issued> {
    matter.papers.iter_mut().rev().find(|i| i.paper == *paper && i.holder.as_ref().is_none_or(|h| h == to))
}

fn served(matter: &mut Matter, event: &Event, paper: &Id, to: &Holder) {
    if let Some(issued) = copy_of(matter, paper, to) {
        issued.served.insert(to.clone(), event.occurred_on);
    }
    let name = Id::from(format!("{paper}.served"));
    matter.timeline.push(Entry { holder: Some(to.clone()), ..entry(matter, event, name) });
}

fn lapsed(frame: &Frame<'_>, matter: &mut Matter, event: &Event, (name, to, holder): (&Id, Option<&Id>, Option<&Holder>)) {
    // Notice to the public that has run its time is service.
    if let (Some(paper), Some(holder)) = (name.as_str().strip_suffix(".served").map(Id::from), holder) {
        return served(matter, event, &paper, holder);
    }
    let entered: Vec<Id> = to.into_iter().cloned().collect();
    moved(frame.procedure, matter, &entered);
    matter.timeline.push(Entry { holder: holder.cloned(), entered, ..entry(matter, event, name.clone()) });
}

/// Moves the runs to which the named states belong; a main run at its end closes the tracks that do not outlive it.
fn moved(procedure: &Procedure, matter: &mut Matter, to: &[Id]) {
    for state in to {
        let Some(known) = procedure.states.get(state) else { continue };
        match &known.track {
            _ if known.overlay => matter.overlay = Some(state.clone()),
            None => {
                matter.main = Some(state.clone());
                matter.overlay = None;
            }
            Some(track) => {
                matter.tracks.insert(track.clone(), Run { state: state.clone(), closed: known.end });
            }
        }
    }
    let ended = matter.main.as_ref().and_then(|s| procedure.states.get(s)).is_some_and(|s| s.end);
    if ended {
        for (id, run) in &mut matter.tracks {
            if !procedure.tracks.get(id).is_some_and(|t| t.outlives) {
                run.closed = true;
            }
        }
    }
}
