//! The list of destruction: what was kept long enough.

use super::{Fact, FormView, Layout};
use askama::Template;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "retention.html")]
pub struct RetentionPage {
    /// The frame.
    pub layout: Layout,
    /// Proposing, and agreeing to what somebody else proposed; each where there is something.
    pub forms: Vec<FormView>,
    /// What waits for somebody else, and what is held.
    pub others: Vec<Fact>,
    /// What was refused just now, and why.
    pub refused: Vec<Fact>,
}
