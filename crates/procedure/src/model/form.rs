//! Forms: what is asked, of whom, and why.

use super::{Ground, Place};
use calendar::Unit;
use kernel::{Id, Title};
use serde::Serialize;

/// What is filled in for an action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Form {
    /// Its name; an inline form has its action's.
    pub id: Id,
    /// Title in both languages; empty for an inline form.
    pub title: Title,
    /// Its parts, each one topic.
    pub sections: Vec<Section>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A form as an action uses it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum FormUse {
    /// A form of the procedure.
    Named(Id),
    /// A form written inside the action.
    Inline(Form),
}

/// One topic: a page of the citizen's journey, a block of the clerk's form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Title in both languages; empty for the fields of an inline form.
    pub title: Title,
    /// Asked only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// Why the personal fields are asked.
    pub purpose: Option<Purpose>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// Why personal data is asked, with the article that needs it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Purpose {
    /// In words.
    pub title: Title,
    /// What it rests on.
    pub ground: Ground,
}

/// One question. A field's name is one fact in the whole matter: known is never asked again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// What may be answered.
    pub kind: FieldKind,
    /// An answer is needed.
    pub required: bool,
    /// More than one answer may be given.
    pub many: bool,
    /// Bounds of a number or a period.
    pub bounds: Option<FieldBounds>,
    /// Asked only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// Why it is personal, where it is.
    pub personal: Option<Personal>,
    /// Purpose of its own, where the section's does not speak of it.
    pub purpose: Option<Purpose>,
    /// Where it stands in the file.
    pub place: Place,
}

/// Bounds of what may be answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldBounds {
    /// Not less than this.
    pub min: Option<u32>,
    /// Not more than this.
    pub max: Option<u32>,
    /// The unit of a period's bounds.
    pub unit: Option<Unit>,
}

/// What kind of personal information a field holds. Such values never enter an event: they lie encrypted under a key per person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Personal {
    /// Follows from the type: name, identity number, phone, address.
    Identity,
    /// `personal=finance`
    Finance,
    /// `personal=dispute`
    Dispute,
    /// `personal=status`: disability, relief, minority.
    Status,
    /// `personal=health`
    Health,
}

/// What may be answered. The list is frozen here: a new type is a change of code, never of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A civil date.
    Date,
    /// A civil date and time of day.
    DateTime,
    /// A whole number.
    Number,
    /// Money in 分.
    Money,
    /// One value of a choice.
    Choice(Id),
    /// Yes or no.
    YesNo,
    /// A party who thereby takes this role; the value is the name.
    Party(Id),
    /// A person's name without a role.
    Person,
    /// An entry of a register in the named standing.
    Register {
        /// The register.
        register: Id,
        /// The standing that counts.
        status: Id,
    },
    /// A length, its unit and the article that sets it: where another law replaces a clock's length.
    Period,
    /// A citizen identity number (GB 11643).
    CnId,
    /// A unified social credit code (GB 32100).
    Uscc,
    /// A phone number.
    Phone,
    /// An address.
    Address,
    /// A file.
    File,
}

impl FieldKind {
    /// Whether the type alone makes the answer personal.
    #[must_use]
    pub fn identifies(&self) -> bool {
        matches!(self, Self::Party(_) | Self::Person | Self::CnId | Self::Phone | Self::Address | Self::File)
    }
}
