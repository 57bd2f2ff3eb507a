//! Clocks derived from the timeline: when each started, stood still, stopped, and when it is due.

mod due;
mod explain;
mod places;
mod rounds;
mod run;
mod sentence;
mod starting;
mod stopping;
mod values;
mod versions;
mod walk;

pub use explain::explain;
pub use sentence::sentence;
pub use walk::derive;

use crate::{Frame, Holder};
use calendar::Period;
use kernel::{Date, DateTime, Id};
use procedure::model::Clock;
use serde::{Deserialize, Serialize};

/// One run of a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// The clock of the procedure.
    pub clock: Id,
    /// Whose it is, where each has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The version of the procedure whose rule it follows.
    pub version: u32,
    /// Which round it is, for a clock that recurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Round>,
    /// Time added by acts, in the order granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extended: Vec<Extended>,
    /// The event that started it.
    pub start_seq: u64,
    /// The legal day it started; for a round the day on which its own stretch begins.
    pub started_on: Date,
    /// The legal time, where it counts hours; for a round that of the entry into the state.
    pub started_at: Option<DateTime>,
    /// It is a fresh run: an act cut the one before it short.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restarted: bool,
    /// The day it stopped.
    pub stopped_on: Option<Date>,
    /// It ended without an event that stops it: with the matter, its state, its overlay or its choice, or cut short by a fresh start.
    pub void: bool,
    /// Stretches during which it stood still; for a round all since the entry into the state.
    pub pauses: Vec<Paused>,
    /// It stands still since this day.
    pub paused_since: Option<Date>,
    /// Its length, without what acts added; `None` while a parameter is not set, and where a date is named.
    pub length: Option<Period>,
    /// Another law sets its length: an answer names it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_law: bool,
    /// When it is due; `None` while it stands still or its length is not known.
    pub due_on: Option<Date>,
    /// The minute it is due, where it counts hours.
    pub due_at: Option<DateTime>,
    /// The date may still move: a calendar not yet published, a choice not yet made.
    pub provisional: bool,
    /// The day the bureau promised, if it did. It drives lights; lapses follow the law.
    pub promise_on: Option<Date>,
    /// The handler declined the lapse on this day.
    pub declined: Option<Date>,
    /// Its lapse has happened; most end with it, one that moves nothing runs on and is late.
    pub lapsed: bool,
    /// Its lapse works by itself once the due day is over.
    pub fires: bool,
    /// Its lapse is proposed to the handler once the due day is over.
    pub proposes: bool,
}

/// One of the rounds of a clock that recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Counted from 1.
    pub nth: u32,
    /// The day of entry into the state, from which all rounds are cut.
    pub from: Date,
}

/// A stretch during which a clock stood still: the days after `after`, up to and including `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// Day of entering.
    pub after: Date,
    /// Day of leaving.
    pub until: Date,
}

/// Time that an act added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    /// The event that the act yielded.
    pub by: Id,
    /// The day on which it took effect.
    pub on: Date,
    /// How much.
    pub period: Period,
}

impl Instance {
    /// The clock of which it is a run, in the version whose rule it follows.
    #[must_use]
    pub fn clock_in<'a>(&self, frame: &Frame<'a>) -> Option<&'a Clock> {
        frame.under(self.version).clock(self.clock.as_str())
    }

    /// Neither stopped nor ended with the matter.
    #[must_use]
    pub fn running(&self) -> bool {
        self.stopped_on.is_none()
    }

    /// Whether the due day lies before `day`. The due day itself is still in time.
    #[must_use]
    pub fn overdue(&self, day: Date) -> bool {
        self.running() && self.due_on.is_some_and(|due| due < day)
    }

    /// Whether a lapse against a person is proposed on `day`.
    #[must_use]
    pub fn lapse_proposed(&self, day: Date) -> bool {
        self.proposes && self.declined.is_none() && self.overdue(day)
    }
}
