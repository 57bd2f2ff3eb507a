//! The event: one line of a matter's log. Its format is made to last; nothing personal stands in it.

use crate::{Answer, Holder, Sealed};
use calendar::Period;
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
    /// The colleague in whose place it was done (代岗).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<AccountId>,
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
    /// The matter inside which it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<MatterId>,
    /// The matter that opened it beside itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opener: Option<MatterId>,
    /// Parties that it has from the matter inside which it lives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parties: BTreeMap<Id, Vec<Sealed>>,
}

impl Opening {
    /// A matter of a unit that belongs to no other; the store numbers it.
    #[must_use]
    pub const fn new(matter: MatterId, unit: OrgPath, subject: PersonId) -> Self {
        Self { matter, unit, subject, number: None, parent: None, opener: None, parties: BTreeMap::new() }
    }
}

/// An act as it takes effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The action of the procedure.
    pub action: Id,
    /// The event it yields.
    pub event: Id,
    /// The one of several whom it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The version whose rule it followed, where that is not the one the matter is pinned to: an act entered late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<u32>,
    /// What was filled in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<Id, Answer>,
    /// Choice values it sets, by choice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<Id, Id>,
    /// States it moves to, or the overlay it enters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Id>,
    /// It leaves the overlay.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
    /// What it adds to running clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Extension>,
    /// Papers it issues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Id>,
    /// A procedure whose matter it asks to open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Id>,
    /// What was filled in for the matter it opens.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub child: BTreeMap<Id, Answer>,
    /// Other matters with which the kernel carries it out: those joined or taken out again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<MatterId>,
}

/// Time added to a clock by an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The clock.
    pub clock: Id,
    /// How much.
    pub period: Period,
}

/// How a meeting decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Persons present.
    pub present: u32,
    /// Votes for.
    pub ayes: u32,
    /// Votes against.
    pub noes: u32,
    /// Abstentions.
    pub abstained: u32,
    /// Dissent in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dissent: Option<Sealed>,
}

/// The other matter of an echo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// The matter inside which this one lives.
    Parent,
    /// A matter that lives inside this one.
    Child {
        /// Which.
        matter: MatterId,
        /// Its procedure.
        procedure: Id,
        /// Nothing more can happen in it.
        closed: bool,
    },
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

/// What every matter's dates hang on and no matter holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A notice of days off came in.
    Calendar {
        /// Years that it publishes.
        years: Vec<i16>,
        /// SM3 over its table.
        table: Digest,
    },
    /// The bureau set a number of its own.
    Parameter {
        /// Its name.
        name: Id,
        /// Its value.
        value: u64,
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
    Acted {
        /// The act.
        act: Act,
        /// The proposal that it completes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<u64>,
    },
    /// An act was proposed and waits for signatures.
    Proposed {
        /// The act.
        act: Act,
        /// Lines of signatures that apply.
        lines: Vec<SignLine>,
    },
    /// A signer signed.
    Signed {
        /// The proposal.
        of: u64,
        /// The role signed in; none for one who was asked to countersign.
        role: Option<Id>,
        /// How a meeting decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Minutes>,
    },
    /// A signer returned the proposal.
    Returned {
        /// The proposal.
        of: u64,
        /// Why.
        reasons: Sealed,
    },
    /// The proposer took it back.
    Recalled {
        /// The proposal.
        of: u64,
    },
    /// Its run moved on without it: a lapse, a close.
    Dropped {
        /// The proposal.
        of: u64,
    },
    /// One more was asked to sign before the line that is awaited (加签).
    Countersign {
        /// The proposal.
        of: u64,
        /// Who is asked.
        account: AccountId,
        /// Why.
        reasons: Sealed,
    },
    /// A paper reached an addressee.
    Served {
        /// The paper.
        paper: Id,
        /// The addressee.
        to: Holder,
        /// How.
        manner: Manner,
    },
    /// Notice was given to the public that a paper lies ready for an addressee (公告).
    Noticed {
        /// The paper.
        paper: Id,
        /// The addressee.
        to: Holder,
    },
    /// A deemed outcome.
    Lapsed {
        /// The clock.
        clock: Id,
        /// Whose, where each has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<Holder>,
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
        /// Whose, where each has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<Holder>,
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
        /// The proposal.
        proposal: u64,
        /// The event corrected.
        of: u64,
        /// What changes.
        change: Change,
    },
    /// A second person rejected the correction.
    CorrectionRejected {
        /// The proposal.
        proposal: u64,
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
    /// A role waived a need, with reasons.
    Waived {
        /// The action that needs it.
        action: Id,
        /// The event that is waived.
        event: Id,
        /// Why.
        reasons: Sealed,
    },
    /// Something happened in kin of this matter (互见): it counts here under `parent.NAME` or `PROCEDURE.NAME`.
    Heard {
        /// In which.
        kin: Kin,
        /// The event there, `opened` or `closed`.
        name: Id,
        /// Its place in that matter's log: a later echo of the same place puts its date right.
        of: u64,
        /// The parent's choices as they now stand.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        choices: BTreeMap<Id, Id>,
    },
    /// This matter was joined to a lead matter (并案).
    Joined {
        /// The lead.
        lead: MatterId,
    },
    /// It was taken out again (分案).
    Parted {
        /// The lead.
        lead: MatterId,
    },
    /// It stands beside another matter.
    Linked {
        /// The other.
        to: MatterId,
    },
    /// Another unit handles it from now on (转办).
    Transferred {
        /// The unit.
        unit: OrgPath,
        /// Why.
        reasons: Sealed,
    },
    /// It went over to another version of its procedure.
    Repinned {
        /// The new pin.
        procedure: Pin,
    },
    /// Its dates were counted anew: what they hang on outside the matter changed, and nothing in it.
    Recounted {
        /// What changed.
        because: Cause,
        /// The second person, where the program did not do it by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreed: Option<AccountId>,
    },
    /// What it holds must stay until this is released (保全): a suit, an inquiry, a request of the person.
    Held {
        /// Why, with the article.
        reasons: Sealed,
    },
    /// It need no longer stay.
    Released {
        /// Why.
        reasons: Sealed,
    },
    /// Somebody proposed to destroy what it holds (销毁).
    DestructionProposed {
        /// Why, with the article.
        reasons: Sealed,
    },
    /// A second person did not agree.
    DestructionRejected {
        /// The proposal.
        proposal: u64,
        /// Why.
        reasons: Sealed,
    },
    /// A second person agreed: values, keys and search terms are gone; chain and replay stay.
    Destroyed {
        /// The proposal.
        proposal: u64,
    },
}
