//! When something goes wrong: what, how to go on, and the number to name on the phone.

use super::{Layout, Link};
use askama::Template;

/// An error page.
#[derive(Clone, Debug, Template)]
#[template(path = "fault.html")]
pub struct FaultPage {
    /// The frame.
    pub layout: Layout,
    /// What went wrong, as a heading.
    pub heading: String,
    /// What it means, and what became of what was typed.
    pub text: String,
    /// How to go on; the first is put first.
    pub ways: Vec<Link>,
    /// The code of the refusal, if it has one.
    pub code: String,
    /// The request's id.
    pub request: String,
}
