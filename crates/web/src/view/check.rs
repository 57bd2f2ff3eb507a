//! Checking the answers before they are sent.

use super::{FormView, Layout, Markup, Run};
use askama::Template;

/// The last page of an application.
#[derive(Clone, Debug, Template)]
#[template(path = "check.html")]
pub struct CheckPage {
    /// The frame.
    pub layout: Layout,
    /// Name of the service.
    pub service: String,
    /// This step, counted from 1, and the steps in all.
    pub step: (u32, u32),
    /// The steps as segments.
    pub progress: Markup,
    /// The page before.
    pub back: String,
    /// The answers, by topic.
    pub sections: Vec<CheckSection>,
    /// What happens after it is sent, and by when.
    pub after: Vec<Run>,
    /// The pledge and the button.
    pub form: FormView,
    /// Where throwing the draft away posts to.
    pub discard: String,
}

/// The answers of one topic.
#[derive(Clone, Debug)]
pub struct CheckSection {
    /// The topic.
    pub title: String,
    /// The answers.
    pub rows: Vec<CheckRow>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// The question.
    pub name: String,
    /// The answer; `None` when it was left out.
    pub value: Option<String>,
    /// The page that changes it and comes back here.
    pub change: String,
}
