//! Which questions are asked, given what was answered so far: the citizen's pages, one topic each.

use crate::input::{plain, read_answers};
use crate::{Bureau, Fault, FieldFault, Typed};
use engine::{Answer, Facts};
use kernel::{Id, Title};
use procedure::model::{Action, ChoiceSource, Field, FieldKind, HeldBy, Procedure, Section};
use std::collections::BTreeMap;

/// The action by which a citizen opens a matter of this procedure without going to a window, if there is one.
#[must_use]
pub fn citizens_action(procedure: &Procedure) -> Option<&Action> {
    let party = |role: &Id| procedure.roles.get(role).is_some_and(|r| r.held_by == HeldBy::Party);
    procedure.actions.iter().find(|a| a.opens_matter() && a.by.iter().any(party) && !a.forms.is_empty())
}

impl Bureau {
    /// The topics of an action that are asked: those whose condition holds by what was answered so far.
    #[must_use]
    pub fn asked<'a>(&self, procedure: &'a Procedure, action: &'a Action, typed: &Typed) -> Vec<&'a Section> {
        let given = given(procedure, action, typed);
        topics(procedure, action).filter(|s| self.holds(procedure, &given, &s.only)).collect()
    }

    /// The questions of a topic that are asked. One that hangs on another of the same topic, or on what cannot be said yet, is.
    #[must_use]
    pub fn questions<'a>(&self, procedure: &'a Procedure, action: &'a Action, section: &'a Section, typed: &Typed) -> Vec<&'a Field> {
        let given = given(procedure, action, typed);
        let here = |value: &Id| {
            procedure.choice_of(value.as_str()).is_some_and(|choice| match choice.source {
                ChoiceSource::Act => section.fields.iter().any(|f| f.kind == FieldKind::Choice(choice.id.clone())),
                ChoiceSource::Rule(_) => true,
            })
        };
        section.fields.iter().filter(|f| f.only.iter().any(here) || self.holds(procedure, &given, &f.only)).collect()
    }

    /// The answers that count: what was typed to questions that are no longer asked is left out.
    #[must_use]
    pub fn counted(&self, procedure: &Procedure, action: &Action, typed: &Typed) -> Typed {
        let given = given(procedure, action, typed);
        let asked = topics(procedure, action).filter(|s| self.holds(procedure, &given, &s.only)).flat_map(|s| &s.fields);
        let asked = asked.filter(|f| self.holds(procedure, &given, &f.only));
        asked.filter_map(|f| Some((f.id.clone(), typed.get(&f.id)?.clone()))).collect()
    }

    /// Checks the answers of one topic: every fault, and every question that must be answered and is not.
    ///
    /// # Errors
    /// [`Fault::Fields`]; faults of the store.
    pub async fn check_topic(&self, procedure: &Procedure, action: &Action, section: &Section, typed: &Typed) -> Result<(), Fault> {
        let own: Typed = section.fields.iter().filter_map(|f| Some((f.id.clone(), typed.get(&f.id)?.clone()))).collect();
        let mut faults = match read_answers(self, procedure, action, &own, (self.new_person(), true)).await {
            Ok(_) => Vec::new(),
            Err(Fault::Fields(faults)) => faults,
            Err(fault) => return Err(fault),
        };
        let given = given(procedure, action, typed);
        let empty = |f: &Field| own.get(&f.id).is_none_or(|all| all.iter().all(|t| t.trim().is_empty()));
        for field in section.fields.iter().filter(|f| f.required && empty(f) && self.holds(procedure, &given, &f.only)) {
            let message = Title::new(format!("请填写“{}”。", field.title.zh), format!("Please answer “{}”.", field.title.en));
            faults.push(FieldFault { field: field.id.clone(), message });
        }
        if faults.is_empty() { Ok(()) } else { Err(Fault::Fields(faults)) }
    }

    fn holds(&self, procedure: &Procedure, given: &BTreeMap<Id, Answer>, only: &[Id]) -> bool {
        let registers = BTreeMap::new();
        let facts = Facts { today: self.today(), matter: None, answers: given, registers: &registers };
        self.library.frame(procedure).holds(only, &facts)
    }
}

fn topics<'a>(procedure: &'a Procedure, action: &'a Action) -> impl Iterator<Item = &'a Section> {
    action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections)
}

/// What rules may look at: answers that are not sealed, as far as they can be read, and the choices that the action sets.
fn given(procedure: &Procedure, action: &Action, typed: &Typed) -> BTreeMap<Id, Answer> {
    let sets = action.sets.iter().filter_map(|v| Some((procedure.choice_of(v.as_str())?.id.clone(), Answer::Choice(v.clone()))));
    let mut out: BTreeMap<Id, Answer> = sets.collect();
    for field in topics(procedure, action).flat_map(|s| &s.fields) {
        let Some([one]) = typed.get(&field.id).map(Vec::as_slice) else { continue };
        if let Some(Ok(answer)) = plain(procedure, field, one.trim()) {
            out.insert(field.id.clone(), answer);
        }
    }
    out
}
