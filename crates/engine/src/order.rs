//! What somebody asks the engine to do.

use crate::{Answer, Change, Evidence, Holder, Kin, Manner, Minutes, Opening, Pin, RegisterEntry, Sealed};
use kernel::{AccountId, Actor, Date, DateTime, Id, MatterId, Moment, OrgPath};
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
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Do an action of the procedure.
    Act {
        /// The action.
        action: Id,
        /// The one of several whom it concerns; may be left out where there is one.
        holder: Option<Holder>,
        /// Other matters to join or to take out.
        with: Vec<MatterId>,
        /// What was filled in for the matter that it opens.
        child: BTreeMap<Id, Answer>,
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
    /// Sign what waits, or agree to a correction or a destruction as the second person.
    Sign {
        /// The proposal; may be left out where one waits.
        of: Option<u64>,
        /// How a meeting decided.
        minutes: Option<Minutes>,
    },
    /// Return what waits.
    Return {
        /// The proposal; may be left out where one waits.
        of: Option<u64>,
        /// Why.
        reasons: Sealed,
    },
    /// Take back one's own proposal.
    Recall {
        /// The proposal; may be left out where one waits.
        of: Option<u64>,
    },
    /// Ask one more to sign before the line that is awaited.
    Countersign {
        /// The proposal; may be left out where one waits.
        of: Option<u64>,
        /// Who is asked. That the account may see the matter is the caller's to check.
        account: AccountId,
        /// Why.
        reasons: Sealed,
    },
    /// Record that a paper reached an addressee.
    Serve {
        /// The paper.
        paper: Id,
        /// The addressee.
        to: Holder,
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
        /// Whose, where each has one.
        holder: Option<Holder>,
    },
    /// Confirm a lapse against a person.
    ConfirmLapse {
        /// The clock.
        clock: Id,
        /// Whose, where each has one.
        holder: Option<Holder>,
        /// Why.
        reasons: Sealed,
    },
    /// Decline a lapse against a person.
    DeclineLapse {
        /// The clock.
        clock: Id,
        /// Whose, where each has one.
        holder: Option<Holder>,
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
    /// Waive a need, with reasons.
    Waive {
        /// The action that needs it.
        action: Id,
        /// The event to waive.
        event: Id,
        /// Why.
        reasons: Sealed,
    },
    /// Hand the matter to another unit (转办). That the unit has the roles is the caller's to check.
    Transfer {
        /// The unit.
        unit: OrgPath,
        /// Why.
        reasons: Sealed,
    },
    /// Note another matter beside this one.
    Link {
        /// The other.
        to: MatterId,
    },
    /// Keep what the matter holds from being destroyed.
    Hold {
        /// Why, with the article.
        reasons: Sealed,
    },
    /// Keep it no longer.
    Release {
        /// Why.
        reasons: Sealed,
    },
    /// Propose to destroy what the matter holds.
    Destroy {
        /// Why, with the article.
        reasons: Sealed,
    },
    /// Echo what happened in kin; for the program only.
    Hear {
        /// In which.
        kin: Kin,
        /// The event there, `opened` or `closed`.
        name: Id,
        /// Its place in that matter's log.
        of: u64,
        /// Its legal date.
        on: Date,
        /// Its legal time, where one was given.
        at: Option<DateTime>,
        /// The parent's choices.
        choices: BTreeMap<Id, Id>,
    },
    /// Follow a lead matter; part of the lead's act of joining.
    Join {
        /// The lead.
        lead: MatterId,
    },
    /// Follow it no longer; part of the lead's act of splitting.
    Part {
        /// The lead.
        lead: MatterId,
    },
    /// Go over to another version; for the program only.
    Repin {
        /// The new pin.
        to: Pin,
    },
}
