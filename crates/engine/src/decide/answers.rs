//! What may be filled in: known fields only, of the right type and within their bounds, all that are required.

mod bounds;
mod parties;

use crate::{Answer, Facts, Frame, Matter, Refusal};
use kernel::Id;
use procedure::model::{Action, Field, FieldKind, FormUse, Section};
use std::collections::BTreeMap;

pub(super) fn check(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    action: &Action,
    answers: &BTreeMap<Id, Answer>,
    facts: &Facts<'_>,
) -> Result<(), Refusal> {
    let asked = fields(frame, action);
    for (id, answer) in answers {
        let Some((_, field)) = asked.iter().find(|(_, f)| f.id == *id) else {
            return Err(Refusal::new(
                "E-field",
                format!("“{}”这一步不填“{id}”。", action.title.zh),
                format!("“{}” does not ask for “{id}”.", action.title.en),
            ));
        };
        check_kind(frame, field, answer)?;
        bounds::check(field, answer)?;
        parties::check(frame, matter, field, (answer, facts))?;
    }
    for (section, field) in asked {
        let open = frame.holds(&section.only, facts) && frame.holds(&field.only, facts);
        let known = !action.asks_anew(field) && matter.is_some_and(|m| m.answers.contains_key(&field.id));
        if field.required && open && !known && !answers.contains_key(&field.id) {
            return Err(Refusal::new(
                "E-required",
                format!("请填写“{}”。", field.title.zh),
                format!("Please fill in “{}”.", field.title.en),
            )
            .on(&field.id));
        }
    }
    Ok(())
}

fn fields<'a>(frame: &Frame<'a>, action: &'a Action) -> Vec<(&'a Section, &'a Field)> {
    let mut out = Vec::new();
    for used in &action.forms {
        let form = match used {
            FormUse::Named(id) => frame.procedure.forms.get(id),
            FormUse::Inline(form) => Some(form),
        };
        for section in form.into_iter().flat_map(|f| &f.sections) {
            out.extend(section.fields.iter().map(|f| (section, f)));
        }
    }
    out
}

fn check_kind(frame: &Frame<'_>, field: &Field, answer: &Answer) -> Result<(), Refusal> {
    if let Answer::Many(all) = answer {
        if !field.many {
            return Err(wrong(field));
        }
        return all.iter().filter(|a| !matches!(a, Answer::Many(_))).try_for_each(|a| check_kind(frame, field, a));
    }
    let fits = match (&field.kind, answer) {
        (FieldKind::Date, Answer::Date(_))
        | (FieldKind::DateTime, Answer::DateTime(_))
        | (FieldKind::Number, Answer::Number(_))
        | (FieldKind::Money, Answer::Money(_))
        | (FieldKind::YesNo, Answer::YesNo(_))
        | (FieldKind::Register { .. }, Answer::Entry { .. })
        | (FieldKind::Period, Answer::Period { .. }) => true,
        (FieldKind::Choice(choice), Answer::Choice(value)) => {
            frame.procedure.choices.get(choice).is_some_and(|c| c.values.iter().any(|v| v.id == *value))
        }
        (kind, Answer::Sealed(_)) => {
            field.personal.is_some() || kind.identifies() || matches!(kind, FieldKind::Text | FieldKind::LongText | FieldKind::Uscc)
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(wrong(field)) }
}

fn wrong(field: &Field) -> Refusal {
    Refusal::new(
        "E-kind",
        format!("“{}”填写的内容类型不对。", field.title.zh),
        format!("The answer to “{}” is of the wrong kind.", field.title.en),
    )
    .on(&field.id)
}
