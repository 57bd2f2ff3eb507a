//! Which other matters a deed may touch.

use crate::{Joined, Matter, Order, Waiting};
use kernel::MatterId;
use std::collections::{BTreeMap, BTreeSet};

/// Other matters that an order in one of these may touch and that are not among them: to be loaded before a deed is carried out.
/// What was loaded may name more; ask again until there are none.
#[must_use]
pub fn kin_of(family: &BTreeMap<MatterId, Matter>, first: MatterId, order: &Order) -> BTreeSet<MatterId> {
    let Some(matter) = family.get(&first) else { return BTreeSet::new() };
    let others = decided_too(matter, order);
    let near = others.iter().filter_map(|id| family.get(id)).chain([matter]).flat_map(hearers);
    let linked = if let Order::Link { to } = order { Some(*to) } else { None };
    near.chain(others.iter().copied()).chain(linked).filter(|id| !family.contains_key(id)).collect()
}

/// A matter and those that an order in it may touch, out of all.
#[must_use]
pub fn gathered(all: &BTreeMap<MatterId, Matter>, first: MatterId, order: &Order) -> BTreeMap<MatterId, Matter> {
    let mut family: BTreeMap<MatterId, Matter> = all.get(&first).map(|m| (first, m.clone())).into_iter().collect();
    loop {
        let found: Vec<Matter> = kin_of(&family, first, order).iter().filter_map(|id| all.get(id).cloned()).collect();
        if found.is_empty() {
            return family;
        }
        family.extend(found.into_iter().map(|m| (m.id, m)));
    }
}

/// Matters in which the order is decided as well, or that are joined to this one or taken out by it.
fn decided_too(matter: &Matter, order: &Order) -> BTreeSet<MatterId> {
    let named: &[MatterId] = if let Order::Act { with, .. } = order { with } else { &[] };
    let waiting = matter.pending.iter().filter_map(|p| if let Waiting::Act { act, .. } = &p.what { Some(&act.with) } else { None });
    let led = if let Some(Joined::Leads(led)) = &matter.joined { Some(led) } else { None };
    named.iter().chain(waiting.flatten()).chain(led.into_iter().flatten()).copied().filter(|id| *id != matter.id).collect()
}

/// Matters that hear of what happens in this one: a child that has ended only of what is put right.
fn hearers(matter: &Matter) -> impl Iterator<Item = MatterId> {
    let put_right = matter.pending.iter().any(|p| matches!(p.what, Waiting::Correction { .. }));
    matter.parent.into_iter().chain(matter.children.iter().filter(move |c| put_right || !c.closed).map(|c| c.matter))
}
