//! One matter as it stands and as supposed.

use super::Supposed;
use crate::Library;
use calendar::Effect;
use engine::{Author, Body, Event, Evidence, Frame, Instance, Light, Mark, Matter, Pin, derive, evolve, explain, light, marks};
use kernel::{Date, Id, MatterId, OrgPath, Title};
use std::collections::BTreeSet;

/// What becomes of one matter.
#[derive(Debug)]
pub struct Outcome {
    /// Its procedure.
    pub procedure: Id,
    /// What moves, if anything.
    pub moved: Option<Moved>,
    /// What it would count for and does not, or no longer.
    pub measures: Vec<Marked>,
    /// Running clocks whose day hangs on an unpublished year, before and after.
    pub provisional: (u64, u64),
}

/// A measure that a matter would count for more or less.
#[derive(Debug)]
pub struct Marked {
    /// `on_time:CLOCK` or `late:CLOCK`.
    pub measure: Id,
    /// 1 or -1.
    pub count: i64,
}

/// A matter of which something moves.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Which.
    pub id: MatterId,
    /// Its number.
    pub number: Option<String>,
    /// Its procedure.
    pub procedure: Id,
    /// The unit that handles it.
    pub unit: OrgPath,
    /// What moves, clock by clock.
    pub shifts: Vec<Shift>,
}

/// A run of a clock that moves.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The clock.
    pub clock: Id,
    /// Whose, where each has one.
    pub holder: Option<engine::Holder>,
    /// Its day, before.
    pub was: Option<Date>,
    /// And as supposed.
    pub is: Option<Date>,
    /// Its light today, before and as supposed.
    pub lights: (Light, Light),
    /// Whether the day hangs on an unpublished year, before and as supposed.
    pub provisional: (bool, bool),
    /// A lapse would have happened that did not, or the other way round, or on another day.
    pub lapse: bool,
    /// Why.
    pub why: Why,
}

/// Why a day moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// Another length.
    Length(Option<calendar::Period>, Option<calendar::Period>),
    /// The calendar: the step of the count that is new.
    Days(Title),
    /// The run exists under one of the two only, or its start, pauses or promise differ.
    Course,
}

/// Compares; `None` where the matter's version is not loaded.
pub(super) fn outcome(now: &Library, supposed: &Supposed, matter: &Matter, today: Date) -> Option<Outcome> {
    let frame = now.frame(now.pinned(&matter.procedure)?);
    let (procedure, after) = then(supposed, matter, today)?;
    let then = supposed.library.frame(procedure);
    let mut shifts = Vec::new();
    for old in &matter.clocks {
        let new = after.clocks.iter().find(|i| same(old, i));
        if new.is_none_or(|new| moves(old, new)) {
            shifts.push(shift((&frame, matter, Some(old)), (&then, &after, new), today));
        }
    }
    for new in after.clocks.iter().filter(|i| !matter.clocks.iter().any(|old| same(old, i))) {
        shifts.push(shift((&frame, matter, None), (&then, &after, Some(new)), today));
    }
    let moved = (!shifts.is_empty()).then(|| Moved {
        id: matter.id,
        number: matter.number.clone(),
        procedure: matter.procedure.id.clone(),
        unit: matter.unit.clone(),
        shifts,
    });
    let doubtful = |m: &Matter| m.clocks.iter().filter(|i| i.running() && i.provisional).count() as u64;
    let provisional = (doubtful(matter), doubtful(&after));
    let measures = if moved.is_some() { differ(&marks(&frame, matter), &marks(&then, &after)) } else { Vec::new() };
    Some(Outcome { procedure: matter.procedure.id.clone(), moved, measures, provisional })
}

/// The matter as supposed: its clocks derived anew, after going over to a version that reaches it.
fn then<'a>(supposed: &'a Supposed, matter: &Matter, today: Date) -> Option<(&'a procedure::model::Procedure, Matter)> {
    let pinned = supposed.library.pinned(&matter.procedure)?;
    let closed = matter.closed(pinned);
    let next = supposed.version(&matter.procedure.id).filter(|(p, _)| p.version > pinned.version && !closed);
    let Some((next, reaching)) = next else {
        let mut after = matter.clone();
        after.clocks = derive(&supposed.library.frame(pinned), matter);
        return Some((pinned, after));
    };
    let pin = Pin { id: next.id.clone(), version: next.version, hash: next.hash };
    if reaching.all_along {
        let mut after = matter.clone();
        after.procedure = pin;
        after.timeline.iter_mut().for_each(|entry| entry.version = next.version);
        after.clocks = derive(&supposed.library.frame(next), &after);
        return Some((next, after));
    }
    let event = Event {
        seq: matter.seq + 1,
        occurred_on: supposed.from.max(today),
        occurred_at: None,
        evidence: Evidence::System,
        recorded_on: today,
        recorded_at: 0,
        by: Author { account: Id::from("system"), role: None, via: None, acting_for: None },
        body: Body::Repinned { procedure: pin },
    };
    Some((next, evolve(&supposed.library.frame(next), Some(matter.clone()), &event)?))
}

fn same(one: &Instance, other: &Instance) -> bool {
    one.clock == other.clock && one.holder == other.holder && one.start_seq == other.start_seq && one.round == other.round
}

fn moves(old: &Instance, new: &Instance) -> bool {
    old.due_on != new.due_on || old.due_at != new.due_at || old.provisional != new.provisional || old.promise_on != new.promise_on
}

type Side<'a> = (&'a Frame<'a>, &'a Matter, Option<&'a Instance>);

fn shift(old: Side<'_>, new: Side<'_>, today: Date) -> Shift {
    let of = |(frame, _, instance): Side<'_>| instance.map_or(Light::Done, |i| light(frame, i, today));
    // What works by itself, or is proposed, once the day is over: an open run that would be over, one that ended so on another day.
    let lapses = |i: &Instance| {
        (i.fires || i.proposes).then_some(if i.running() { i.overdue(today).then_some(today) } else { i.due_on.filter(|_| i.lapsed) })
    };
    let any = old.2.or(new.2);
    Shift {
        clock: any.map_or_else(|| Id::from(""), |i| i.clock.clone()),
        holder: any.and_then(|i| i.holder.clone()),
        was: old.2.and_then(|i| i.due_on),
        is: new.2.and_then(|i| i.due_on),
        lights: (of(old), of(new)),
        provisional: (old.2.is_some_and(|i| i.provisional), new.2.is_some_and(|i| i.provisional)),
        lapse: old.2.and_then(lapses).flatten() != new.2.and_then(lapses).flatten(),
        why: why(old, new),
    }
}

fn why(old: Side<'_>, new: Side<'_>) -> Why {
    let (Some(was), Some(is)) = (old.2, new.2) else { return Why::Course };
    if was.length != is.length {
        return Why::Length(was.length, is.length);
    }
    let steps = |(frame, matter, _): Side<'_>, i| explain(frame, matter, i, &[]).map(|d| d.steps).unwrap_or_default();
    let (before, after) = (steps(old, was), steps(new, is));
    let of_days = |effect: Effect| matches!(effect, Effect::Rolled | Effect::Skipped | Effect::MakeUp | Effect::Kept | Effect::Provisional);
    let only_in = |one: &[calendar::Step], other: &[calendar::Step]| {
        let known: BTreeSet<&str> = other.iter().map(|s| s.reason.zh.as_str()).collect();
        one.iter().find(|s| of_days(s.effect) && !known.contains(s.reason.zh.as_str())).map(|s| s.reason.clone())
    };
    let gone = |reason: Title| Title::new(format!("不再：{}", reason.zh), format!("no longer: {}", reason.en));
    only_in(&after, &before).or_else(|| only_in(&before, &after).map(gone)).map_or(Why::Course, Why::Days)
}

/// Measures of clocks that one counts for and the other does not.
fn differ(was: &BTreeSet<Mark>, is: &BTreeSet<Mark>) -> Vec<Marked> {
    let named = |marks: &BTreeSet<Mark>| -> BTreeSet<Id> {
        let met = |m: &&Mark| m.measure.as_str().starts_with("on_time:") || m.measure.as_str().starts_with("late:");
        marks.iter().filter(met).map(|m| m.measure.clone()).collect()
    };
    let (was, is) = (named(was), named(is));
    let more = is.difference(&was).map(|m| Marked { measure: m.clone(), count: 1 });
    more.chain(was.difference(&is).map(|m| Marked { measure: m.clone(), count: -1 })).collect()
}
