//! What an engine call rests on: the procedure, the calendar, the bureau's parameters, the rules.

use crate::{Chosen, Facts, Holder, Matter, RegisterEntry, RuleBook};
use calendar::Calendar;
use kernel::{Date, Id};
use procedure::model::{Amount, Choice, ChoiceSource, FieldKind, Procedure};
use std::collections::BTreeMap;

/// The law of a matter.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The procedure, in the version the matter is pinned to.
    pub procedure: &'a Procedure,
    /// Every version of it that is known, oldest first; a clock keeps the version of its start.
    pub versions: &'a [Procedure],
    /// Working days.
    pub calendar: &'a Calendar,
    /// What the bureau set, by parameter; what it left out has the file's value.
    pub params: &'a BTreeMap<Id, u64>,
    /// Rust rules.
    pub rules: &'a RuleBook,
}

impl<'a> Frame<'a> {
    /// The procedure in a version; the one at hand where that version is not known.
    #[must_use]
    pub fn under(&self, version: u32) -> &'a Procedure {
        self.versions.iter().find(|p| p.version == version).unwrap_or(self.procedure)
    }

    /// The number of an amount; `None` while a parameter is not set.
    #[must_use]
    pub fn amount(&self, amount: &Amount) -> Option<u32> {
        match amount {
            Amount::Fixed(n) => Some(*n),
            Amount::Param(id) => {
                let own = self.params.get(id).copied();
                own.or_else(|| self.procedure.params.get(id)?.value).and_then(|n| u32::try_from(n).ok())
            }
        }
    }

    /// The value a choice has now; `None` while it is not set or not known.
    #[must_use]
    pub fn value(&self, choice: &Choice, facts: &Facts<'_>) -> Option<Id> {
        let set = facts.answers.get(&choice.id).and_then(|a| a.choice()).or_else(|| facts.matter?.choices.get(&choice.id));
        let found = match (&choice.source, set) {
            (_, Some(value)) => Some(value.clone()),
            (ChoiceSource::Rule(rule), None) => match self.rules.choose(rule.as_str(), facts) {
                Chosen::Value(value) => Some(value),
                Chosen::Unknown(_) => None,
            },
            (ChoiceSource::Act, None) => None,
        };
        found.or_else(|| choice.default.clone())
    }

    /// Whether a node with these `only` values holds now. Without values it always does.
    #[must_use]
    pub fn holds(&self, only: &[Id], facts: &Facts<'_>) -> bool {
        only.is_empty()
            || only.iter().any(|v| match v.as_str().strip_prefix("parent.") {
                Some(value) => facts.matter.is_some_and(|m| m.inherited.values().any(|now| *now == *value)),
                None => self.procedure.choice_of(v.as_str()).and_then(|c| self.value(c, facts)).is_some_and(|now| now == *v),
            })
    }

    /// The holders of a role: the parties named, the colleagues assigned; one, where nobody is ever named.
    #[must_use]
    pub fn holders(&self, matter: &Matter, role: &Id) -> Vec<Holder> {
        let named = matter.parties.get(role).map_or(0, Vec::len).max(matter.handlers.get(role).map_or(0, Vec::len));
        let asked = || self.procedure.fields().any(|(_, f)| matches!(&f.kind, FieldKind::Party(of) if of == role));
        let count = if named == 0 && !asked() { 1 } else { named };
        (1..=count).filter_map(|n| u16::try_from(n).ok()).map(|n| Holder::new(role.clone(), n)).collect()
    }

    /// Facts about a matter without an order at hand.
    #[must_use]
    pub fn facts<'b>(&self, matter: &'b Matter, today: Date) -> Facts<'b> {
        static NO_ANSWERS: BTreeMap<Id, crate::Answer> = BTreeMap::new();
        static NO_ENTRIES: BTreeMap<Id, RegisterEntry> = BTreeMap::new();
        Facts { today, matter: Some(matter), answers: &NO_ANSWERS, registers: &NO_ENTRIES }
    }
}
