//! Registers (名录): an entry is a matter, so that it has history, signatures, corrections and lapses like everything else.

use super::{Law, Place};
use kernel::{Id, Title};
use serde::Serialize;
use std::collections::BTreeMap;

/// A register whose entries are the matters of one procedure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Register {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// The kind of unit that keeps it.
    pub kept_by: Id,
    /// Anybody may read it.
    pub public: bool,
    /// The procedure whose matters are its entries; `None`: kept by import.
    pub of: Option<Id>,
    /// The field by which an entry is called; it identifies nobody.
    pub name: Option<Id>,
    /// Standings, in order.
    pub statuses: Vec<Status>,
    /// Fields shown of an entry.
    pub show: Vec<Id>,
    /// Laws cited, by alias.
    pub laws: BTreeMap<Id, Law>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A standing that an entry may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Its name, unique in the register.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// States of the procedure in which an entry has it.
    pub states: Vec<Id>,
}
