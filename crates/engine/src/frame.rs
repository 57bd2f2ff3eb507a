//! What an engine call rests on: the procedure, the calendar, the bureau's parameters, the rules.

use crate::{Chosen, Facts, Matter, RegisterEntry, RuleBook};
use calendar::Calendar;
use kernel::{Date, Id};
use procedure::model::{Amount, Choice, ChoiceSource, Procedure};
use std::collections::BTreeMap;

/// The law of a matter.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The procedure, in the version the matter is pinned to.
    pub procedure: &'a Procedure,
    /// Working days.
    pub calendar: &'a Calendar,
    /// What the bureau set, by parameter; what it left out has the file's value.
    pub params: &'a BTreeMap<Id, u64>,
    /// Rust rules.
    pub rules: &'a RuleBook,
}

impl Frame<'_> {
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
            || only.iter().any(|v| self.procedure.choice_of(v.as_str()).and_then(|c| self.value(c, facts)).is_some_and(|now| now == *v))
    }

    /// Facts about a matter without an order at hand.
    #[must_use]
    pub fn facts<'b>(&self, matter: &'b Matter, today: Date) -> Facts<'b> {
        static NO_ANSWERS: BTreeMap<Id, crate::Answer> = BTreeMap::new();
        static NO_ENTRIES: BTreeMap<Id, RegisterEntry> = BTreeMap::new();
        Facts { today, matter: Some(matter), answers: &NO_ANSWERS, registers: &NO_ENTRIES }
    }
}
