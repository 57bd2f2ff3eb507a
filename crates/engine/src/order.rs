//! What somebody asks the engine to do.

use crate::{Answer, Change, Evidence, Manner, Opening, RegisterEntry, Sealed};
use kernel::{AccountId, Actor, Date, DateTime, Id, Moment};
use std::collections::BTreeMap;

/// Who asks, when, and what is known besides the matter.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// When.
    pub now: Moment,
    /// Register entries that answers name.
    pub registers: &'a BTreeMap<Id, RegisterEntry>,
}

/// An order.
#[derive(Clone, Debug)]
pub enum Order {
    /// Do an action of the procedure.
    Act {
        /// The action.
        action: Id,
        /// How the matter begins, for an action that opens one.
        opening: Option<Opening>,
        /// What was filled in.
        answers: BTreeMap<Id, Answer>,
        /// Legal date, if not today.
        on: Option<Date>,
        /// Legal time, where a period is counted in hours.
        at: Option<DateTime>,
        /// What proves it.
        evidence: Evidence,
    },
    /// Sign what waits, or agree to a correction as the second person.
    Sign,
    /// Return what waits.
    Return {
        /// Why.
        reasons: Sealed,
    },
    /// Take back one's own proposal.
    Recall,
    /// Record that a paper reached an addressee.
    Serve {
        /// The paper.
        paper: Id,
        /// The addressee's role.
        to: Id,
        /// How.
        manner: Manner,
        /// On which day.
        on: Date,
        /// What proves it.
        evidence: Evidence,
    },
    /// Carry out a lapse that works by itself; for the program only.
    Lapse {
        /// The clock.
        clock: Id,
    },
    /// Confirm a lapse against a person.
    ConfirmLapse {
        /// The clock.
        clock: Id,
        /// Why.
        reasons: Sealed,
    },
    /// Decline a lapse against a person.
    DeclineLapse {
        /// The clock.
        clock: Id,
        /// Why.
        reasons: Sealed,
    },
    /// Propose to put a mistake right.
    Correct {
        /// The event.
        of: u64,
        /// What changes.
        change: Change,
        /// Why.
        reasons: Sealed,
    },
    /// Give a role in the matter to one of its holders.
    Assign {
        /// The role.
        role: Id,
        /// To whom.
        account: AccountId,
    },
    /// Exclude somebody from the matter.
    Recuse {
        /// Who.
        account: AccountId,
        /// Why.
        reasons: Sealed,
    },
}
