//! Overlays: each can be left again; a clock that waits for the other's end does not wait for ever.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Action, Clock, From, State};
use kernel::Id;
use std::collections::BTreeSet;

pub(super) fn check(case: &Case, found: &mut Findings) {
    for overlay in case.p.states.values().filter(|s| s.overlay && case.reach.states.contains(&s.id)) {
        if !can_be_left(case, overlay) {
            found
                .error(
                    "P204",
                    overlay.place,
                    format!("进入“{}”以后回不来，也出不去", overlay.title.zh),
                    format!("{} is entered and never left", overlay.id),
                )
                .hint("在里面写一个 to=back 的办理事项，或者写去哪个环节", "write an action with to=back in it, or one to a state");
        }
    }
    standstill(case, found);
}

/// By `back`, or by an act or a lapse that moves the main run.
fn can_be_left(case: &Case, overlay: &State) -> bool {
    let acts = case.p.actions.iter().filter(|a| a.offered_in(&overlay.id)).any(|a| a.back || moves_main(case, &a.to));
    acts || case.p.clocks.iter().filter(|c| case.reach.runs_in(&c.id, &overlay.id)).any(|c| lapses_main(case, c))
}

fn moves_main<'a>(case: &Case, to: impl IntoIterator<Item = &'a Id>) -> bool {
    to.into_iter().filter_map(|s| case.p.states.get(s)).any(|s| s.track.is_none() && !s.overlay)
}

fn lapses_main(case: &Case, clock: &Clock) -> bool {
    moves_main(case, clock.lapse.iter().filter_map(|l| l.to.as_ref()))
}

/// Clocks stand still in stretches that only each other's lapse would end.
fn standstill(case: &Case, found: &mut Findings) {
    let lapsing: Vec<&Clock> = case.p.clocks.iter().filter(|c| c.lapse.is_some() && !c.notice).collect();
    // Those that run on for certain; grown until nothing is added.
    let mut live: BTreeSet<&Id> = BTreeSet::new();
    loop {
        let more: Vec<&Id> = lapsing
            .iter()
            .filter(|c| !live.contains(&c.id) && c.pauses.iter().all(|p| ends(case, &p.within, &live)))
            .map(|c| &c.id)
            .collect();
        if more.is_empty() {
            break;
        }
        live.extend(more);
    }
    for clock in lapsing.iter().filter(|c| !live.contains(&c.id)) {
        let Some(pause) = clock.pauses.iter().find(|p| !ends(case, &p.within, &live)) else { continue };
        found
            .error(
                "P309",
                pause.place,
                format!("期限“{}”停在 {} 里，而离开它要等的期限也停着：互相等下去", clock.title.zh, pause.within),
                format!("{} stands still in {}, which only ends by a clock that stands still too", clock.id, pause.within),
            )
            .hint("让一个办理事项能离开它，或者让一个期限不中止", "let an action leave it, or let one of the clocks run on");
    }
}

/// Whether an act, or the lapse of a clock that runs on, ends the stretch.
fn ends(case: &Case, stretch: &Id, live: &BTreeSet<&Id>) -> bool {
    let p = case.p;
    let Some(track) = p.tracks.get(stretch).map(|t| &t.id).or_else(|| p.states.get(stretch).and_then(|s| s.track.as_ref())) else {
        let Some(state) = p.states.get(stretch) else { return true };
        let elsewhere =
            |a: &Action| a.from.iter().any(|f| matches!(f, From::State(s) if p.states.get(s).is_some_and(|s| s.track.is_some())));
        let acts = p.actions.iter().filter(|a| a.offered_in(&state.id) || elsewhere(a));
        let by_act = |a: &Action| (a.back && state.overlay) || moves_main(case, a.to.iter().filter(|s| **s != state.id));
        return acts.into_iter().any(by_act) || p.clocks.iter().any(|c| live.contains(&c.id) && lapses_main(case, c));
    };
    let of_track = |s: &Id| *s != *stretch && p.states.get(s).is_some_and(|s| s.track.as_ref() == Some(track));
    let main_ends = || p.tracks.get(track).is_some_and(|t| !t.outlives) && p.actions.iter().any(|a| closes(case, a));
    p.actions.iter().any(|a| a.to.iter().any(of_track) && a.from.iter().any(|f| matches!(f, From::State(s) if of_track(s) || s == stretch)))
        || p.clocks.iter().any(|c| live.contains(&c.id) && c.lapse.iter().filter_map(|l| l.to.as_ref()).any(of_track))
        || main_ends()
}

/// Whether the act ends the main run, and does not wait for a track to do so.
fn closes(case: &Case, action: &Action) -> bool {
    action.ended.is_empty() && action.to.iter().filter_map(|s| case.p.states.get(s)).any(|s| s.end && s.track.is_none())
}
