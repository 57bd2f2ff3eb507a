//! A verb of the kernel on a matter: handing over, linking, waiving, asking one more to sign, standing aside, destroying.

use super::{FormView, Layout, MatterHead};
use askama::Template;

/// The form of one verb.
#[derive(Clone, Debug, Template)]
#[template(path = "verb.html")]
pub struct VerbPage {
    /// The frame.
    pub layout: Layout,
    /// The matter.
    pub head: MatterHead,
    /// What is done.
    pub title: String,
    /// What it does to clocks, signers and figures.
    pub lead: String,
    /// The questions.
    pub form: FormView,
}
