//! Whose turn it is: the source of every work queue.

use crate::{Frame, Instance, Matter, Pending, Waiting};
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

/// The role under which somebody's own countersignature waits: it belongs to a person, not to an office.
pub const COUNTERSIGN: &str = "countersign";

/// Work in the matter for our own roles and register holders, at most one row per role and person.
///
/// A role that may act now has work. A role of ours that acted before and now waits for another has a row marked `waiting`.
/// Rules are not asked: what is refused today still is somebody's to look after.
#[must_use]
pub fn tasks(frame: &Frame<'_>, matter: &Matter) -> Vec<Task> {
    let mut list = List { frame, matter, rows: BTreeMap::new() };
    for pending in &matter.pending {
        list.waiting(pending);
    }
    list.open_actions();
    list.proposed_lapses();
    list.rows.into_values().collect()
}

struct List<'a> {
    frame: &'a Frame<'a>,
    matter: &'a Matter,
    rows: BTreeMap<(Id, Option<AccountId>), Task>,
}

impl List<'_> {
    /// What waits for signatures: a turn for its signers, and something under way for whoever proposed it.
    fn waiting(&mut self, pending: &Pending) {
        match &pending.what {
            Waiting::Act { .. } => pending.awaited().iter().for_each(|role| self.put(role, TaskKind::Sign, None, false)),
            Waiting::Correction { .. } | Waiting::Destruction => {
                let ours = self.frame.procedure.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_)));
                for role in ours {
                    self.put(&role.id, TaskKind::Agree, None, Some(&role.id) == pending.role.as_ref());
                }
            }
        }
        for asked in &pending.countersign {
            self.row(&Id::from(COUNTERSIGN), Some(asked.clone()), TaskKind::Sign, None, false);
        }
        if let Some(role) = pending.via.as_ref().or(pending.role.as_ref()) {
            self.put(role, TaskKind::Act, self.matter.main.as_ref(), true);
        }
    }

    fn open_actions(&mut self) {
        let p = self.frame.procedure;
        let facts = self.frame.facts(self.matter, self.matter.opened_on);
        for state in self.matter.live_states() {
            let known = p.states.get(state);
            // What waits for a signature in this run is the signers' turn.
            let blocked = known.is_some_and(|s| self.matter.waiting_in(s.track.as_ref()).is_some());
            if blocked || known.is_some_and(|s| s.end) {
                continue;
            }
            let open = |a: &&procedure::model::Action| {
                a.offered_in(state) && !(a.once && self.matter.happened(a.event.as_str())) && self.frame.holds(&a.only, &facts)
            };
            for action in p.actions.iter().filter(open) {
                for role in action.by.iter().chain(&action.via) {
                    // What ours merely enter for a party or an outsider is the other's turn, not ours.
                    let others = action.via.as_ref() == Some(role) && !action.by.contains(role);
                    self.put(role, TaskKind::Act, Some(state), others);
                }
            }
        }
    }

    fn proposed_lapses(&mut self) {
        for instance in self.matter.clocks.iter().filter(|i| i.running() && i.declined.is_none()) {
            if let Some(LapseFor::Against { by, .. }) = instance.clock_in(self.frame).and_then(|c| c.lapse.as_ref()).map(|l| &l.side) {
                self.put(by, TaskKind::Act, self.matter.main.as_ref(), true);
            }
        }
    }

    /// A role's work: for each to whom it was given, else for anybody who holds it.
    fn put(&mut self, role: &Id, kind: TaskKind, state: Option<&Id>, waiting: bool) {
        let Some(held) = self.frame.procedure.roles.get(role).map(|r| &r.held_by) else { return };
        if !matches!(held, HeldBy::Unit(_) | HeldBy::Register(_)) {
            return;
        }
        let given: Vec<AccountId> = self.matter.handlers.get(role).cloned().unwrap_or_default();
        match (given.is_empty(), held) {
            (true, HeldBy::Register(_)) => {}
            (true, _) => self.row(role, None, kind, state, waiting),
            (false, _) => given.into_iter().for_each(|account| self.row(role, Some(account), kind, state, waiting)),
        }
    }

    fn row(&mut self, role: &Id, account: Option<AccountId>, kind: TaskKind, state: Option<&Id>, waiting: bool) {
        let key = (role.clone(), account.clone());
        let better = self.rows.get(&key).is_none_or(|old| (old.waiting, old.kind == TaskKind::Act) > (waiting, kind == TaskKind::Act));
        if !better {
            return;
        }
        let (clock, due_on) = pressing(self.frame, self.matter, role);
        let unit = self.matter.unit.clone();
        self.rows.insert(key, Task { kind, role: role.clone(), unit, account, clock, due_on, state: state.cloned(), waiting });
    }
}

/// The running clock that presses a role most: one that binds it, else one whose lapse it must confirm, else any in the matter.
fn pressing(frame: &Frame<'_>, matter: &Matter, role: &Id) -> (Option<Id>, Option<Date>) {
    let rank = |i: &Instance| match i.clock_in(frame) {
        Some(c) if c.binds == *role => 0,
        _ => 1,
    };
    matter
        .clocks
        .iter()
        .filter(|i| i.running() && i.paused_since.is_none())
        .filter_map(|i| Some((rank(i), i.promise_on.or(i.due_on)?, &i.clock)))
        .min()
        .map_or((None, None), |(_, due, clock)| (Some(clock.clone()), Some(due)))
}
