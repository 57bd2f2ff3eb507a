//! Folding an event into a matter. Total: an event that does not fit changes only the count.

use crate::{
    Act, Answer, Author, Body, Change, Entry, Event, Frame, Issued, Matter, Opening, Pending, Pin, Run, Signature, Waiting, derive,
};
use kernel::{AccountId, Id};
use procedure::model::{FieldKind, Procedure};
use std::collections::{BTreeMap, BTreeSet};

/// The matter after an event. `None` stands for a matter that has not begun; only an opening begins one.
#[must_use]
pub fn evolve(frame: &Frame<'_>, matter: Option<Matter>, event: &Event) -> Option<Matter> {
    let mut matter = match (&event.body, matter) {
        (Body::Opened { procedure, opening }, None) => begin(procedure, opening, event),
        (_, None) => return None,
        (_, Some(matter)) => matter,
    };
    matter.seq = event.seq;
    apply(frame, &mut matter, event);
    matter.clocks = derive(frame, &matter);
    Some(matter)
}

fn begin(procedure: &Pin, opening: &Opening, event: &Event) -> Matter {
    Matter {
        id: opening.matter,
        procedure: procedure.clone(),
        number: opening.number.clone(),
        unit: opening.unit.clone(),
        subject: opening.subject,
        parent: opening.parent,
        opened_on: event.occurred_on,
        seq: 0,
        main: None,
        tracks: BTreeMap::new(),
        answers: BTreeMap::new(),
        choices: BTreeMap::new(),
        parties: BTreeMap::new(),
        handlers: BTreeMap::new(),
        recused: BTreeSet::new(),
        timeline: Vec::new(),
        papers: Vec::new(),
        pending: None,
        clocks: Vec::new(),
    }
}

fn apply(frame: &Frame<'_>, matter: &mut Matter, event: &Event) {
    match &event.body {
        Body::Opened { .. } => {}
        Body::Acted(act) => {
            if matches!(&matter.pending, Some(Pending { what: Waiting::Act { .. }, .. })) {
                matter.pending = None;
            }
            acted(frame, matter, event, act);
        }
        Body::Proposed { act, lines } => {
            let what = Waiting::Act { act: act.clone(), lines: lines.clone() };
            matter.pending = Some(pending(event, what));
        }
        Body::CorrectionProposed { of, change, .. } => {
            matter.pending = Some(pending(event, Waiting::Correction { of: *of, change: change.clone() }));
        }
        Body::Signed { role } => {
            if let Some(pending) = &mut matter.pending {
                pending.signed.push(Signature { role: role.clone(), account: event.by.account.clone(), on: event.occurred_on });
            }
        }
        Body::Returned { .. } | Body::Recalled | Body::CorrectionRejected { .. } => matter.pending = None,
        Body::Served { paper, to, .. } => {
            if let Some(issued) = matter.papers.iter_mut().rev().find(|i| i.paper == *paper) {
                issued.served.insert(to.clone(), event.occurred_on);
            }
            let name = Id::from(format!("{paper}.served"));
            matter.timeline.push(entry(event, name, Vec::new(), Vec::new(), &event.by.account));
        }
        Body::Lapsed { event: name, to, .. } => {
            let entered: Vec<Id> = to.iter().cloned().collect();
            moved(frame.procedure, matter, &entered);
            matter.timeline.push(entry(event, name.clone(), entered, Vec::new(), &event.by.account));
        }
        Body::LapseDeclined { clock, .. } => {
            let name = Id::from(format!("{clock}.declined"));
            matter.timeline.push(entry(event, name, Vec::new(), Vec::new(), &event.by.account));
        }
        Body::Corrected { of, change } => {
            matter.pending = None;
            corrected(matter, *of, change);
        }
        Body::Assigned { role, account } => {
            matter.handlers.insert(role.clone(), account.clone());
        }
        Body::Recused { account, .. } => {
            matter.recused.insert(account.clone());
            matter.handlers.retain(|_, a| a != account);
        }
    }
}

fn pending(event: &Event, what: Waiting) -> Pending {
    let Author { account, role, via } = event.by.clone();
    Pending { seq: event.seq, by: account, role, via, on: event.occurred_on, what, signed: Vec::new() }
}

fn entry(event: &Event, name: Id, entered: Vec<Id>, fields: Vec<Id>, by: &AccountId) -> Entry {
    Entry {
        seq: event.seq,
        name,
        on: event.occurred_on,
        at: event.occurred_at,
        was: None,
        evidence: event.evidence,
        recorded_on: event.recorded_on,
        entered,
        fields,
        by: by.clone(),
    }
}

fn acted(frame: &Frame<'_>, matter: &mut Matter, event: &Event, act: &Act) {
    let procedure = frame.procedure;
    for (field, answer) in &act.answers {
        keep(procedure, matter, field, answer);
    }
    matter.choices.extend(act.choices.clone());
    for paper in &act.papers {
        matter.papers.push(Issued { paper: paper.clone(), seq: event.seq, on: event.occurred_on, served: BTreeMap::new() });
    }
    moved(procedure, matter, &act.to);
    let fields = act.answers.iter().filter(|(_, a)| a.date().is_some()).map(|(f, _)| f.clone()).collect();
    matter.timeline.push(entry(event, act.event.clone(), act.to.clone(), fields, &event.by.account));
}

/// Keeps an answer, and what follows from its type: a choice made, a party named, a register's entry taking its role.
fn keep(procedure: &Procedure, matter: &mut Matter, field: &Id, answer: &Answer) {
    matter.answers.insert(field.clone(), answer.clone());
    match (procedure.field(field.as_str()).map(|f| &f.kind), answer) {
        (Some(FieldKind::Choice(choice)), Answer::Choice(value)) => {
            matter.choices.insert(choice.clone(), value.clone());
        }
        (Some(FieldKind::Party(role)), Answer::Sealed(sealed)) => {
            matter.parties.insert(role.clone(), vec![*sealed]);
        }
        (Some(FieldKind::Register { register, .. }), Answer::Entry { account, .. }) => {
            let held = |r: &&procedure::model::Role| matches!(&r.held_by, procedure::model::HeldBy::Register(of) if of == register);
            for role in procedure.roles.values().filter(held) {
                match account {
                    Some(account) => matter.handlers.insert(role.id.clone(), account.clone()),
                    None => matter.handlers.remove(&role.id),
                };
            }
        }
        _ => {}
    }
}

/// Moves the runs to which the named states belong; a main run at its end closes the tracks that do not outlive it.
fn moved(procedure: &Procedure, matter: &mut Matter, to: &[Id]) {
    for state in to {
        let Some(known) = procedure.states.get(state) else { continue };
        match &known.track {
            None => matter.main = Some(state.clone()),
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

/// Puts a date or an answer right; what was first recorded stays visible.
fn corrected(matter: &mut Matter, of: u64, change: &Change) {
    match change {
        Change::OccurredOn(on) => {
            for entry in matter.timeline.iter_mut().filter(|e| e.seq == of) {
                entry.was.get_or_insert(entry.on);
                entry.on = *on;
                // The time of day stands; periods count from the day put right.
                entry.at = entry.at.map(|at| on.to_datetime(at.time()));
            }
            for issued in &mut matter.papers {
                if issued.seq == of {
                    issued.on = *on;
                }
            }
            if let Some(first) = matter.timeline.first() {
                matter.opened_on = first.on;
            }
            let served: Vec<(Id, kernel::Date)> = matter
                .timeline
                .iter()
                .filter(|e| e.seq == of)
                .filter_map(|e| Some((Id::from(e.name.as_str().strip_suffix(".served")?), e.on)))
                .collect();
            for (paper, on) in served {
                if let Some(issued) = matter.papers.iter_mut().rev().find(|i| i.paper == paper) {
                    issued.served.values_mut().for_each(|d| *d = on);
                }
            }
        }
        Change::Answer { field, answer } => {
            matter.answers.insert(field.clone(), answer.clone());
            if let Answer::Choice(value) = answer {
                matter.choices.insert(field.clone(), value.clone());
            }
        }
    }
}
