//! Units and people: who is there and what they may do, for everybody who works here; changed by the administrators.

mod duty;
pub(super) mod import;
mod journal;
mod keeping;
mod person;
mod sign_in;

use super::account::form;
use crate::server::{Page, Place, Problem, Routes, Rule, Site, TABLE, Visit, page};
use crate::view::{FieldKind, FieldView, FormView, Link, OptionView, OrganisationPage, PersonRow, UnitView};
use app::ports::Account;
use app::{Fault, Office};
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use kernel::{Id, OrgPath};

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/organisation", Rule::Staff, get(index))
        .add("/organisation/unit", Rule::Office(Office::System), get(keeping::ask_unit).post(keeping::keep_unit))
        .add("/organisation/person", Rule::Office(Office::System), get(keeping::ask_person).post(keeping::keep_person))
        .add("/organisation/people/{account}", Rule::Staff, get(person::show))
        .add("/organisation/people/{account}/give", Rule::Office(Office::Security), post(person::give))
        .add("/organisation/people/{account}/end", Rule::Office(Office::Security), post(person::end))
        .add("/organisation/people/{account}/password", Rule::Office(Office::Security), post(sign_in::give_password))
        .add("/organisation/people/{account}/second-factor/remove", Rule::Office(Office::Security), post(sign_in::take_factor))
        .add("/organisation/people/{account}/disable", Rule::Office(Office::Security), post(sign_in::disable))
        .add("/organisation/people/{account}/enable", Rule::Office(Office::Security), post(sign_in::enable))
        .add(
            "/organisation/import/{subject}",
            Rule::Office(Office::System),
            get(import::ask).post(import::look).layer(DefaultBodyLimit::max(TABLE)),
        )
        .add("/organisation/journal", Rule::Office(Office::Audit), get(journal::show).post(journal::show_found))
        .add("/organisation/acting", Rule::Staff, get(duty::acting).post(duty::stand_in))
        .add("/organisation/acting/end", Rule::Staff, post(duty::end_acting))
        .add("/organisation/hand-over", Rule::Staff, get(duty::ask_hand_over).post(duty::hand_over))
}

async fn index(State(site): State<Site>, visit: Visit) -> Page {
    let who = visit.who()?;
    let directory = site.bureau.directory().await?;
    let keeps = |unit: &OrgPath| site.bureau.holds_office(who, Office::System, unit);
    let people: usize = directory.iter().map(|(_, people)| people.len()).sum();
    let lead = visit.t("共", "").to_owned()
        + &directory.len().to_string()
        + visit.t("个单位、", " units, ")
        + &people.to_string()
        + visit.t("名工作人员", " people");
    let units = directory
        .into_iter()
        .map(|(unit, people)| UnitView {
            change: keeps(&unit.path).then(|| format!("/organisation/unit?path={}", crate::server::encode(unit.path.as_str()))),
            name: unit.title.text(visit.lang).to_owned(),
            code: unit.path.to_string(),
            people: people.iter().map(|a| row(&site, &visit, a)).collect(),
        })
        .collect();
    let layout = Place::new(visit.t("单位和人员", "Units and people")).at("organisation").layout(&site, &visit).await?;
    page(&OrganisationPage { layout, lead, ways: ways(&site, &visit, who), units })
}

/// What an office, or a role, opens beside the directory itself.
fn ways(site: &Site, visit: &Visit, who: &Account) -> Vec<Link> {
    let link = |zh, en, href: &str| Link::new(visit.t(zh, en), href);
    match site.bureau.office_of(who) {
        Some(Office::System) => vec![
            link("登记单位", "Enter a unit", "/organisation/unit"),
            link("登记人员", "Enter a person", "/organisation/person"),
            link("导入单位", "Import units", "/organisation/import/units"),
            link("导入人员", "Import people", "/organisation/import/people"),
        ],
        Some(Office::Audit) => vec![link("操作日志", "Journal", "/organisation/journal")],
        Some(Office::Security) => Vec::new(),
        None => vec![
            link("请同事代岗", "Have a colleague stand in", "/organisation/acting"),
            link("工作交接", "Hand work over", "/organisation/hand-over"),
        ],
    }
}

fn row(site: &Site, visit: &Visit, account: &Account) -> PersonRow {
    let today = site.bureau.today();
    let mut roles: Vec<String> = Vec::new();
    for grant in account.actor.grants.iter().filter(|g| g.holds_on(today)) {
        let title = role_title(site, visit, &grant.role);
        if !roles.contains(&title) {
            roles.push(title);
        }
    }
    let href = format!("/organisation/people/{}", crate::server::encode(account.actor.account.as_str()));
    PersonRow {
        name: Link::new(account.name.text(visit.lang), href),
        post: account.post.text(visit.lang).to_owned(),
        roles: roles.join(visit.t("、", ", ")),
    }
}

/// A role in words: an office's, or the one that procedures give it.
fn role_title(site: &Site, visit: &Visit, role: &Id) -> String {
    if let Some(office) = Office::of_role(role) {
        return office.title().text(visit.lang).to_owned();
    }
    let library = &site.bureau.library;
    let known = library.procedures().find_map(|p| p.roles.get(role)).map(|r| &r.title);
    let keeper = || library.registers().filter_map(|r| r.keeper.as_ref()).find(|k| k.role == *role).map(|k| &k.title);
    known.or_else(keeper).map_or_else(|| role.to_string(), |title| title.text(visit.lang).to_owned())
}

/// A choice among many.
pub(super) fn select(name: &str, label: &str, options: Vec<(String, String)>, chosen: &str) -> FieldView {
    let mut field = FieldView::new(name, label, FieldKind::Select);
    field.required = true;
    field.options =
        options.into_iter().map(|(value, label)| OptionView { chosen: value == chosen, ..OptionView::new(value, label) }).collect();
    field
}

/// A line to be filled in.
pub(super) fn line(name: &str, label: &str, value: &str, required: bool) -> FieldView {
    let mut field = FieldView::new(name, label, FieldKind::Line);
    value.clone_into(&mut field.value);
    field.required = required;
    field
}

/// Puts faults of fields where they belong, and everything else above the form.
pub(super) fn told(visit: &Visit, form: &mut FormView, fault: &Fault) {
    let Fault::Fields(faults) = fault else {
        form.general.push(fault.message().text(visit.lang).to_owned());
        return;
    };
    for fault in faults {
        let said = fault.message.text(visit.lang).to_owned();
        let mut fields = form.groups.iter_mut().flat_map(|g| &mut g.fields);
        match fields.find(|f| f.name == fault.field.as_str()) {
            Some(field) => field.error = Some(said),
            None => form.general.push(said),
        }
    }
}

/// Whether a fault is for whoever filled in the form; any other is a page of its own.
pub(super) fn mendable(fault: &Fault) -> bool {
    matches!(fault, Fault::Fields(_) | Fault::Input(_) | Fault::Store(app::ports::StoreError::Conflict { .. }))
}

async fn unit_options(site: &Site, visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let units = site.bureau.units().await?;
    Ok(units.iter().map(|u| (u.path.to_string(), u.title.text(visit.lang).to_owned())).collect())
}

fn crumbs(visit: &Visit) -> Vec<Link> {
    vec![Link::new(visit.t("单位和人员", "Units and people"), "/organisation")]
}
