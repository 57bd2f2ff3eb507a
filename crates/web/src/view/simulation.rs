//! What would move if the law were otherwise.

use super::{Empty, FieldView, Layout, Link, Pager, Run, Status, Sum};
use askama::Template;

/// A supposition and what would come of it.
#[derive(Clone, Debug, Template)]
#[template(path = "simulation.html")]
pub struct SimulationPage {
    /// The frame.
    pub layout: Layout,
    /// What is supposed: the case, and the number where it is a figure.
    pub questions: Vec<FieldView>,
    /// Versions with their transition, each one press away, before anything is asked.
    pub coming: Vec<Link>,
    /// What is wrong with the question.
    pub wrong: Option<String>,
    /// What came of it; `None` before anything is asked.
    pub found: Option<Found>,
}

/// What would move.
#[derive(Clone, Debug)]
pub struct Found {
    /// The supposition in a sentence.
    pub said: Vec<Run>,
    /// Matters replayed, moved, dates in doubt.
    pub sums: Vec<Sum>,
    /// By procedure and clock.
    pub clocks: Vec<ClockSum>,
    /// Indicators that would move.
    pub indicators: Vec<IndicatorMove>,
    /// The dates, one page of them.
    pub rows: Vec<MovedRow>,
    /// The pages.
    pub pager: Pager,
    /// What is said where nothing moves.
    pub empty: Empty,
}

/// One clock's sum.
#[derive(Clone, Debug)]
pub struct ClockSum {
    /// Its title.
    pub title: String,
    /// Its procedure.
    pub procedure: String,
    /// Dates that move.
    pub moved: u64,
    /// To an earlier day, to a later day.
    pub ways: (u64, u64),
    /// Turned late, no longer late.
    pub late: (u64, u64),
    /// Lapses that differ.
    pub lapses: u64,
}

/// An indicator that would move.
#[derive(Clone, Debug)]
pub struct IndicatorMove {
    /// Its title.
    pub title: String,
    /// By how many matters: in time, late.
    pub by: String,
}

/// A date that would move.
#[derive(Clone, Debug)]
pub struct MovedRow {
    /// The matter.
    pub matter: Link,
    /// The clock, and whose it is.
    pub clock: String,
    /// Its procedure.
    pub procedure: String,
    /// The day now.
    pub was: String,
    /// The day as supposed.
    pub is: String,
    /// Why.
    pub why: String,
    /// How it would stand today.
    pub status: Status,
}
