//! A matter (事项): the fold of its events.

use crate::{Act, Answer, Change, Evidence, Extension, Holder, Instance, Minutes, Opening, Pin, Sealed};
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
    /// The matter inside which it lives.
    pub parent: Option<MatterId>,
    /// Matters that live inside it.
    pub children: Vec<Child>,
    /// Matters beside it: linked, opened by it, or that opened it.
    pub links: BTreeSet<MatterId>,
    /// How it is joined with others.
    pub joined: Option<Joined>,
    /// Legal date of its first act.
    pub opened_on: Date,
    /// Events so far.
    pub seq: u64,
    /// State of the main run; `None` until the opening act took effect.
    pub main: Option<Id>,
    /// The overlay that lies over the main state.
    pub overlay: Option<Id>,
    /// Tracks that were started.
    pub tracks: BTreeMap<Id, Run>,
    /// What is known, by field.
    pub answers: BTreeMap<Id, Answer>,
    /// Choice values set by acts, by choice.
    pub choices: BTreeMap<Id, Id>,
    /// The parent's choice values, by choice.
    pub inherited: BTreeMap<Id, Id>,
    /// Needs that were waived: action and event.
    pub waived: BTreeSet<(Id, Id)>,
    /// Parties, by role.
    pub parties: BTreeMap<Id, Vec<Sealed>>,
    /// Who handles it, by role, in the order assigned; one, unless the role takes several.
    pub handlers: BTreeMap<Id, Vec<AccountId>>,
    /// Who may not touch it.
    pub recused: BTreeSet<AccountId>,
    /// What happened, in the order recorded, with legal dates as corrected.
    pub timeline: Vec<Entry>,
    /// Papers issued.
    pub papers: Vec<Issued>,
    /// What waits for somebody else: at most one proposal a run, and one that concerns the record.
    pub pending: Vec<Pending>,
    /// What it holds must stay since this day, whatever its retention says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Date>,
    /// What it held was destroyed on this day; what remains is its log.
    pub destroyed: Option<Date>,
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
    /// The one of several whom it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The version of the procedure under which it happened.
    pub version: u32,
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
    /// Where it was heard from, for an echo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<Echo>,
    /// States and overlays entered.
    pub entered: Vec<Id>,
    /// The overlay was left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
    /// Choice values set, by choice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub chosen: BTreeMap<Id, Id>,
    /// Time added to clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Extension>,
    /// How many parties hold a role from then on, where the act named any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub named: BTreeMap<Id, u16>,
    /// Date fields answered: some clocks start from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Id>,
    /// Who did it.
    pub by: AccountId,
}

/// Where an echo comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// The child; `None` for the parent.
    pub child: Option<MatterId>,
    /// The event's place in that matter's log.
    pub of: u64,
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
    /// The one addressee to whom this copy goes; `None`: to all of them.
    pub holder: Option<Holder>,
    /// Day of service, by addressee.
    pub served: BTreeMap<Holder, Date>,
    /// Day of a notice to the public, by addressee.
    pub noticed: BTreeMap<Holder, Date>,
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
    /// The run that it moves or acts in; `None`: the main one.
    pub track: Option<Id>,
    /// Day proposed.
    pub on: Date,
    /// What waits.
    pub what: Waiting,
    /// Signatures so far.
    pub signed: Vec<Signature>,
    /// Who was asked besides and has not signed yet.
    pub countersign: Vec<AccountId>,
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
    /// A destruction for a second person.
    Destruction,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The role signed in; none for one who was asked to countersign.
    pub role: Option<Id>,
    /// Who signed.
    pub account: AccountId,
    /// On which day.
    pub on: Date,
    /// How a meeting decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Minutes>,
}

/// A matter that lives inside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Which.
    pub matter: MatterId,
    /// Its procedure.
    pub procedure: Id,
    /// Nothing more can happen in it.
    pub closed: bool,
}

/// How a matter is joined with others (并案). Each keeps its number and its clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joined {
    /// It leads these.
    Leads(BTreeSet<MatterId>),
    /// It follows that one.
    Follows(MatterId),
}

impl Matter {
    /// A matter that has begun and in which nothing happened yet.
    #[must_use]
    pub fn begun(procedure: Pin, opening: &Opening, on: Date) -> Self {
        Self {
            id: opening.matter,
            procedure,
            number: opening.number.clone(),
            unit: opening.unit.clone(),
            subject: opening.subject,
            parent: opening.parent,
            children: Vec::new(),
            links: opening.opener.into_iter().collect(),
            joined: None,
            opened_on: on,
            seq: 0,
            main: None,
            overlay: None,
            tracks: BTreeMap::new(),
            answers: BTreeMap::new(),
            choices: BTreeMap::new(),
            inherited: BTreeMap::new(),
            waived: BTreeSet::new(),
            parties: opening.parties.clone(),
            handlers: BTreeMap::new(),
            recused: BTreeSet::new(),
            timeline: Vec::new(),
            papers: Vec::new(),
            pending: Vec::new(),
            held: None,
            destroyed: None,
            clocks: Vec::new(),
        }
    }

    /// Whether it is in this state or overlay, in whichever run. A main state under an overlay still counts.
    #[must_use]
    pub fn is_in(&self, state: &Id) -> bool {
        self.main.as_ref() == Some(state) || self.overlay.as_ref() == Some(state) || self.tracks.values().any(|r| r.state == *state)
    }

    /// States in which actions are offered: the overlay's, or else the main run's, and those of tracks that have not been closed.
    pub fn live_states(&self) -> impl Iterator<Item = &Id> {
        self.overlay.iter().chain(self.main.iter().filter(|_| self.overlay.is_none())).chain(self.open_tracks())
    }

    /// States of the tracks that have not been closed.
    pub fn open_tracks(&self) -> impl Iterator<Item = &Id> {
        self.tracks.values().filter(|r| !r.closed).map(|r| &r.state)
    }

    /// Whether the main run is at an end and no track goes on.
    #[must_use]
    pub fn ended(&self, procedure: &Procedure) -> bool {
        let at_end = |s: &Id| procedure.states.get(s).is_some_and(|s| s.end);
        self.main.as_ref().is_some_and(at_end) && self.tracks.values().all(|r| r.closed)
    }

    /// Whether it has ended and nothing waits for a second person.
    #[must_use]
    pub fn closed(&self, procedure: &Procedure) -> bool {
        self.pending.is_empty() && self.ended(procedure)
    }

    /// The line of the timeline with which it ended.
    #[must_use]
    pub fn ending(&self, procedure: &Procedure) -> Option<&Entry> {
        let ends = |e: &&Entry| e.entered.iter().any(|s| procedure.states.get(s).is_some_and(|s| s.end));
        self.timeline.iter().rev().find(ends).filter(|_| self.ended(procedure))
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

    /// Whether something of this name happened for a holder; what bears no holder happened for all.
    #[must_use]
    pub fn happened_for(&self, name: &str, holder: &Holder) -> bool {
        self.timeline.iter().any(|e| e.name == *name && e.holder.as_ref().is_none_or(|h| h == holder))
    }

    /// The proposal that waits in a run.
    #[must_use]
    pub fn waiting_in(&self, track: Option<&Id>) -> Option<&Pending> {
        self.pending.iter().find(|p| matches!(p.what, Waiting::Act { .. }) && p.track.as_ref() == track)
    }
}

impl Pending {
    /// The roles whose turn it is: the first line not yet complete; none while somebody was asked to countersign first.
    #[must_use]
    pub fn awaited(&self) -> Vec<Id> {
        let Waiting::Act { lines, .. } = &self.what else { return Vec::new() };
        if !self.countersign.is_empty() {
            return Vec::new();
        }
        lines
            .iter()
            .find(|l| !self.satisfies(l))
            .map(|l| l.roles.iter().filter(|r| !self.has_signed(r)).cloned().collect())
            .unwrap_or_default()
    }

    /// Whether every line is complete and nobody else was asked.
    #[must_use]
    pub fn complete(&self) -> bool {
        match &self.what {
            Waiting::Act { lines, .. } => self.countersign.is_empty() && lines.iter().all(|l| self.satisfies(l)),
            Waiting::Correction { .. } | Waiting::Destruction => !self.signed.is_empty(),
        }
    }

    fn satisfies(&self, line: &SignLine) -> bool {
        if line.any { line.roles.iter().any(|r| self.has_signed(r)) } else { line.roles.iter().all(|r| self.has_signed(r)) }
    }

    fn has_signed(&self, role: &Id) -> bool {
        self.signed.iter().any(|s| s.role.as_ref() == Some(role))
    }
}
