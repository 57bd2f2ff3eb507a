//! Forms filled in: what is asked here, of as many as the bounds allow.

use super::{Cast, Dice};
use crate::{Answer, Facts, Frame, Matter};
use kernel::{Date, Id};
use procedure::model::{Action, Field, FieldKind};
use std::collections::BTreeMap;

/// The forms of an action, to be filled in.
pub(super) struct Form<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) matter: Option<&'a Matter>,
    pub(super) action: &'a Action,
    /// What is known already.
    pub(super) known: &'a BTreeMap<Id, Answer>,
    pub(super) today: Date,
}

impl Form<'_> {
    /// Answers to what the action asks here: fields that hold only for other choices are left out, and known ones are not asked again.
    pub(super) fn filled(&self, cast: &mut dyn Cast, dice: &mut Dice) -> BTreeMap<Id, Answer> {
        let procedure = self.frame.procedure;
        let mut answers: BTreeMap<Id, Answer> = self.known.clone();
        for value in &self.action.sets {
            if let Some(choice) = procedure.choice_of(value.as_str()) {
                answers.insert(choice.id.clone(), Answer::Choice(value.clone()));
            }
        }
        let set: Vec<Id> = answers.keys().cloned().collect();
        for section in self.action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections) {
            for field in &section.fields {
                let facts = Facts { today: self.today, matter: self.matter, answers: &answers, registers: cast.registers() };
                let asked = self.frame.holds(&section.only, &facts) && self.frame.holds(&field.only, &facts);
                let known = !self.action.asks_anew(field) && self.matter.is_some_and(|m| m.answers.contains_key(&field.id));
                if !asked || known || set.contains(&field.id) || !(field.required || cast.fills(dice)) {
                    continue;
                }
                let count = self.count(field, &facts, dice);
                let all: Vec<Answer> =
                    (0..count).filter_map(|_| cast.answer(procedure, field, self.today, dice)).map(|a| within(field, a)).collect();
                match <[Answer; 1]>::try_from(all) {
                    Ok([one]) => answers.insert(field.id.clone(), one),
                    Err(all) if all.is_empty() => None,
                    Err(all) => answers.insert(field.id.clone(), Answer::Many(all)),
                };
            }
        }
        // What the action sets by itself, and what is known, is no answer of anybody's.
        answers.retain(|field, _| !set.contains(field));
        answers
    }

    /// How many answers a field gets: parties as many as the bounds of their role allow.
    fn count(&self, field: &Field, facts: &Facts<'_>, dice: &mut Dice) -> u64 {
        let (FieldKind::Party(role), true) = (&field.kind, field.many) else { return 1 };
        let bounds =
            || self.frame.procedure.roles.get(role).into_iter().flat_map(|r| &r.bounds).filter(|b| self.frame.holds(&b.only, facts));
        let least = bounds().filter(|b| b.least).map(|b| u64::from(b.persons)).max().unwrap_or(1).max(1);
        let most = bounds().filter(|b| !b.least).map(|b| u64::from(b.persons)).min().unwrap_or(least + 2).max(least);
        least + dice.below((most - least + 1).min(3))
    }
}

/// A number within the bounds that its field names.
fn within(field: &Field, answer: Answer) -> Answer {
    match (&field.bounds, answer) {
        (Some(b), Answer::Number(n)) => Answer::Number(
            n.clamp(b.min.map_or(i64::MIN, i64::from), b.max.map_or(i64::MAX, i64::from).max(b.min.map_or(i64::MIN, i64::from))),
        ),
        (_, answer) => answer,
    }
}
