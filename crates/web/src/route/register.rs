//! Registers: what is public for everybody, the rest for those who hold a role; entries kept by hand, for their keeper.

mod entry;

use super::organisation::{import, line};
use crate::server::words::day;
use crate::server::{Page, Place, Routes, Rule, Site, TABLE, Visit, encode, page};
use crate::view::{EntryView, Fact, FieldKind, FieldView, Light, Link, RegisterPage, RegistersPage, Status};
use app::{EntriesAsked, EntryRow, Keeper, Shown, Subject};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::routing::get;
use engine::Answer;
use kernel::Id;
use procedure::model::Register;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/registers", Rule::Public, get(index))
        .add("/registers/{register}", Rule::Public, get(show))
        .add("/registers/{register}/new", Rule::Staff, get(entry::ask_new).post(entry::keep_new))
        .add("/registers/{register}/import", Rule::Staff, get(ask_table).post(look_at_table).layer(DefaultBodyLimit::max(TABLE)))
        .add("/registers/{register}/entries/{code}", Rule::Public, get(entry::show))
        .add("/registers/{register}/entries/{code}/change", Rule::Staff, get(entry::ask_change).post(entry::keep_change))
}

async fn index(State(site): State<Site>, visit: Visit) -> Page {
    let staff = visit.account.as_ref().is_some_and(|a| site.bureau.reads_registers(a));
    let open = site.bureau.library.registers().filter(|r| r.public || staff);
    let registers = open
        .map(|r| {
            let public = if r.public { visit.t("公开", "public") } else { visit.t("内部", "internal") };
            (Link::new(r.title.text(visit.lang), format!("/registers/{}", r.id)), public.to_owned())
        })
        .collect();
    page(&RegistersPage { layout: Place::new(visit.t("名录", "Registers")).layout(&site, &visit).await?, registers })
}

/// Which entries to show. Names and codes of bodies stand in an address, never a person's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    name: String,
    code: String,
    after: String,
    after_id: String,
}

async fn show(State(site): State<Site>, visit: Visit, Path(register): Path<String>, Query(asked): Query<Asked>) -> Page {
    let id = Id::from(register);
    let after = (!asked.after_id.is_empty()).then(|| (asked.after.clone(), Id::from(asked.after_id.as_str())));
    let find = EntriesAsked { name: asked.name.clone(), code: asked.code.clone(), after };
    let found = site.bureau.register_page(&id, visit.account.as_ref(), &find).await?;
    let register = found.register;
    let title = register.title.text(visit.lang).to_owned();
    let next = found.next.map(|(name, id)| {
        let (e, of) = (encode, &register.id);
        let (name, id) = (e(&name), e(id.as_str()));
        format!("/registers/{of}?name={}&code={}&after={name}&after_id={id}", e(asked.name.trim()), e(asked.code.trim()))
    });
    let lead = match register.of {
        Some(_) => visit.t("状态随办理自动更新。", "Standings follow the matters behind them."),
        None => visit.t("按名称排列，一页五十条。", "By name, fifty a page."),
    };
    page(&RegisterPage {
        layout: Place::new(title.clone()).below(crumbs(&visit)).layout(&site, &visit).await?,
        lead: lead.to_owned(),
        action: format!("/registers/{id}"),
        questions: questions(&visit, register, &asked),
        ways: ways(&site, &visit, &id).await,
        rows: found.rows.into_iter().map(|row| view(&site, &visit, register, row)).collect(),
        title,
        next,
    })
}

fn questions(visit: &Visit, register: &Register, asked: &Asked) -> Vec<FieldView> {
    let mut questions = vec![line("name", visit.t("名称开头", "Name begins with"), &asked.name, true)];
    if register.key.is_some() {
        let mut code = FieldView::new("code", visit.t("代码开头", "Code begins with"), FieldKind::Code);
        code.value.clone_from(&asked.code);
        questions.push(code);
    }
    questions
}

/// What its keeper may do.
async fn ways(site: &Site, visit: &Visit, register: &Id) -> Vec<Link> {
    let Some(who) = &visit.account else { return Vec::new() };
    match site.bureau.kept_register(Keeper::Administrator(who), register, None).await {
        Ok(_) => vec![
            Link::new(visit.t("登记一条", "Enter one"), format!("/registers/{register}/new")),
            Link::new(visit.t("导入表格", "Import a table"), format!("/registers/{register}/import")),
        ],
        Err(_) => Vec::new(),
    }
}

async fn ask_table(State(site): State<Site>, visit: Visit, Path(register): Path<String>) -> Page {
    let id = Id::from(register);
    site.bureau.kept_register(Keeper::Administrator(visit.who()?), &id, None).await?;
    import::asked(&site, &visit, &Subject::Entries { register: id, unit: None }).await
}

async fn look_at_table(State(site): State<Site>, visit: Visit, Path(register): Path<String>, sent: import::Sent) -> Page {
    let id = Id::from(register);
    site.bureau.kept_register(Keeper::Administrator(visit.who()?), &id, None).await?;
    import::looked(&site, &visit, &Subject::Entries { register: id, unit: None }, sent).await
}

fn crumbs(visit: &Visit) -> Vec<Link> {
    vec![Link::new(visit.t("名录", "Registers"), "/registers")]
}

fn view(site: &Site, visit: &Visit, register: &Register, row: EntryRow) -> EntryView {
    let text = |shown: Shown| match shown {
        Shown::Text(text) => text.unwrap_or_else(|| visit.t("（已依法销毁）", "(destroyed by law)").to_owned()),
        Shown::Answer(Answer::Date(date)) => day(site, visit, date),
        Shown::Answer(Answer::Number(n)) => n.to_string(),
        Shown::Answer(Answer::YesNo(yes)) => if yes { visit.t("是", "yes") } else { visit.t("否", "no") }.to_owned(),
        Shown::Answer(Answer::Choice(value)) => value.to_string(),
        Shown::Answer(_) => String::new(),
    };
    let code = row.code.as_ref().map(|code| Fact::new(visit.t("代码", "Code"), code.as_str()));
    let facts = row.fields.into_iter().map(|(title, shown)| Fact::new(title.text(visit.lang), text(shown)));
    EntryView {
        href: row.code.as_ref().map(|code| format!("/registers/{}/entries/{}", register.id, encode(code))),
        name: row.name,
        status: Status::new(if row.good { Light::Done } else { Light::Wait }, row.status.text(visit.lang)),
        unit: row.unit.text(visit.lang).to_owned(),
        facts: code.into_iter().chain(facts).collect(),
    }
}
