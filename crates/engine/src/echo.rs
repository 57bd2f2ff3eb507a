//! What one matter must know of another (互见), as orders to hear it.
//!
//! Logs do not share rows: each matter replays, explains and proves itself alone. So whatever a file names as `parent.NAME` or
//! `PROCEDURE.NAME` is written into the log that names it, in the same commit.

use crate::{Entry, Frame, Kin, Matter, Order};
use kernel::Id;
use procedure::model::{Procedure, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// What a child hears of its parent after an act there; `before` is `None` when the child has just been opened. The parent's choices
/// it hears when they are others than those it knows: an answer may have changed them, or another version of the law.
#[must_use]
pub fn to_child(frame: &Frame<'_>, before: Option<&Matter>, parent: &Matter, (law, child): (&Procedure, &Matter)) -> Vec<Order> {
    let named = named(law, "parent");
    let choices = choices(frame, parent);
    let mut out: Vec<Order> = news(before, parent)
        .filter(|e| e.echo.is_none() && named.contains(e.name.as_str()))
        .map(|e| hear(Kin::Parent, e, choices.clone()))
        .collect();
    if out.is_empty() && !choices.is_empty() && child.inherited != choices {
        let (of, on) = (parent.seq, parent.timeline.last().map_or(parent.opened_on, |e| e.on));
        out.push(Order::Hear { kin: Kin::Parent, name: Id::from("chosen"), of, on, at: None, choices });
    }
    out
}

/// What a parent hears of its child after an act there: its opening, its end, and what the parent's file names. What waits in a child
/// that has ended, a correction or a destruction, does not open it again.
#[must_use]
pub fn to_parent(frame: &Frame<'_>, before: Option<&Matter>, child: &Matter, parent: &Procedure) -> Vec<Order> {
    let procedure = child.procedure.id.clone();
    let named = named(parent, procedure.as_str());
    let closed = child.ended(frame.procedure);
    let kin = || Kin::Child { matter: child.id, procedure: procedure.clone(), closed };
    let turn =
        |name: &str, e: &Entry| Order::Hear { kin: kin(), name: Id::from(name), of: e.seq, on: e.on, at: e.at, choices: BTreeMap::new() };
    let mut out = Vec::new();
    let ending = |m: &Matter| m.ending(frame.procedure).map(|e| (e.seq, e.on, e.at));
    let begun = |m: &Matter| m.timeline.first().map(|e| (e.seq, e.on, e.at));
    let reopened = before.is_some_and(|b| b.ended(frame.procedure)) && !closed;
    match (before, child.timeline.first()) {
        // Its first act still waits for a signature.
        (None, None) => {
            let (name, of, on) = (Id::from("opened"), child.seq, child.opened_on);
            out.push(Order::Hear { kin: kin(), name, of, on, at: None, choices: BTreeMap::new() });
        }
        (None, Some(first)) => out.push(turn("opened", first)),
        (Some(b), Some(first)) if begun(b).is_some_and(|old| Some(old) != begun(child)) => out.push(turn("opened", first)),
        (Some(_), _) => {}
    }
    if reopened {
        out.extend(child.timeline.last().map(|e| turn("opened", e)));
    }
    let news = news(before, child).filter(|e| e.echo.is_none() && named.contains(e.name.as_str()));
    out.extend(news.map(|e| hear(kin(), e, BTreeMap::new())));
    if before.and_then(ending) != ending(child) {
        out.extend(child.ending(frame.procedure).map(|e| turn("closed", e)));
    }
    out
}

fn hear(kin: Kin, entry: &Entry, choices: BTreeMap<Id, Id>) -> Order {
    Order::Hear { kin, name: entry.name.clone(), of: entry.seq, on: entry.on, at: entry.at, choices }
}

/// Lines of the timeline that are new or bear another date.
fn news<'a>(before: Option<&'a Matter>, after: &'a Matter) -> impl Iterator<Item = &'a Entry> {
    let known: BTreeMap<(u64, &Id), &Entry> = before.into_iter().flat_map(|b| &b.timeline).map(|e| ((e.seq, &e.name), e)).collect();
    after.timeline.iter().filter(move |e| known.get(&(e.seq, &e.name)).is_none_or(|old| (old.on, old.at) != (e.on, e.at)))
}

/// Values that the parent's choices have now.
fn choices(frame: &Frame<'_>, parent: &Matter) -> BTreeMap<Id, Id> {
    let facts = frame.facts(parent, parent.opened_on);
    frame.procedure.choices.values().filter_map(|c| Some((c.id.clone(), frame.value(c, &facts)?))).collect()
}

/// Names after `prefix.` in a file: events of kin on which its clocks and needs rest.
fn named(procedure: &Procedure, prefix: &str) -> BTreeSet<String> {
    let of_clocks = procedure.clocks.iter().flat_map(|c| {
        let starts = c.starts.iter().filter_map(|s| match &s.by {
            Trigger::Event(e) => Some(e),
            Trigger::Field(_) => None,
        });
        starts.chain(&c.stops).chain(c.restarts.iter().map(|r| &r.event)).chain(c.extends.iter().map(|e| &e.event))
    });
    let of_needs = procedure.actions.iter().flat_map(|a| &a.needs).flat_map(|n| &n.events);
    of_clocks.chain(of_needs).filter_map(|e| e.as_str().strip_prefix(prefix)?.strip_prefix('.')).map(str::to_owned).collect()
}
