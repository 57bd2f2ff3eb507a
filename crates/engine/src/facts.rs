//! What Rust rules see, and what they may say.

use crate::{Answer, Matter};
use kernel::{AccountId, Date, Id, OrgPath, Title};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An entry of a register, as rules and roles see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// Its name within the bureau.
    pub id: Id,
    /// The register.
    pub register: Id,
    /// What it is called.
    pub name: String,
    /// Its standing.
    pub status: Id,
    /// The unit it belongs to or is registered with.
    pub unit: OrgPath,
    /// Who signs in for it.
    pub account: Option<AccountId>,
    /// Its public fields, e.g. years of practice.
    pub fields: BTreeMap<Id, Answer>,
    /// What its keeper says of it in words. Of a body, never of a person: entries stand in clear.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<Id, String>,
}

/// A register's name.
pub type Register = Id;

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The business day.
    pub today: Date,
    /// The matter; absent before it begins.
    pub matter: Option<&'a Matter>,
    /// Answers of the order at hand.
    pub answers: &'a BTreeMap<Id, Answer>,
    /// Register entries that answers name.
    pub registers: &'a BTreeMap<Id, RegisterEntry>,
}

impl<'a> Facts<'a> {
    /// What is answered to a field: in the order at hand, else in the matter.
    #[must_use]
    pub fn answer(&self, field: &str) -> Option<&'a Answer> {
        self.answers.get(field).or_else(|| self.matter?.answers.get(field))
    }

    /// The value chosen in a field.
    #[must_use]
    pub fn chosen(&self, field: &str) -> Option<&'a Id> {
        self.answer(field).and_then(Answer::choice).or_else(|| self.matter?.choices.get(field))
    }

    /// The date in a field.
    #[must_use]
    pub fn date(&self, field: &str) -> Option<Date> {
        self.answer(field).and_then(Answer::date)
    }

    /// The register entry named in a field.
    #[must_use]
    pub fn entry(&self, field: &str) -> Option<&'a RegisterEntry> {
        match self.answer(field)? {
            Answer::Entry { entry, .. } => self.registers.get(entry),
            _ => None,
        }
    }
}

/// What a predicate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Holds.
    Yes,
    /// Does not hold, and why.
    No(Title),
    /// Cannot be said yet: these fields are missing.
    Unknown(Vec<Id>),
}

/// What a computed choice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This value.
    Value(Id),
    /// Cannot be said yet: these fields are missing.
    Unknown(Vec<Id>),
}

/// The Rust rules of all modules, by name.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    predicates: BTreeMap<Id, fn(&Facts<'_>) -> Verdict>,
    choices: BTreeMap<Id, fn(&Facts<'_>) -> Chosen>,
}

impl RuleBook {
    /// Registers a predicate.
    pub fn predicate(&mut self, id: &str, rule: fn(&Facts<'_>) -> Verdict) -> &mut Self {
        self.predicates.insert(Id::from(id), rule);
        self
    }

    /// Registers a computed choice.
    pub fn choice(&mut self, id: &str, rule: fn(&Facts<'_>) -> Chosen) -> &mut Self {
        self.choices.insert(Id::from(id), rule);
        self
    }

    /// Names of all rules.
    pub fn names(&self) -> impl Iterator<Item = &Id> {
        self.predicates.keys().chain(self.choices.keys())
    }

    /// Asks a predicate. One that nobody registered is unknown; `check` refuses a file that names it.
    #[must_use]
    pub fn ask(&self, id: &str, facts: &Facts<'_>) -> Verdict {
        self.predicates.get(id).map_or(Verdict::Unknown(Vec::new()), |rule| rule(facts))
    }

    /// Computes a choice.
    #[must_use]
    pub fn choose(&self, id: &str, facts: &Facts<'_>) -> Chosen {
        self.choices.get(id).map_or(Chosen::Unknown(Vec::new()), |rule| rule(facts))
    }
}
