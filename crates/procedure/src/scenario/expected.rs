//! What a worked example expects.

use super::When;
use kernel::{Date, Id};
use serde::Serialize;

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
        /// Whose, where each of several has one: `holder=2`.
        holder: Option<u32>,
        /// Which of its rounds or instances, from 1 in the order of their starts: `round=2`; `None`: the newest.
        round: Option<u32>,
        /// What must hold of it.
        is: ClockIs,
    },
    /// `expect event=deemed_withdrawn on="2026-03-19"`, `expect event=granted happened=#false`
    Event {
        /// The event.
        event: Id,
        /// Whose, where each of several has one: `holder=2`.
        holder: Option<u32>,
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
    /// `expect overlay=suspended lies=#true`
    Overlay {
        /// The overlay.
        overlay: Id,
        /// Whether it lies.
        lies: bool,
    },
    /// `expect joined=#true`: the matter follows a lead matter.
    Joined(bool),
    /// `expect version=2`: the version to which the matter is pinned.
    Version(u32),
    /// `expect status=valid`: the standing of the entry that the matter is; `of=REGISTER` where it is in several.
    Status {
        /// The register; `None` where the procedure has one.
        register: Option<Id>,
        /// The standing; `None` (`#null`): it is in no standing.
        status: Option<Id>,
    },
    /// `expect remedy=suit of=decision holder=1 due="2026-05-06"`
    Remedy {
        /// The remedy.
        remedy: Id,
        /// The paper that tells of it, or the clock whose lapse opens it; `None` where there is one.
        of: Option<Id>,
        /// The role of the addressee, where the paper has several: `to=applicant`.
        to: Option<Id>,
        /// Which of several, from 1.
        holder: Option<u32>,
        /// The last day; `None` (`#null`): it is not open, or the law sets no period.
        due: Option<When>,
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
