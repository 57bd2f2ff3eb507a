//! One walk along the timeline, from which every clock follows.

use super::{Instance, Paused, due};
use crate::{Entry, Facts, Frame, Matter};
use kernel::{Date, DateTime, Id};
use procedure::model::{Clock, LapseFor, Trigger};
use std::collections::BTreeMap;

/// Derives every clock of a matter from its timeline, answers and choices.
#[must_use]
pub fn derive(frame: &Frame<'_>, matter: &Matter) -> Vec<Instance> {
    let facts = frame.facts(matter, matter.opened_on);
    let mut walk = Walk { frame, matter, facts, runs: BTreeMap::new(), instances: Vec::new() };
    for entry in &matter.timeline {
        walk.start_from_fields(entry);
        walk.stop(entry);
        walk.start_from_event(entry);
        walk.moved(entry);
    }
    let Walk { mut instances, .. } = walk;
    for instance in &mut instances {
        due::settle(frame, matter, instance);
    }
    instances
}

struct Walk<'a> {
    frame: &'a Frame<'a>,
    matter: &'a Matter,
    facts: Facts<'a>,
    /// The state each run is in: the main one under the empty name.
    runs: BTreeMap<&'a str, &'a Id>,
    instances: Vec<Instance>,
}

impl<'a> Walk<'a> {
    fn start_from_fields(&mut self, entry: &Entry) {
        for clock in &self.frame.procedure.clocks {
            for start in &clock.starts {
                let Trigger::Field(field) = &start.by else { continue };
                if !entry.fields.contains(field) {
                    continue;
                }
                let Some(answer) = self.matter.answers.get(field) else { continue };
                let at = match answer {
                    crate::Answer::DateTime(at) => Some(*at),
                    _ => None,
                };
                if let Some(on) = answer.date() {
                    self.start(clock, entry.seq, on, at);
                }
            }
        }
    }

    fn start_from_event(&mut self, entry: &Entry) {
        for clock in &self.frame.procedure.clocks {
            let named = clock.starts.iter().any(|s| matches!(&s.by, Trigger::Event(e) if *e == entry.name));
            if named {
                self.start(clock, entry.seq, entry.on, entry.at);
            }
        }
    }

    /// A start while an instance runs changes nothing; after a stop it makes a new one.
    fn start(&mut self, clock: &Clock, seq: u64, on: Date, at: Option<DateTime>) {
        let running = self.instances.iter().any(|i| i.clock == clock.id && i.running());
        if running || !self.frame.holds(&clock.only, &self.facts) {
            return;
        }
        let side = clock.lapse.as_ref().map(|l| &l.side);
        let still = clock.pauses.iter().any(|p| self.occupied(&p.within));
        self.instances.push(Instance {
            clock: clock.id.clone(),
            holder: None,
            version: self.frame.procedure.version,
            round: None,
            extended: Vec::new(),
            start_seq: seq,
            started_on: on,
            started_at: at,
            stopped_on: None,
            void: false,
            pauses: Vec::new(),
            paused_since: still.then_some(on),
            length: None,
            due_on: None,
            due_at: None,
            provisional: false,
            promise_on: None,
            declined: None,
            lapsed: false,
            fires: matches!(side, Some(LapseFor::For(_))),
            proposes: matches!(side, Some(LapseFor::Against { .. })),
        });
    }

    fn stop(&mut self, entry: &Entry) {
        for instance in self.instances.iter_mut().filter(|i| i.running()) {
            let Some(clock) = self.frame.procedure.clock(instance.clock.as_str()) else { continue };
            let lapsed = clock.lapse.as_ref().is_some_and(|l| l.event == entry.name);
            if lapsed || clock.stops.contains(&entry.name) {
                end_pause(instance, entry.on);
                instance.stopped_on = Some(entry.on);
                instance.lapsed = lapsed;
            } else if entry.name.as_str().strip_suffix(".declined") == Some(instance.clock.as_str()) {
                instance.declined = Some(entry.on);
            }
        }
    }

    /// Pauses begin and end as runs move; a main run at its end takes its clocks and its tracks with it.
    fn moved(&mut self, entry: &'a Entry) {
        for state in &entry.entered {
            let Some(known) = self.frame.procedure.states.get(state) else { continue };
            self.runs.insert(known.track.as_ref().map_or("", Id::as_str), state);
        }
        let occupied: Vec<bool> = self.frame.procedure.clocks.iter().map(|c| c.pauses.iter().any(|p| self.occupied(&p.within))).collect();
        for instance in self.instances.iter_mut().filter(|i| i.running()) {
            let place = self.frame.procedure.clocks.iter().position(|c| c.id == instance.clock);
            match (place.is_some_and(|at| occupied[at]), instance.paused_since) {
                (true, None) => instance.paused_since = Some(entry.on),
                (false, Some(_)) => end_pause(instance, entry.on),
                _ => {}
            }
        }
        if self.at_end("") {
            let surviving = |track: &Option<Id>| match track {
                None => false,
                Some(t) => self.frame.procedure.tracks.get(t).is_some_and(|t| t.outlives) && !self.at_end(t.as_str()),
            };
            let kept: Vec<Id> = self.frame.procedure.clocks.iter().filter(|c| surviving(&c.track)).map(|c| c.id.clone()).collect();
            for instance in self.instances.iter_mut().filter(|i| i.running() && !kept.contains(&i.clock)) {
                end_pause(instance, entry.on);
                instance.stopped_on = Some(entry.on);
                instance.void = true;
            }
        }
    }

    fn at_end(&self, run: &str) -> bool {
        self.runs.get(run).is_some_and(|s| self.frame.procedure.states.get(*s).is_some_and(|s| s.end))
    }

    /// Whether a state, or a track that is not at its end, is occupied now.
    fn occupied(&self, place: &Id) -> bool {
        self.runs.values().any(|s| *s == place) || (self.runs.contains_key(place.as_str()) && !self.at_end(place.as_str()))
    }
}

fn end_pause(instance: &mut Instance, on: Date) {
    if let Some(after) = instance.paused_since.take()
        && on > after
    {
        instance.pauses.push(Paused { after, until: on });
    }
}
