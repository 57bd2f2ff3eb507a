//! Situations from which no end can be reached any more.

use super::map::Map;
use super::world::World;
use crate::diagnostic::Findings;
use kernel::Id;
use std::collections::BTreeSet;

/// Tells each state in which a matter, or a track, may be caught. Whether any was found.
pub(super) fn check(world: &World<'_>, map: &Map, found: &mut Findings) -> bool {
    let mut any = main(world, map, found);
    for track in world.layout.tracks.keys() {
        let Some(declared) = world.rules.p.tracks.get(track) else { continue };
        if declared.outlives {
            any |= outliving(world, map, track, found);
        } else if world.rules.p.actions.iter().any(|a| a.ended.contains(track)) {
            any |= waited(world, map, track, found);
        }
    }
    any
}

fn main(world: &World<'_>, map: &Map, found: &mut Findings) -> bool {
    let free = map.reaching(|at| world.ended(map.keys[at]));
    let mut told: BTreeSet<&Id> = BTreeSet::new();
    for at in (0..map.len()).filter(|at| !free[*at]) {
        if let Some(state) = world.on_top(map.keys[at])
            && told.insert(state)
        {
            trapped(world, map, at, state, found);
        }
    }
    !told.is_empty()
}

fn outliving(world: &World<'_>, map: &Map, track: &Id, found: &mut Findings) -> bool {
    let running = |at: usize| world.track(track, map.keys[at]).filter(|s| !world.rules.p.states[*s].end);
    let free = map.reaching(|at| running(at).is_none());
    let mut told: BTreeSet<&Id> = BTreeSet::new();
    for at in (0..map.len()).filter(|at| !free[*at]) {
        if let Some(state) = running(at)
            && told.insert(state)
        {
            trapped(world, map, at, state, found);
        }
    }
    !told.is_empty()
}

fn trapped(world: &World<'_>, map: &Map, at: usize, state: &Id, found: &mut Findings) {
    let (title, when, way) = (world.title(state), world.values(map.keys[at]), world.told(&map.way(at)));
    found
        .error(
            "P206",
            world.rules.p.states[state].place,
            format!("走到“{title}”{when}就再也到不了终点：{way}"),
            format!("from {state} no end can be reached"),
        )
        .hint("给这种情形写一个出口", "write a way out of this situation");
}

/// A track for which some act of the main run waits must be able to come to an end of its own.
fn waited(world: &World<'_>, map: &Map, track: &Id, found: &mut Findings) -> bool {
    let running = |at: usize| {
        let open = !world.ended(map.keys[at]);
        world.track(track, map.keys[at]).filter(|s| open && !world.rules.p.states[*s].end)
    };
    let own_end = |step: usize| {
        let moves = world.rules.steps.get(step).map(|s| world.rules.moves(s)).unwrap_or_default();
        moves.iter().filter_map(|s| world.rules.p.states.get(*s)).any(|s| s.end && s.track.as_ref() == Some(track))
    };
    let ends: Vec<bool> = (0..world.rules.steps.len()).map(own_end).collect();
    let free = map.reaching(|at| map.from(at).iter().any(|e| ends[usize::from(e.step)]));
    let Some((at, state)) = (0..map.len()).filter(|at| !free[*at]).find_map(|at| Some((at, running(at)?))) else { return false };
    let (title, way) = (world.title(state), world.told(&map.way(at)));
    let line = world.rules.p.tracks.get(track).map_or_else(|| track.to_string(), |t| t.title.zh.clone());
    found
        .error(
            "P214",
            world.rules.p.states[state].place,
            format!("“{line}”走到“{title}”就再也结束不了，而有事项要等它结束：{way}"),
            format!("from {state} the track {track} cannot end, and an act waits for it"),
        )
        .hint("给这个环节写一个出口，或者不写 ended", "write a way out of this state, or remove ended");
    true
}
