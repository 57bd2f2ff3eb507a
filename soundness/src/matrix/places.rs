//! Where matters may stand: the states that examples and walks reach.

use engine::family::Law;
use engine::{Body, Event, Matter, Shelf, evolve};
use kernel::Date;
use std::collections::BTreeMap;

/// Walks per procedure.
const WALKS: u64 = 3;
/// More places than these and only every second, or third, is gone to: neighbours differ in who is waited for, or in the version.
const ENOUGH: usize = 120;

/// A matter as it stood after some event.
#[derive(Clone, Debug)]
pub struct Place {
    /// The matter.
    pub matter: Matter,
    /// Its day.
    pub day: Date,
    /// Its log so far.
    pub events: Vec<Event>,
}

/// One place for each combination of states and of who is waited for.
#[must_use]
pub fn all(shelf: &Shelf<'_>, scenarios: &[(&str, &str)]) -> Vec<Place> {
    let mut found: BTreeMap<String, Place> = BTreeMap::new();
    for (file, text) in scenarios {
        for scenario in procedure::decode_scenarios(file, text).0 {
            for (_, events) in engine::scenario::play(shelf, &scenario) {
                note(shelf, &events, &mut found);
            }
        }
    }
    let procedures: Vec<_> = shelf.newest().filter(|p| p.actions.iter().any(|a| a.opens_matter())).map(|p| p.id.clone()).collect();
    for (procedure, seed) in procedures.iter().flat_map(|p| (0..WALKS).map(move |seed| (p, seed))) {
        // What does not hold of a walk is the walks' own test to say.
        let walked = engine::walk::simulate(shelf, procedure, seed).ok().and_then(|s| s.walked);
        for (_, events) in walked.iter().flat_map(engine::walk::Walked::told) {
            note(shelf, events, &mut found);
        }
    }
    let every = found.len().div_ceil(ENOUGH).max(1);
    found.into_values().step_by(every).collect()
}

fn note(shelf: &Shelf<'_>, events: &[Event], found: &mut BTreeMap<String, Place>) {
    let mut matter: Option<Matter> = None;
    for (at, event) in events.iter().enumerate() {
        let pin = match (&event.body, &matter) {
            (Body::Opened { procedure, .. } | Body::Repinned { procedure }, _) => procedure.clone(),
            (_, Some(matter)) => matter.procedure.clone(),
            (_, None) => return,
        };
        let Some(frame) = shelf.pinned(&pin) else { return };
        matter = evolve(&frame, matter, event);
        if let Some(now) = matter.as_ref().filter(|m| m.destroyed.is_none() && m.main.is_some()) {
            let place = || Place { matter: now.clone(), day: event.recorded_on, events: events[..=at].to_vec() };
            found.entry(key(now)).or_insert_with(place);
        }
    }
}

/// What tells places apart for permissions: version, states, and who is waited for.
fn key(matter: &Matter) -> String {
    let states: Vec<String> = matter.live_states().map(ToString::to_string).collect();
    let waits: Vec<String> = matter.pending.iter().map(|p| format!("{:?}+{}", p.awaited(), p.countersign.len())).collect();
    format!("{} {} {states:?} {waits:?}", matter.procedure.id, matter.procedure.version)
}
