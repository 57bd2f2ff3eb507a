//! What is known of a matter: facts by their questions, parties with what identifies them masked.

use super::head::Look;
use crate::view::{Fact, MaskedLine, PartyView};
use app::{Shows, identifying_number, mask};
use engine::Answer;
use kernel::{DateTime, Id, Lang};
use procedure::model::{Field, FieldKind};
use std::collections::BTreeSet;

/// Whether a field says which person a party is; it stands with the party, not among the facts.
fn identifies(field: &Field) -> bool {
    matches!(field.kind, FieldKind::CnId | FieldKind::Phone | FieldKind::Uscc | FieldKind::Address)
}

/// Facts in the order in which they are asked, without parties.
pub(super) fn facts(look: &Look<'_>) -> Vec<Fact> {
    let mut seen = BTreeSet::new();
    let fields = look.file.procedure.fields().map(|(_, f)| f);
    let fields = fields.filter(|f| !matches!(f.kind, FieldKind::Party(_)) && !identifies(f) && seen.insert(f.id.clone()));
    fields.filter_map(|f| Some(fact(look, f, look.matter().answers.get(&f.id)?))).collect()
}

/// One fact.
pub(super) fn fact(look: &Look<'_>, field: &Field, answer: &Answer) -> Fact {
    Fact::new(field.title.text(look.visit.lang), value(look, field, answer))
}

/// An answer in words, as far as the reader may see it; what was destroyed by law says so.
pub(crate) fn value(look: &Look<'_>, field: &Field, answer: &Answer) -> String {
    let lang = look.visit.lang;
    let shows = look.file.shows(field, answer);
    if shows == Shows::Withheld {
        return look.t("（不向您显示）", "(not shown to you)");
    }
    match answer {
        Answer::Sealed(_) => match look.file.known.text(answer) {
            Some(text) if shows == Shows::Masked => mask(text),
            Some(text) => text.to_owned(),
            None => look.t("（已依法销毁）", "(destroyed by law)"),
        },
        Answer::Date(day) => look.day(*day),
        Answer::DateTime(at) => format!("{} {}", look.day(at.date()), time(*at)),
        Answer::Number(n) => n.to_string(),
        Answer::Money(cents) => money(*cents, lang),
        Answer::Choice(value) => look.names().value(value),
        Answer::Period { period, article } => {
            let article = look.file.known.value(article.value).map(str::to_owned);
            let article = article.unwrap_or_else(|| look.t("（已依法销毁）", "(destroyed by law)"));
            format!("{} {article}", period.title().text(lang))
        }
        Answer::YesNo(true) => look.t("是", "Yes"),
        Answer::YesNo(false) => look.t("否", "No"),
        Answer::Entry { entry, .. } => look.file.registers.get(entry).map_or_else(|| entry.to_string(), |e| e.name.clone()),
        Answer::Many(all) => all.iter().map(|a| value(look, field, a)).collect::<Vec<_>>().join(look.visit.t("、", ", ")),
    }
}

/// 14:30
pub(crate) fn time(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// 18,600.50元, ¥18,600.50.
fn money(cents: i64, lang: Lang) -> String {
    let yuan = (cents / 100).to_string();
    let grouped: Vec<String> = yuan.as_bytes().rchunks(3).rev().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    let rest = if cents % 100 == 0 { String::new() } else { format!(".{:02}", cents % 100) };
    match lang {
        Lang::Zh => format!("{}{rest}元", grouped.join(",")),
        Lang::En => format!("¥{}{rest}", grouped.join(",")),
    }
}

/// The parties, by role.
pub(super) fn parties(look: &Look<'_>) -> Vec<PartyView> {
    look.matter().parties.keys().map(|role| party(look, role)).collect()
}

fn party(look: &Look<'_>, role: &Id) -> PartyView {
    let matter = look.matter();
    let names = matter.parties.get(role).into_iter().flatten().map(|s| match look.file.known.value(s.value) {
        Some(name) => name.to_owned(),
        None => look.t("（姓名已依法销毁）", "(name destroyed by law)"),
    });
    let names: Vec<String> = names.collect();
    let mut view =
        PartyView { role: look.names().role(role), name: names.join(look.visit.t("、", ", ")), lines: Vec::new(), masked: Vec::new() };
    let mut seen = BTreeSet::new();
    for field in beside(look, role).into_iter().filter(|f| seen.insert(f.id.clone())) {
        let Some(answer) = matter.answers.get(&field.id) else { continue };
        if identifying_number(field) {
            view.masked.push(MaskedLine { name: field.title.text(look.visit.lang).to_owned(), value: value(look, field, answer) });
        } else {
            view.lines.push(value(look, field, answer));
        }
    }
    view
}

/// Whether a number of a party is masked for the reader.
pub(super) fn masks(look: &Look<'_>) -> bool {
    let known = look.file.procedure.fields().filter_map(|(_, f)| Some((f, look.matter().answers.get(&f.id)?)));
    known.into_iter().any(|(field, answer)| look.file.shows(field, answer) == Shows::Masked && look.file.known.text(answer).is_some())
}

/// The fields that identify a party: those of the sections in which it is named.
fn beside<'a>(look: &Look<'a>, role: &Id) -> Vec<&'a Field> {
    let sections =
        look.file.procedure.fields().filter(|(s, f)| matches!(&f.kind, FieldKind::Party(r) if r == role) && !s.fields.is_empty());
    sections.flat_map(|(s, _)| &s.fields).filter(|f| identifies(f)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_and_whole_yuan_stay_whole() {
        assert_eq!(money(1_860_000, Lang::Zh), "18,600元");
        assert_eq!(money(1_860_050, Lang::En), "¥18,600.50");
        assert_eq!(money(5, Lang::Zh), "0.05元");
    }
}
