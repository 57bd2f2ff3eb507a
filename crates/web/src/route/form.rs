//! The questions of an act, made from the procedure's forms. The clerk's whole page and the citizen's pages share this file.

mod field;
mod posted;

pub(crate) use posted::{Envelope, evidence_words, operation, typed, value};

use crate::server::{Site, Visit};
use crate::view::{FieldGroup, FieldView};
use app::{Fault, FieldFault, Typed};
use engine::{Answer, Facts, Frame, Matter, RegisterEntry};
use kernel::{Id, Lang, Title};
use procedure::model::{Action, ChoiceSource, Field, FieldKind, Purpose, Section};
use std::collections::BTreeMap;

/// Entries that can be chosen, by register.
pub(crate) type Registers = BTreeMap<Id, Vec<RegisterEntry>>;

/// An act whose questions are to be asked.
pub(crate) struct Asking<'a> {
    /// The law it rests on.
    pub frame: Frame<'a>,
    /// The act.
    pub action: &'a Action,
    /// The matter; none for an act that opens one.
    pub matter: Option<&'a Matter>,
    /// What was typed so far.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub faults: &'a [FieldFault],
    /// What can be chosen from registers.
    pub registers: &'a Registers,
    /// Language of the page.
    pub lang: Lang,
}

impl<'a> Asking<'a> {
    /// Topics with their questions: each section of each form, without what is known already or cannot apply. Without scripts
    /// nothing can appear or vanish while somebody types, so what depends on another answer says so in its hint.
    pub(crate) fn groups(&self) -> Vec<FieldGroup> {
        self.sections().filter(|s| self.possible(&s.only)).map(|s| self.group(s)).filter(|g| !g.fields.is_empty()).collect()
    }

    /// The sections of the act's forms, in order.
    pub(crate) fn sections(&self) -> impl Iterator<Item = &'a Section> {
        let procedure = self.frame.procedure;
        self.action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections)
    }

    /// One topic.
    pub(crate) fn group(&self, section: &Section) -> FieldGroup {
        let asked = section.fields.iter().filter(|f| self.asks(f) && self.possible(&f.only));
        FieldGroup {
            title: section.title.text(self.lang).to_owned(),
            lead: self.condition(&section.only),
            why: section.purpose.as_ref().map(|p| self.purpose(p)),
            folded: false,
            fields: asked.map(|f| self.question(f)).collect(),
        }
    }

    /// Required questions that were left empty, where it is certain that they apply.
    pub(crate) fn missing(&self) -> Vec<FieldFault> {
        let mut out = Vec::new();
        for section in self.sections().filter(|s| self.holds(&s.only)) {
            for field in section.fields.iter().filter(|f| f.required && self.asks(f) && self.holds(&f.only)) {
                if !self.typed.contains_key(&field.id) && !out.iter().any(|f: &FieldFault| f.field == field.id) {
                    out.push(FieldFault { field: field.id.clone(), message: lacking(field) });
                }
            }
        }
        out
    }

    /// Whether what has these `only` values applies, as far as matter and answers so far say.
    pub(crate) fn holds(&self, only: &[Id]) -> bool {
        let given = self.given();
        let registers = BTreeMap::new();
        let today = self.matter.map_or(kernel::Date::MAX, |m| m.opened_on);
        self.frame.holds(only, &Facts { today, matter: self.matter, answers: &given, registers: &registers })
    }

    /// Whether it may still apply: what hangs on a question of this very act is not decided before the act is sent.
    fn possible(&self, only: &[Id]) -> bool {
        let procedure = self.frame.procedure;
        let open = |value: &Id| {
            let Some(choice) = procedure.choice_of(value.as_str()) else { return false };
            match &choice.source {
                ChoiceSource::Act => self.sections().flat_map(|s| &s.fields).any(|f| f.id == choice.id && self.asks(f)),
                ChoiceSource::Rule(_) => {
                    self.matter.is_none()
                        || self.sections().flat_map(|s| &s.fields).any(|f| self.asks(f) && self.frame.procedure.choices.contains_key(&f.id))
                }
            }
        };
        self.holds(only) || only.iter().any(open)
    }

    /// Whether a question is put: what is not known, what the act asks anew, and what this act alone asks and may answer otherwise
    /// the next time.
    pub(crate) fn asks(&self, field: &Field) -> bool {
        let known = self.matter.is_some_and(|m| m.answers.contains_key(&field.id));
        let elsewhere = |a: &&Action| {
            a.id != self.action.id
                && a.forms
                    .iter()
                    .filter_map(|f| self.frame.procedure.form(f))
                    .flat_map(|f| &f.sections)
                    .flat_map(|s| &s.fields)
                    .any(|f| f.id == field.id)
        };
        !known || self.action.asks_anew(field) || !self.frame.procedure.actions.iter().any(|a| elsewhere(&a))
    }

    /// The answers so far that rules and conditions may look at.
    fn given(&self) -> BTreeMap<Id, Answer> {
        let set = self
            .action
            .sets
            .iter()
            .filter_map(|v| Some((self.frame.procedure.choice_of(v.as_str())?.id.clone(), Answer::Choice(v.clone()))));
        let fields = self.sections().flat_map(|s| &s.fields);
        let typed = fields.filter_map(|f| Some((f.id.clone(), simple(f, self.typed.get(&f.id)?)?)));
        set.chain(typed).collect()
    }

    fn question(&self, field: &Field) -> FieldView {
        let mut view = field::view(self, field);
        let condition = self.condition(&field.only);
        view.hint = match (view.hint.take(), condition) {
            (Some(hint), Some(only)) => Some(format!("{only}{}{hint}", self.lang.pick("", " "))),
            (hint, only) => hint.or(only),
        };
        // What hangs on another answer is not marked as needed: whether it is, the act itself says.
        view.required = field.required;
        view.why = field.purpose.as_ref().map(|p| self.purpose(p));
        view.error = self.faults.iter().find(|f| f.field == field.id).map(|f| f.message.text(self.lang).to_owned());
        view
    }

    /// 只在“代为申请”时填。
    fn condition(&self, only: &[Id]) -> Option<String> {
        if only.is_empty() {
            return None;
        }
        let title =
            |v: &Id| self.frame.procedure.choice_of(v.as_str())?.values.iter().find(|x| x.id == *v).map(|x| x.title.text(self.lang));
        let names: Vec<&str> = only.iter().filter_map(title).collect();
        Some(match self.lang {
            Lang::Zh => format!("只在“{}”时填。", names.join("”“")),
            Lang::En => format!("Only for: {}.", names.join(", ")),
        })
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        let cites = engine::written(&self.frame, &purpose.ground);
        let sep = self.lang.pick("，", ", ");
        std::iter::once(purpose.title.text(self.lang).to_owned())
            .chain([cites.join("、")])
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(sep)
    }
}

/// Choices, answers of yes and no, and dates, as far as they can be read; texts tell no rule anything.
fn simple(field: &Field, texts: &[String]) -> Option<Answer> {
    let text = texts.first()?;
    match &field.kind {
        FieldKind::Choice(_) => Some(Answer::Choice(Id::from(text.as_str()))),
        FieldKind::YesNo => Some(Answer::YesNo(text == "yes")),
        FieldKind::Date => kernel::parse_date(text).map(Answer::Date),
        _ => None,
    }
}

fn lacking(field: &Field) -> Title {
    match field.kind {
        FieldKind::Choice(_) | FieldKind::YesNo | FieldKind::Register { .. } => {
            Title::new(format!("请选择“{}”。", field.title.zh), format!("Please choose “{}”.", field.title.en))
        }
        _ => Title::new(format!("请填写“{}”。", field.title.zh), format!("Please fill in “{}”.", field.title.en)),
    }
}

/// The register entries that an act lets one choose from.
pub(crate) async fn registers(site: &Site, frame: &Frame<'_>, action: &Action) -> Result<Registers, Fault> {
    let mut out = Registers::new();
    let fields = action.forms.iter().filter_map(|f| frame.procedure.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields);
    for field in fields {
        if let FieldKind::Register { register, .. } = &field.kind {
            out.insert(register.clone(), site.bureau.register(register).await?);
        }
    }
    Ok(out)
}

/// What a failed act says: about its questions, and about the whole.
pub(crate) fn faults(visit: &Visit, frame: &Frame<'_>, fault: &Fault) -> (Vec<FieldFault>, Vec<String>) {
    match fault {
        Fault::Fields(faults) => (faults.clone(), Vec::new()),
        Fault::Refused(refusal) => {
            // What is said about the legal date stands at its question.
            let about_date = match refusal.code {
                "E-date-ahead" | "E-date-before" | "E-same" => Some(Id::from("occurred-on")),
                "E-evidence" => Some(Id::from("proven-by")),
                _ => None,
            };
            if let Some(field) = refusal.field.clone().or(about_date) {
                return (vec![FieldFault { field, message: refusal.message.clone() }], Vec::new());
            }
            let named = refusal.missing.iter().filter_map(|id| frame.procedure.field(id.as_str()));
            let fields = named.map(|f| FieldFault { field: f.id.clone(), message: lacking(f) }).collect();
            (fields, vec![sentence(visit, fault)])
        }
        other => (Vec::new(), vec![sentence(visit, other)]),
    }
}

/// What an act waits for that its own form does not ask, and the acts by which it is entered; nothing where the form asks it all.
pub(crate) fn elsewhere(frame: &Frame<'_>, action: &Action, missing: &[Id], lang: Lang) -> Option<String> {
    let procedure = frame.procedure;
    let asks = |action: &Action, id: &Id| {
        action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields).any(|f| f.id == *id)
    };
    let lacking: Vec<&Id> = missing.iter().filter(|id| !asks(action, id)).collect();
    if lacking.is_empty() {
        return None;
    }
    let fields: Vec<&str> = lacking.iter().filter_map(|id| procedure.field(id.as_str())).map(|f| f.title.text(lang)).collect();
    let acts = procedure.actions.iter().filter(|a| !a.opens_matter() && lacking.iter().any(|id| asks(a, id)));
    let acts: Vec<&str> = acts.map(|a| a.title.text(lang)).take(2).collect();
    Some(match (acts.is_empty(), lang) {
        (false, Lang::Zh) => format!("还缺：{}。可以在“{}”时填写。", fields.join("、"), acts.join("”或者“")),
        (false, Lang::En) => format!("Still missing: {}. They can be filled in by “{}”.", fields.join(", "), acts.join("” or “")),
        (true, Lang::Zh) => format!("还缺：{}。", fields.join("、")),
        (true, Lang::En) => format!("Still missing: {}.", fields.join(", ")),
    })
}

/// What is wrong, on which article, and how to go on.
pub(crate) fn sentence(visit: &Visit, fault: &Fault) -> String {
    let gap = visit.t("", " ");
    let cites = match fault {
        Fault::Refused(refusal) if !refusal.cites.is_empty() => {
            format!("{}{}{}", visit.t("（", " ("), refusal.cites.join("、"), visit.t("）", ")"))
        }
        _ => String::new(),
    };
    format!("{}{cites}{gap}{}", fault.message().text(visit.lang), fault.way_on().text(visit.lang))
}
