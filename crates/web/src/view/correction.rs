//! Correcting an event: what it says now, what it should say, why, and who stands by it.

use super::{Fact, FormView, Layout, MatterHead};
use askama::Template;

/// The form that corrects one event.
#[derive(Clone, Debug, Template)]
#[template(path = "correction.html")]
pub struct CorrectionPage {
    /// The frame.
    pub layout: Layout,
    /// The matter.
    pub head: MatterHead,
    /// Title of the event.
    pub event: String,
    /// What it says now.
    pub now: Vec<Fact>,
    /// What else will move: clocks, counts.
    pub effects: Vec<String>,
    /// The questions: new values, reason, second person.
    pub form: FormView,
}
