//! Whose turn it is: the source of every work queue.

use crate::{Frame, Matter, Waiting};
use kernel::{AccountId, Date, Id, OrgPath};
use procedure::model::{HeldBy, LapseFor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Work that one role has in a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What kind of work.
    pub kind: TaskKind,
    /// The role that is to act.
    pub role: Id,
    /// The unit over which it is held.
    pub unit: OrgPath,
    /// The person, where the role was given to one; else anybody who holds it.
    pub account: Option<AccountId>,
    /// The clock that presses most.
    pub clock: Option<Id>,
    /// When that clock is due.
    pub due_on: Option<Date>,
    /// The state it arises in.
    pub state: Option<Id>,
    /// It waits for somebody else: shown to this role as 在办.
    pub waiting: bool,
}

/// What kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// An action is to be done.
    Act,
    /// Something is to be signed.
    Sign,
    /// A correction is to be agreed.
    Agree,
}

impl TaskKind {
    /// Its stored form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Sign => "sign",
            Self::Agree => "agree",
        }
    }
}

/// Work in the matter for our own roles and register holders, at most one row per role.
///
/// A role that may act now has work. A role of ours that acted before and now waits for another has a row marked `waiting`.
/// Rules are not asked: what is refused today still is somebody's to look after.
#[must_use]
pub fn tasks(frame: &Frame<'_>, matter: &Matter) -> Vec<Task> {
    let p = frame.procedure;
    let mut rows: BTreeMap<Id, Task> = BTreeMap::new();
    let mut put = |role: &Id, kind: TaskKind, state: Option<&Id>, waiting: bool| {
        let Some(held) = p.roles.get(role).map(|r| &r.held_by) else { return };
        if !matches!(held, HeldBy::Unit(_) | HeldBy::Register(_)) {
            return;
        }
        let account = matter.handlers.get(role).cloned();
        if matches!(held, HeldBy::Register(_)) && account.is_none() {
            return;
        }
        let (clock, due_on) = pressing(frame, matter, role);
        let task = Task { kind, role: role.clone(), unit: matter.unit.clone(), account, clock, due_on, state: state.cloned(), waiting };
        let better = rows.get(role).is_none_or(|old| (old.waiting, old.kind == TaskKind::Act) > (waiting, kind == TaskKind::Act));
        if better {
            rows.insert(role.clone(), task);
        }
    };
    match &matter.pending {
        Some(pending) => {
            match &pending.what {
                Waiting::Act { .. } => matter.awaited().iter().for_each(|role| put(role, TaskKind::Sign, None, false)),
                Waiting::Correction { .. } => {
                    for role in p.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_))) {
                        put(&role.id, TaskKind::Agree, None, Some(&role.id) == pending.role.as_ref());
                    }
                }
            }
            if let Some(role) = pending.via.as_ref().or(pending.role.as_ref()) {
                put(role, TaskKind::Act, matter.main.as_ref(), true);
            }
        }
        None => {
            let facts = frame.facts(matter, matter.opened_on);
            for state in matter.live_states() {
                let open = |a: &&procedure::model::Action| {
                    a.offered_in(state) && !(a.once && matter.happened(a.event.as_str())) && frame.holds(&a.only, &facts)
                };
                let end = p.states.get(state).is_some_and(|s| s.end);
                for action in p.actions.iter().filter(open).filter(|_| !end) {
                    for role in action.by.iter().chain(&action.via) {
                        // What ours merely enter for a party or an outsider is the other's turn, not ours.
                        let others = action.via.as_ref() == Some(role) && !action.by.contains(role);
                        put(role, TaskKind::Act, Some(state), others);
                    }
                }
            }
        }
    }
    let proposals = matter.clocks.iter().filter(|i| i.running() && i.declined.is_none());
    for instance in proposals {
        if let Some(LapseFor::Against { by, .. }) = p.clock(instance.clock.as_str()).and_then(|c| c.lapse.as_ref()).map(|l| &l.side) {
            put(by, TaskKind::Act, matter.main.as_ref(), true);
        }
    }
    rows.into_values().collect()
}

/// The running clock that presses a role most: one that binds it, else one whose lapse it must confirm, else any in the matter.
fn pressing(frame: &Frame<'_>, matter: &Matter, role: &Id) -> (Option<Id>, Option<Date>) {
    let rank = |clock: &Id| match frame.procedure.clock(clock.as_str()) {
        Some(c) if c.binds == *role => 0,
        _ => 1,
    };
    matter
        .clocks
        .iter()
        .filter(|i| i.running() && i.paused_since.is_none())
        .filter_map(|i| Some((rank(&i.clock), i.promise_on.or(i.due_on)?, &i.clock)))
        .min()
        .map_or((None, None), |(_, due, clock)| (Some(clock.clone()), Some(due)))
}
