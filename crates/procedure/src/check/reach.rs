//! What can come about at all: states, events, and which clocks may run where. Dates and choices are ignored.

use crate::model::{Action, Clock, Form, FormUse, From, Procedure, Trigger};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// The states and events that some run of the procedure comes to.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) states: BTreeSet<Id>,
    pub(crate) events: BTreeSet<Id>,
    fields: BTreeSet<Id>,
    /// The clocks that may run while in a state.
    running: BTreeMap<Id, BTreeSet<Id>>,
}

impl Reach {
    pub(crate) fn of(p: &Procedure) -> Self {
        let mut reach = Self::default();
        while reach.grow(p) {}
        while reach.run_clocks(p) {}
        reach
    }

    /// Whether the clock is ever started.
    pub(crate) fn starts(&self, clock: &Clock) -> bool {
        clock.starts.iter().any(|s| match &s.by {
            Trigger::Event(event) => self.events.contains(event),
            Trigger::Field(field) => self.fields.contains(field),
        })
    }

    /// Whether the clock may be running while the matter is in the state.
    pub(crate) fn runs_in(&self, clock: &Id, state: &Id) -> bool {
        self.running.get(state).is_some_and(|clocks| clocks.contains(clock))
    }

    /// Whether any clock may be running in the state.
    pub(crate) fn clocked(&self, state: &Id) -> bool {
        self.running.get(state).is_some_and(|clocks| !clocks.is_empty())
    }

    fn possible(&self, action: &Action) -> bool {
        action.from.iter().any(|f| match f {
            From::New => true,
            From::State(state) => self.states.contains(state),
        })
    }

    /// One round of the fixed point; whether anything was added.
    fn grow(&mut self, p: &Procedure) -> bool {
        let before = (self.states.len(), self.events.len(), self.fields.len());
        for action in &p.actions {
            if self.possible(action) {
                self.states.extend(action.to.iter().cloned());
                self.events.insert(action.event.clone());
                self.events.extend(served(action));
                self.fields.extend(forms(p, action).flat_map(|f| &f.sections).flat_map(|s| &s.fields).map(|f| f.id.clone()));
            }
        }
        for clock in &p.clocks {
            if let (true, Some(lapse)) = (self.starts(clock), &clock.lapse) {
                self.events.insert(lapse.event.clone());
                self.states.extend(lapse.to.iter().cloned());
            }
        }
        before != (self.states.len(), self.events.len(), self.fields.len())
    }

    /// A clock runs in the state to which its start leads, and on until an act stops it.
    fn run_clocks(&mut self, p: &Procedure) -> bool {
        let mut grown = false;
        let possible: Vec<&Action> = p.actions.iter().filter(|a| self.possible(a)).collect();
        for action in possible {
            let started: BTreeSet<Id> = p.clocks.iter().filter(|c| started_by(p, c, action)).map(|c| c.id.clone()).collect();
            let mut carried: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
            for from in &action.from {
                let From::State(state) = from else { continue };
                let alive = self.running.get(state).into_iter().flatten().filter(|c| !stops(p, c, action)).cloned();
                let stays = action.to.is_empty();
                let targets: Vec<&Id> = if stays { vec![state] } else { action.to.iter().collect() };
                let alive: BTreeSet<Id> = alive.collect();
                for target in targets {
                    // An end has no clock but those that the last act itself starts.
                    if !p.states.get(target).is_some_and(|s| s.end) {
                        carried.entry(target.clone()).or_default().extend(alive.iter().cloned());
                    }
                    carried.entry(target.clone()).or_default().extend(started.iter().cloned());
                }
            }
            for target in &action.to {
                carried.entry(target.clone()).or_default().extend(started.iter().cloned());
            }
            for (state, clocks) in carried {
                let here = self.running.entry(state).or_default();
                let count = here.len();
                here.extend(clocks);
                grown |= here.len() > count;
            }
        }
        grown | self.run_after_lapses(p)
    }

    fn run_after_lapses(&mut self, p: &Procedure) -> bool {
        let mut grown = false;
        for lapse in p.clocks.iter().filter_map(|c| c.lapse.as_ref()) {
            let Some(to) = &lapse.to else { continue };
            let started: Vec<Id> = p
                .clocks
                .iter()
                .filter(|c| c.starts.iter().any(|s| matches!(&s.by, Trigger::Event(e) if *e == lapse.event)))
                .map(|c| c.id.clone())
                .collect();
            let here = self.running.entry(to.clone()).or_default();
            let count = here.len();
            here.extend(started);
            grown |= here.len() > count;
        }
        grown
    }
}

/// The forms of an action.
pub(crate) fn forms<'a>(p: &'a Procedure, action: &'a Action) -> impl Iterator<Item = &'a Form> {
    action.forms.iter().filter_map(|used: &FormUse| p.form(used))
}

/// Service of an action's papers.
fn served(action: &Action) -> impl Iterator<Item = Id> {
    action.papers.iter().map(|d| format!("{}.served", d.paper).into())
}

fn started_by(p: &Procedure, clock: &Clock, action: &Action) -> bool {
    clock.starts.iter().any(|s| match &s.by {
        Trigger::Event(event) => *event == action.event || served(action).any(|e| e == *event),
        Trigger::Field(field) => forms(p, action).flat_map(|f| &f.sections).flat_map(|s| &s.fields).any(|f| f.id == *field),
    })
}

/// Only the act itself surely stops a clock; service may come later.
fn stops(p: &Procedure, clock: &Id, action: &Action) -> bool {
    p.clock(clock.as_str()).is_some_and(|c| c.stops.contains(&action.event))
}
