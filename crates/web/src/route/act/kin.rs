//! What an act asks besides its own form: whom of several it concerns, with which other matters, and the form of a matter it opens.

use super::Filled;
use crate::route::form::{Asking, Registers, registers, typed as read_typed};
use crate::route::matter::{Look, Pairs};
use crate::view::{FieldGroup, FieldKind, FieldView, OptionView};
use app::{Fault, FieldFault, Typed};
use engine::Holder;
use engine::family::inherited;
use kernel::{Id, Title};
use procedure::model::{Action, HeldBy, KinAct, Procedure};

/// Name of the question whom of several an act concerns.
const WHOM: &str = "which-one";
/// Name of the question with which other matters it is done.
const WITH: &str = "with";
/// Before the names of the questions of a matter to be opened.
const CHILD: &str = "child.";

/// What was answered to these questions.
#[derive(Clone, Debug, Default)]
pub(in crate::route) struct Besides {
    /// Whom of several.
    pub holder: Option<Holder>,
    /// Other matters, by number.
    pub with: Vec<String>,
    /// The form of the matter to be opened, under `child.FIELD`.
    child: Typed,
}

impl Besides {
    /// Reads what was posted.
    pub(super) fn read(look: &Look<'_>, action: &Action, pairs: &Pairs) -> Self {
        let value = |name: &str| crate::route::form::value(pairs, name).to_owned();
        let numbers = value(WITH);
        let with = numbers.split(['\n', '、', '，', ',', ' ']).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let own: Pairs = pairs.iter().filter_map(|(k, v)| Some((k.strip_prefix(CHILD)?.to_owned(), v.clone()))).collect();
        let child = opened(look, action).map(|(p, a)| read_typed(p, a, &own)).unwrap_or_default();
        let child = child.into_iter().map(|(f, t)| (Id::from(format!("{CHILD}{f}")), t)).collect();
        Self { holder: value(WHOM).parse().ok(), with, child }
    }

    /// The act's own answers with those of the matter it opens.
    pub(super) fn typed(&self, own: &Typed) -> Typed {
        own.iter().chain(&self.child).map(|(f, t)| (f.clone(), t.clone())).collect()
    }

    /// What was answered in the form of the matter to be opened.
    fn inside(&self) -> Typed {
        self.child.iter().filter_map(|(f, t)| Some((inside(f)?, t.clone()))).collect()
    }

    /// What is missing of that form; what this matter knows already goes along.
    fn missing_inside(&self, look: &Look<'_>, action: &Action) -> Vec<FieldFault> {
        let Some((procedure, opening)) = opened(look, action) else { return Vec::new() };
        let (typed, entries) = (self.inside(), Registers::new());
        let frame = look.site.bureau.library.frame(procedure);
        let lang = look.visit.lang;
        let asking = Asking { frame, action: opening, matter: None, typed: &typed, faults: &[], registers: &entries, lang };
        let known = inherited(look.matter(), Some(look.file.procedure), procedure, opening);
        let lacking = asking.missing().into_iter().filter(|f| !known.contains_key(&f.field));
        lacking.map(|f| FieldFault { field: Id::from(format!("{CHILD}{}", f.field)), ..f }).collect()
    }

    /// What is missing of them.
    pub(super) fn missing(&self, look: &Look<'_>, action: &Action) -> Vec<FieldFault> {
        let fault = |field: &str, zh: &str, en: &str| FieldFault { field: Id::from(field), message: Title::new(zh, en) };
        let mut out = Vec::new();
        if self.holder.is_none() && choices(look, action).len() > 1 && !action.each.is_empty() {
            out.push(fault(WHOM, "请选择这一次针对哪一位。", "Say for whom it is this time."));
        }
        if self.with.is_empty() && joins(action) {
            out.push(fault(WITH, "请填写一并办理的案号。", "Fill in the numbers of the other matters."));
        }
        out.extend(self.missing_inside(look, action));
        out
    }
}

/// A question's name in the form of the matter that holds it.
fn inside(field: &Id) -> Option<Id> {
    field.as_str().strip_prefix(CHILD).map(Id::from)
}

/// Groups of these questions, to stand after the act's own.
pub(super) async fn groups(look: &Look<'_>, action: &Action, filled: &Filled) -> Result<Vec<FieldGroup>, Fault> {
    let mut out: Vec<FieldGroup> = whom(look, action, filled).into_iter().chain(with(look, action, filled)).collect();
    if let Some((procedure, opening)) = opened(look, action) {
        let frame = look.site.bureau.library.frame(procedure);
        let entries: Registers = registers(look.site, &frame, opening).await?;
        let typed = filled.besides.inside();
        let faults: Vec<FieldFault> =
            filled.faults.iter().filter_map(|f| Some(FieldFault { field: inside(&f.field)?, message: f.message.clone() })).collect();
        let lang = look.visit.lang;
        let asking = Asking { frame, action: opening, matter: None, typed: &typed, faults: &faults, registers: &entries, lang };
        // What this matter knows already goes along.
        let known = inherited(look.matter(), Some(look.file.procedure), procedure, opening);
        for mut group in asking.groups() {
            group.fields.retain(|f| !known.contains_key(f.name.as_str()));
            if group.fields.is_empty() {
                continue;
            }
            for field in &mut group.fields {
                field.name = format!("{CHILD}{}", field.name);
                field.id = format!("f-child-{}", field.id);
            }
            out.push(group);
        }
    }
    Ok(out)
}

/// The procedure of a matter that the act opens, and its way in.
fn opened<'a>(look: &Look<'a>, action: &Action) -> Option<(&'a Procedure, &'a Action)> {
    let opens = action.opens.as_ref()?;
    look.site.bureau.library.opened_by(opens, look.today())
}

fn joins(action: &Action) -> bool {
    matches!(action.kin, Some(KinAct::Join | KinAct::Split))
}

/// Of whom the reader may say that the act concerns them: those left of an act done for each, or the parties of a role that several
/// hold, where ours enter what one of them did. A party acts for itself and is not asked.
fn choices(look: &Look<'_>, action: &Action) -> Vec<Holder> {
    let (frame, matter) = (&look.file.frame, look.matter());
    if !look.file.ours {
        return Vec::new();
    }
    let several = |r: &&Id| frame.procedure.roles.get(*r).is_some_and(|r| r.many && r.held_by == HeldBy::Party);
    let roles: Vec<&Id> = if action.each.is_empty() { action.by.iter().filter(several).collect() } else { action.each.iter().collect() };
    let done =
        |h: &Holder| !action.each.is_empty() && matter.timeline.iter().any(|e| e.name == action.event && e.holder.as_ref() == Some(h));
    roles.into_iter().flat_map(|r| frame.holders(matter, r)).filter(|h| !done(h)).collect()
}

fn whom(look: &Look<'_>, action: &Action, filled: &Filled) -> Option<FieldGroup> {
    let all = choices(look, action);
    if all.len() < 2 {
        return None;
    }
    let mut field = FieldView::new(WHOM, look.t("这一次针对哪一位", "For whom this time"), FieldKind::Select);
    field.required = !action.each.is_empty();
    field.error = error(look, filled, WHOM);
    field.options.push(OptionView::new("", look.t("请选择", "Choose")));
    for holder in &all {
        let chosen = filled.besides.holder.as_ref() == Some(holder);
        field.options.push(OptionView { chosen, ..OptionView::new(holder.to_string(), look.names().holder(look, holder)) });
    }
    Some(group(field))
}

fn with(look: &Look<'_>, action: &Action, filled: &Filled) -> Option<FieldGroup> {
    if !joins(action) {
        return None;
    }
    let mut field = FieldView::new(WITH, look.t("一并办理的案号", "Numbers of the other matters"), FieldKind::Area);
    field.required = true;
    field.hint = Some(look.t("一行一个", "One a line."));
    field.value = filled.besides.with.join("\n");
    field.error = error(look, filled, WITH);
    Some(group(field))
}

fn error(look: &Look<'_>, filled: &Filled, name: &str) -> Option<String> {
    filled.faults.iter().find(|f| f.field == *name).map(|f| f.message.text(look.visit.lang).to_owned())
}

fn group(field: FieldView) -> FieldGroup {
    FieldGroup { title: String::new(), lead: None, why: None, folded: false, fields: vec![field] }
}
