//! States: each is reached, each offers something, each carries a clock or says why it is open-ended.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Action, From, State};
use kernel::Id;
use std::collections::BTreeSet;

pub(super) fn check(case: &Case, found: &mut Findings) {
    whole(case, found);
    for state in case.p.states.values() {
        one(case, state, found);
    }
    for action in &case.p.actions {
        moves(case, action, found);
    }
}

fn whole(case: &Case, found: &mut Findings) {
    let place =
        case.p.roles.values().map(|r| r.place).chain(case.p.states.values().map(|s| s.place)).min_by_key(|p| p.offset).unwrap_or_default();
    if !case.p.actions.iter().any(Action::opens_matter) {
        found
            .error(
                "P208",
                place,
                format!("程序 {} 没有办理事项能开始（from new）", case.p.id),
                format!("no action of {} opens a matter (from new)", case.p.id),
            )
            .hint("写一个 action … { from new … }", "write an action with from new");
    }
    for run in runs(case) {
        if !case.p.states.values().any(|s| s.end && s.track.as_ref() == run) {
            let name = run.map_or("主线".to_owned(), |t| format!("并行线 {t}"));
            let at = run.and_then(|t| case.p.tracks.get(t)).map_or(place, |t| t.place);
            found
                .error("P209", at, format!("{name}没有终点（end）"), "this run has no end")
                .hint("写 end 名称 \"题名\" en=\"…\"", "write end ID \"…\" en=\"…\"");
        }
    }
}

/// The main run and every track.
pub(super) fn runs<'a>(case: &Case<'a>) -> impl Iterator<Item = Option<&'a Id>> {
    std::iter::once(None).chain(case.p.tracks.keys().map(Some))
}

fn one(case: &Case, state: &State, found: &mut Findings) {
    if !case.reach.states.contains(&state.id) {
        found
            .error("P201", state.place, format!("没有办理事项或者期限能走到“{}”", state.title.zh), format!("nothing leads to {}", state.id))
            .hint(
                format!("某个办理事项写 to={}，或者删去这个环节", state.id),
                format!("let an action say to={}, or remove the state", state.id),
            );
        return;
    }
    if state.end {
        return;
    }
    if !case.p.actions.iter().any(|a| a.offered_in(&state.id)) {
        found
            .error("P202", state.place, format!("“{}”里没有任何事可办", state.title.zh), format!("{} offers nothing to do", state.id))
            .hint("在里面写 action，或者把它写成 end", "write an action in it, or make it an end");
    }
    if state.open_ended.is_none() && !case.reach.clocked(&state.id) {
        found
            .error(
                "P203",
                state.place,
                format!("“{}”没有期限，也没有说明为什么没有", state.title.zh),
                format!("{} carries no clock and does not say why", state.id),
            )
            .hint(
                "加一个在这里运行的 clock，或者写 open-ended \"原因\" en=\"…\"",
                "add a clock that runs here, or open-ended \"why\" en=\"…\"",
            );
    }
}

fn moves(case: &Case, action: &Action, found: &mut Findings) {
    let run = |id: &Id| case.p.states.get(id).map(|s| s.track.clone());
    let mut seen = BTreeSet::new();
    if let Some(twice) = action.to.iter().find(|to| run(to).is_some_and(|r| !seen.insert(r))) {
        found.error(
            "P211",
            action.place,
            format!("{} 把同一条线移到两个环节（{twice}）", action.id),
            format!("{} moves one run to two states", action.id),
        );
    }
    if action.opens_matter() && !action.to.iter().any(|to| run(to) == Some(None)) {
        found.error(
            "P210",
            action.place,
            format!("{} 开始一件事项，却没有写进入哪个环节（to=）", action.id),
            format!("{} opens a matter and names no state to enter (to=)", action.id),
        );
    }
    if action.opens_matter() && action.from.iter().any(|f| matches!(f, From::State(_))) {
        found.error(
            "P211",
            action.place,
            format!("{} 同时写了 from new 和环节", action.id),
            format!("{} is offered both for a new matter and in a state", action.id),
        );
    }
}
