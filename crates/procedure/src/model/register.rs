//! Registers (名录): an entry is a matter, so that it has history, signatures, corrections and lapses like everything else; or it is an
//! outside body that a keeper enters by hand or by a table.

use super::{FieldKind, Ground, Law, Place};
use kernel::{Id, Title};
use serde::Serialize;
use std::collections::BTreeMap;

/// A register whose entries are the matters of one procedure, or are kept by hand.
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
    /// What its entries are told apart by; `None` where they are matters, or come with the bureau's data alone.
    pub key: Option<KeyKind>,
    /// Who enters and changes its entries; where there is a key.
    pub keeper: Option<Keeper>,
    /// What is said of an entry that is kept by hand. Of bodies, never of persons.
    pub fields: Vec<RegisterField>,
    /// The procedure whose matters are its entries; `None`: kept by hand or by import.
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

/// What tells entries apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// A unified social credit code (GB 32100), with its check digit.
    CreditCode,
    /// A number that the keeper gives: letters, digits and hyphens.
    Number,
}

/// The role by which a register is kept, over a unit of the kind that keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keeper {
    /// Its name; one name is one role in every file.
    pub role: Id,
    /// Title in both languages.
    pub title: Title,
}

/// Something said of an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegisterField {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// A text, a date, a number, or yes or no.
    pub kind: FieldKind,
    /// It must be said.
    pub required: bool,
    /// Why it is asked: an article, or the basis that stands in its place.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}
