//! A register: its entries, their standing, what is shown of each.

use super::{Fact, Layout, Status};
use askama::Template;

/// The entries of a register.
#[derive(Clone, Debug, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// The frame.
    pub layout: Layout,
    /// Its title.
    pub title: String,
    /// Who keeps it.
    pub lead: String,
    /// The entries, by name.
    pub rows: Vec<EntryView>,
}

/// An entry.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// What it is called.
    pub name: String,
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
    pub registers: Vec<(super::Link, String)>,
}
