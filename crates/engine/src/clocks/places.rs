//! Where a matter is along the walk: states, the overlay, tracks, children.

use super::run::Run;
use crate::Entry;
use kernel::Id;
use procedure::model::{Clock, Procedure};
use std::collections::BTreeMap;

/// Where the matter is after the entry at hand.
pub(super) struct Places<'a> {
    procedure: &'a Procedure,
    /// The state each run is in: the main one under the empty name.
    runs: BTreeMap<&'a str, &'a Id>,
    /// The overlay that lies over the main state.
    overlay: Option<&'a Id>,
    /// How many children of a procedure are open.
    children: BTreeMap<&'a str, u32>,
    /// The main run is at an end.
    ended: bool,
}

impl<'a> Places<'a> {
    pub(super) fn new(procedure: &'a Procedure) -> Self {
        Places { procedure, runs: BTreeMap::new(), overlay: None, children: BTreeMap::new(), ended: false }
    }

    /// Moves as an entry says, and answers with the states that were not occupied before.
    pub(super) fn enter(&mut self, entry: &'a Entry) -> Vec<&'a Id> {
        self.hear(entry.name.as_str());
        if entry.left {
            self.overlay = None;
        }
        if entry.entered.is_empty() {
            return Vec::new();
        }
        let fresh: Vec<&Id> = entry.entered.iter().filter(|s| !self.at(s)).collect();
        for state in &entry.entered {
            let Some(known) = self.procedure.states.get(state) else { continue };
            if known.overlay {
                self.overlay = Some(state);
                continue;
            }
            if known.track.is_none() {
                self.overlay = None;
            }
            self.runs.insert(known.track.as_ref().map_or("", Id::as_str), state);
        }
        self.ended = self.at_end("");
        if self.ended {
            let procedure = self.procedure;
            self.runs.retain(|run, _| run.is_empty() || procedure.tracks.get(*run).is_some_and(|t| t.outlives));
        }
        fresh
    }

    /// `PROCEDURE.opened` and `PROCEDURE.closed`, heard of a child.
    fn hear(&mut self, name: &'a str) {
        match name.split_once('.') {
            Some((child, "opened")) => *self.children.entry(child).or_default() += 1,
            Some((child, "closed")) => {
                if let Some(open) = self.children.get_mut(child) {
                    *open = open.saturating_sub(1);
                }
            }
            _ => {}
        }
    }

    /// Whether this state, overlay, or track that is not at its end is occupied now, or a child of this procedure is open.
    pub(super) fn at(&self, place: &Id) -> bool {
        let name = place.as_str();
        self.overlay == Some(place)
            || self.runs.values().any(|s| *s == place)
            || (self.runs.contains_key(name) && !self.at_end(name))
            || self.children.get(name).is_some_and(|open| *open > 0)
    }

    /// Whether a clock stands still now.
    pub(super) fn pause(&self, clock: &Clock) -> bool {
        clock.pauses.iter().any(|p| self.at(&p.within))
    }

    /// Whether a clock can run now. A main run at its end takes its clocks and its tracks with it, but for tracks that outlive it and
    /// for service by public notice; a clock of an overlay goes with the overlay, one that recurs with its state.
    pub(super) fn carries(&self, clock: &Clock) -> bool {
        let outlives = |track: &Id| self.procedure.tracks.get(track).is_some_and(|t| t.outlives) && !self.at_end(track.as_str());
        let ended = self.ended && !clock.notice && !clock.track.as_ref().is_some_and(outlives);
        let lifted = clock.overlay.as_ref().is_some_and(|o| self.overlay != Some(o));
        let left = Run::recurs_in(clock).is_some_and(|s| !self.at(s));
        !(ended || lifted || left)
    }

    fn at_end(&self, run: &str) -> bool {
        self.runs.get(run).is_some_and(|s| self.procedure.states.get(*s).is_some_and(|s| s.end))
    }
}
