//! Clocks: periods with a start, pauses, a stop, and what lapse does.

use super::{Ground, Place, RemedyUse};
use calendar::{Rule, Unit};
use kernel::{Id, Title};
use serde::Serialize;

/// A period that binds somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clock {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// Whose duty it is; an outsider's lateness is shown and never counted as ours.
    pub binds: Id,
    /// Latest, earliest or backwards.
    pub mode: Mode,
    /// One or more lengths; several cover each value of one choice exactly once.
    pub lengths: Vec<Length>,
    /// Runs only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// Counting rule; the procedure's unless it names another.
    pub counting: Rule,
    /// Working days before the due day at which it turns amber.
    pub amber: u32,
    /// A shorter period the bureau promised; it drives lights, lapses follow the law.
    pub promise: Option<Id>,
    /// What starts it.
    pub starts: Vec<Start>,
    /// Events that stop it; a paper's `ID.served` among them.
    pub stops: Vec<Id>,
    /// One instance per holder of this role.
    pub each: Option<Id>,
    /// Acts that lengthen it.
    pub extends: Vec<Extend>,
    /// Events that cut a running instance short and start a fresh one.
    pub restarts: Vec<Restart>,
    /// What a change of the choice on which the length depends does to a running instance.
    pub rechosen: Option<Rechosen>,
    /// Where it stands still.
    pub pauses: Vec<Pause>,
    /// What lapse does by law; absent where late is late, and red.
    pub lapse: Option<Lapse>,
    /// Actions refused until a minimum period has run out.
    pub gates: Vec<Id>,
    /// The track it belongs to; `None` for the main run.
    pub track: Option<Id>,
    /// The overlay it belongs to, with which it ends.
    pub overlay: Option<Id>,
    /// The kernel's own: service by public notice. Not written in the file.
    pub notice: bool,
    /// What the clock as a whole rests on, where a length does not say its own.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// How the due day follows from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Mode {
    /// At the latest.
    Within,
    /// At the earliest; gates actions, and no form may set this date earlier.
    AtLeast(Option<Id>),
    /// So long before the date in this field.
    Before(Id),
    /// On the date in this field (文书载明).
    Until(Id),
    /// Again and again while in this state: rounds cut from the day of entry.
    Every(Id),
    /// Each year on this day while in this state.
    Yearly {
        /// Month, 1 to 12.
        month: i8,
        /// Day of the month.
        day: i8,
        /// The state.
        state: Id,
    },
}

/// A length and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Length {
    /// How many.
    pub amount: Amount,
    /// Of what; there is no default unit.
    pub unit: Unit,
    /// Holds only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// A field of type `period` whose answer replaces this length, where another law sets one.
    pub other_law: Option<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where the number stands in the file.
    pub place: Place,
}

/// A number, or the name of a parameter that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Amount {
    /// Written in the file.
    Fixed(u32),
    /// Set by the bureau; unset means no date.
    Param(Id),
}

/// What starts a clock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Start {
    /// The event or the date.
    pub by: Trigger,
    /// What it rests on, where this start has an article of its own.
    pub ground: Ground,
}

/// From what a clock counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Trigger {
    /// An event; `PAPER.served`, `parent.EVENT` and `CHILD.EVENT` among them.
    Event(Id),
    /// The date in a form field.
    Field(Id),
}

/// An act that lengthens a clock. Added to the unrolled day, granted before it passes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extend {
    /// The event that the granting act yields.
    pub event: Id,
    /// At most so many.
    pub max: Amount,
    /// Of these.
    pub unit: Unit,
    /// At most so often; `None`: without limit.
    pub times: Option<u32>,
    /// The number field that says how many were granted; without it the whole `max`.
    pub granted: Option<Id>,
    /// Possible only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// Events that give a fresh full length.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Restart {
    /// The event.
    pub event: Id,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// What a change of choice does to a running instance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rechosen {
    /// A fresh full length from the day of the change; else the new length from the old start.
    pub new_start: bool,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A stretch during which a clock stands still.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pause {
    /// A state, overlay, track, interval or child.
    pub within: Id,
    /// Why, in words.
    pub title: Option<Title>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A deemed outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lapse {
    /// The event it yields.
    pub event: Id,
    /// State it moves to.
    pub to: Option<Id>,
    /// In whose favour, or against whom.
    pub side: LapseFor,
    /// Remedies that it opens.
    pub remedies: Vec<RemedyUse>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// In whose favour a lapse works.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum LapseFor {
    /// It becomes an event by itself, exactly once.
    For(Id),
    /// It is proposed to `by`, who confirms it with reasons or enters the act that came in time.
    Against {
        /// Whom it harms.
        role: Id,
        /// Who confirms it.
        by: Id,
    },
}

impl Clock {
    /// Whether this event starts it.
    #[must_use]
    pub fn starts_with(&self, event: &Id) -> bool {
        self.starts.iter().any(|s| matches!(&s.by, Trigger::Event(e) if e == event))
    }
}
