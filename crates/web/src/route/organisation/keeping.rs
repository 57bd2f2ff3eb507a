//! Forms for a unit and for a person.

use super::{crumbs, form, line, mendable, select, told, unit_options};
use crate::server::{Page, Place, Site, Visit, again, page, see};
use crate::view::{FieldKind, FieldView, FormView, Link, OptionView, PlainFormPage};
use app::{Fault, PersonTyped, UnitTyped};
use axum::extract::{Form, Query, State};
use kernel::{Id, OrgPath};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfUnit {
    path: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfPerson {
    account: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UnitForm {
    path: String,
    name: String,
    english: String,
    kind: String,
    short: String,
    handles: String,
    division: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    account: String,
    name: String,
    unit: String,
    post: String,
}

pub(super) async fn ask_unit(State(site): State<Site>, visit: Visit, Query(of): Query<OfUnit>) -> Page {
    let known = site.bureau.units().await?.iter().find(|u| u.path == OrgPath::new(&of.path)).cloned();
    let typed = known.map_or_else(
        || UnitTyped { path: of.path.clone(), ..UnitTyped::default() },
        |u| UnitTyped {
            path: u.path.as_str().trim_start_matches('/').to_owned(),
            name: u.title.zh,
            english: u.title.en,
            kind: u.kind.to_string(),
            short: u.short,
            handles: u.handles,
            division: u.division.unwrap_or_default(),
        },
    );
    unit_page(&site, &visit, &typed, None).await
}

pub(super) async fn keep_unit(State(site): State<Site>, visit: Visit, Form(given): Form<UnitForm>) -> Page {
    let typed = UnitTyped {
        path: given.path,
        name: given.name,
        english: given.english,
        kind: given.kind,
        short: given.short,
        handles: given.handles == "yes",
        division: given.division,
    };
    match site.bureau.keep_unit(visit.who()?, &typed).await {
        Ok(()) => Ok(see("/organisation")),
        Err(fault) if mendable(&fault) => unit_page(&site, &visit, &typed, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn unit_page(site: &Site, visit: &Visit, typed: &UnitTyped, fault: Option<&Fault>) -> Page {
    let units = site.bureau.units().await?;
    // A kind has no name of its own: the units that are of it say what it is.
    let kinds = site.bureau.unit_kinds().await?;
    let named = |kind: &Id| {
        let example = units.iter().find(|u| u.kind == *kind).map(|u| u.title.text(visit.lang).to_owned());
        example.map_or_else(|| kind.to_string(), |name| format!("{}{name}{}", visit.t("与", "like "), visit.t("同类", "")))
    };
    let mut path = line("path", visit.t("单位代码", "Code"), &typed.path, true);
    path.hint = Some(visit.t("上级在前，例如 wuhai/haibowan/legal-aid", "Levels from the top: wuhai/haibowan/legal-aid").to_owned());
    let mut handles = FieldView::new("handles", visit.t("承办事项，自己编号", "Handles and numbers matters itself"), FieldKind::Checks);
    handles.options = vec![OptionView { chosen: typed.handles, ..OptionView::new("yes", visit.t("是", "Yes")) }];
    let fields = vec![
        path,
        line("name", visit.t("单位名称", "Name"), &typed.name, true),
        line("english", visit.t("英文名称", "Name in English"), &typed.english, false),
        select("kind", visit.t("类别", "Kind"), kinds.iter().map(|k| (k.to_string(), named(k))).collect(), &typed.kind),
        handles,
        line("short", visit.t("编号简称", "Short form in numbers"), &typed.short, false),
        line("division", visit.t("行政区划代码", "Division code"), &typed.division, false),
    ];
    let form = form("/organisation/unit", fields, visit.t("保存单位", "Save the unit"));
    let title = visit.t("登记单位", "A unit");
    let lead = visit.t("单位只增加、不删除：过去的事项还写着它。", "Units are added and never removed: past matters name them.");
    shown(site, visit, (title, lead), form, fault).await
}

pub(super) async fn ask_person(State(site): State<Site>, visit: Visit, Query(of): Query<OfPerson>) -> Page {
    let typed = if of.account.is_empty() {
        PersonTyped::default()
    } else {
        let known = site.bureau.person(&Id::from(of.account)).await?.account;
        PersonTyped {
            account: known.actor.account.to_string(),
            name: known.name.zh,
            unit: known.actor.unit.map(|u| u.to_string()).unwrap_or_default(),
            post: known.post.zh,
        }
    };
    person_page(&site, &visit, &typed, None).await
}

pub(super) async fn keep_person(State(site): State<Site>, visit: Visit, Form(given): Form<PersonForm>) -> Page {
    let typed = PersonTyped { account: given.account, name: given.name, unit: given.unit, post: given.post };
    match site.bureau.keep_person(visit.who()?, &typed).await {
        Ok(()) => Ok(see(&format!("/organisation/people/{}", crate::server::encode(typed.account.trim())))),
        Err(fault) if mendable(&fault) => person_page(&site, &visit, &typed, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn person_page(site: &Site, visit: &Visit, typed: &PersonTyped, fault: Option<&Fault>) -> Page {
    let fields = vec![
        line("account", visit.t("账号", "Account"), &typed.account, true),
        line("name", visit.t("姓名", "Name"), &typed.name, true),
        select("unit", visit.t("单位", "Unit"), unit_options(site, visit).await?, &typed.unit),
        line("post", visit.t("职务", "Post"), &typed.post, false),
    ];
    let form = form("/organisation/person", fields, visit.t("保存人员", "Save the person"));
    let title = visit.t("登记人员", "A person");
    let lead = visit
        .t("新账号没有任何角色，由安全管理员授权以后才能办事。", "A new account holds no role until the security administrator gives one.");
    shown(site, visit, (title, lead), form, fault).await
}

pub(super) async fn shown(site: &Site, visit: &Visit, (title, lead): (&str, &str), mut form: FormView, fault: Option<&Fault>) -> Page {
    form.cancel = Some(Link::new(visit.t("回单位和人员", "Back to units and people"), "/organisation"));
    if let Some(fault) = fault {
        told(visit, &mut form, fault);
    }
    let layout = Place::new(title).at("organisation").below(crumbs(visit)).layout(site, visit).await?;
    let page_of = PlainFormPage { layout, title: title.to_owned(), lead: lead.to_owned(), form };
    match fault {
        Some(fault) => again(&page_of, fault),
        None => page(&page_of),
    }
}
