//! Clocks along the ways of a matter: each can be stopped, a gate is shut at some time, a new choice says what it does.

use super::super::Case;
use super::map::{Edge, Map};
use super::steps::{Step, Var};
use super::world::World;
use crate::diagnostic::Findings;
use crate::model::{ChoiceSource, Clock, Mode};
use kernel::Id;
use std::collections::{BTreeSet, VecDeque};

/// Looks at every clock; those that surely run on some way that is followed exactly are `seen`.
pub(super) fn check(case: &Case, world: &World<'_>, map: &Map, seen: &mut BTreeSet<Id>, found: &mut Findings) {
    for clock in clocks(world) {
        let run = Run::new(world, map, clock);
        if case.reach.starts(clock) && !clock.gates.is_empty() {
            run.gates(found);
        }
        run.halts(case, seen, found);
    }
}

/// Looks at the clocks that were not `seen` on another walk and are followed exactly on this one.
pub(super) fn check_unseen(case: &Case, world: &World<'_>, map: &Map, seen: &mut BTreeSet<Id>, found: &mut Findings) {
    for clock in unseen(world, seen) {
        Run::new(world, map, clock).halts(case, seen, found);
    }
}

/// Clocks that another walk did not follow and this one does.
pub(super) fn unseen<'a>(world: &World<'a>, seen: &BTreeSet<Id>) -> Vec<&'a Clock> {
    let rules = &world.rules;
    let followed = |c: &Clock| c.only.is_empty() || world.layout.only(rules, &c.only).is_some();
    let exactly = |c: &Clock| rules.steps.iter().zip(&world.exact).any(|(s, exact)| *exact && rules.starts(s, c));
    clocks(world).filter(|c| !seen.contains(&c.id) && followed(c) && exactly(c)).collect()
}

/// Rounds end with their state, public notice by itself.
fn clocks<'a>(world: &World<'a>) -> impl Iterator<Item = &'a Clock> + use<'a> {
    world.rules.p.clocks.iter().filter(|c| !c.notice && !matches!(c.mode, Mode::Every(_) | Mode::Yearly { .. }))
}

/// How a clock came to run in a situation: by which step from which situation; whether that step started it.
#[derive(Clone, Copy)]
struct Came {
    from: Option<usize>,
    step: usize,
    started: bool,
}

/// One clock on all ways.
struct Run<'a> {
    world: &'a World<'a>,
    map: &'a Map,
    clock: &'a Clock,
    stops: Vec<bool>,
    /// Situations to which a step leads that may start it.
    started: Vec<usize>,
    /// Situations in which it is running on some way that is followed exactly, and how it came to.
    running: Vec<Option<Came>>,
}

impl<'a> Run<'a> {
    fn new(world: &'a World<'a>, map: &'a Map, clock: &'a Clock) -> Self {
        let stops: Vec<bool> = world.rules.steps.iter().map(|s| world.rules.stops(s, clock)).collect();
        let mut run = Self { world, map, clock, stops, started: Vec::new(), running: vec![None; map.len()] };
        let mut queue = run.begin();
        while let Some(here) = queue.pop_front() {
            for edge in map.from(here) {
                let (to, step) = (edge.to as usize, usize::from(edge.step));
                if run.running[to].is_none() && !run.stops[step] && run.may_run(to) {
                    run.running[to] = Some(Came { from: Some(here), step, started: false });
                    queue.push_back(to);
                }
            }
        }
        run
    }

    /// Every step that starts it; the situations after those of which that is sure.
    fn begin(&mut self) -> VecDeque<usize> {
        let (world, map, rules) = (self.world, self.map, &self.world.rules);
        let starts: Vec<bool> = rules.steps.iter().map(|s| rules.starts(s, self.clock)).collect();
        let followed = world.layout.only(rules, &self.clock.only);
        let (known, only) = (self.clock.only.is_empty() || followed.is_some(), followed.unwrap_or_default());
        let openings = map.openings.iter().map(|e| (None, *e));
        let later = (0..map.len()).flat_map(|at| map.from(at).iter().map(move |e| (Some(at), *e)));
        let mut queue = VecDeque::new();
        for (from, edge) in openings.chain(later).filter(|(_, e)| starts[usize::from(e.step)]) {
            let (to, step) = (edge.to as usize, usize::from(edge.step));
            if !super::layout::any(&only, map.keys[to]) || !self.may_run(to) {
                continue;
            }
            self.started.push(to);
            if known && world.exact[step] && self.running[to].is_none() {
                self.running[to] = Some(Came { from, step, started: true });
                queue.push_back(to);
            }
        }
        queue
    }

    /// A way on which it runs in the situation, with the last step if it is another's.
    fn way(&self, at: usize, last: Option<usize>) -> String {
        let mut steps: Vec<usize> = last.into_iter().collect();
        let mut here = Some(at);
        while let Some(came) = here.and_then(|at| self.running[at]) {
            steps.push(came.step);
            here = came.from.filter(|_| !came.started);
            if let (true, Some(before)) = (came.started, came.from) {
                steps.extend(self.map.way(before).into_iter().rev());
            }
        }
        steps.reverse();
        self.world.told(&steps)
    }

    /// Whether its run, or its overlay, goes on.
    fn may_run(&self, at: usize) -> bool {
        let key = self.map.keys[at];
        let lies = self.clock.overlay.as_ref().is_none_or(|o| self.world.on_top(key) == Some(o));
        let track = self.clock.track.as_ref().and_then(|t| self.world.rules.p.tracks.get(t));
        lies && match track {
            None => !self.world.ended(key),
            Some(t) if !self.world.ended(key) => t.outlives || !self.world.ended(key),
            Some(t) => t.outlives && self.world.track(&t.id, key).is_none_or(|s| !self.world.rules.p.states[s].end),
        }
    }

    fn halts(&self, case: &Case, seen: &mut BTreeSet<Id>, found: &mut Findings) {
        if self.running.iter().all(Option::is_none) {
            return;
        }
        seen.insert(self.clock.id.clone());
        // What no event can stop at all is told of the clock as it is written.
        let ever = self.clock.stops.iter().any(|e| case.reach.events.contains(e)) || self.clock.lapse.is_some();
        if ever && !matches!(self.clock.mode, Mode::AtLeast(_)) {
            self.stoppable(found);
        }
        self.rechosen(found);
    }

    /// The first situation in which it runs and nothing that may come can stop it.
    fn stoppable(&self, found: &mut Findings) {
        let stopping = |at: usize| self.map.from(at).iter().any(|e| self.stops[usize::from(e.step)]);
        let free = self.map.reaching(stopping);
        let Some(at) = (0..self.map.len()).find(|at| self.running[*at].is_some() && !free[*at]) else { return };
        let state = self.world.on_top(self.map.keys[at]).map(|s| self.world.title(s)).unwrap_or_default();
        let ends = self.map.after(vec![at], |_, _| true).iter().enumerate().any(|(n, after)| *after && !self.may_run(n));
        let way = self.way(at, None);
        let (clock, when) = (&self.clock.title.zh, self.world.values(self.map.keys[at]));
        if ends {
            let zh = format!("期限“{clock}”走到“{state}”{when}以后没有事件能停它，只能随事项结束：{way}");
            found
                .warn("P311", self.clock.place, zh, format!("on one way nothing stops {}; it ends only with the matter", self.clock.id))
                .hint("把这条路上了结它的事件写进 stops", "add the event that settles it on this way to stops");
        } else {
            let zh = format!("期限“{clock}”走到“{state}”{when}以后永远停不下来：{way}");
            found
                .error("P302", self.clock.place, zh, format!("on one way nothing can ever stop {}", self.clock.id))
                .hint("把这条路上了结它的事件写进 stops", "add the event that settles it on this way to stops");
        }
    }

    /// An act that a minimum holds back must come after the minimum can have begun.
    fn gates(&self, found: &mut Findings) {
        let afterwards = self.map.after(self.started.clone(), |_, _| true);
        for gated in &self.clock.gates {
            let step = self.world.rules.steps.iter().position(|s| matches!(s, Step::Act(a) if a.id == *gated));
            let Some((step, action)) = step.zip(self.world.rules.p.action(gated.as_str())) else { continue };
            let mut possible = (0..self.map.len()).filter(|at| self.world.possible(step, self.map.keys[*at])).peekable();
            let Some(first) = possible.peek().copied() else { continue };
            if possible.any(|at| afterwards[at]) {
                continue;
            }
            let way = self.world.told(&self.map.way(first));
            found
                .error(
                    "P310",
                    self.clock.place,
                    format!("“{}”要等期限“{}”，而能办它的时候这个期限从来没有开始：{way}", action.title.zh, self.clock.title.zh),
                    format!("{gated} is held back by {}, which never runs where it can be done", self.clock.id),
                )
                .hint("让期限从更早的事件起算，或者挡住别的办理事项", "start it from an earlier event, or gate another action");
        }
    }

    /// The length that holds, where the choice is made and followed.
    fn length(&self, at: usize) -> Option<usize> {
        self.clock.lengths.iter().position(|l| {
            let tests = self.world.layout.only(&self.world.rules, &l.only);
            tests.is_some_and(|t| super::layout::any(&t, self.map.keys[at]))
        })
    }

    /// Where an act changes the choice while the clock runs, the clock says what becomes of it.
    fn rechosen(&self, found: &mut Findings) {
        let choice = self.clock.lengths.iter().flat_map(|l| &l.only).find_map(|v| self.world.rules.choice(v));
        let Some(choice) = choice.filter(|c| self.world.rules.p.choices.get(c).is_some_and(|c| c.source == ChoiceSource::Act)) else {
            return;
        };
        let Some(slot) = self.world.layout.slot(&Var::Choice(choice.clone())) else { return };
        let changed = |at: usize, e: &Edge| {
            let to = e.to as usize;
            self.running[at].is_some()
                && self.running[to].is_some()
                && !self.stops[usize::from(e.step)]
                && slot.get(self.map.keys[at]) != slot.get(self.map.keys[to])
                && self.length(at).zip(self.length(to)).is_some_and(|(a, b)| a != b)
        };
        let first = (0..self.map.len()).find_map(|at| self.map.from(at).iter().find(|e| changed(at, e)).map(|e| (at, *e)));
        match (first, &self.clock.rechosen) {
            (Some((at, edge)), None) => self.silent(&choice, at, edge, found),
            (None, Some(rechosen)) => {
                let zh = format!("期限“{}”走的时候没有事项能改变选项 {choice}，rechosen 没有用处", self.clock.title.zh);
                found.warn(
                    "P312",
                    rechosen.place,
                    zh,
                    format!("nothing changes {choice} while {} runs: rechosen says nothing", self.clock.id),
                );
            }
            _ => {}
        }
    }

    fn silent(&self, choice: &Id, at: usize, edge: Edge, found: &mut Findings) {
        let way = self.way(at, Some(usize::from(edge.step)));
        let title = self.world.rules.p.choices.get(choice).map_or_else(|| choice.to_string(), |c| c.title.zh.clone());
        found
            .error(
                "P312",
                self.clock.place,
                format!("期限“{}”走的时候“{title}”会改变，却没有写怎样计算：{}", self.clock.title.zh, way),
                format!("{choice} may change while {} runs, and it does not say what then", self.clock.id),
            )
            .hint(
                "写 rechosen same-start 或者 rechosen new-start，并写依据",
                "write rechosen same-start or new-start, with what it rests on",
            );
    }
}
