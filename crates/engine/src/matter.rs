//! A matter (事项): the fold of its events.

use crate::{Act, Answer, Change, Evidence, Instance, Pin, Sealed};
use kernel::{AccountId, Date, DateTime, Id, MatterId, OrgPath, PersonId};
use procedure::model::{Procedure, SignLine};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A matter as its events left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// Its id.
    pub id: MatterId,
    /// The procedure it is pinned to.
    pub procedure: Pin,
    /// Its number, once given: 乌司援〔2026〕4号.
    pub number: Option<String>,
    /// The unit that handles it.
    pub unit: OrgPath,
    /// Whose key protects its free text.
    pub subject: PersonId,
    /// The matter that opened it.
    pub parent: Option<MatterId>,
    /// Legal date of its first act.
    pub opened_on: Date,
    /// Events so far.
    pub seq: u64,
    /// State of the main run; `None` until the opening act took effect.
    pub main: Option<Id>,
    /// Tracks that were started.
    pub tracks: BTreeMap<Id, Run>,
    /// What is known, by field.
    pub answers: BTreeMap<Id, Answer>,
    /// Choice values set by acts, by choice.
    pub choices: BTreeMap<Id, Id>,
    /// Parties, by role.
    pub parties: BTreeMap<Id, Vec<Sealed>>,
    /// Who handles it, by role.
    pub handlers: BTreeMap<Id, AccountId>,
    /// Who may not touch it.
    pub recused: BTreeSet<AccountId>,
    /// What happened, in the order recorded, with legal dates as corrected.
    pub timeline: Vec<Entry>,
    /// Papers issued.
    pub papers: Vec<Issued>,
    /// What waits for a second person.
    pub pending: Option<Pending>,
    /// Clocks derived from the timeline.
    pub clocks: Vec<Instance>,
}

/// A track as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The state it is in.
    pub state: Id,
    /// It was closed with the main run, or is at an end.
    pub closed: bool,
}

/// A named happening on the timeline: an event of the procedure, `PAPER.served`, a lapse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The event that carries it.
    pub seq: u64,
    /// Its name in the procedure.
    pub name: Id,
    /// The legal date, as corrected.
    pub on: Date,
    /// The legal time, where one was given.
    pub at: Option<DateTime>,
    /// What was first recorded, where a correction changed it.
    pub was: Option<Date>,
    /// What proves the date.
    pub evidence: Evidence,
    /// The business day of recording.
    pub recorded_on: Date,
    /// States entered.
    pub entered: Vec<Id>,
    /// Date fields answered: some clocks start from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Id>,
    /// Who did it.
    pub by: AccountId,
}

/// A paper issued in the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The paper.
    pub paper: Id,
    /// The event that issued it.
    pub seq: u64,
    /// The day of issue.
    pub on: Date,
    /// Day of service, by addressee's role.
    pub served: BTreeMap<Id, Date>,
}

/// A proposal that waits for somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// The event that proposed it.
    pub seq: u64,
    /// Who proposed it; never signs.
    pub by: AccountId,
    /// The role acted in.
    pub role: Option<Id>,
    /// Our role that entered it.
    pub via: Option<Id>,
    /// Day proposed.
    pub on: Date,
    /// What waits.
    pub what: Waiting,
    /// Signatures so far.
    pub signed: Vec<Signature>,
}

/// What waits for somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// An act for its signatures.
    Act {
        /// The act.
        act: Act,
        /// Lines, in order.
        lines: Vec<SignLine>,
    },
    /// A correction for a second person.
    Correction {
        /// The event to correct.
        of: u64,
        /// What changes.
        change: Change,
    },
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The role signed in.
    pub role: Id,
    /// Who signed.
    pub account: AccountId,
    /// On which day.
    pub on: Date,
}

impl Matter {
    /// Whether it is in this state, in whichever run.
    #[must_use]
    pub fn is_in(&self, state: &Id) -> bool {
        self.main.as_ref() == Some(state) || self.tracks.values().any(|r| r.state == *state)
    }

    /// States in which actions are offered: the main run's, and those of tracks that have not been closed.
    pub fn live_states(&self) -> impl Iterator<Item = &Id> {
        self.main.iter().chain(self.tracks.values().filter(|r| !r.closed).map(|r| &r.state))
    }

    /// Whether the main run is at an end, no track goes on, and nothing waits for a second person.
    #[must_use]
    pub fn closed(&self, procedure: &Procedure) -> bool {
        let at_end = |s: &Id| procedure.states.get(s).is_some_and(|s| s.end);
        self.pending.is_none() && self.main.as_ref().is_some_and(at_end) && self.tracks.values().all(|r| r.closed)
    }

    /// The timeline's last entry of this name.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<&Entry> {
        self.timeline.iter().rev().find(|e| e.name == *name)
    }

    /// Whether something of this name happened.
    #[must_use]
    pub fn happened(&self, name: &str) -> bool {
        self.timeline.iter().any(|e| e.name == *name)
    }

    /// The signers whose turn it is: the first line not yet complete.
    #[must_use]
    pub fn awaited(&self) -> Vec<Id> {
        let Some(Pending { what: Waiting::Act { lines, .. }, signed, .. }) = &self.pending else { return Vec::new() };
        let has = |role: &Id| signed.iter().any(|s| s.role == *role);
        lines
            .iter()
            .find(|l| if l.any { !l.roles.iter().any(has) } else { !l.roles.iter().all(has) })
            .map(|l| l.roles.iter().filter(|r| !has(r)).cloned().collect())
            .unwrap_or_default()
    }
}
