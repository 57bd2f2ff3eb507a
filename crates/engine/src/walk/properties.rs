//! What holds of every matter after every deed, whatever its procedure.

mod clocks;
mod kin;

use crate::family::{Done, Law};
use crate::{Body, Event, Frame, Matter, Run, Waiting, canonical, evolve, marks, tasks};
use kernel::{AccountId, Id, MatterId};
use std::collections::{BTreeMap, BTreeSet};

/// Matters folded a second time, from what would be stored.
#[derive(Default)]
pub(super) struct Copies(BTreeMap<MatterId, Matter>);

/// `Err` says what does not hold, and of which matter.
pub(super) type Holds = Result<(), String>;

pub(super) fn holds(ok: bool, message: impl FnOnce() -> String) -> Holds {
    if ok { Ok(()) } else { Err(message()) }
}

impl Copies {
    /// Looks at everything a deed touched.
    pub(super) fn check(&mut self, law: &dyn Law, matters: &BTreeMap<MatterId, Matter>, done: &[Done]) -> Holds {
        for one in done {
            let frame = law.pinned(&one.after.procedure).ok_or("a matter follows a procedure that nobody knows")?;
            self.replays(law, one)?;
            signatures(one)?;
            place(&frame, &one.after)?;
            pending(&frame, &one.after)?;
            clocks::check(&frame, &one.after)?;
            work(&frame, &one.after)?;
        }
        kin::check(law, matters, done)
    }

    /// What is stored and folded again is what was folded at once.
    fn replays(&mut self, law: &dyn Law, done: &Done) -> Holds {
        let mut copy = self.0.remove(&done.after.id);
        holds(copy == done.before, || "a matter changed without an event".to_owned())?;
        for event in &done.events {
            let text = canonical(event).ok_or("an event cannot be written")?;
            let again: Event = serde_json::from_slice(&text).map_err(|e| e.to_string())?;
            holds(again == *event, || format!("an event does not survive being stored: {event:?}"))?;
            holds(again.seq == copy.as_ref().map_or(0, |m| m.seq) + 1, || format!("events are not numbered in order: {}", again.seq))?;
            copy = fold(law, copy, &again);
        }
        let text = serde_json::to_string(&copy).map_err(|e| e.to_string())?;
        let copy: Matter = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        holds(copy == done.after, || "a matter folded from its log is not the matter that was decided upon".to_owned())?;
        let frame = law.pinned(&copy.procedure).ok_or("a matter follows a procedure that nobody knows")?;
        holds(crate::derive(&frame, &copy) == done.after.clocks, || "clocks derived again are others".to_owned())?;
        self.0.insert(copy.id, copy);
        Ok(())
    }
}

/// Folds an event under the version to which its matter is pinned then.
pub(super) fn fold(law: &dyn Law, matter: Option<Matter>, event: &Event) -> Option<Matter> {
    let pin = match (&event.body, &matter) {
        (Body::Opened { procedure, .. } | Body::Repinned { procedure }, _) => procedure.clone(),
        (_, Some(matter)) => matter.procedure.clone(),
        (_, None) => return None,
    };
    evolve(&law.pinned(&pin)?, matter, event)
}

/// Nobody signs what they proposed, and nobody signs twice.
fn signatures(done: &Done) -> Holds {
    for event in &done.events {
        let of = match &event.body {
            Body::Signed { of, .. } => of,
            Body::Corrected { proposal, .. } | Body::Destroyed { proposal } => proposal,
            _ => continue,
        };
        let pending = done.before.iter().flat_map(|m| &m.pending).find(|p| p.seq == *of);
        let pending = pending.ok_or_else(|| format!("what was signed at {} did not wait", event.seq))?;
        let mut known: Vec<&AccountId> = pending.signed.iter().map(|s| &s.account).collect();
        known.push(&pending.by);
        holds(!known.contains(&&event.by.account), || format!("{} signed twice, or their own proposal", event.by.account))?;
    }
    Ok(())
}

/// Where it is: at most one overlay, over a main state that goes on; states of the runs to which they belong.
fn place(frame: &Frame<'_>, matter: &Matter) -> Holds {
    let known = |s: &Id| frame.procedure.states.get(s);
    let main = matter.main.as_ref().map(|s| known(s).ok_or_else(|| format!("no such state: {s}"))).transpose()?;
    holds(main.is_none_or(|s| s.track.is_none() && !s.overlay), || format!("no main state: {:?}", matter.main))?;
    if let Some(overlay) = &matter.overlay {
        holds(known(overlay).is_some_and(|s| s.overlay), || format!("no overlay: {overlay}"))?;
        holds(main.is_some_and(|s| !s.end), || format!("{overlay} lies over nothing"))?;
    }
    let strays = |(track, run): (&Id, &Run)| known(&run.state).is_none_or(|s| s.track.as_ref() != Some(track));
    holds(!matter.tracks.iter().any(strays), || format!("a track is in a state of another: {:?}", matter.tracks))
}

/// At most one proposal waits in each run, and none in a run that has moved since or is closed.
fn pending(frame: &Frame<'_>, matter: &Matter) -> Holds {
    let mut runs = BTreeSet::new();
    let mut record = 0;
    for waits in &matter.pending {
        if !matches!(waits.what, Waiting::Act { .. }) {
            record += 1;
            continue;
        }
        holds(runs.insert(&waits.track), || format!("two proposals wait in one run: {:?}", waits.track))?;
        let moves = |s: &Id| frame.procedure.states.get(s).is_some_and(|s| s.track == waits.track);
        let moved = |e: &&crate::Entry| e.seq > waits.seq && ((e.left && waits.track.is_none()) || e.entered.iter().any(moves));
        let since = matter.timeline.iter().find(moved);
        holds(since.is_none(), || format!("a proposal of {} waits where {} moved on", waits.seq, since.map_or("", |e| e.name.as_str())))?;
        let closed = waits.track.as_ref().and_then(|t| matter.tracks.get(t)).is_some_and(|r| r.closed);
        holds(!closed || !matter.ended(frame.procedure), || format!("a proposal waits in a track that is closed: {:?}", waits.track))?;
    }
    holds(record <= 1, || "two proposals about the record wait".to_owned())
}

/// A closed matter is nobody's work, an open one somebody's; and no measure counts twice.
fn work(frame: &Frame<'_>, matter: &Matter) -> Holds {
    let work = tasks(frame, matter);
    if matter.closed(frame.procedure) {
        holds(work.is_empty(), || format!("a closed matter is still work: {work:?}"))?;
    } else {
        holds(!work.is_empty(), || format!("an open matter is nobody's work: {:?} {:?}", matter.main, matter.overlay))?;
    }
    let counted = marks(frame, matter);
    let measures: BTreeSet<&Id> = counted.iter().map(|m| &m.measure).collect();
    holds(measures.len() == counted.len(), || "a measure counts twice in one matter".to_owned())
}
