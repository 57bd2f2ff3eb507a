//! Titles of what a refusal speaks of.

use crate::{Frame, Holder, Matter};
use kernel::{Id, Lang};

pub(super) fn values(frame: &Frame<'_>, values: &[Id], lang: Lang) -> String {
    let title = |v: &Id| {
        let choice = frame.procedure.choice_of(v.as_str())?;
        choice.values.iter().find(|x| x.id == *v).map(|x| x.title.text(lang).to_owned())
    };
    values.iter().filter_map(title).collect::<Vec<_>>().join("、")
}

pub(super) fn field(frame: &Frame<'_>, field: &Id, lang: Lang) -> String {
    frame.procedure.field(field.as_str()).map_or_else(|| field.to_string(), |f| f.title.text(lang).to_owned())
}

pub(super) fn event(frame: &Frame<'_>, event: &Id, lang: Lang) -> String {
    if let Some(paper) = event.as_str().strip_suffix(".served").and_then(|p| frame.procedure.papers.get(p)) {
        return format!("{}{}", paper.title.text(lang), lang.pick("送达", " served"));
    }
    if let Some(action) = frame.procedure.actions.iter().find(|a| a.event == *event) {
        return action.title.text(lang).to_owned();
    }
    if event.as_str().starts_with("parent.") {
        return lang.pick("上级事项的有关办理", "the step in the matter above").to_owned();
    }
    let clock = frame.procedure.clocks.iter().find(|c| c.lapse.as_ref().is_some_and(|l| l.event == *event));
    clock.map_or_else(|| event.to_string(), |c| format!("{}{}", c.title.text(lang), lang.pick("届满", " run out")))
}

pub(super) fn role(frame: &Frame<'_>, role: &Id, lang: Lang) -> String {
    frame.procedure.roles.get(role).map_or_else(|| role.to_string(), |r| r.title.text(lang).to_owned())
}

pub(super) fn state(frame: &Frame<'_>, state: Option<&Id>, lang: Lang) -> String {
    state.and_then(|s| frame.procedure.states.get(s)).map_or_else(String::new, |s| s.title.text(lang).to_owned())
}

/// 被申请人, or 被申请人（第2位） where there are several.
pub(super) fn holder(frame: &Frame<'_>, matter: &Matter, holder: &Holder, lang: Lang) -> String {
    let name = role(frame, &holder.role, lang);
    match (frame.holders(matter, &holder.role).len() > 1, lang) {
        (false, _) => name,
        (true, Lang::Zh) => format!("{name}（第{}位）", holder.nth),
        (true, Lang::En) => format!("{name} no. {}", holder.nth),
    }
}
