//! What holds between matters: each is the other's, and what one must know of another it knows.

use super::{Holds, holds};
use crate::family::{Done, Law};
use crate::{Echo, Entry, Frame, Joined, Matter, Order, echo};
use kernel::{Id, MatterId};
use std::collections::{BTreeMap, BTreeSet};

type Matters = BTreeMap<MatterId, Matter>;

pub(super) fn check(law: &dyn Law, matters: &Matters, done: &[Done]) -> Holds {
    let touched: BTreeSet<MatterId> = done.iter().map(|d| d.after.id).collect();
    let near = |m: &&Matter| {
        let mut kin = m.parent.iter().chain(m.children.iter().map(|c| &c.matter)).chain([&m.id]);
        kin.any(|id| touched.contains(id))
    };
    for matter in matters.values().filter(near) {
        let frame = law.pinned(&matter.procedure).ok_or("a matter follows a procedure that nobody knows")?;
        ties(law, matters, matter)?;
        matter.timeline.iter().filter_map(|e| Some((e, e.echo?))).try_for_each(|(e, echo)| sourced(matters, matter, e, echo))?;
        heard(law, matters, (&frame, matter))?;
    }
    Ok(())
}

/// Children, links and joined matters know of each other.
fn ties(law: &dyn Law, matters: &Matters, matter: &Matter) -> Holds {
    let id = matter.id;
    for child in &matter.children {
        let theirs = matters.get(&child.matter).ok_or("a child that is nowhere")?;
        holds(theirs.parent == Some(id), || format!("{} is no child of {id}", theirs.id))?;
        let ended = law.pinned(&theirs.procedure).is_some_and(|f| theirs.ended(f.procedure));
        holds(child.closed == ended, || format!("the parent holds {} for closed: {}", theirs.id, child.closed))?;
    }
    let adopted = matter.parent.is_none_or(|p| matters.get(&p).is_some_and(|p| p.children.iter().any(|c| c.matter == id)));
    holds(adopted, || "its parent does not know it".to_owned())?;
    for other in &matter.links {
        holds(matters.get(other).is_some_and(|o| o.links.contains(&id)), || format!("{other} does not know that it is linked with {id}"))?;
    }
    let leads =
        |m: MatterId, f: MatterId| matches!(matters.get(&m).and_then(|m| m.joined.as_ref()), Some(Joined::Leads(led)) if led.contains(&f));
    match &matter.joined {
        Some(Joined::Follows(lead)) => holds(leads(*lead, id), || format!("{id} follows {lead}, which does not lead it")),
        Some(Joined::Leads(led)) => {
            let follows = |f: &MatterId| matters.get(f).is_some_and(|f| f.joined == Some(Joined::Follows(id)));
            holds(led.iter().all(follows), || format!("{id} leads matters that do not follow it"))
        }
        None => Ok(()),
    }
}

/// An echo has its source, and bears its date.
fn sourced(matters: &Matters, matter: &Matter, entry: &Entry, echo: Echo) -> Holds {
    let (prefix, name) = entry.name.as_str().split_once('.').ok_or("an echo without a prefix")?;
    let source = echo.child.or(matter.parent).and_then(|id| matters.get(&id)).ok_or("an echo from nowhere")?;
    if prefix == "parent" && name == "chosen" {
        return Ok(());
    }
    let Some(heard) = source.timeline.iter().find(|e| e.seq == echo.of) else {
        // The first act of a child may still wait for a signature, or be returned and made anew.
        return holds(name == "opened", || format!("{} was heard but did not happen", entry.name));
    };
    let same = heard.name == *name || matches!(name, "opened" | "closed");
    holds(same && (heard.on, heard.at) == (entry.on, entry.at), || {
        format!("{} is on {} here and on {} where it happened ({})", entry.name, entry.on, heard.on, heard.name)
    })
}

/// Whatever a matter must know of its parent and its children it has heard.
fn heard(law: &dyn Law, matters: &Matters, (frame, matter): (&Frame<'_>, &Matter)) -> Holds {
    // Under another version it may have begun to listen for more.
    if matter.happened("repinned") {
        return Ok(());
    }
    for child in matter.children.iter().filter_map(|c| matters.get(&c.matter)) {
        let Some(theirs) = law.pinned(&child.procedure) else { continue };
        for order in echo::to_parent(&theirs, None, child, frame.procedure) {
            knows(matter, child.procedure.id.as_str(), Some(child.id), &order)?;
        }
    }
    let Some(parent) = matter.parent.and_then(|p| matters.get(&p)) else { return Ok(()) };
    let Some(theirs) = law.pinned(&parent.procedure).filter(|_| !matter.ended(frame.procedure)) else { return Ok(()) };
    echo::to_child(&theirs, None, parent, (frame.procedure, matter)).iter().try_for_each(|order| knows(matter, "parent", None, order))
}

fn knows(matter: &Matter, prefix: &str, child: Option<MatterId>, order: &Order) -> Holds {
    let Order::Hear { name, of, on, choices, .. } = order else { return Ok(()) };
    holds(choices.is_empty() || matter.inherited == *choices, || {
        format!("the parent's choices are {choices:?}, heard were {:?}", matter.inherited)
    })?;
    if *name == "chosen" || (*name == "opened" && *of != 1) {
        return Ok(());
    }
    let full = Id::from(format!("{prefix}.{name}"));
    let found = matter.timeline.iter().find(|e| e.name == full && e.echo == Some(Echo { child, of: *of }));
    holds(found.is_some_and(|e| e.on == *on), || format!("{full} of {on} was not heard, but {:?}", found.map(|e| e.on)))
}
