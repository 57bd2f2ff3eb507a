//! What a step of a worked example does.

use super::Expect;
use crate::model::Place;
use kernel::{Date, DateTime, Id};
use serde::Serialize;

/// What a step does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum What {
    /// An action of the procedure: `at`.
    Act(Act),
    /// A signature under an act that waits for it.
    Sign {
        /// The business day on which it is entered.
        at: When,
        /// The action that waits.
        action: Id,
        /// Who signs, and how a meeting decided.
        signature: Signature,
    },
    /// A signer gives the act back (退回).
    Return {
        /// The business day.
        at: When,
        /// The action that waits.
        action: Id,
        /// Who gives it back.
        who: Who,
        /// Why.
        reason: String,
    },
    /// Who proposed takes it back before the last signature (撤回).
    Recall {
        /// The business day.
        at: When,
        /// The action that waits.
        action: Id,
        /// Who takes it back.
        who: Who,
        /// Why.
        reason: String,
    },
    /// Service of a paper (送达).
    Serve {
        /// The business day on which it is entered.
        at: When,
        /// The paper.
        paper: Id,
        /// The addressee; `None` for the paper's own.
        to: Option<Id>,
        /// Which of several addressees, from 1.
        holder: Option<u32>,
        /// How, e.g. `mail`, `in_person`, `notice`.
        how: Option<Id>,
        /// The day that counts, where it is not the day of entry.
        received: Option<When>,
    },
    /// Correction of the day of an event (更正), with a second person.
    Correct {
        /// The business day.
        at: When,
        /// The event whose day was wrong.
        event: Id,
        /// The right day.
        to: When,
        /// Who corrects.
        who: Who,
        /// Who confirms it.
        second: Who,
        /// Why.
        reason: String,
    },
    /// A lapse proposed against a person is confirmed or declined.
    Lapse {
        /// The business day.
        at: When,
        /// The clock that lapsed.
        clock: Id,
        /// Whose, where each of several has one.
        holder: Option<u32>,
        /// Confirmed; else declined.
        confirmed: bool,
        /// Who answers.
        who: Who,
        /// Why.
        reason: String,
    },
    /// A role in the matter is given to one of its holders (派给).
    Assign {
        /// The business day.
        at: When,
        /// The role that is given.
        role: Id,
        /// To whom.
        to: Id,
        /// Who gives it.
        who: Who,
    },
    /// A need is waived, with reasons (免除).
    Waive {
        /// The business day.
        at: When,
        /// The action that needs it.
        action: Id,
        /// The event that is waived.
        event: Id,
        /// Who waives it.
        who: Who,
        /// Why.
        reason: String,
    },
    /// One more is asked to sign before the line that is awaited (加签).
    Countersign {
        /// The business day.
        at: When,
        /// The action that waits; `None` where one waits only.
        action: Option<Id>,
        /// Who asks.
        who: Who,
        /// The person who is asked.
        with: Id,
        /// Why.
        reason: String,
    },
    /// Another unit handles the matter from now on (转办).
    Transfer {
        /// The business day.
        at: When,
        /// The unit, as its path.
        to: String,
        /// Who hands it over.
        who: Who,
        /// Why.
        reason: String,
    },
    /// The steps after it run in this matter of the example: a new one, or one named before.
    Matter {
        /// What it is called here.
        name: String,
        /// The version under which it begins; `None`: the one in force on the day of its first step.
        version: Option<u32>,
    },
    /// Days pass.
    Wait(When),
    /// What must be true now.
    Expect(Expect),
}

/// An action of the procedure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Act {
    /// The business day on which it is entered.
    pub at: When,
    /// The action.
    pub action: Id,
    /// Who does it; `None` where the action names one role.
    pub who: Option<Who>,
    /// Which of several it concerns, from 1; `None` where there is one.
    pub holder: Option<u32>,
    /// The day that counts (postmark, receipt), where it is not the day of entry.
    pub received: Option<When>,
    /// What shows that day, e.g. `postmark`.
    pub evidence: Option<Id>,
    /// Who signs at once, in order; without it the act waits for `sign`.
    pub signed: Vec<Signature>,
    /// Answers given in its forms.
    pub fields: Vec<Given>,
    /// How the matter begins that it opens; `None` where nothing is asked for that.
    pub opens: Option<ChildOpening>,
    /// Other matters of the example with which it is carried out: joined, or taken out again.
    pub with: Vec<String>,
}

/// How a child begins: `opens { … }` or `opens ACTION { … }` in the act that opens it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChildOpening {
    /// The child's opening action; `None` where it has one only.
    pub action: Option<Id>,
    /// Answers given in its forms.
    pub fields: Vec<Given>,
}

/// A signature; a meeting's comes with its votes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Who signs.
    pub who: Who,
    /// How a meeting decided.
    pub votes: Option<Votes>,
}

/// How a meeting decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Votes {
    /// Persons present.
    pub present: u32,
    /// Votes for.
    pub ayes: u32,
    /// Votes against.
    pub noes: u32,
    /// Abstentions.
    pub abstained: u32,
}

/// A role, and which person holds it here; without a person the role's name stands for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// The role.
    pub role: Id,
    /// The person, where the example tells two holders apart (`as=`).
    pub person: Option<Id>,
}

/// A day, with the time of day where hours count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// The moment; eight in the morning where no time is written.
    pub civil: DateTime,
    /// Whether a time of day was written.
    pub timed: bool,
}

impl When {
    /// The day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.civil.date()
    }
}

/// An answer to a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Given {
    /// The field.
    pub field: Id,
    /// One value, or several where the field takes many; a period is a number, a unit and an article.
    pub values: Vec<Answer>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Answer {
    /// Text, a date, a choice value, a name.
    Text(String),
    /// A number; money in 分.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
}
