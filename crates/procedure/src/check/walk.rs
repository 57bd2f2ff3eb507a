//! Exhaustive walk, dates left out: main state × overlay × tracks × choices × needed events × papers on their way × children ×
//! clocks whose lapse counts.
//!
//! What it takes for granted: rules say yes and do not change their answer; a waiver may be had; a proposal waiting for signatures is
//! signed or returned; what is per holder has happened for none or for all of them, and naming more parties opens it again; of the
//! children of one procedure at most one is open at a time; a lapse may come wherever its clock runs and does not stand still.
//!
//! First everything is followed. Where that gives too many situations, only the variables are on which the main run depends
//! (cone of influence); conditions on others are then taken to hold. From every situation that comes up there must be a way to an
//! end; if not, the shortest way into the trap is told.

mod aside;
mod chances;
mod compile;
mod layout;
mod map;
mod running;
mod steps;
mod tell;
#[cfg(test)]
mod tests;
mod traps;
mod world;

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Action, ChoiceSource, Dossier, FieldKind, Procedure};
use kernel::Id;
use map::Map;
use std::collections::BTreeSet;
use steps::{Rules, Var};
use world::World;

/// Situations looked at before the walk of everything gives up.
const MOST_WHOLE: usize = 20_000;
/// Situations looked at before the walk of the cone gives up.
const MOST: usize = 400_000;

/// How large the walk of a procedure was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// The procedure.
    pub procedure: Id,
    /// Situations that came up.
    pub situations: usize,
    /// Steps from one to another.
    pub steps: usize,
    /// Everything was followed; else only that on which the main run depends.
    pub everything: bool,
    /// All situations were looked at; else the bound was reached.
    pub finished: bool,
}

/// Walks every procedure of a file and says how large the walks were.
#[must_use]
pub fn walked(dossier: &Dossier) -> Vec<Walked> {
    let sound = dossier.procedures.iter().filter(|p| begins_and_ends(p));
    sound
        .filter_map(|p| {
            let (_, map, cone) = walk(p, parent(p, dossier))?;
            let (situations, steps, everything, finished) = (map.len(), map.steps(), cone.is_none(), map.whole);
            Some(Walked { procedure: p.id.clone(), situations, steps, everything, finished })
        })
        .collect()
}

pub(super) fn check(case: &Case, found: &mut Findings) {
    if !begins_and_ends(case.p) {
        return;
    }
    let place = case.p.states.values().map(|s| s.place).next().unwrap_or_default();
    let Some((world, map, cone)) = walk(case.p, parent(case.p, case.dossier)) else {
        found.warn("P504", place, "变化太多，没有走遍各种情形", "too much varies; the situations were not walked");
        return;
    };
    if !map.whole {
        found.warn("P504", place, format!("情形超过 {MOST} 种，没有走完"), format!("more than {MOST} situations; not all were walked"));
        return;
    }
    // One cause, one finding: where a matter is caught, acts beyond the trap are of course never done.
    if !traps::check(&world, &map, found) {
        chances::check(case, &world, &map, found);
        let mut seen = BTreeSet::new();
        running::check(case, &world, &map, &mut seen, found);
        if let Some(cone) = &cone {
            closer(case, &world.rules, cone, &mut seen, found);
        }
    }
}

/// Clocks that run beside the cone, each with its own track, papers and events followed.
fn closer(case: &Case, rules: &Rules<'_>, cone: &BTreeSet<Var>, seen: &mut BTreeSet<Id>, found: &mut Findings) {
    for (rules, followed) in aside::views(rules, cone, &seeds(case.p)) {
        let Some(world) = World::new(rules, &followed) else { continue };
        if running::unseen(&world, seen).is_empty() {
            continue;
        }
        let map = Map::explore(&world, MOST_WHOLE);
        if map.whole {
            running::check_unseen(case, &world, &map, seen, found);
        }
    }
}

fn begins_and_ends(p: &Procedure) -> bool {
    p.actions.iter().any(Action::opens_matter) && p.states.values().any(|s| s.end && s.track.is_none())
}

fn parent<'a>(p: &Procedure, dossier: &'a Dossier) -> Option<&'a Procedure> {
    let of = p.child_of.as_ref()?;
    dossier.procedures.iter().find(|q| q.id == *of)
}

/// The world, its situations, and the cone where not everything was followed.
fn walk<'a>(p: &'a Procedure, parent: Option<&'a Procedure>) -> Option<(World<'a>, Map, Option<BTreeSet<Var>>)> {
    let rules = Rules::new(p, parent);
    let everything = rules.everything();
    if let Some(world) = World::new(rules, &everything) {
        let map = Map::explore(&world, MOST_WHOLE);
        if map.whole {
            return Some((world, map, None));
        }
    }
    let (rules, cone) = aside::relaxed(p, parent, &seeds(p));
    let world = World::new(rules, &cone)?;
    let map = Map::explore(&world, MOST);
    Some((world, map, Some(cone)))
}

/// The main run, the tracks that outlive it, and the choices that may change while a clock runs whose length depends on them.
fn seeds(p: &Procedure) -> BTreeSet<Var> {
    let outliving = p.tracks.values().filter(|t| t.outlives).map(|t| Var::Track(t.id.clone()));
    let of_lengths = p.clocks.iter().flat_map(|c| c.lengths.iter().flat_map(|l| &l.only)).filter_map(|v| p.choice_of(v.as_str()));
    let may_change = of_lengths.filter(|c| {
        let set = p.actions.iter().flat_map(|a| &a.sets).any(|v| c.values.iter().any(|own| own.id == *v));
        let asked = p.fields().filter(|(_, f)| f.kind == FieldKind::Choice(c.id.clone())).count();
        c.source == ChoiceSource::Act && (set || asked > 1)
    });
    [Var::Place].into_iter().chain(outliving).chain(may_change.map(|c| Var::Choice(c.id.clone()))).collect()
}
