//! Roles, choices, rules, parameters, remedies, papers.

use super::{Ground, Place};
use calendar::{Rule, Unit};
use kernel::{Id, Title};
use serde::Serialize;

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Role {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// Who holds it.
    pub held_by: HeldBy,
    /// More than one may hold it.
    pub many: bool,
    /// At least and at most so many persons.
    pub bounds: Vec<Bound>,
    /// A meeting: it signs by its minutes.
    pub body: bool,
    /// It exists only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// The role on whose behalf it acts.
    pub acts_for: Option<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// How many hold a role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// At least; else at most.
    pub least: bool,
    /// How many persons.
    pub persons: u32,
    /// Holds only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBy {
    /// A party to the matter.
    Party,
    /// Another organ, whose acts ours enter with the paper as evidence.
    Outside,
    /// Anybody.
    Public,
    /// A unit of this kind, e.g. `legal_aid_agency`.
    Unit(Id),
    /// An entry in good standing of this register, e.g. `lawyers`.
    Register(Id),
}

/// What may vary: the only "if" of the language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// Its values, in order.
    pub values: Vec<Value>,
    /// What sets it.
    pub source: ChoiceSource,
    /// The value it has when nothing set it.
    pub default: Option<Id>,
    /// The event after which it never changes.
    pub fixed_at: Option<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// What sets a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceSource {
    /// A form field of the same name, or `sets` of an action.
    Act,
    /// A Rust rule that answers a value or says what is missing.
    Rule(Id),
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    /// Its name, unique in the procedure.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// What this value rests on, where it has an article of its own.
    pub ground: Ground,
}

/// A predicate answered by Rust: yes, no, or unknown with what is missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Predicate {
    /// Its name; the module registers the implementation under it.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A number that no statute fixes, which a bureau may set within bounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Param {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// `None` until the bureau fills it: 待定.
    pub value: Option<u64>,
    /// `day`, `person`, …
    pub unit: Id,
    /// Lower bound.
    pub min: Option<u64>,
    /// Upper bound.
    pub max: Option<u64>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A way to contest an act, printed on the paper that names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remedy {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// The organ to which one turns.
    pub organ: String,
    /// How long; `None` when the law sets no period.
    pub within: Option<(super::Amount, Unit)>,
    /// Counting rule of the period, if not the procedure's.
    pub counting: Option<Rule>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A paper issued by an action. It yields `ID.served` for each addressee.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paper {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// Roles to whom it is addressed; empty for a paper that is only filed. Each holder of each is served.
    pub to: Vec<Id>,
    /// Roles who get a copy.
    pub copies: Vec<Id>,
    /// Remedies printed on it.
    pub remedies: Vec<RemedyUse>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// A remedy as a paper or a lapse names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemedyUse {
    /// The remedy.
    pub remedy: Id,
    /// Holds only while the matter has one of these choice values.
    pub only: Vec<Id>,
}
