//! What a matter counts for: the source of every figure on the board.

use crate::{Frame, Matter};
use kernel::{Date, Id};
use std::collections::{BTreeMap, BTreeSet};

/// One thing a matter counts for, on one day. A matter has each at most once, so that the sum of marks equals the list behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// `EVENT` (first time it happened), `state:STATE` (it is there now), `on_time:CLOCK` or `late:CLOCK` (first stop).
    pub measure: Id,
    /// The legal day.
    pub day: Date,
}

/// Everything the matter counts for as it stands. The caller books the difference to what it counted for before.
#[must_use]
pub fn marks(_frame: &Frame<'_>, matter: &Matter) -> BTreeSet<Mark> {
    let mut out = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for entry in &matter.timeline {
        if seen.insert(&entry.name) {
            out.insert(Mark { measure: entry.name.clone(), day: entry.on });
        }
    }
    for state in matter.main.iter().chain(&matter.overlay).chain(matter.tracks.values().map(|r| &r.state)) {
        let since = matter.timeline.iter().rev().find(|e| e.entered.contains(state)).map_or(matter.opened_on, |e| e.on);
        out.insert(Mark { measure: Id::from(format!("state:{state}")), day: since });
    }
    out.extend(stopped(matter));
    out
}

/// How each clock was met. Where each party or round has its own, one late one makes the matter late.
fn stopped(matter: &Matter) -> impl Iterator<Item = Mark> {
    let mut first: BTreeMap<&Id, (bool, Date)> = BTreeMap::new();
    for instance in matter.clocks.iter().filter(|i| !i.void) {
        let (Some(stopped), Some(due)) = (instance.stopped_on, instance.due_on) else { continue };
        let late = stopped > due;
        let known = first.entry(&instance.clock).or_insert((late, stopped));
        if late && !known.0 {
            *known = (late, stopped);
        }
    }
    first.into_iter().map(|(clock, (late, day))| {
        let kind = if late { "late" } else { "on_time" };
        Mark { measure: Id::from(format!("{kind}:{clock}")), day }
    })
}
