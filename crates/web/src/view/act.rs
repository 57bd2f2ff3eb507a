//! One act on a matter: what it asks, what it sets off, and the day on which it really happened.

use super::{FormView, Layout, MatterHead};
use askama::Template;

/// The form of one action.
#[derive(Clone, Debug, Template)]
#[template(path = "act.html")]
pub struct ActPage {
    /// The frame.
    pub layout: Layout,
    /// The matter.
    pub head: MatterHead,
    /// Title of the action.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// The article.
    pub ground: String,
    /// What it sets off: state, clocks, papers, signatures.
    pub effects: Vec<String>,
    /// The questions; the last group may be the folded “与登记日不同时填写”.
    pub form: FormView,
}
