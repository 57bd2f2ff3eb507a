//! Changing who leads a task, what carries it and when it is due.

use super::{FormView, Layout, Link};
use askama::Template;

/// The form for one task of the plan.
#[derive(Clone, Debug, Template)]
#[template(path = "task.html")]
pub struct TaskPage {
    /// The frame.
    pub layout: Layout,
    /// 11.5
    pub number: String,
    /// The plan's words, which are not changed here.
    pub text: String,
    /// Where they stand.
    pub place: String,
    /// Quantities read from the words.
    pub quantities: Vec<String>,
    /// What was proposed on import, and why.
    pub proposal: String,
    /// The questions.
    pub form: FormView,
    /// Back to the point.
    pub point: Link,
}
