//! One topic of the citizen's application.

use super::{FormView, Layout, Link, Markup};
use askama::Template;

/// A page of the application; its form has one group.
#[derive(Clone, Debug, Template)]
#[template(path = "apply.html")]
pub struct ApplyPage {
    /// The frame.
    pub layout: Layout,
    /// Name of the service.
    pub service: String,
    /// The topic, which is the page's title.
    pub topic: String,
    /// This step, counted from 1, and the steps in all.
    pub step: (u32, u32),
    /// The steps as segments (see [`super::chart::segments`]).
    pub progress: Markup,
    /// The page before.
    pub back: String,
    /// The questions.
    pub form: FormView,
    /// Keeping the draft and leaving.
    pub leave: Option<Link>,
    /// Where throwing the draft away posts to; `None` before it is first kept.
    pub discard: Option<String>,
}
