//! What can come about at all: states, events, and which clocks may run where. Dates and choices are ignored.

use crate::model::{Action, Clock, Form, FormUse, From, Mode, Procedure, Trigger};
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
        let heard = kin_events(p);
        while reach.grow(p, &heard) {}
        reach.run_rounds(p);
        while reach.run_clocks(p) {}
        reach
    }

    /// Whether the clock is ever started. Rounds begin with the entry into their state.
    pub(crate) fn starts(&self, clock: &Clock) -> bool {
        match &clock.mode {
            Mode::Every(state) | Mode::Yearly { state, .. } => self.states.contains(state),
            _ => clock.starts.iter().any(|s| match &s.by {
                Trigger::Event(event) => self.events.contains(event),
                Trigger::Field(field) => self.fields.contains(field),
            }),
        }
    }

    /// Whether the clock may be running while the matter is in the state.
    pub(crate) fn runs_in(&self, clock: &Id, state: &Id) -> bool {
        self.running.get(state).is_some_and(|clocks| clocks.contains(clock))
    }

    /// Whether any clock may be running in the state.
    pub(crate) fn clocked(&self, state: &Id) -> bool {
        self.running.get(state).is_some_and(|clocks| !clocks.is_empty())
    }

    pub(crate) fn possible(&self, action: &Action) -> bool {
        action.from.iter().any(|f| match f {
            From::New => true,
            From::State(state) => self.states.contains(state),
        })
    }

    /// One round of the fixed point; whether anything was added.
    fn grow(&mut self, p: &Procedure, heard: &BTreeSet<Id>) -> bool {
        let before = (self.states.len(), self.events.len(), self.fields.len());
        self.events.extend(heard.iter().filter(|e| e.as_str().starts_with("parent.")).cloned());
        for action in &p.actions {
            if self.possible(action) {
                self.states.extend(action.to.iter().cloned());
                self.events.insert(action.event.clone());
                self.events.extend(served(p, action));
                self.fields.extend(forms(p, action).flat_map(|f| &f.sections).flat_map(|s| &s.fields).map(|f| f.id.clone()));
                if let Some(opens) = action.opens.as_ref().filter(|o| o.child) {
                    let of_child = |e: &&Id| e.as_str().split_once('.').is_some_and(|(of, _)| opens.procedure == *of);
                    self.events.extend(heard.iter().filter(of_child).cloned());
                }
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

    /// Rounds run in their state and, the state not being left by it, in the overlays over it.
    fn run_rounds(&mut self, p: &Procedure) {
        for clock in &p.clocks {
            if let Mode::Every(state) | Mode::Yearly { state, .. } = &clock.mode {
                self.running.entry(state.clone()).or_default().insert(clock.id.clone());
            }
        }
    }

    /// A clock runs in the state to which its start leads, and on until an act stops it.
    fn run_clocks(&mut self, p: &Procedure) -> bool {
        let mut carried: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for action in p.actions.iter().filter(|a| self.possible(a)) {
            let started: BTreeSet<Id> = p.clocks.iter().filter(|c| started_by(p, c, action)).map(|c| c.id.clone()).collect();
            for from in &action.from {
                let From::State(state) = from else { continue };
                let alive: BTreeSet<Id> =
                    self.running.get(state).into_iter().flatten().filter(|c| !stops(p, c, &action.event)).cloned().collect();
                let below = action.back.then(|| entered_from(p, state)).into_iter().flatten();
                let stays = (action.to.is_empty() && !action.back).then_some(state);
                for target in action.to.iter().chain(stays).chain(below) {
                    self.carry(p, &mut carried, target, &alive);
                    carried.entry(target.clone()).or_default().extend(started.iter().cloned());
                }
            }
            for target in &action.to {
                carried.entry(target.clone()).or_default().extend(started.iter().cloned());
            }
        }
        self.carry_over_lapses(p, &mut carried);
        let mut grown = false;
        for (state, clocks) in carried {
            let here = self.running.entry(state).or_default();
            let count = here.len();
            here.extend(clocks);
            grown |= here.len() > count;
        }
        grown
    }

    /// An end has no clock but those that the last act itself starts, rounds end with their state, an overlay's clocks with it.
    fn carry(&self, p: &Procedure, carried: &mut BTreeMap<Id, BTreeSet<Id>>, target: &Id, alive: &BTreeSet<Id>) {
        let Some(state) = p.states.get(target).filter(|s| !s.end) else { return };
        let stays = |id: &&Id| {
            p.clock(id.as_str()).is_some_and(|c| match &c.mode {
                Mode::Every(of) | Mode::Yearly { state: of, .. } => of == target || state.overlay || state.track.is_some(),
                _ => c.overlay.as_ref().is_none_or(|o| o == target || state.track.is_some()),
            })
        };
        carried.entry(target.clone()).or_default().extend(alive.iter().filter(stays).cloned());
    }

    fn carry_over_lapses(&self, p: &Procedure, carried: &mut BTreeMap<Id, BTreeSet<Id>>) {
        for clock in &p.clocks {
            let Some((lapse, to)) = clock.lapse.as_ref().and_then(|l| Some((l, l.to.as_ref()?))) else { continue };
            let started = p.clocks.iter().filter(|c| c.starts_with(&lapse.event)).map(|c| c.id.clone());
            carried.entry(to.clone()).or_default().extend(started);
            for alive in self.running.values().filter(|here| here.contains(&clock.id)) {
                let alive = alive.iter().filter(|c| **c != clock.id && !stops(p, c, &lapse.event)).cloned().collect();
                self.carry(p, carried, to, &alive);
            }
        }
    }
}

/// The events of the parent (`parent.EVENT`) and of children (`CHILD.EVENT`) that the procedure names.
pub(crate) fn kin_events(p: &Procedure) -> BTreeSet<Id> {
    let needed = p.actions.iter().flat_map(|a| &a.needs).flat_map(|n| &n.events);
    let of_clocks = p.clocks.iter().flat_map(|c| {
        let starts = c.starts.iter().filter_map(|s| if let Trigger::Event(e) = &s.by { Some(e) } else { None });
        starts.chain(&c.stops).chain(c.restarts.iter().map(|r| &r.event)).chain(c.extends.iter().map(|e| &e.event))
    });
    let children: BTreeSet<&Id> = p.actions.iter().filter_map(|a| a.opens.as_ref()).filter(|o| o.child).map(|o| &o.procedure).collect();
    let of_kin = |e: &&Id| e.as_str().split_once('.').is_some_and(|(of, _)| of == "parent" || children.iter().any(|c| c.as_str() == of));
    needed.chain(of_clocks).filter(of_kin).cloned().collect()
}

/// The states over which an overlay is laid.
fn entered_from<'a>(p: &'a Procedure, overlay: &'a Id) -> impl Iterator<Item = &'a Id> {
    let entering = p.actions.iter().filter(move |a| a.to.contains(overlay));
    entering.flat_map(|a| &a.from).filter_map(|f| if let From::State(s) = f { Some(s) } else { None })
}

/// The forms of an action.
pub(crate) fn forms<'a>(p: &'a Procedure, action: &'a Action) -> impl Iterator<Item = &'a Form> {
    action.forms.iter().filter_map(|used: &FormUse| p.form(used))
}

/// Service of an action's papers, and public notice where the procedure knows it.
fn served<'a>(p: &'a Procedure, action: &'a Action) -> impl Iterator<Item = Id> + 'a {
    let ways = [Some("served"), p.notice.as_ref().map(|_| "noticed")];
    action.papers.iter().flat_map(move |d| ways.into_iter().flatten().map(move |way| format!("{}.{way}", d.paper).into()))
}

fn started_by(p: &Procedure, clock: &Clock, action: &Action) -> bool {
    clock.starts.iter().any(|s| match &s.by {
        Trigger::Event(event) => *event == action.event || served(p, action).any(|e| e == *event),
        Trigger::Field(field) => forms(p, action).flat_map(|f| &f.sections).flat_map(|s| &s.fields).any(|f| f.id == *field),
    })
}

/// Only the act itself surely stops a clock; service may come later.
fn stops(p: &Procedure, clock: &Id, event: &Id) -> bool {
    p.clock(clock.as_str()).is_some_and(|c| c.stops.contains(event))
}
