//! Worked examples of a procedure: acts on days and what must follow. The engine runs them; here they are only typed.
//!
//! One node a step, in order; nothing else can happen between two steps but the passing of days.
//!
//! ```kdl
//! scenario "补正期间不计入审查期限" procedure=legal_aid {
//!     param objection_days 15
//!     at "2026-03-02" apply by=applicant { applicant "张某"; kind civil }
//!     expect state=under_review
//!     expect clock=review due="2026-03-09"
//!     at "2026-03-05" supplement by=applicant received="2026-03-03" evidence=postmark
//!     at "2026-03-06" refuse by=reviewer signed=approver { reasons "…" }
//!     sign "2026-03-06" refuse by=approver
//!     return "2026-03-06" refuse by=approver reason="…"
//!     recall "2026-03-06" refuse by=reviewer reason="…"
//!     serve "2026-03-07" refusal_decision to=applicant how=mail received="2026-03-09"
//!     correct "2026-03-08" received to="2026-03-01" by=reviewer second=approver reason="…"
//!     lapse "2026-03-20" supplement decline by=reviewer reason="…"
//!     wait "2026-03-30"
//!     expect refused=E012          // of the step before it
//! }
//! ```

mod expect;
mod names;
mod parse;

pub use names::check_scenarios;
pub use parse::decode_scenarios;

use crate::model::Place;
use kernel::{Date, DateTime, Id};
use serde::Serialize;
use std::collections::BTreeMap;

/// One worked example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub title: String,
    /// The procedure; `None` for the dossier's first.
    pub procedure: Option<Id>,
    /// Parameters as the bureau has set them in this example.
    pub params: BTreeMap<Id, u64>,
    /// What happens and what must follow, in order.
    pub steps: Vec<Step>,
    /// Where it stands in the file.
    pub place: Place,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What is done or expected.
    pub what: What,
    /// The code with which the step must be refused; `None`: it must be taken.
    pub refused: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
}

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
        /// Who signs.
        who: Who,
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
        /// How, e.g. `mail`, `in_person`.
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
        /// Confirmed; else declined.
        confirmed: bool,
        /// Who answers.
        who: Who,
        /// Why.
        reason: String,
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
    /// The day that counts (postmark, receipt), where it is not the day of entry.
    pub received: Option<When>,
    /// What shows that day, e.g. `postmark`.
    pub evidence: Option<Id>,
    /// Who signs at once, in order; without it the act waits for `sign`.
    pub signed: Vec<Who>,
    /// Answers given in its forms.
    pub fields: Vec<Given>,
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
    /// One value, or several where the field takes many.
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

/// What must be true after the steps before it. `expect` with several clock properties becomes several of these.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Expect {
    /// The run to which this state belongs is in it: `expect state=under_review`.
    State(Id),
    /// `expect track=objecting running=#true`
    Track {
        /// The track or interval.
        track: Id,
        /// Whether it runs.
        running: bool,
    },
    /// `expect clock=review due="2026-03-09"`
    Clock {
        /// The clock.
        clock: Id,
        /// What must hold of its newest instance.
        is: ClockIs,
    },
    /// `expect event=deemed_withdrawn on="2026-03-19"`, `expect event=granted happened=#false`
    Event {
        /// The event.
        event: Id,
        /// The day it bears.
        on: Option<Date>,
        /// Whether it happened.
        happened: bool,
    },
    /// `expect offered=grant by=reviewer`, `expect withheld=grant by=reviewer`
    Offered {
        /// The action.
        action: Id,
        /// To whom; `None`: to any of its roles.
        by: Option<Id>,
        /// Whether it is offered.
        offered: bool,
    },
    /// `expect choice=hardship value=tested`; `value=#null`: unknown.
    Choice {
        /// The choice.
        choice: Id,
        /// Its value.
        value: Option<Id>,
    },
    /// `expect paper=refusal_decision issued=#true`
    Paper {
        /// The paper.
        paper: Id,
        /// Whether it was issued.
        issued: bool,
    },
}

/// What may be expected of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ClockIs {
    /// `due="2026-03-09"`; `due=#null`: it runs and has no date yet (待定).
    Due(Option<When>),
    /// `provisional=#true`: the date is shown 暂定.
    Provisional(bool),
    /// `paused=#true`
    Paused(bool),
    /// `running=#true`: started, neither stopped nor lapsed; a paused clock runs.
    Running(bool),
    /// `stopped=#true`
    Stopped(bool),
    /// `started=#false`: no instance yet.
    Started(bool),
    /// `proposed=#true`: a lapse against a person waits for an answer.
    Proposed(bool),
    /// `lapsed=#true`: the deemed outcome has happened.
    Lapsed(bool),
    /// `light=amber`: `green`, `amber` or `red`.
    Light(Id),
}
