//! Sizes: more than this means that two procedures share a file.

use super::{Case, states::runs};
use crate::diagnostic::Findings;
use crate::model::From;
use kernel::Id;
use std::collections::BTreeMap;

/// States of a run.
const STATES: usize = 25;
/// Actions written in a state: hearing one dispute takes twenty kinds of act.
const WRITTEN: usize = 20;
/// Actions offered in a state.
const OFFERED: usize = 32;
/// Clocks of a run; those of an overlay count by themselves, those of public notice are the kernel's.
const CLOCKS: usize = 24;

pub(super) fn check(case: &Case, found: &mut Findings) {
    for run in runs(case) {
        let states: Vec<_> = case.p.states.values().filter(|s| s.track.as_ref() == run).collect();
        let last = states.iter().max_by_key(|s| s.place.offset).map(|s| s.place).unwrap_or_default();
        too_many("P501", states.len(), STATES, ("环节", "states"), last, found);
        let clocks: Vec<_> = case.p.clocks.iter().filter(|c| c.track.as_ref() == run && c.overlay.is_none() && !c.notice).collect();
        let last = clocks.last().map(|c| c.place).unwrap_or_default();
        too_many("P503", clocks.len(), CLOCKS, ("期限", "clocks"), last, found);
    }
    let mut offered: BTreeMap<&Id, (usize, usize)> = BTreeMap::new();
    for action in &case.p.actions {
        for from in &action.from {
            let From::State(state) = from else { continue };
            let (all, own) = offered.entry(state).or_default();
            *all += 1;
            *own += usize::from(action.from.len() == 1);
        }
    }
    for state in case.p.states.values() {
        let (all, own) = offered.get(&state.id).copied().unwrap_or_default();
        too_many("P502", own, WRITTEN, ("办理事项", "actions"), state.place, found);
        too_many("P502", all, OFFERED, ("可办的事项", "actions offered"), state.place, found);
    }
}

fn too_many(code: &'static str, count: usize, most: usize, what: (&str, &str), place: crate::model::Place, found: &mut Findings) {
    if count > most {
        found
            .error(code, place, format!("{}有 {count} 个，至多 {most} 个", what.0), format!("there are {count} {}; at most {most}", what.1))
            .hint("分成两个程序", "make two procedures of it");
    }
}
