//! The event: one line of a matter's log. Its format is made to last; nothing personal stands in it.

use crate::{Answer, Sealed};
use kernel::{AccountId, Date, DateTime, Digest, Id, MatterId, OrgPath, PersonId};
use procedure::model::SignLine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that happened in a matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Place in the matter's log, from 1.
    pub seq: u64,
    /// The legal date: what clocks count from. Late entry is normal; a postmark counts.
    pub occurred_on: Date,
    /// Time of day, where a period is counted in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime>,
    /// What proves the legal date.
    pub evidence: Evidence,
    /// The business day of recording.
    pub recorded_on: Date,
    /// Microseconds since 1970, of recording.
    pub recorded_at: i64,
    /// Who recorded it, in which role.
    pub by: Author,
    /// What happened.
    pub body: Body,
}

/// What proves a legal date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Arrival in the system.
    #[default]
    System,
    /// The postmark on the envelope.
    Postmark,
    /// A receipt of service.
    Receipt,
    /// A record made at the counter.
    Record,
    /// The date on an organ's paper.
    Paper,
}

/// Who recorded an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The account.
    pub account: AccountId,
    /// The role acted in; none for the program itself.
    pub role: Option<Id>,
    /// Our role that entered it for somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Id>,
}

/// A procedure as a matter is pinned to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The procedure.
    pub id: Id,
    /// Its version.
    pub version: u32,
    /// SM3 over its text.
    pub hash: Digest,
}

/// How a matter begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The matter's id, made by the caller.
    pub matter: MatterId,
    /// The unit that handles it.
    pub unit: OrgPath,
    /// Whose key protects its free text.
    pub subject: PersonId,
    /// The number, given by the store within the commit so that none is missing or double.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The matter that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<MatterId>,
}

/// An act as it takes effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The action of the procedure.
    pub action: Id,
    /// The event it yields.
    pub event: Id,
    /// What was filled in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<Id, Answer>,
    /// Choice values it sets, by choice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<Id, Id>,
    /// States it moves to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Id>,
    /// Papers it issues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Id>,
    /// A procedure whose matter it asks to open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Id>,
}

/// How a paper reached its addressee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// 直接送达
    Direct,
    /// 留置送达
    Left,
    /// 邮寄送达
    Post,
    /// 电子送达
    Electronic,
    /// 公告送达
    Notice,
}

/// What a correction changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The legal date of an event.
    OccurredOn(Date),
    /// An answer given in an act.
    Answer {
        /// The field.
        field: Id,
        /// What it should have been.
        answer: Answer,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The matter began.
    Opened {
        /// Under which procedure.
        procedure: Pin,
        /// Its unit, subject, number, parent.
        opening: Opening,
    },
    /// An act took effect.
    Acted(Act),
    /// An act was proposed and waits for signatures.
    Proposed {
        /// The act.
        act: Act,
        /// Lines of signatures that apply.
        lines: Vec<SignLine>,
    },
    /// A signer signed.
    Signed {
        /// The role signed in.
        role: Id,
    },
    /// A signer returned the proposal.
    Returned {
        /// Why.
        reasons: Sealed,
    },
    /// The proposer took it back.
    Recalled,
    /// A paper reached an addressee.
    Served {
        /// The paper.
        paper: Id,
        /// The addressee's role.
        to: Id,
        /// How.
        manner: Manner,
    },
    /// A deemed outcome.
    Lapsed {
        /// The clock.
        clock: Id,
        /// The event it yields.
        event: Id,
        /// State it moves to.
        to: Option<Id>,
        /// Why it was confirmed; none where it works by itself.
        reasons: Option<Sealed>,
    },
    /// The handler declined a lapse against a person.
    LapseDeclined {
        /// The clock.
        clock: Id,
        /// The due day that had passed.
        due_on: Date,
        /// Why.
        reasons: Sealed,
    },
    /// Somebody found a mistake and proposes to put it right.
    CorrectionProposed {
        /// The event to correct.
        of: u64,
        /// What changes.
        change: Change,
        /// Why.
        reasons: Sealed,
    },
    /// A second person agreed: the correction holds.
    Corrected {
        /// The event corrected.
        of: u64,
        /// What changes.
        change: Change,
    },
    /// A second person rejected the correction.
    CorrectionRejected {
        /// Why.
        reasons: Sealed,
    },
    /// A role in the matter was given to one of its holders.
    Assigned {
        /// The role.
        role: Id,
        /// To whom.
        account: AccountId,
    },
    /// Somebody withdrew from the matter, or was excluded (回避).
    Recused {
        /// Who.
        account: AccountId,
        /// Why.
        reasons: Sealed,
    },
}
