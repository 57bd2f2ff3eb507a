//! Forms: personal data is asked for a purpose, choices are asked only where an answer sets them.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Choice, ChoiceSource, Field, FieldKind, Procedure, Section};
use kernel::Id;

pub(super) fn check(case: &Case, found: &mut Findings) {
    for (section, field) in case.p.fields() {
        if field.personal.is_some() {
            personal(section, field, found);
        }
        if let FieldKind::Choice(choice) = &field.kind {
            computed(case, choice, field, found);
        }
    }
    for action in &case.p.actions {
        for value in &action.sets {
            if let Some(choice) = case.p.choice_of(value.as_str()).filter(|c| c.source != ChoiceSource::Act) {
                found.error(
                    "P417",
                    action.place,
                    format!("“{}”由规则得出，不能由办理事项设定", choice.title.zh),
                    format!("{} is computed by a rule and cannot be set", choice.id),
                );
            }
        }
    }
    for choice in case.p.choices.values().filter(|c| c.source == ChoiceSource::Act && c.default.is_none()) {
        if !is_set(case.p, choice) {
            found
                .error(
                    "P418",
                    choice.place,
                    format!("选项“{}”没有任何办法定下来", choice.title.zh),
                    format!("nothing sets the choice {}", choice.id),
                )
                .hint("写 rule=，或者在表单里问，或者由办理事项 sets", "write rule=, ask it in a form, or let an action set it");
        }
    }
}

/// Whether a form asks the choice or an act sets it.
pub(super) fn is_set(p: &Procedure, choice: &Choice) -> bool {
    let asked = p.fields().any(|(_, f)| f.kind == FieldKind::Choice(choice.id.clone()));
    asked || p.actions.iter().flat_map(|a| &a.sets).any(|v| choice.values.iter().any(|c| c.id == *v))
}

fn personal(section: &Section, field: &Field, found: &mut Findings) {
    let purpose = field.purpose.as_ref().or(section.purpose.as_ref());
    let (zh, en) = match purpose {
        None => ("没有写明目的（purpose）", "has no purpose"),
        Some(p) if p.ground.cites.is_empty() => ("的目的没有写条文（cite=）", "has a purpose without an article"),
        Some(_) => return,
    };
    found.error("P412", field.place, format!("个人信息“{}”{zh}", field.title.zh), format!("the personal field {} {en}", field.id)).hint(
        "在这一节或者字段里写 purpose \"为什么要\" en=\"…\" cite=条文",
        "write purpose \"why\" en=\"…\" cite=ARTICLE in the section or the field",
    );
}

fn computed(case: &Case, choice: &Id, field: &Field, found: &mut Findings) {
    let rule = case.p.choices.get(choice).filter(|c| c.source != ChoiceSource::Act);
    if let Some(choice) = rule {
        found.error(
            "P417",
            field.place,
            format!("“{}”由规则得出，不能在表单里填", choice.title.zh),
            format!("{} is computed by a rule and cannot be asked", choice.id),
        );
    }
}
