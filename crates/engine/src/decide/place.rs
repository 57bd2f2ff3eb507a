//! Where an action is offered, in which run it acts, and what else moves with that run.

use super::titles;
use crate::{Frame, Matter, Refusal, Waiting};
use kernel::{Id, Lang};
use procedure::model::{Action, HeldBy};

pub(super) fn check(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Result<(), Refusal> {
    if !matter.live_states().any(|s| action.offered_in(s)) {
        let here = matter.overlay.as_ref().or(matter.main.as_ref());
        let title = |lang| titles::state(frame, here, lang);
        return Err(Refusal::new(
            "E-state",
            format!("事项现处于“{}”，不能“{}”。", title(Lang::Zh), action.title.zh),
            format!("The matter is at “{}”; “{}” is not open there.", title(Lang::En), action.title.en),
        )
        .for_action(frame, action));
    }
    let lays_another = action.to.iter().any(|s| frame.procedure.states.get(s).is_some_and(|s| s.overlay));
    if let (Some(overlay), true) = (&matter.overlay, lays_another) {
        let title = |lang| titles::state(frame, Some(overlay), lang);
        return Err(Refusal::new(
            "E-overlay",
            format!("事项已经处于“{}”，不能再叠加一个。", title(Lang::Zh)),
            format!("The matter is already at “{}”; another cannot be laid over it.", title(Lang::En)),
        )
        .lift("又有新的情形的，在其中登记。", "Record a further ground inside it.")
        .for_action(frame, action));
    }
    let track = run_of(frame, matter, action);
    let moves = action.back || !action.to.is_empty();
    let ours = action.by.iter().any(|r| frame.procedure.roles.get(r).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_))));
    // What a party or another organ does is not kept waiting by our own signatures: it takes the proposal's place.
    let blocked = matter.waiting_in(track.as_ref()).is_some() && (!action.sign.is_empty() || (moves && ours));
    if blocked {
        return Err(Refusal::new("E-pending", "有一项提请正等待签批。", "Something is waiting to be signed.")
            .lift("请签批人签批或者退回，或者由提请人撤回。", "It must first be signed, returned, or recalled."));
    }
    Ok(())
}

/// The run that an action moves, or in which it stays: a track, or `None` for the main one.
pub(crate) fn run_of(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Option<Id> {
    let track = |state: &Id| frame.procedure.states.get(state).and_then(|s| s.track.clone());
    if action.back {
        return None;
    }
    if !action.to.is_empty() {
        let all: Vec<Option<Id>> = action.to.iter().map(track).collect();
        return if all.contains(&None) { None } else { all.into_iter().flatten().next() };
    }
    matter.live_states().find(|s| action.offered_in(s)).and_then(track)
}

/// Proposals that fall when the runs of these states move without them: those of the same runs, and of tracks that close with the main one.
pub(super) fn dropped(frame: &Frame<'_>, matter: &Matter, to: &[Id], back: bool, except: Option<u64>) -> Vec<u64> {
    let known = |id: &Id| frame.procedure.states.get(id);
    let moves_main = back || to.iter().filter_map(known).any(|s| s.track.is_none());
    let ends = to.iter().filter_map(known).any(|s| s.track.is_none() && s.end);
    let falls = |track: Option<&Id>| match track {
        None => moves_main,
        Some(t) => {
            let moved = to.iter().filter_map(known).any(|s| s.track.as_ref() == Some(t));
            moved || (ends && !frame.procedure.tracks.get(t).is_some_and(|t| t.outlives))
        }
    };
    matter
        .pending
        .iter()
        .filter(|p| matches!(p.what, Waiting::Act { .. }) && Some(p.seq) != except && falls(p.track.as_ref()))
        .map(|p| p.seq)
        .collect()
}
