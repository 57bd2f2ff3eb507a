//! Acts that can never be done, or not in one variant; waits for what could not have begun.

use super::super::Case;
use super::map::Map;
use super::steps::{Step, Var};
use super::world::World;
use crate::diagnostic::Findings;
use crate::model::{Action, ChoiceSource};
use kernel::Id;

pub(super) fn check(case: &Case, world: &World<'_>, map: &Map, found: &mut Findings) {
    let mut all_possible = true;
    for (n, step) in world.rules.steps.iter().enumerate() {
        let Step::Act(action) = step else { continue };
        if action.opens_matter() || !case.reach.possible(action) {
            continue;
        }
        if waits_for_nothing(case, action) {
            all_possible = false;
            continue;
        }
        let possible: Vec<bool> = map.keys.iter().map(|k| world.possible(n, *k)).collect();
        if !possible.contains(&true) {
            never(world, map, n, action, found);
            all_possible = false;
            continue;
        }
        if world.exact[n] {
            variants(world, map, n, action, &possible, found);
        }
        for run in &action.ended {
            waits(world, map, action, run, &possible, found);
        }
    }
    if all_possible {
        unreached(case, world, map, found);
    }
}

/// Something leads to the state as it is written, and no situation ever stands in it.
fn unreached(case: &Case, world: &World<'_>, map: &Map, found: &mut Findings) {
    for state in case.p.states.values().filter(|s| case.reach.states.contains(&s.id)) {
        let Some(here) = world.layout.stands_in(case.p, &state.id) else { continue };
        // A track's end may coincide with that of the main run, which closes the track.
        let closes = state.track.is_some() && state.end;
        if !closes && !map.keys.iter().any(|k| here.holds(*k)) {
            found
                .error(
                    "P201",
                    state.place,
                    format!("“{}”有路可写，却没有一种情形走得到：条件凑不齐", state.title.zh),
                    format!("{} is named as a way, and no situation ever comes to it", state.id),
                )
                .hint("改通向它的 only、needs 或者期限", "change the only, needs or clock that leads there");
        }
    }
}

/// Another proof tells of it: an event that never happens at all, a choice that nothing sets.
fn waits_for_nothing(case: &Case, action: &Action) -> bool {
    let unset = |value: &Id| {
        let choice = case.p.choice_of(value.as_str()).filter(|c| c.source == ChoiceSource::Act && c.default.is_none());
        choice.is_some_and(|c| !super::super::forms::is_set(case.p, c))
    };
    action.needs.iter().flat_map(|n| &n.events).any(|e| !case.reach.events.contains(e)) || action.only.iter().any(unset)
}

fn never(world: &World<'_>, map: &Map, step: usize, action: &Action, found: &mut Findings) {
    let offered = (0..map.len()).find(|at| world.offered(step, map.keys[*at]));
    let (zh, en) = match offered {
        Some(at) => (format!("走到能办它的环节时，它要等的总不齐：{}", world.told(&map.way(at))), "what it waits for is never all there"),
        None => ("能走到的情形里，选项从不符合它的 only，或者走不到它的环节".to_owned(), "its place and choices never come together"),
    };
    found
        .error("P207", action.place, format!("“{}”永远办不了：{zh}", action.title.zh), format!("{} can never be done: {en}", action.id))
        .hint("改它的 only、needs、ended 或者 from，或者删去", "change its only, needs, ended or from, or remove it");
}

/// Where it is offered for a choice and can then never be done, whatever follows.
fn variants(world: &World<'_>, map: &Map, step: usize, action: &Action, possible: &[bool], found: &mut Findings) {
    if action.needs.is_empty() && action.ended.is_empty() {
        return;
    }
    let offered: Vec<usize> = (0..map.len()).filter(|at| world.offered(step, map.keys[*at])).collect();
    if offered.iter().all(|at| possible[*at]) {
        return;
    }
    let free = map.reaching(|at| possible[at]);
    for (choice, classes) in &world.layout.choices {
        let Some(slot) = world.layout.slot(&Var::Choice(choice.clone())) else { continue };
        for value in (1..).take(classes.len()) {
            let mut here = offered.iter().copied().filter(|at| slot.get(map.keys[*at]) == value).peekable();
            let Some(first) = here.peek().copied() else { continue };
            if here.any(|at| free[at]) {
                continue;
            }
            let (when, way) = (world.values(map.keys[first]), world.told(&map.way(first)));
            found
                .warn(
                    "P212",
                    action.place,
                    format!("“{}”在这种情形下永远办不了{when}，它要等的不会发生：{way}", action.title.zh),
                    format!("{} can never be done in one variant: what it needs cannot happen there", action.id),
                )
                .hint("给它写 only=，或者给 needs 写 only=", "give it only=, or give its needs only=");
            return;
        }
    }
}

/// `ended RUN` says something only where the run can have begun before.
fn waits(world: &World<'_>, map: &Map, action: &Action, run: &Id, possible: &[bool], found: &mut Findings) {
    let begins = |step: &Step<'_>| match step {
        Step::Act(a) => {
            let from_outside = a.from.iter().any(|f| !matches!(f, crate::model::From::State(s) if world.rules.p.states.get(s).is_some_and(|s| s.track.as_ref() == Some(run))));
            let enters = a.to.iter().any(|s| world.rules.p.states.get(s).is_some_and(|s| s.track.as_ref() == Some(run)));
            (enters && from_outside) || a.opens.as_ref().is_some_and(|o| o.child && o.procedure == *run)
        }
        _ => false,
    };
    let entries: Vec<usize> = world.rules.steps.iter().enumerate().filter(|(_, s)| begins(s)).map(|(n, _)| n).collect();
    let lapses = world.rules.p.clocks.iter().filter_map(|c| c.lapse.as_ref()?.to.as_ref());
    let by_lapse = lapses.filter_map(|s| world.rules.p.states.get(s)).any(|s| s.track.as_ref() == Some(run));
    let opening = entries.iter().any(|n| matches!(&world.rules.steps[*n], Step::Act(a) if a.opens_matter()));
    if entries.is_empty() || by_lapse || opening {
        return;
    }
    let line = world.rules.p.tracks.get(run).map_or_else(|| run.to_string(), |t| t.title.zh.clone());
    let can_begin: Vec<usize> = (0..map.len()).filter(|at| entries.iter().any(|n| world.possible(*n, map.keys[*at]))).collect();
    let afterwards = map.after(can_begin, |_, _| true);
    if !(0..map.len()).any(|at| possible[at] && afterwards[at]) {
        let at = possible.iter().position(|p| *p).unwrap_or_default();
        found
            .error(
                "P213",
                action.place,
                format!("“{}”要等“{line}”结束，而在它之前“{line}”从来没有机会开始：{}", action.title.zh, world.told(&map.way(at))),
                format!("{} waits for the end of {run}, which can never have begun before it", action.id),
            )
            .hint("让它在更早的环节能开始，或者删去 ended", "let it begin in an earlier state, or remove ended");
        return;
    }
    let here = |at: usize| entries.iter().any(|n| super::layout::any(&world.moves[*n].place, map.keys[at]));
    if let Some(way) = map.path(|at| !here(at), |at| possible[at]) {
        found
            .warn(
                "P213",
                action.place,
                format!("“{}”要等“{line}”结束；有一条路不经过能开始“{line}”的环节：{}", action.title.zh, world.told(&way)),
                format!("{} waits for the end of {run}; on one way it has no chance to begin", action.id),
            )
            .hint("核对这条路是不是本来就不需要它", "see whether it is not needed on that way");
    }
}
