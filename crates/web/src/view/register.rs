//! A register: its entries, their standing, what is shown of each.

use super::{Fact, FieldView, Layout, Link, NoteView, Status};
use askama::Template;

/// The entries of a register.
#[derive(Clone, Debug, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// The frame.
    pub layout: Layout,
    /// Its title.
    pub title: String,
    /// In which order it stands.
    pub lead: String,
    /// Where the questions below are sent.
    pub action: String,
    /// By what entries are looked for.
    pub questions: Vec<FieldView>,
    /// What its keeper may do.
    pub ways: Vec<Link>,
    /// The entries, by name.
    pub rows: Vec<EntryView>,
    /// The next page, where there is one.
    pub next: Option<String>,
}

/// An entry.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// What it is called.
    pub name: String,
    /// Its own page, where it is kept by hand.
    pub href: Option<String>,
    /// Its standing.
    pub status: Status,
    /// The unit it belongs to.
    pub unit: String,
    /// What is shown of it.
    pub facts: Vec<Fact>,
}

/// The registers that the reader may open.
#[derive(Clone, Debug, Template)]
#[template(path = "registers.html")]
pub struct RegistersPage {
    /// The frame.
    pub layout: Layout,
    /// Links with who keeps each.
    pub registers: Vec<(Link, String)>,
}

/// An entry that is kept by hand.
#[derive(Clone, Debug, Template)]
#[template(path = "entry.html")]
pub struct EntryPage {
    /// The frame.
    pub layout: Layout,
    /// The entry.
    pub entry: EntryView,
    /// Where it is changed, for its keeper.
    pub change: Option<String>,
    /// Who said what of it, the last first; for its keeper.
    pub notes: Vec<NoteView>,
}
