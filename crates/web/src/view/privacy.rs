//! What is asked of people, why, who reads it, for how long.

use super::{Fact, Layout};
use askama::Template;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "privacy.html")]
pub struct PrivacyPage {
    /// The frame.
    pub layout: Layout,
    /// Its heading.
    pub title: String,
    /// One part a procedure.
    pub parts: Vec<ProcessingView>,
}

/// What is processed in one procedure.
#[derive(Clone, Debug)]
pub struct ProcessingView {
    /// `id` of its heading.
    pub id: String,
    /// The procedure.
    pub title: String,
    /// How long it is kept, and whether it is under special care.
    pub kept: String,
    /// Each field: why, on what, who reads it, how it lies.
    pub fields: Vec<Fact>,
}
