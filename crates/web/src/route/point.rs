//! One point of the plan: its tasks and what carries them, its number and how it is counted, the matters behind it.

mod behind;
mod number;

use self::behind::{Behind, behind};
use self::number::{basis, indicator};
use super::board::{due, leads, status, unit_name};
use super::figures;
use crate::server::words::{left, lit};
use crate::server::{Page, Place, Routes, Rule, Site, Visit, page};
use crate::view::{DueCell, Frame, Light, Link, PointPage, Run, Status, TaskRow};
use app::ports::Unit;
use app::{PointDetail, TaskRow as Task};
use axum::extract::{Path, Query, State};
use axum::routing::get;
use kernel::{Id, Lang};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/board/{number}", Rule::Public, get(show))
}

/// Which of the matters behind the number.
#[derive(Debug, Default, Deserialize)]
struct Which {
    #[serde(default)]
    district: String,
    #[serde(default)]
    page: u32,
    #[serde(default)]
    done: String,
}

async fn show(State(site): State<Site>, visit: Visit, Path(number): Path<u32>, Query(which): Query<Which>) -> Page {
    let detail = site.bureau.point(site.bureau.plan_year().await?, number).await?;
    let detail = if visit.staff() { detail } else { detail.for_public() };
    let units = site.bureau.units().await?;
    let keeps = match &visit.account {
        Some(who) => site.bureau.keeps_plan(who).await?,
        None => false,
    };
    let heading = if visit.lang == Lang::Zh { format!("第{number}点") } else { format!("Point {number}") };
    let saved = (!which.done.is_empty()).then(|| super::task::saved(&visit));
    let layout = Place::new(format!("{heading} {}", detail.point.title))
        .framed(Frame::Desk)
        .at("board")
        .below(vec![
            Link::new(visit.t("工作要点", "Work plan"), "/board"),
            Link::new(detail.section.clone(), "/board"),
            Link::new(heading, ""),
        ])
        .saying(saved)
        .layout(&site, &visit)
        .await?;
    let figure = detail.point.figures.first();
    let behind = match figure {
        Some(figure) => behind(&site, &visit, &detail, figure, &which).await?,
        None => Behind::default(),
    };
    page(&PointPage {
        number,
        title: detail.point.title.clone(),
        units: leads(&visit, &units, &detail.point),
        status: status(&visit, &detail.point),
        reason: reason(&visit, &detail),
        tasks: detail.tasks.iter().enumerate().map(|(i, t)| task(&site, &visit, &units, &detail, (i, t), keeps)).collect(),
        indicator: Some(indicator(&visit, &detail, figure)),
        source: source(&detail),
        source_place: place(&visit, &detail),
        basis: figure.map(|f| basis(&visit, f)).unwrap_or_default(),
        matters: behind.matters,
        pager: behind.pager,
        districts: behind.districts,
        withheld: behind.withheld,
        layout,
    })
}

/// Where the point's words stand.
pub(super) fn place(visit: &Visit, detail: &PointDetail) -> String {
    match visit.lang {
        Lang::Zh => format!("{}年工作要点第{}点", detail.year, detail.point.number),
        Lang::En => format!("Work plan {}, point {}", detail.year, detail.point.number),
    }
}

/// Why the light is what it is.
fn reason(visit: &Visit, detail: &PointDetail) -> String {
    let point = &detail.point;
    let figure = point.figures.iter().find(|f| f.lit == point.lit);
    match (figure, point.due, visit.lang) {
        (Some(f), _, Lang::Zh) if f.pace.is_some() => {
            format!("{}{}，今日应达{}", f.title.zh, figures::value(f.value), figures::value(f.pace))
        }
        (Some(f), _, Lang::En) if f.pace.is_some() => {
            format!("{} stands at {}, {} expected by today", f.title.en, figures::value(f.value), figures::value(f.pace))
        }
        (Some(f), _, _) => format!("{} {} · {}", f.title.text(visit.lang), figures::value_with_unit(visit, f), figures::note(visit, f)),
        (None, Some(day), Lang::Zh) => format!("最近的期限是{}", kernel::chinese_date(day)),
        (None, Some(day), Lang::En) => format!("its next date is {}", kernel::english_date(day)),
        (None, None, _) => visit.t("没有数据接入，要点也没有写明时间", "no data is connected and the plan gives no date").to_owned(),
    }
}

fn task(site: &Site, visit: &Visit, units: &[Unit], detail: &PointDetail, (i, row): (usize, &Task), keeps: bool) -> TaskRow {
    let lead = if row.edit.lead.is_empty() { row.proposal.lead_unit.clone().unwrap_or_default() } else { row.edit.lead.clone() };
    let (due, light) = dated(site, visit, detail, row);
    TaskRow {
        number: format!("{}.{}", detail.point.number, i + 1),
        text: row.task.text.clone(),
        progress: progress(visit, row),
        lead: if lead.is_empty() { visit.t("待指定", "to be chosen").to_owned() } else { unit_name(visit, units, &lead) },
        carriers: carriers(site, visit, detail, row),
        due,
        status: if light == Light::Wait { Status::new(Light::Wait, visit.t("未定", "Open")) } else { Status::of(light, visit.lang) },
        edit: keeps.then(|| format!("/board/{}/tasks/{}", detail.point.number, row.task.key)),
    }
}

/// When a task is due and its light: done, by its own day, by its figure, or open.
fn dated(site: &Site, visit: &Visit, detail: &PointDetail, row: &Task) -> (Option<DueCell>, Light) {
    if row.edit.done_on.is_some() {
        return (None, Light::Done);
    }
    if let Some(day) = row.edit.due {
        let today = site.bureau.today();
        let near = site.bureau.library.calendar().workdays_between(today, day) <= 5;
        let light = if day < today {
            Light::Late
        } else if near {
            Light::Warn
        } else {
            Light::Ok
        };
        return (Some(DueCell::day(day, left(site, visit, day), light, None)), light);
    }
    let figure = row.indicator.as_ref().and_then(|id| detail.point.figures.iter().find(|f| f.indicator == id.as_str()));
    match figure {
        Some(figure) => (due(site, visit, &detail.point).map(|d| DueCell { href: None, ..d }), lit(figure.lit)),
        None => (None, Light::Wait),
    }
}

/// How far it is and what it asks: what was declared, the quantities in words, and why it is carried as it is.
fn progress(visit: &Visit, row: &Task) -> String {
    let mut out = Vec::new();
    if let Some(day) = row.edit.done_on {
        let day = if visit.lang == Lang::Zh { kernel::chinese_date(day) } else { kernel::english_date(day) };
        out.push(format!("{}{day}：{}", visit.t("完成于", "Done on "), row.edit.evidence));
    }
    out.extend(quantities(visit, row));
    if row.edit.procedure.is_none() && row.indicator.is_none() {
        out.push(row.proposal.reason.text(visit.lang).to_owned());
    }
    out.join(visit.t("；", "; "))
}

/// The quantities read from a task's words.
pub(super) fn quantities(visit: &Visit, row: &Task) -> Vec<String> {
    let digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let words = |q: &plan::Quantity| match q.value {
        // 全覆盖 is a hundred per cent, 清零 is nought: the number stands beside the words.
        Some(value) if !digits(&q.text) && q.comparator == plan::Comparator::Equal => {
            format!("{}{}{}{}{}", q.text, visit.t("（即", " (that is "), figures::value(Some(value)), q.unit, visit.t("）", ")"))
        }
        _ if q.unit.is_empty() || q.text.contains(&q.unit) => q.text.clone(),
        _ => format!("{}{}{}{}", q.text, visit.t("（", " ("), q.unit, visit.t("）", ")")),
    };
    row.task.quantities.iter().map(words).collect()
}

/// What carries a task: the procedure named for it, and those whose matters its indicator counts.
fn carriers(site: &Site, visit: &Visit, detail: &PointDetail, row: &Task) -> Vec<Link> {
    let named = row.edit.procedure.as_ref().or(row.proposal.procedure.as_ref());
    let measured = detail.point.figures.iter().filter(|f| row.indicator.as_deref() == Some(f.indicator.as_str()));
    let mut ids: Vec<&Id> = named.into_iter().chain(measured.flat_map(|f| f.measures.iter().map(|(procedure, _)| procedure))).collect();
    ids.sort();
    ids.dedup();
    ids.into_iter()
        .filter_map(|id| site.bureau.library.procedure(id))
        .map(|p| {
            Link::new(
                p.title.text(visit.lang),
                if app::citizens_action(p).is_some() { format!("/services/{}", p.id) } else { String::new() },
            )
        })
        .collect()
}

/// The plan's own words, the sentence that a figure measures stressed.
fn source(detail: &PointDetail) -> Vec<Run> {
    let target = detail.point.figures.first().and_then(|f| f.target);
    let measured = detail.tasks.iter().find(|t| t.indicator.is_some()).map(|t| {
        let clause = t.task.clauses.iter().find(|c| target.is_some() && c.quantities.iter().any(|q| q.value == target));
        clause.map_or(t.task.text.as_str(), |c| c.text.as_str())
    });
    let plain = |text: &str| Run { text: text.to_owned(), strong: false };
    match measured.and_then(|m| detail.words.split_once(m).map(|(before, after)| (before, m, after))) {
        Some((before, m, after)) => vec![plain(before), Run { text: m.to_owned(), strong: true }, plain(after)],
        None => vec![plain(&detail.words)],
    }
}
