//! The plan board: every point with its light, its tasks, its number and its next date. The filter is in the address.

use super::figures;
use crate::server::words::{left, lit};
use crate::server::{Page, Place, Routes, Rule, Site, Visit, encode, page};
use crate::view::{
    BoardPage, BoardSection, Comparison, DueCell, Frame, IndicatorCell, Light, LightChip, Link, NavItem, OptionView, Pager, PlatePoint,
    PlateSection, PointRow, Status, Sum, chart,
};
use app::ports::Unit;
use app::{Board, BoardPoint, Figure, Lit, SectionRow};
use axum::extract::{Query, State};
use axum::routing::get;
use kernel::{Date, Lang};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/board", Rule::Public, get(show))
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    light: String,
    #[serde(default)]
    unit: String,
}

impl Filter {
    fn leaves(&self, point: &BoardPoint) -> bool {
        self.of_unit(point) && (self.light.is_empty() || lit(point.lit).class() == self.light)
    }

    fn of_unit(&self, point: &BoardPoint) -> bool {
        self.unit.is_empty() || point.leads.contains(&self.unit)
    }

    fn with_light(&self, light: Option<Light>) -> String {
        let pairs = [("light", light.map_or("", Light::class)), ("unit", self.unit.as_str())];
        let given: Vec<String> = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", encode(v))).collect();
        if given.is_empty() { "/board".to_owned() } else { format!("/board?{}", given.join("&")) }
    }
}

async fn show(State(site): State<Site>, visit: Visit, Query(filter): Query<Filter>) -> Page {
    let board = site.bureau.board(site.bureau.plan_year().await?).await?;
    let board = if visit.staff() { board } else { board.for_public() };
    let units = site.bureau.units().await?;
    let title = match filter.light.as_str() {
        "" => visit.t("工作要点", "Work plan").to_owned(),
        light => format!(
            "{}{}",
            visit.t("工作要点：", "Work plan: "),
            Light::ALL.into_iter().find(|l| l.class() == light).map_or("", |l| word(&visit, l))
        ),
    };
    let layout = Place::new(title).framed(Frame::Ledger).at("board").layout(&site, &visit).await?;
    let all: Vec<&BoardPoint> = board.sections.iter().flat_map(|s| &s.points).collect();
    let shown = all.iter().filter(|p| filter.leaves(p)).count() as u64;
    let sections = board.sections.iter().enumerate().filter_map(|(i, s)| section(&site, &visit, &units, &filter, (i, s))).collect();
    page(&BoardPage {
        title: board.head.title.clone(),
        lead: lead(&visit, &board, all.iter().map(|p| p.tasks).sum()),
        sums: sums(&visit, &board, &all),
        plate: board.sections.iter().enumerate().map(|(i, s)| plate(&visit, &filter, (i, s))).collect(),
        lights: lights(&visit, &filter, &all),
        units: unit_options(&visit, &units, &filter, &all),
        light: filter.light.clone(),
        sections,
        pager: Pager {
            from: shown.min(1),
            to: shown,
            total: shown,
            unit: visit.t("点", "points").to_owned(),
            page: 1,
            pages: 1,
            previous: None,
            next: None,
        },
        computed: computed(&site, &visit, &layout.date(board.as_of)),
        actions: Vec::new(),
        layout,
    })
}

fn computed(site: &Site, visit: &Visit, day: &str) -> String {
    let now = site.bureau.clock.now().civil;
    format!("{}{day} {}:{:02}", visit.t("算到 ", "Computed "), now.hour(), now.minute())
}

/// Number, day of issue and what the plan holds.
fn lead(visit: &Visit, board: &Board, tasks: usize) -> String {
    let points: usize = board.sections.iter().map(|s| s.points.len()).sum();
    let issued = board.head.date.map(|d| match visit.lang {
        Lang::Zh => format!("{}印发", kernel::chinese_date(d)),
        Lang::En => format!("issued {}", kernel::english_date(d)),
    });
    let holds = match visit.lang {
        Lang::Zh => format!("{}部分、{points}点、{tasks}项任务 · 数字由事项自动算出", board.sections.len()),
        Lang::En => {
            format!("{} sections, {points} points, {tasks} tasks · every figure is computed from the matters", board.sections.len())
        }
    };
    board.head.number.clone().into_iter().chain(issued).chain([holds]).collect::<Vec<_>>().join(" · ")
}

fn sums(visit: &Visit, board: &Board, all: &[&BoardPoint]) -> Vec<Sum> {
    let sum = |value: String, unit: String, zh: &str, en: &str| Sum { value, unit, label: visit.t(zh, en).to_owned() };
    let (done, tasks): (usize, usize) = (all.iter().map(|p| p.done).sum(), all.iter().map(|p| p.tasks).sum());
    let fed = all.iter().filter(|p| !p.figures.is_empty()).count();
    vec![
        sum(chart::number(board.elapsed * 100.0), "%".to_owned(), "全年已过", "of the year gone"),
        sum(done.to_string(), format!("/{tasks}"), "任务完成", "tasks done"),
        sum(fed.to_string(), format!("/{}", all.len()), "点已接入数据", "points with data"),
    ]
}

fn lights(visit: &Visit, filter: &Filter, all: &[&BoardPoint]) -> Vec<LightChip> {
    let chip = |light: Option<Light>| {
        let counted = all.iter().filter(|p| filter.of_unit(p) && light.is_none_or(|l| lit(p.lit) == l)).count() as u64;
        let label = light.map_or(visit.t("全部", "All"), |l| word(visit, l)).to_owned();
        let current = light.map_or("", Light::class) == filter.light;
        LightChip { light, item: NavItem { label, href: filter.with_light(light), count: Some(counted), current } }
    };
    [None, Some(Light::Ok), Some(Light::Warn), Some(Light::Late), Some(Light::Wait)].map(chip).into()
}

/// The word of a light on the board: a point without data and without a date has neither good nor bad news.
fn word(visit: &Visit, light: Light) -> &'static str {
    match (light, visit.lang) {
        (Light::Wait, Lang::Zh) => "未接入",
        (Light::Wait, Lang::En) => "No data yet",
        (light, lang) => light.word(lang),
    }
}

/// Lead units with how many points each leads, in the order of the plan.
fn unit_options(visit: &Visit, units: &[Unit], filter: &Filter, all: &[&BoardPoint]) -> Vec<OptionView> {
    let mut leads: Vec<(&String, usize)> = Vec::new();
    for lead in all.iter().flat_map(|p| &p.leads) {
        match leads.iter_mut().find(|(l, _)| *l == lead) {
            Some((_, n)) => *n += 1,
            None => leads.push((lead, 1)),
        }
    }
    let any = OptionView::new("", visit.t("全部单位", "All units"));
    let each = leads.into_iter().map(|(lead, n)| OptionView {
        chosen: *lead == filter.unit,
        ..OptionView::new(lead, format!("{} {n}", unit_name(visit, units, lead)))
    });
    std::iter::once(any).chain(each).collect()
}

/// A unit's name in the language of the page; the plan may name one that the bureau does not know.
pub(super) fn unit_name(visit: &Visit, units: &[Unit], title: &str) -> String {
    units.iter().find(|u| u.title.zh == title).map_or_else(|| title.to_owned(), |u| u.title.text(visit.lang).to_owned())
}

/// 一, or its place where the plan gives it no numeral; in English the figure.
fn numeral(visit: &Visit, section: &SectionRow, place: usize) -> String {
    let own = section.label.trim_matches(|c: char| "、，.．（）() ".contains(c));
    match visit.lang {
        Lang::Zh if !own.is_empty() => own.to_owned(),
        _ => section.number.unwrap_or(u32::try_from(place + 1).unwrap_or(0)).to_string(),
    }
}

fn plate(visit: &Visit, filter: &Filter, (i, section): (usize, &SectionRow)) -> PlateSection {
    let point = |p: &BoardPoint| {
        let href = if filter.leaves(p) { format!("#p{}", p.number) } else { format!("/board/{}", p.number) };
        PlatePoint { number: p.number, title: p.title.clone(), href, light: lit(p.lit), word: word(visit, lit(p.lit)).to_owned() }
    };
    let short = section.title.split('，').next().unwrap_or_default().to_owned();
    PlateSection { number: numeral(visit, section, i), title: short, points: section.points.iter().map(point).collect() }
}

fn section(site: &Site, visit: &Visit, units: &[Unit], filter: &Filter, (i, section): (usize, &SectionRow)) -> Option<BoardSection> {
    let points: Vec<PointRow> = section.points.iter().filter(|p| filter.leaves(p)).map(|p| row(site, visit, units, p)).collect();
    let (first, last) = (section.points.first()?.number, section.points.last()?.number);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (!points.is_empty()).then(|| BoardSection {
        place: count(i + 1),
        number: numeral(visit, section, i),
        title: section.title.clone(),
        span: (first, last),
        tasks: (count(section.points.iter().map(|p| p.done).sum()), count(section.points.iter().map(|p| p.tasks).sum())),
        points,
    })
}

fn row(site: &Site, visit: &Visit, units: &[Unit], point: &BoardPoint) -> PointRow {
    let figure = point.figures.first();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    PointRow {
        number: point.number,
        title: point.title.clone(),
        href: format!("/board/{}", point.number),
        units: leads(visit, units, point),
        status: status(visit, point),
        tasks: (count(point.done), count(point.tasks)),
        indicator: indicator(visit, point),
        due: due(site, visit, point),
        open: figure.filter(|f| !f.districts.is_empty()).map(|f| comparison(visit, point, f)),
    }
}

/// Who leads a point, in words.
pub(super) fn leads(visit: &Visit, units: &[Unit], point: &BoardPoint) -> String {
    if point.leads.is_empty() {
        return visit.t("尚未指定牵头单位", "no lead unit yet").to_owned();
    }
    point.leads.iter().map(|l| unit_name(visit, units, l)).collect::<Vec<_>>().join(" · ")
}

/// A point's light with the board's word.
pub(super) fn status(visit: &Visit, point: &BoardPoint) -> Status {
    Status::new(lit(point.lit), word(visit, lit(point.lit)))
}

fn indicator(visit: &Visit, point: &BoardPoint) -> IndicatorCell {
    match point.figures.first() {
        Some(figure) => IndicatorCell::Measured {
            label: figure.title.text(visit.lang).to_owned(),
            value: figures::value_with_unit(visit, figure),
            note: figures::note(visit, figure),
            chart: figures::bar(visit, figure, figures::ROW),
        },
        None => IndicatorCell::Unmeasured {
            label: point.asks.clone().unwrap_or_else(|| visit.t("要点没有写明数量", "the plan sets no number").to_owned()),
            chart: chart::unmeasured(figures::ROW, visit.t("尚未接入数据", "No data connected yet")),
        },
    }
}

/// The next date: what the plan's words or the bureau set, else the end of the year for what is counted over it.
pub(super) fn due(site: &Site, visit: &Visit, point: &BoardPoint) -> Option<DueCell> {
    let today = site.bureau.today();
    if let Some(day) = point.due {
        let light = if day < today { Light::Late } else { lit(point.lit.min(Lit::Warn)) };
        return Some(DueCell::day(day, left(site, visit, day), light, Some(format!("/board/{}", point.number))));
    }
    let figure = point.figures.iter().find(|f| f.days.is_some())?;
    let end = Date::new(figure.days?.0.year(), 12, 31).ok()?;
    let words = match (figure.remaining, visit.lang) {
        (Some(0), _) => visit.t("已达目标", "target reached").to_owned(),
        (Some(n), Lang::Zh) => format!("还需{n}件"),
        (Some(n), Lang::En) => format!("{n} more needed"),
        (None, _) => visit.t("全年", "whole year").to_owned(),
    };
    Some(DueCell::day(end, words, lit(figure.lit), Some(format!("/board/{}", point.number))))
}

fn comparison(visit: &Visit, point: &BoardPoint, figure: &Figure) -> Comparison {
    let (target, pace) = (figures::value(figure.target), figures::value(figure.pace));
    let counted = if figure.concealed { "<5".to_owned() } else { figure.count.to_string() };
    let (caption, legend, more) = match visit.lang {
        Lang::Zh => (
            format!("第{}点分区比较：{}，对照{target}{}", point.number, figure.title.zh, figure.unit.zh),
            format!("对照 {target}（竖线）与今日应达 {pace}（朱针）"),
            format!("看{}项任务和{counted}件明细", point.tasks),
        ),
        Lang::En => (
            format!("Point {} by district: {} against {target}", point.number, figure.title.en),
            format!("Against {target} (upright mark) and {pace} expected by today (needle)"),
            format!("See the {} tasks and the {counted} matters", point.tasks),
        ),
    };
    let source = figure.population.as_ref().map(|p| format!("{}{}", visit.t("人口：", " Residents: "), p.source)).unwrap_or_default();
    Comparison {
        caption,
        rate: figure.unit.text(visit.lang).to_owned(),
        legend,
        rows: figures::districts(visit, figure, point.number, figures::WIDE),
        basis: format!("{}{source}。", figure.reading.text(visit.lang)),
        more: Link::new(more, format!("/board/{}", point.number)),
    }
}
