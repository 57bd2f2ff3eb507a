//! Opening a matter: which procedure, then the whole form on one page.

use super::{FormView, Layout};
use askama::Template;

/// Choice of a procedure.
#[derive(Clone, Debug, Template)]
#[template(path = "start.html")]
pub struct StartPage {
    /// The frame.
    pub layout: Layout,
    /// The reader opens matters of their own; else those of others, for a unit.
    pub own: bool,
    /// The ways to open a matter that the reader may use.
    pub procedures: Vec<ProcedureCard>,
}

/// One way to open a matter.
#[derive(Clone, Debug)]
pub struct ProcedureCard {
    /// One character that stands for it.
    pub glyph: String,
    /// Its title.
    pub title: String,
    /// When it is the right one.
    pub lead: String,
    /// What it rests on and its version.
    pub ground: String,
    /// Its form.
    pub href: String,
}

/// The clerk's whole-page form of an opening action.
#[derive(Clone, Debug, Template)]
#[template(path = "start_form.html")]
pub struct StartFormPage {
    /// The frame.
    pub layout: Layout,
    /// Title of the action.
    pub title: String,
    /// Procedure and version.
    pub procedure: String,
    /// What happens once it is entered: which clock starts, which paper is made.
    pub effects: Vec<String>,
    /// The article.
    pub ground: String,
    /// The questions.
    pub form: FormView,
}
