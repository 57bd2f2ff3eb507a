//! One field as a question: kind, options, hint, and the answer so far.

use super::Asking;
use crate::view::{FieldKind as Kind, FieldView, OptionView};
use engine::{Answer, RegisterEntry};
use kernel::Lang;
use procedure::model::{Choice, Field, FieldKind};

/// Most options that are shown side by side; more of them are a list to choose from.
const IN_SIGHT: usize = 7;

/// The question of a field.
pub(super) fn view(asking: &Asking<'_>, field: &Field) -> FieldView {
    let lang = asking.lang;
    let given: Vec<&str> = asking.typed.get(&field.id).into_iter().flatten().map(String::as_str).collect();
    let mut view = FieldView::new(field.id.as_str(), field.title.text(lang), Kind::Line);
    let hint = |zh: &str, en: &str| Some(lang.pick(zh, en).to_owned());
    match &field.kind {
        FieldKind::Text | FieldKind::Party(_) | FieldKind::Person | FieldKind::Address if field.many => {
            (view.kind, view.hint) = (Kind::Area, hint("有几位写几行，一行一位", "One a line, as many as there are."));
        }
        FieldKind::Text | FieldKind::Party(_) | FieldKind::Person | FieldKind::Address => {}
        FieldKind::LongText => view.kind = Kind::Area,
        FieldKind::Date => (view.kind, view.hint) = (Kind::Date, hint("例如 2026-3-9", "For example 2026-3-9.")),
        FieldKind::DateTime => (view.kind, view.hint) = (Kind::DateTime, hint("例如 2026-3-9 14:30", "For example 2026-3-9 14:30.")),
        FieldKind::Number => view.kind = Kind::Number(String::new()),
        FieldKind::Money => view.kind = Kind::Number(lang.pick("元", "yuan").to_owned()),
        FieldKind::CnId => (view.kind, view.hint) = (Kind::Code, hint("18位，可以带空格", "18 characters; spaces are allowed.")),
        FieldKind::Uscc => (view.kind, view.hint) = (Kind::Code, hint("18位，可以带空格", "18 characters; spaces are allowed.")),
        FieldKind::Phone => view.kind = Kind::Phone,
        FieldKind::Period => {
            view.hint = hint("数、单位和依据，例如：90日 某法第几条", "Number, unit and article, for example: 90日, then the article.")
        }
        FieldKind::YesNo => yes_no(&mut view, field, &given, lang),
        FieldKind::Choice(id) => {
            if let Some(choice) = asking.frame.procedure.choices.get(id) {
                options(&mut view, choice, field, &given, lang);
            }
        }
        FieldKind::Register { register, status } => {
            let entries = asking.registers.get(register).map_or(&[][..], Vec::as_slice);
            (view.kind, view.hint) = (Kind::Select, hint("只列出现在可以承办的", "Only those who may act at present are listed."));
            view.options =
                none(lang).into_iter().chain(entries.iter().filter(|e| e.status == *status).map(|e| entry(e, &given, lang))).collect();
        }
        FieldKind::File => {
            view.kind = if field.many { Kind::Area } else { Kind::Line };
            view.hint = hint(
                "写材料名称和份数，一行一件；原件随卷保存",
                "Name each paper and how many, one a line; the originals go into the file.",
            );
        }
    }
    let sep = if view.kind == Kind::Area { "\n" } else { " " };
    view.value = given.join(sep);
    view
}

fn yes_no(view: &mut FieldView, field: &Field, given: &[&str], lang: Lang) {
    let answers = [("yes", lang.pick("是", "Yes")), ("no", lang.pick("否", "No"))];
    let options = answers.map(|(value, label)| OptionView { chosen: given.contains(&value), ..OptionView::new(value, label) });
    view.kind = if field.required { Kind::Radios } else { Kind::Select };
    view.options = if field.required { options.into() } else { none(lang).into_iter().chain(options).collect() };
}

/// Few options that must be answered lie in sight. Buttons cannot be taken back without scripts, so an answer that may be left
/// out is a list with an empty line.
fn options(view: &mut FieldView, choice: &Choice, field: &Field, given: &[&str], lang: Lang) {
    let all = choice
        .values
        .iter()
        .map(|v| OptionView { chosen: given.contains(&v.id.as_str()), ..OptionView::new(v.id.as_str(), v.title.text(lang)) });
    view.kind = match (field.many, field.required, choice.values.len()) {
        (true, ..) => Kind::Checks,
        (_, true, ..=IN_SIGHT) => Kind::Radios,
        _ => Kind::Select,
    };
    view.options = if view.kind == Kind::Select { none(lang).into_iter().chain(all).collect() } else { all.collect() };
}

fn none(lang: Lang) -> [OptionView; 1] {
    [OptionView::new("", lang.pick("请选择", "Choose"))]
}

fn entry(entry: &RegisterEntry, given: &[&str], lang: Lang) -> OptionView {
    let years = match entry.fields.get("years") {
        Some(Answer::Number(n)) => match lang {
            Lang::Zh => format!(" · 执业{n}年"),
            Lang::En => format!(" · {n} years of practice"),
        },
        _ => String::new(),
    };
    OptionView { chosen: given.contains(&entry.id.as_str()), ..OptionView::new(entry.id.as_str(), format!("{}{years}", entry.name)) }
}
