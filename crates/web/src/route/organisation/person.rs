//! One person and their roles, given and ended by the security administrator.

use super::{crumbs, form, mendable, role_title, select, told, unit_options};
use crate::server::words::day;
use crate::server::{Page, Place, Site, Visit, again, page, see};
use crate::view::{Fact, FieldKind, FieldView, FormView, GrantView, Light, PersonPage, Status};
use app::ports::Account;
use app::{Fault, FieldFault, Office};
use axum::extract::{Form, Path, State};
use kernel::{Date, Grant, Id, OrgPath, Title, parse_date};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Giving {
    role: String,
    unit: String,
    from: String,
    until: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ending {
    role: String,
    unit: String,
}

pub(super) async fn show(State(site): State<Site>, visit: Visit, Path(account): Path<String>) -> Page {
    shown(&site, &visit, &account, &Giving::default(), (None, None)).await
}

pub(super) async fn give(State(site): State<Site>, visit: Visit, Path(account): Path<String>, Form(given): Form<Giving>) -> Page {
    let done = match span(&given.from, &given.until, site.bureau.today()) {
        Ok((from, until)) => {
            let grant = Grant { role: Id::from(given.role.as_str()), unit: OrgPath::new(&given.unit), from, until, acting_for: None };
            site.bureau.give(visit.who()?, &Id::from(account.as_str()), grant).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(see(&format!("/organisation/people/{}", crate::server::encode(&account)))),
        Err(fault) if mendable(&fault) => shown(&site, &visit, &account, &given, (Some(&fault), None)).await,
        Err(fault) => Err(fault.into()),
    }
}

pub(super) async fn end(State(site): State<Site>, visit: Visit, Path(account): Path<String>, Form(given): Form<Ending>) -> Page {
    let (role, unit) = (Id::from(given.role), OrgPath::new(&given.unit));
    site.bureau.end(visit.who()?, &Id::from(account.as_str()), (&role, &unit), site.bureau.today()).await?;
    Ok(see(&format!("/organisation/people/{}", crate::server::encode(&account))))
}

/// A span of days as typed: from today where nothing is said, without an end where nothing is said.
pub(super) fn span(from: &str, until: &str, today: Date) -> Result<(Date, Option<Date>), Fault> {
    let read = |name: &str, text: &str| {
        parse_date(text).ok_or_else(|| FieldFault {
            field: Id::from(name),
            message: Title::new("请写成 2026年3月9日 或者 2026-3-9。", "Write it as 2026-3-9."),
        })
    };
    let from = if from.trim().is_empty() { Ok(today) } else { read("from", from) };
    let until = if until.trim().is_empty() { Ok(None) } else { read("until", until).map(Some) };
    match (from, until) {
        (Ok(from), Ok(until)) => Ok((from, until)),
        (from, until) => Err(Fault::Fields(from.err().into_iter().chain(until.err()).collect())),
    }
}

/// The two questions about a span.
pub(super) fn span_fields(visit: &Visit, from: &str, until: &str, ends: bool) -> [FieldView; 2] {
    let date = |name: &str, label: &str, value: &str, required: bool, hint: &str| {
        let mut field = FieldView::new(name, label, FieldKind::Date);
        value.clone_into(&mut field.value);
        field.required = required;
        field.hint = (!hint.is_empty()).then(|| hint.to_owned());
        field
    };
    let open = if ends { "" } else { visit.t("不填表示没有截止日", "Empty: without an end") };
    [
        date("from", visit.t("从哪一天起", "From"), from, false, visit.t("不填表示从今天起", "Empty: from today")),
        date("until", visit.t("到哪一天止（含当天）", "Until, that day included"), until, ends, open),
    ]
}

/// The page, with what was wrong with a role as it was typed, or with a password that was just given.
pub(super) async fn shown(
    site: &Site,
    visit: &Visit,
    account: &str,
    given: &Giving,
    (fault, password): (Option<&Fault>, Option<String>),
) -> Page {
    let who = visit.who()?;
    let person = site.bureau.person(&Id::from(account)).await?;
    let units = unit_options(site, visit).await?;
    let known = &person.account;
    let path = known.actor.unit.clone().unwrap_or_else(|| OrgPath::new("/"));
    let security = |unit: &OrgPath| site.bureau.holds_office(who, Office::Security, unit);
    let facts = vec![
        Fact::new(visit.t("单位", "Unit"), person.unit.as_ref().map_or("", |u| u.title.text(visit.lang))),
        Fact::new(visit.t("职务", "Post"), known.post.text(visit.lang)),
    ];
    let unit_name = |path: &OrgPath| units.iter().find(|(p, _)| *p == path.as_str()).map_or_else(|| path.to_string(), |(_, n)| n.clone());
    let mut grants = Vec::new();
    for grant in &known.actor.grants {
        let acting_for = match &grant.acting_for {
            Some(other) => {
                Some(site.bureau.person(other).await.map_or_else(|_| other.to_string(), |p| p.account.name.text(visit.lang).to_owned()))
            }
            None => None,
        };
        let open = grant.until.is_none_or(|u| u > site.bureau.today()) && Office::of_role(&grant.role).is_none();
        grants.push(GrantView {
            role: role_title(site, visit, &grant.role),
            unit: unit_name(&grant.unit),
            span: written(site, visit, grant),
            acting_for,
            opens: opens(site, visit, &grant.role),
            status: standing(site, visit, grant),
            end: (open && security(&grant.unit)).then(|| {
                (format!("/organisation/people/{}/end", crate::server::encode(account)), grant.role.to_string(), grant.unit.to_string())
            }),
        });
    }
    let mut give = (site.bureau.office_of(who) == Some(Office::Security)).then(|| question(site, visit, known, given, &units));
    if let (Some(form), Some(fault)) = (&mut give, fault) {
        told(visit, form, fault);
    }
    let sign_in = super::sign_in::view(site, visit, known, password).await?;
    let change = site.bureau.holds_office(who, Office::System, &path);
    let name = known.name.text(visit.lang).to_owned();
    let layout = Place::new(name.clone()).at("organisation").below(crumbs(visit)).layout(site, visit).await?;
    let change = change.then(|| format!("/organisation/person?account={}", crate::server::encode(account)));
    let shown = PersonPage { layout, name, account: account.to_owned(), facts, change, grants, give, sign_in };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

/// The form by which a role is given. Each role says what it opens, since that is what is decided here.
fn question(site: &Site, visit: &Visit, known: &Account, given: &Giving, units: &[(String, String)]) -> FormView {
    let (roles, keepers) = (site.bureau.roles(), site.bureau.keeper_roles());
    let of_keepers = keepers.iter().map(|(keeper, kept)| (&keeper.role, &keeper.title, kept));
    let named = roles.iter().map(|(role, opened)| (&role.id, &role.title, opened)).chain(of_keepers).map(|(role, title, opened)| {
        let opened: Vec<&str> = opened.iter().map(|t| t.text(visit.lang)).collect();
        (role.to_string(), format!("{}{}{}", title.text(visit.lang), visit.t("：", ": "), opened.join(visit.t("、", ", "))))
    });
    let unit =
        if given.unit.is_empty() { known.actor.unit.as_ref().map(ToString::to_string).unwrap_or_default() } else { given.unit.clone() };
    let [from, until] = span_fields(visit, &given.from, &given.until, false);
    let fields = vec![
        select("role", visit.t("角色，以及由此可办、可看的事项", "Role, and the lines of work it opens"), named.collect(), &given.role),
        select("unit", visit.t("管到哪个单位（含下级）", "Over which unit and what lies below"), units.to_vec(), &unit),
        from,
        until,
    ];
    let action = format!("/organisation/people/{}/give", crate::server::encode(known.actor.account.as_str()));
    let mut form = form(&action, fields, visit.t("授权", "Give the role"));
    if let Some(group) = form.groups.first_mut() {
        visit.t("授权", "Give a role").clone_into(&mut group.title);
    }
    form
}

fn opens(site: &Site, visit: &Visit, role: &Id) -> String {
    let titles = site.bureau.library.procedures_of(role).filter_map(|p| site.bureau.library.procedure(p));
    let kept = site.bureau.library.registers().filter(|r| r.keeper.as_ref().is_some_and(|k| k.role == *role)).map(|r| &r.title);
    titles.map(|p| &p.title).chain(kept).map(|t| t.text(visit.lang)).collect::<Vec<_>>().join(visit.t("、", ", "))
}

pub(super) fn written(site: &Site, visit: &Visit, grant: &Grant) -> String {
    let from = day(site, visit, grant.from);
    match grant.until {
        Some(until) => format!("{from}{}{}", visit.t("至", " – "), day(site, visit, until)),
        None => format!("{}{from}{}", visit.t("", "from "), visit.t("起", "")),
    }
}

fn standing(site: &Site, visit: &Visit, grant: &Grant) -> Status {
    let today = site.bureau.today();
    if grant.holds_on(today) {
        Status::new(Light::Ok, visit.t("在任", "In force"))
    } else if grant.from > today {
        Status::new(Light::Wait, visit.t("未开始", "To come"))
    } else {
        Status::new(Light::Done, visit.t("已终止", "Ended"))
    }
}
