//! Opening a matter: which procedure and which way in, then the whole form on one page.

use super::act::{Filled, consequences, dated_group, submit};
use super::form::{self, Asking, Registers, value};
use super::matter::{Names, Pairs};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{FieldGroup, FieldKind, FieldView, FormView, Link, OptionView, ProcedureCard, StartFormPage, StartPage};
use app::{Deed, Doing, Fault, FieldFault, WayIn};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use kernel::{Id, MatterId, OrgPath, Title};

/// The form's own field for the unit; no field of a procedure has a hyphen.
const UNIT: &str = "handled-by";

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/new", Rule::SignedIn, get(choose)).add(
        "/matters/new/{procedure}/{action}",
        Rule::SignedIn,
        get(show).post(open),
    )
}

async fn choose(State(site): State<Site>, visit: Visit) -> Page {
    let who = visit.who()?;
    let ways = site.bureau.ways_in(who).await?;
    let layout = Place::new(visit.t("新建事项", "New matter")).at("start").layout(&site, &visit).await?;
    page(&StartPage { layout, own: who.actor.grants.is_empty(), procedures: ways.iter().map(|w| card(&site, &visit, w)).collect() })
}

fn card(site: &Site, visit: &Visit, way: &WayIn<'_>) -> ProcedureCard {
    let names = names(site, visit, way);
    let (procedure, action) = (names.text(&way.procedure.title), names.text(&way.action.title));
    let sep = visit.t("：", ": ");
    ProcedureCard {
        glyph: way.action.title.zh.chars().next().unwrap_or('新').to_string(),
        title: if procedure == action { procedure.to_owned() } else { format!("{procedure}{sep}{action}") },
        lead: names.effects(None, way.action).into_iter().take(2).collect::<Vec<_>>().join(visit.t("", " ")),
        ground: names.ground(&way.action.ground),
        href: format!("/matters/new/{}/{}", way.procedure.id, way.action.id),
    }
}

fn names<'a>(site: &'a Site, visit: &Visit, way: &WayIn<'a>) -> Names<'a> {
    Names { frame: site.bureau.library.frame(way.procedure), lang: visit.lang }
}

async fn show(State(site): State<Site>, visit: Visit, Path((procedure, action)): Path<(String, String)>) -> Page {
    let way = way(&site, &visit, &procedure, &action).await?;
    page(&compose(&site, &visit, &way, "", Filled::default()).await?)
}

async fn open(State(site): State<Site>, visit: Visit, Path((procedure, action)): Path<(String, String)>, Form(pairs): Form<Pairs>) -> Page {
    let way = way(&site, &visit, &procedure, &action).await?;
    let frame = site.bureau.library.frame(way.procedure);
    let filled = Filled::read(&frame, way.action, &pairs)?;
    let unit = value(&pairs, UNIT);
    match attempt(&site, &visit, &way, unit, &filled).await {
        Ok(matter) => Ok(see(&format!("/matters/{matter}?done={}", way.action.id))),
        Err(fault @ Fault::NotFound) => Err(fault.into()),
        Err(fault) => again(&compose(&site, &visit, &way, unit, filled.failed(&visit, &frame, way.action, &fault)).await?, &fault),
    }
}

/// A way in that the account may use; what it may not use is not there.
async fn way<'s>(site: &'s Site, visit: &Visit, procedure: &str, action: &str) -> Result<WayIn<'s>, Problem> {
    site.bureau.way_in(visit.who()?, procedure, action).await?.ok_or(Problem(Fault::NotFound))
}

async fn attempt(site: &Site, visit: &Visit, way: &WayIn<'_>, unit: &str, filled: &Filled) -> Result<MatterId, Fault> {
    let who = visit.account.as_ref().ok_or(Fault::NotFound)?;
    let registers = Registers::new();
    let frame = site.bureau.library.frame(way.procedure);
    let asking =
        Asking { frame, action: way.action, matter: None, typed: &filled.typed, faults: &[], registers: &registers, lang: visit.lang };
    let unit = chosen(way, unit);
    let dated = match (filled.dated(&asking), &unit) {
        (Ok(dated), Ok(_)) => Ok(dated),
        (Err(Fault::Fields(mut faults)), Err(fault)) => {
            faults.push(fault.clone());
            Err(Fault::Fields(faults))
        }
        (Ok(_), Err(fault)) => Err(Fault::Fields(vec![fault.clone()])),
        (Err(fault), _) => Err(fault),
    };
    let (on, at, evidence) = dated?;
    let (procedure, action) = (way.procedure.id.clone(), way.action.id.clone());
    let doing =
        Doing::Act { procedure, unit: unit.ok(), action, holder: None, with: Vec::new(), typed: filled.typed.clone(), lookup: None };
    let operation = filled.operation.unwrap_or_else(|| site.bureau.new_operation());
    Ok(site.bureau.act(who, &Deed { operation, matter: None, doing, on, at, evidence }).await?.matter)
}

/// The unit: the only one, or the one chosen among those of the way in.
fn chosen(way: &WayIn<'_>, unit: &str) -> Result<OrgPath, FieldFault> {
    match (way.units.as_slice(), unit) {
        ([only], _) => Ok(only.clone()),
        (units, unit) => units.iter().find(|u| u.as_str() == unit).cloned().ok_or(FieldFault {
            field: Id::from(UNIT),
            message: Title::new("请选择由哪个单位办理。", "Choose the unit that will handle it."),
        }),
    }
}

async fn compose(site: &Site, visit: &Visit, way: &WayIn<'_>, unit: &str, filled: Filled) -> Result<StartFormPage, Problem> {
    let names = names(site, visit, way);
    let registers = form::registers(site, &names.frame, way.action).await?;
    let asking = Asking {
        frame: names.frame,
        action: way.action,
        matter: None,
        typed: &filled.typed,
        faults: &filled.faults,
        registers: &registers,
        lang: visit.lang,
    };
    let mut groups = asking.groups();
    groups.extend(unit_group(site, visit, way, unit, &filled).await?);
    let ours = visit.account.as_ref().is_some_and(|a| !a.actor.grants.is_empty());
    groups.extend(dated_group(site, visit, &names.frame, way.action, &filled, ours));
    let (procedure, action) = (names.text(&way.procedure.title), names.text(&way.action.title));
    let title = if procedure == action { procedure.to_owned() } else { format!("{procedure}{}{action}", visit.t("：", ": ")) };
    let version = format!("{procedure} · {} {}", visit.t("程序版本", "procedure version"), way.procedure.version);
    let crumbs = vec![Link::new(visit.t("新建事项", "New matter"), "/matters/new"), Link::new(title.clone(), "#")];
    let href = format!("/matters/new/{}/{}", way.procedure.id, way.action.id);
    Ok(StartFormPage {
        layout: Place::new(title.clone()).at("start").below(crumbs).layout(site, visit).await?,
        procedure: version,
        effects: names.effects(None, way.action),
        ground: names.ground(&way.action.ground),
        form: FormView {
            action: href,
            operation: filled.operation.unwrap_or_else(|| site.bureau.new_operation()).to_string(),
            groups,
            general: filled.general,
            submit: format!("{}{}", visit.t("登记：", "Enter: "), submit(visit, way.action)),
            consequences: consequences(&names, way.action),
            grave: false,
            cancel: Some(Link::new(visit.t("不登记，返回", "Leave without entering"), "/matters/new")),
        },
        title,
    })
}

/// Which unit, where there are several.
async fn unit_group(site: &Site, visit: &Visit, way: &WayIn<'_>, unit: &str, filled: &Filled) -> Result<Option<FieldGroup>, Fault> {
    if way.units.len() < 2 {
        return Ok(None);
    }
    let units = site.bureau.units().await?;
    let mut field = FieldView::new(UNIT, visit.t("由哪个单位办理", "Which unit will handle it"), FieldKind::Select);
    field.required = true;
    field.error = filled.faults.iter().find(|f| f.field == *UNIT).map(|f| f.message.text(visit.lang).to_owned());
    field.options.push(OptionView::new("", visit.t("请选择", "Choose")));
    for known in units.iter().filter(|u| way.units.contains(&u.path)) {
        let path = known.path.as_str();
        field.options.push(OptionView { chosen: path == unit, ..OptionView::new(path, known.title.text(visit.lang)) });
    }
    Ok(Some(FieldGroup { title: visit.t("承办单位", "Unit").to_owned(), fields: vec![field], ..FieldGroup::default() }))
}
