//! One point of the plan: its tasks and what carries them, its number and how it is counted, the matters behind it.

use super::board::{due, leads, status, unit_name};
use super::figures;
use crate::server::words::{left, lit};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, page};
use crate::view::chart::{Month, Trend, trend};
use crate::view::{
    BackingMatter, DueCell, Fact, Frame, IndicatorFigure, IndicatorView, Light, Link, Markup, NavItem, Pager, PointPage, Run, Status, TaskRow,
};
use app::ports::Unit;
use app::{Figure, LATE_BELOW, PointDetail, TaskRow as Task};
use axum::extract::{Path, Query, State};
use axum::routing::get;
use kernel::{Date, Id, Lang, OrgPath};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/board/{number}", Rule::Public, get(show))
}

/// Matters on one page.
const ROWS: u32 = 25;

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
        .below(vec![Link::new(visit.t("工作要点", "Work plan"), "/board"), Link::new(detail.section.clone(), "/board"), Link::new(heading, "")])
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
        (Some(f), _, Lang::Zh) if f.pace.is_some() => format!("{}{}，今日应达{}", f.title.zh, figures::value(f.value), figures::value(f.pace)),
        (Some(f), _, Lang::En) if f.pace.is_some() => format!("{} stands at {}, {} expected by today", f.title.en, figures::value(f.value), figures::value(f.pace)),
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
        let light = if day < today { Light::Late } else if near { Light::Warn } else { Light::Ok };
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
    ids.into_iter().filter_map(|id| site.bureau.library.procedure(id)).map(|p| Link::new(p.title.text(visit.lang), if app::citizens_action(p).is_some() { format!("/services/{}", p.id) } else { String::new() })).collect()
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

fn indicator(visit: &Visit, detail: &PointDetail, figure: Option<&Figure>) -> IndicatorView {
    let Some(figure) = figure else {
        let asks = detail.point.asks.clone();
        return IndicatorView {
            name: asks.clone().unwrap_or_else(|| visit.t("尚无", "none yet").to_owned()),
            target: if asks.is_some() { String::new() } else { visit.t("要点没有写明数量", "the plan sets no number").to_owned() },
            figure: None,
            districts: Vec::new(),
            total: None,
        };
    };
    let unit = figure.unit.text(visit.lang);
    let target = match (figure.target, figure.pace, visit.lang) {
        (Some(t), Some(p), Lang::Zh) => format!("目标 {} {unit}，今日应达 {}", figures::value(Some(t)), figures::value(Some(p))),
        (Some(t), Some(p), Lang::En) => format!("target {} {unit}, {} expected by today", figures::value(Some(t)), figures::value(Some(p))),
        (Some(t), None, _) => format!("{}{} {unit}", visit.t("目标 ", "target "), figures::value(Some(t))),
        (None, ..) => String::new(),
    };
    let shown = IndicatorFigure {
        value: figures::value(figure.value),
        unit: unit.to_owned(),
        light: lit(figure.lit),
        chart: figures::bar(visit, figure, figures::WIDE),
        sentence: Run::split(&sentence(visit, figure)),
        trend: months(visit, figure),
    };
    IndicatorView {
        name: figure.title.text(visit.lang).to_owned(),
        target,
        figure: Some(shown),
        districts: figures::districts(visit, figure, detail.point.number, figures::WIDE),
        total: (!figure.districts.is_empty()).then(|| figures::total(visit, figure, detail.point.number)),
    }
}

/// How many so far, how many still, and where this leads.
fn sentence(visit: &Visit, figure: &Figure) -> String {
    let count = figure.count;
    let Some(((remaining, value), (from, to))) = figure.remaining.zip(figure.value).zip(figure.days) else {
        return if visit.lang == Lang::Zh { format!("现有 **{count} 件**。") } else { format!("**{count} matters** now.") };
    };
    let passed = f64::from((to - from).get_days() + 1) / if from.in_leap_year() { 366.0 } else { 365.0 };
    let leads_to = figures::value(Some(value / passed.max(1.0 / 366.0)));
    let months = i64::from(12 - to.month()).max(1);
    let each = (remaining + months - 1) / months;
    match visit.lang {
        Lang::Zh if remaining == 0 => format!("全市已办 **{count} 件**，**已经达到目标**；按此全年可达 {leads_to}。"),
        Lang::Zh => format!("全市已办 **{count} 件**。到年底还需 **{remaining} 件**，余下的月份每月约 **{each} 件**；按目前进度**全年可达 {leads_to}**。"),
        Lang::En if remaining == 0 => format!("**{count} matters** so far: **the target is reached**; at this rate the year ends at {leads_to}."),
        Lang::En => format!("**{count} matters** so far. **{remaining} more** are needed by the end of the year, about **{each} a month**; at this rate **the year ends at {leads_to}**."),
    }
}

/// Counts by month; months to come show what each still needs.
fn months(visit: &Visit, figure: &Figure) -> Option<Markup> {
    let (from, to) = figure.days?;
    let left = i64::from(12 - to.month());
    let each = figure.remaining.filter(|_| left > 0).map_or(0, |n| (n + left - 1) / left);
    let of = |month: i8| figure.months.iter().filter(|(day, _)| day.month() == month && day.year() == from.year()).map(|(_, n)| *n).sum::<i64>();
    let months: Vec<Month> = (1..=12)
        .map(|m| Month { value: if m > to.month() { each } else { of(m) }.unsigned_abs(), planned: m > to.month() })
        .collect();
    let counts: Vec<String> = months.iter().filter(|m| !m.planned).map(|m| m.value.to_string()).collect();
    let label = match visit.lang {
        Lang::Zh => format!("{}年各月件数：{}；余下的月份每月还需约{each}件", from.year(), counts.join("、")),
        Lang::En => format!("By month in {}: {}; about {each} a month still needed", from.year(), counts.join(", ")),
    };
    Some(trend(&Trend { months: &months, now: usize::try_from(to.month() - 1).ok(), lang: visit.lang, label: &label }))
}

/// 口径: how it is counted, divided and judged.
fn basis(visit: &Visit, figure: &Figure) -> Vec<Fact> {
    let day = |d: Date| if visit.lang == Lang::Zh { kernel::chinese_date(d) } else { kernel::english_date(d) };
    let mut out = vec![Fact::new(visit.t("怎么数", "Counted"), figure.reading.text(visit.lang))];
    out.extend(figure.days.map(|(from, to)| Fact::new(visit.t("期间", "Period"), format!("{}{}{}", day(from), visit.t(" 至 ", " to "), day(to)))));
    if let Some(source) = &figure.population {
        let each = figure.districts.iter().filter_map(|d| Some(format!("{} {}", figures::district_name(visit, d), figures::people(visit, d.persons?))));
        out.push(Fact::new(visit.t("常住人口", "Residents"), each.collect::<Vec<_>>().join(visit.t("，", ", "))));
        out.push(Fact::new(visit.t("人口出处", "Source of residents"), format!("{}{}", source.source, if visit.lang == Lang::Zh { format!("，{}年", source.year) } else { format!(", {}", source.year) })));
    }
    if figure.pace.is_some() {
        let share = LATE_BELOW * 100.0;
        out.push(Fact::new(visit.t("进度线", "Line of progress"), visit.t("目标乘以全年已过的天数的比例，图上的朱针", "the target times the share of the year that has passed: the needle")));
        out.push(match visit.lang {
            Lang::Zh => Fact::new("亮灯", format!("达到进度线为正常；达到其{share:.0}%为关注；不足为滞后；有分区滞后的，全市至少为关注（本单位内部规则）")),
            Lang::En => Fact::new("Lights", format!("at the line or above: on track; at {share:.0}% of it: watch; below: behind; where a district is behind the city is at least on watch (the bureau’s own rule)")),
        });
    }
    out
}

#[derive(Default)]
struct Behind {
    matters: Vec<BackingMatter>,
    pager: Option<Pager>,
    districts: Vec<NavItem>,
    withheld: String,
}

/// The matters for staff; for everybody else how many they are.
async fn behind(site: &Site, visit: &Visit, detail: &PointDetail, figure: &Figure, which: &Which) -> Result<Behind, Problem> {
    let number = detail.point.number;
    let chosen = figure.districts.iter().find(|d| d.unit.as_str().trim_start_matches('/') == which.district);
    let counted = chosen.map_or(figure.count, |d| d.count);
    let all = NavItem { label: visit.t("全市", "The city").to_owned(), href: format!("/board/{number}#matters"), count: Some(figure.count.unsigned_abs()), current: chosen.is_none() };
    let each = figure.districts.iter().map(|d| NavItem {
        label: figures::district_name(visit, d),
        href: figures::of_district(number, d),
        count: Some(d.count.unsigned_abs()),
        current: chosen.is_some_and(|c| c.unit == d.unit),
    });
    let districts = if figure.districts.is_empty() { Vec::new() } else { std::iter::once(all).chain(each).collect() };
    let staff = visit.account.as_ref().filter(|a| !a.actor.grants.is_empty());
    let Some(who) = staff else {
        let withheld = match visit.lang {
            Lang::Zh => format!("这里数到 {counted} 件。明细含个人信息，只有承办单位的工作人员登录后看得到。"),
            Lang::En => format!("{counted} matters are counted here. They hold personal data and are shown to the staff who handle them."),
        };
        return Ok(Behind { withheld, districts, ..Behind::default() });
    };
    let under: Option<&OrgPath> = chosen.map(|d| &d.unit);
    let mut page = which.page.clamp(1, 100_000);
    let mut listed = site.bureau.behind(who, figure, under, ((page - 1) * ROWS, ROWS)).await?;
    if listed.rows.is_empty() && listed.total > 0 {
        page = u32::try_from(listed.total.div_ceil(u64::from(ROWS))).unwrap_or(1);
        listed = site.bureau.behind(who, figure, under, ((page - 1) * ROWS, ROWS)).await?;
    }
    let seen = i64::try_from(listed.total).unwrap_or(i64::MAX);
    let withheld = match (seen < counted, visit.lang) {
        (false, _) => String::new(),
        (true, Lang::Zh) => format!("共 {counted} 件，其中 {seen} 件归您的单位办理，列在这里。"),
        (true, Lang::En) => format!("{counted} in all; the {seen} that your unit handles are listed."),
    };
    let base = chosen.map_or_else(|| format!("/board/{number}?"), |d| format!("/board/{number}?district={}&", d.unit.as_str().trim_start_matches('/')));
    let pager = crate::server::words::pager(visit, listed.total, (page, ROWS), ("件", "matters"), |n| format!("{base}page={n}#matters"));
    let matters = listed.rows.into_iter().map(|row| BackingMatter {
        href: format!("/matters/{}", row.id),
        date: row.marked_on.unwrap_or(row.opened_on),
        district: row.unit_title.text(visit.lang).to_owned(),
        cause: row.kind.as_ref().map_or_else(|| row.title.text(visit.lang).to_owned(), |k| k.text(visit.lang).to_owned()),
        person: row.party.unwrap_or_else(|| visit.t("（已销毁或未登记）", "(destroyed or not entered)").to_owned()),
        number: row.number,
    });
    Ok(Behind { matters: matters.collect(), pager: Some(pager), districts, withheld })
}
