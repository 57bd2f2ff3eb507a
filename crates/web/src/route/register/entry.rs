//! One entry that is kept by hand: shown, entered, changed.

use super::{crumbs, view};
use crate::route::account::form;
use crate::route::organisation::{line, mendable, select, told};
use crate::server::{Page, Place, Problem, Site, Visit, again, encode, page, see};
use crate::view::{EntryPage, FieldKind, FieldView, FormView, Link, NoteView, PlainFormPage};
use app::{EntryTyped, Fault, Keeper, code_of};
use axum::extract::{Form, Path, State};
use engine::Answer;
use kernel::{Id, wall_time};
use procedure::model::{FieldKind as Kind, KeyKind, Register};
use std::collections::BTreeMap;

/// What a form sent: a register has fields of its own.
type Sent = BTreeMap<String, String>;

pub(super) async fn show(State(site): State<Site>, visit: Visit, Path((register, code)): Path<(String, String)>) -> Page {
    let id = Id::from(register);
    let found = site.bureau.entry_history(&id, &code, visit.account.as_ref()).await?;
    let register = site.bureau.readable_register(&id, visit.account.as_ref())?;
    let change = found.notes.is_some().then(|| format!("/registers/{id}/entries/{}/change", encode(&code)));
    let notes = found.notes.into_iter().flatten().map(|n| NoteView {
        seq: n.seq,
        at: wall_time(n.note.at),
        by: n.note.account.to_string(),
        what: n.note.kind.title().text(visit.lang).to_owned(),
        about: n.note.about,
        detail: n.note.detail,
    });
    let mut way = crumbs(&visit);
    way.push(Link::new(register.title.text(visit.lang), format!("/registers/{id}")));
    let layout = Place::new(found.row.name.clone()).below(way).layout(&site, &visit).await?;
    page(&EntryPage { layout, entry: view(&site, &visit, register, found.row), change, notes: notes.collect() })
}

pub(super) async fn ask_new(State(site): State<Site>, visit: Visit, Path(register): Path<String>) -> Page {
    let (register, _) = site.bureau.kept_register(Keeper::Administrator(visit.who()?), &Id::from(register), None).await?;
    asked(&site, &visit, register, (&EntryTyped::default(), true), None).await
}

pub(super) async fn keep_new(State(site): State<Site>, visit: Visit, Path(register): Path<String>, Form(sent): Form<Sent>) -> Page {
    let typed = typed(sent);
    kept(&site, &visit, &Id::from(register), (&typed, true)).await
}

pub(super) async fn ask_change(State(site): State<Site>, visit: Visit, Path((register, code)): Path<(String, String)>) -> Page {
    let id = Id::from(register);
    let (register, _) = site.bureau.kept_register(Keeper::Administrator(visit.who()?), &id, None).await?;
    let found = site.bureau.entry_history(&id, &code, visit.account.as_ref()).await?;
    if found.notes.is_none() {
        return Err(Problem(Fault::NotFound));
    }
    let entry = found.entry;
    let answers = entry.fields.iter().filter_map(|(id, answer)| Some((id.clone(), said(answer)?)));
    let typed = EntryTyped {
        code: code_of(register, &entry).unwrap_or_default().to_owned(),
        name: entry.name.clone(),
        status: entry.status.to_string(),
        said: answers.chain(entry.texts.clone()).collect(),
    };
    asked(&site, &visit, register, (&typed, false), None).await
}

pub(super) async fn keep_change(
    State(site): State<Site>,
    visit: Visit,
    Path((register, code)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Page {
    // An entry goes by its address: what the form says of the code changes nothing.
    let typed = EntryTyped { code, ..typed(sent) };
    kept(&site, &visit, &Id::from(register), (&typed, false)).await
}

async fn kept(site: &Site, visit: &Visit, register: &Id, (typed, new): (&EntryTyped, bool)) -> Page {
    let who = visit.who()?;
    match site.bureau.keep_entry(who, register, typed, new).await {
        Ok(id) => {
            let code = id.as_str().split_once(':').map_or("", |(_, code)| code);
            Ok(see(&format!("/registers/{register}/entries/{}", encode(code))))
        }
        Err(fault) if mendable(&fault) => {
            let (known, _) = site.bureau.kept_register(Keeper::Administrator(who), register, None).await?;
            asked(site, visit, known, (typed, new), Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

fn typed(mut sent: Sent) -> EntryTyped {
    let mut take = |name: &str| sent.remove(name).unwrap_or_default();
    let (code, name, status) = (take("code"), take("name"), take("status"));
    EntryTyped { code, name, status, said: sent.into_iter().map(|(id, text)| (Id::from(id), text)).collect() }
}

/// An answer as it is typed again.
fn said(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Date(date) => Some(date.to_string()),
        Answer::Number(number) => Some(number.to_string()),
        Answer::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        _ => None,
    }
}

async fn asked(site: &Site, visit: &Visit, register: &Register, (typed, new): (&EntryTyped, bool), fault: Option<&Fault>) -> Page {
    let mut fields = Vec::new();
    if new {
        let mut code = FieldView::new("code", code_label(visit, register), FieldKind::Code);
        code.required = true;
        code.value.clone_from(&typed.code);
        fields.push(code);
    }
    fields.push(line("name", visit.t("名称", "Name"), &typed.name, true));
    let standings = register.statuses.iter().map(|s| (s.id.to_string(), s.title.text(visit.lang).to_owned())).collect();
    fields.push(select("status", visit.t("状态", "Standing"), standings, &typed.status));
    fields.extend(register.fields.iter().map(|asked| {
        let value = typed.said.get(&asked.id).map_or("", String::as_str);
        let mut field = match asked.kind {
            Kind::Date => FieldView::new(asked.id.as_str(), asked.title.text(visit.lang), FieldKind::Date),
            Kind::YesNo => {
                let options = [("", "", ""), ("yes", "是", "Yes"), ("no", "否", "No")];
                let options = options.map(|(value, zh, en)| (value.to_owned(), visit.t(zh, en).to_owned()));
                select(asked.id.as_str(), asked.title.text(visit.lang), options.to_vec(), value)
            }
            _ => FieldView::new(asked.id.as_str(), asked.title.text(visit.lang), FieldKind::Line),
        };
        value.clone_into(&mut field.value);
        field.required = asked.required;
        field
    }));
    let title = match new {
        true => format!("{}{}", visit.t("登记：", "Enter: "), register.title.text(visit.lang)),
        false => format!("{}{}", visit.t("变更：", "Change: "), typed.name),
    };
    let (action, back) = match new {
        true => (format!("/registers/{}/new", register.id), format!("/registers/{}", register.id)),
        false => {
            let here = format!("/registers/{}/entries/{}", register.id, encode(&typed.code));
            (format!("{here}/change"), here)
        }
    };
    let mut form: FormView = form(&action, fields, visit.t("保存条目", "Save the entry"));
    form.cancel = Some(Link::new(visit.t("不保存，返回", "Back without saving"), back));
    if let Some(fault) = fault {
        told(visit, &mut form, fault);
    }
    let lead = visit.t(
        "只登记单位的公开信息，不登记个人信息。条目不删除，退出时改状态。",
        "Public data of bodies only, none of persons. Entries are not removed; whoever leaves gets another standing.",
    );
    let mut way = crumbs(visit);
    way.push(Link::new(register.title.text(visit.lang), format!("/registers/{}", register.id)));
    let layout = Place::new(title.clone()).below(way).layout(site, visit).await?;
    let shown = PlainFormPage { layout, title, lead: lead.to_owned(), form };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

fn code_label(visit: &Visit, register: &Register) -> &'static str {
    match register.key {
        Some(KeyKind::CreditCode) => visit.t("统一社会信用代码", "Unified social credit code"),
        _ => visit.t("代码", "Code"),
    }
}
