//! What can always be brought about beside the main run need not be followed.
//!
//! A hearing that can be called and held wherever the decision is offered never keeps the decision from being made; so the decision
//! may be taken not to wait for it. This is proved, not assumed: of the variables that only change together with each other (a track,
//! its events, papers and clocks) every value that may come up is looked at in every place where the act is offered, and from each of
//! them steps that touch nothing else must lead to what the act waits for.

use super::layout::Test;
use super::map::Map;
use super::steps::{Rules, Step, Var, Wait};
use super::world::World;
use crate::model::{Action, From, Needs, Procedure};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// Situations of one group of variables looked at before it is followed after all.
const MOST: usize = 4_000;

/// Rules that no longer wait for what can always be met, and the variables on which the seeds then still depend.
///
/// A group that must be followed all the same, because something else depends on it, is waited for as written: else a way could be
/// told that the procedure does not allow.
pub(super) fn relaxed<'a>(p: &'a Procedure, parent: Option<&'a Procedure>, seeds: &BTreeSet<Var>) -> (Rules<'a>, BTreeSet<Var>) {
    // Of the rules as written: what nothing waits for any more has not left its group.
    let plain = Rules::new(p, parent);
    let groups = groups(&plain, &plain.everything());
    let mut followed = BTreeSet::new();
    loop {
        let rules = relax(p, parent, &followed);
        let cone = rules.cone(seeds.clone());
        // What changes together with something followed is followed: a clock that is looked at was started by the very act waited for.
        let touched = |v: &Var| cone.contains(v) || groups.iter().any(|g| g.contains(v) && !g.is_disjoint(&cone));
        let waits = rules.relaxed.iter().flat_map(|w| rules.waits_on(w));
        let still: Vec<Var> = waits.filter(|v| touched(v) && !followed.contains(v)).collect();
        if still.is_empty() {
            return (rules, cone);
        }
        followed.extend(still);
    }
}

/// The same rules with one more group followed, for each group that the walk of the cone leaves out.
pub(super) fn views<'a>(rules: &Rules<'a>, cone: &BTreeSet<Var>, seeds: &BTreeSet<Var>) -> Vec<(Rules<'a>, BTreeSet<Var>)> {
    let (p, parent) = (rules.p, rules.parent);
    let plain = Rules::new(p, parent);
    let left_out = groups(&plain, &plain.everything()).into_iter().filter(|g| !g.is_subset(cone));
    left_out
        .map(|group| {
            let still: BTreeSet<Wait> =
                rules.relaxed.iter().filter(|w| !rules.waits_on(w).iter().any(|v| group.contains(v))).cloned().collect();
            let with = Rules { relaxed: still, ..Rules::new(p, parent) };
            let followed = with.cone(seeds.iter().chain(&group).cloned().collect());
            (with, followed)
        })
        .collect()
}

fn relax<'a>(p: &'a Procedure, parent: Option<&'a Procedure>, followed: &BTreeSet<Var>) -> Rules<'a> {
    let mut rules = Rules::new(p, parent);
    loop {
        let before = rules.relaxed.len();
        let everything = rules.everything();
        for group in groups(&rules, &everything).into_iter().filter(|g| g.is_disjoint(followed)) {
            if let Some(aside) = Aside::new(p, parent, &rules, &everything, group) {
                let met = aside.met();
                rules.relaxed.extend(met);
            }
        }
        if rules.relaxed.len() == before {
            return rules;
        }
    }
}

/// Variables that change together in steps that leave the main run and the choices as they are.
fn groups(rules: &Rules<'_>, everything: &BTreeSet<Var>) -> Vec<BTreeSet<Var>> {
    let mut group: BTreeMap<Var, usize> = everything.iter().cloned().zip(0..).filter(|(v, _)| beside(v)).collect();
    for step in &rules.steps {
        let written: Vec<Var> = rules.writes(step).into_iter().filter(|v| everything.contains(v)).collect();
        if !written.iter().all(beside) {
            continue;
        }
        let joined: BTreeSet<usize> = written.iter().filter_map(|v| group.get(v).copied()).collect();
        if let Some(first) = joined.first().copied() {
            group.values_mut().filter(|g| joined.contains(g)).for_each(|g| *g = first);
        }
    }
    let mut all: BTreeMap<usize, BTreeSet<Var>> = BTreeMap::new();
    for (var, g) in group {
        all.entry(g).or_default().insert(var);
    }
    all.into_values().collect()
}

fn beside(var: &Var) -> bool {
    !matches!(var, Var::Place | Var::Choice(_))
}

/// Whether what the step waits for or does depends on a choice; where it is offered may.
fn varies<'a>(rules: &Rules<'a>, step: &Step<'a>) -> bool {
    let act = match step {
        Step::Act(a) => rules.needs(a).any(|n| !n.only.is_empty()) || a.papers.iter().any(|d| !d.only.is_empty()),
        _ => false,
    };
    act || rules.p.clocks.iter().any(|c| !c.only.is_empty() && rules.starts(step, c))
}

/// One group with its situations.
struct Aside<'a> {
    world: World<'a>,
    map: Map,
    group: BTreeSet<Var>,
    /// Steps that touch only the group and look only at it and the place.
    usable: Vec<bool>,
}

impl<'a> Aside<'a> {
    fn new(
        p: &'a Procedure,
        parent: Option<&'a Procedure>,
        rules: &Rules<'_>,
        everything: &BTreeSet<Var>,
        group: BTreeSet<Var>,
    ) -> Option<Self> {
        let own = Rules { relaxed: rules.relaxed.clone(), ..Rules::new(p, parent) };
        let usable = own
            .steps
            .iter()
            .map(|s| {
                let read = own.reads(s, everything);
                own.writes(s).iter().all(|v| group.contains(v) || !everything.contains(v))
                    && !varies(&own, s)
                    && read.iter().all(|v| group.contains(v) || matches!(v, Var::Place | Var::Choice(_)))
            })
            .collect();
        let followed = group.iter().cloned().chain([Var::Place]).collect();
        let world = World::new(own, &followed)?;
        let map = Map::explore(&world, MOST);
        map.whole.then_some(Self { world, map, group, usable })
    }

    /// The waits that the group can always meet.
    fn met(&self) -> Vec<Wait> {
        let acts = self.world.rules.steps.iter().filter_map(|s| if let Step::Act(a) = s { Some(*a) } else { None });
        let mut met = Vec::new();
        for action in acts.filter(|a| !a.opens_matter()) {
            let Some(places) = self.places(action) else { continue };
            for (i, needs) in action.needs.iter().enumerate().filter(|(_, n)| n.waived_by.is_none()) {
                if self.concerns(needs) && self.always(action, &needs.only, &places, &self.happened(needs)) {
                    met.push(Wait::Needs(action.id.clone(), i));
                }
            }
            for run in action.ended.iter().filter(|run| self.group.contains(&self.world.rules.waited(run))) {
                let goal = self.over(run).into_iter().map(|t| vec![t]).collect::<Vec<_>>();
                if self.always(action, &[], &places, &goal) {
                    met.push(Wait::Ended(action.id.clone(), run.clone()));
                }
            }
        }
        met
    }

    /// Whether the line is the group's to meet: all of its events, or of alternatives one.
    fn concerns(&self, needs: &Needs) -> bool {
        let mine = |e: &Id| self.group.contains(&Var::Event(e.clone()));
        if needs.any { needs.events.iter().any(mine) } else { needs.events.iter().all(mine) }
    }

    fn happened(&self, needs: &Needs) -> Vec<Vec<Test>> {
        let tests: Vec<Test> = needs.events.iter().filter_map(|e| self.world.layout.test(&Var::Event(e.clone()), 2)).collect();
        if needs.any { vec![tests] } else { tests.into_iter().map(|t| vec![t]).collect() }
    }

    fn over(&self, run: &Id) -> Option<Test> {
        let var = self.world.rules.waited(run);
        let mask = match self.world.layout.tracks.get(run) {
            Some(states) => {
                let ends = states.iter().zip(1u32..).filter(|(s, _)| self.world.rules.p.states[*s].end);
                ends.fold(1u128, |m, (_, n)| m | (1 << n))
            }
            None => 0b101,
        };
        self.world.layout.test(&var, mask)
    }

    /// Where the act is offered; `None` where that depends on a track.
    fn places(&self, action: &Action) -> Option<Vec<Test>> {
        let states = action.from.iter().filter_map(|f| if let From::State(s) = f { Some(s) } else { None });
        let main = |s: &&Id| self.world.rules.run(s) == Var::Place;
        let states: Vec<&Id> = states.collect();
        states.iter().all(main).then(|| states.iter().filter_map(|s| self.world.layout.stands_in(self.world.rules.p, s)).collect())
    }

    /// Whether usable steps lead to the goal from every situation in these places.
    fn always(&self, action: &Action, only: &[Id], places: &[Test], goal: &[Vec<Test>]) -> bool {
        let holds_with = |step: usize| match &self.world.rules.steps[step] {
            Step::Act(a) => {
                let within = |only: &[Id]| !only.is_empty() && only.iter().all(|v| a.only.contains(v));
                a.only.is_empty() || within(only) || within(&action.only)
            }
            _ => true,
        };
        let may: Vec<bool> = (0..self.usable.len()).map(|s| self.usable[s] && holds_with(s)).collect();
        let mut free: Vec<bool> = self.map.keys.iter().map(|k| goal.iter().all(|g| super::layout::any(g, *k))).collect();
        loop {
            let mut grown = false;
            for at in 0..self.map.len() {
                if !free[at] && self.map.from(at).iter().any(|e| may[usize::from(e.step)] && free[e.to as usize]) {
                    free[at] = true;
                    grown = true;
                }
            }
            if !grown {
                break;
            }
        }
        (0..self.map.len()).all(|at| free[at] || !places.iter().any(|t| t.holds(self.map.keys[at])))
    }
}
