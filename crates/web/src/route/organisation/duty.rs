//! Acting duty and handover: a role of mine for a colleague until a day, and matters of one colleague to another.

use super::keeping::shown;
use super::person::{span, span_fields, written};
use super::{crumbs, form, line, mendable, role_title, select};
use crate::server::{Page, Place, Problem, Site, Visit, page, see};
use crate::view::{ActingPage, DutyView, Light, Status, TableLine, TablePage};
use app::{Fault, HandedOver, Office};
use axum::extract::{Form, State};
use kernel::{Grant, Id, OrgPath};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Acting {
    /// `role@unit`.
    role: String,
    colleague: String,
    from: String,
    until: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ending {
    role: String,
    /// `colleague unit`: whose duty ends, over what.
    unit: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Handing {
    from: String,
    to: String,
}

pub(super) async fn acting(State(site): State<Site>, visit: Visit) -> Page {
    acting_page(&site, &visit, &Acting::default(), None).await
}

pub(super) async fn stand_in(State(site): State<Site>, visit: Visit, Form(given): Form<Acting>) -> Page {
    let (role, unit) = given.role.split_once('@').unwrap_or((given.role.as_str(), ""));
    let done = match span(&given.from, &given.until, site.bureau.today()) {
        Ok((from, until)) => {
            let grant = Grant { role: Id::from(role), unit: OrgPath::new(unit), from, until, acting_for: None };
            site.bureau.stand_in(visit.who()?, &Id::from(given.colleague.as_str()), grant).await
        }
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(see("/organisation/acting")),
        Err(fault) if mendable(&fault) => acting_page(&site, &visit, &given, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

pub(super) async fn end_acting(State(site): State<Site>, visit: Visit, Form(given): Form<Ending>) -> Page {
    let (colleague, unit) = given.unit.split_once(' ').ok_or(Problem(Fault::NotFound))?;
    let (role, unit) = (Id::from(given.role.as_str()), OrgPath::new(unit));
    site.bureau.end_stand_in(visit.who()?, &Id::from(colleague), (&role, &unit)).await?;
    Ok(see("/organisation/acting"))
}

async fn acting_page(site: &Site, visit: &Visit, given: &Acting, fault: Option<&Fault>) -> Page {
    let who = visit.who()?;
    let today = site.bureau.today();
    let units = site.bureau.units().await?;
    let unit_name =
        |path: &OrgPath| units.iter().find(|u| u.path == *path).map_or_else(|| path.to_string(), |u| u.title.text(visit.lang).to_owned());
    let own = who.actor.grants.iter().filter(|g| g.acting_for.is_none() && g.holds_on(today) && Office::of_role(&g.role).is_none());
    let roles: Vec<(String, String)> =
        own.map(|g| (format!("{}@{}", g.role, g.unit), format!("{} · {}", role_title(site, visit, &g.role), unit_name(&g.unit)))).collect();
    let [from, until] = span_fields(visit, &given.from, &given.until, true);
    let fields = vec![
        select("role", visit.t("哪一个角色", "Which role"), roles, &given.role),
        select("colleague", visit.t("由哪位同事代岗", "Which colleague stands in"), others(site, visit).await?, &given.colleague),
        from,
        until,
    ];
    let mut question = form("/organisation/acting", fields, visit.t("请同事代岗", "Have a colleague stand in"));
    if let Some(fault) = fault {
        super::told(visit, &mut question, fault);
    }
    let mut duties = Vec::new();
    for (account, grant) in site.bureau.acting_duties(&who.actor.account, today).await? {
        let Some(absent) = grant.acting_for.clone() else { continue };
        let absent = site.bureau.person(&absent).await.map_or_else(|_| absent.to_string(), |p| p.account.name.text(visit.lang).to_owned());
        duties.push(DutyView {
            who: account.name.text(visit.lang).to_owned(),
            absent,
            role: format!("{} · {}", role_title(site, visit, &grant.role), unit_name(&grant.unit)),
            span: written(site, visit, &grant),
            status: if grant.holds_on(today) {
                Status::new(Light::Live, visit.t("正在代岗", "Standing in"))
            } else {
                Status::new(Light::Wait, visit.t("未开始", "To come"))
            },
            end: (grant.role.to_string(), format!("{} {}", account.actor.account, grant.unit)),
        });
    }
    let layout = Place::new(visit.t("代岗", "Acting duty")).at("organisation").below(crumbs(visit)).layout(site, visit).await?;
    let shown = ActingPage { layout, duties, form: question };
    match fault {
        Some(fault) => crate::server::again(&shown, fault),
        None => page(&shown),
    }
}

/// Everybody but oneself, after a choice that is none.
async fn others(site: &Site, visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let own = visit.who()?.actor.account.to_string();
    let mut out = vec![(String::new(), visit.t("请选择", "Choose").to_owned())];
    out.extend(colleagues(site, visit).await?.into_iter().filter(|(account, _)| *account != own));
    Ok(out)
}

async fn colleagues(site: &Site, visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let mut out = Vec::new();
    for (unit, people) in site.bureau.directory().await? {
        for one in people {
            let office = one.actor.grants.iter().any(|g| Office::of_role(&g.role).is_some());
            if !office {
                out.push((one.actor.account.to_string(), format!("{} · {}", one.name.text(visit.lang), unit.title.text(visit.lang))));
            }
        }
    }
    Ok(out)
}

pub(super) async fn ask_hand_over(State(site): State<Site>, visit: Visit) -> Page {
    hand_over_page(&site, &visit, &Handing { from: visit.who()?.actor.account.to_string(), to: String::new() }, None).await
}

async fn hand_over_page(site: &Site, visit: &Visit, given: &Handing, fault: Option<&Fault>) -> Page {
    let fields = vec![
        select("from", visit.t("交出工作的人", "Who hands over"), colleagues(site, visit).await?, &given.from),
        select("to", visit.t("接手的人", "Who takes over"), others(site, visit).await?, &given.to),
    ];
    let form = form("/organisation/hand-over", fields, visit.t("交接在办事项", "Hand the open matters over"));
    let lead = visit.t(
        "在办事项逐件转给接手的人，只交接您能看到、也有权分派的事项；每件都记入事项自己的记录。",
        "Open matters go over one by one, as far as you see them and may assign them; each is an act in its own record.",
    );
    shown(site, visit, (visit.t("工作交接", "Handover"), lead), form, fault).await
}

pub(super) async fn hand_over(State(site): State<Site>, visit: Visit, Form(given): Form<Handing>) -> Page {
    if given.from == given.to || given.to.is_empty() {
        let same = kernel::Title::new(
            "请选择接手的人，不能与交出工作的人是同一个人。",
            "Choose who takes over: somebody else than who hands over.",
        );
        return hand_over_page(&site, &visit, &given, Some(&Fault::Input(same))).await;
    }
    let done = site.bureau.hand_over(visit.who()?, &Id::from(given.from.as_str()), &Id::from(given.to.as_str())).await?;
    let title = visit.t("工作交接", "Handover");
    let layout = Place::new(title).at("organisation").below(crumbs(&visit)).layout(&site, &visit).await?;
    let again = form(
        "/organisation/hand-over",
        vec![
            line("from", visit.t("交出工作的人", "Who hands over"), &given.from, true),
            line("to", visit.t("接手的人", "Who takes over"), &given.to, true),
        ],
        visit.t("再办一次", "Once more"),
    );
    let (lines, summary) = outcome(&site, &visit, &done);
    let heading = visit.t("逐件办理结果", "Matter by matter").to_owned();
    let columns = [("序号", "No."), ("角色", "Role"), ("案号", "Number"), ("结果", "What came of it")];
    let columns = columns.map(|(zh, en)| visit.t(zh, en).to_owned());
    page(&TablePage {
        layout,
        title: title.to_owned(),
        lead: if lines.is_empty() { summary.clone() } else { String::new() },
        form: again,
        heading,
        columns,
        lines,
        summary,
    })
}

fn outcome(site: &Site, visit: &Visit, done: &HandedOver) -> (Vec<TableLine>, String) {
    let lines: Vec<TableLine> = (1..)
        .zip(&done.passed)
        .map(|(place, p)| TableLine {
            place,
            about: role_title(site, visit, &p.role),
            name: p.number.clone(),
            status: match p.refused {
                None => Status::new(Light::Ok, visit.t("已交接", "Handed over")),
                Some(_) => Status::new(Light::Late, visit.t("没有交接", "Not handed over")),
            },
            said: p.refused.as_ref().map_or_else(String::new, |f| f.message().text(visit.lang).to_owned()),
        })
        .collect();
    let refused = done.passed.iter().filter(|p| p.refused.is_some()).count();
    let passed = done.passed.len() - refused;
    let summary = match visit.lang {
        kernel::Lang::Zh => format!("交接{passed}件，没有交接{refused}件，还有{}件未处理。", done.left),
        kernel::Lang::En => format!("{passed} handed over, {refused} not, {} left.", done.left),
    };
    (lines, summary)
}
