//! 法变推演: a head supposes another figure, or a version that is not in force yet, and sees which dates of their units would move.

use crate::server::words::{day, light, pager};
use crate::server::{Page, Place, Routes, Rule, Site, Visit, encode, page};
use crate::view::{
    ClockSum, Empty, FieldKind, FieldView, Found, Frame, IndicatorMove, Light, Link, MovedRow, OptionView, Run, SimulationPage, Status, Sum,
};
use app::Fault;
use app::simulation::{Moved, Shift, Simulation, Supposed, Supposition, Why};
use axum::extract::{Query, State};
use axum::routing::get;
use kernel::{Id, Lang, Title};
use law::Citation;
use procedure::model::{Amount, Procedure};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/law/simulate", Rule::Staff, get(show))
}

/// Dates of a page.
const ROWS: u32 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    case: String,
    n: String,
    page: u32,
}

/// Something that may be supposed.
struct Case {
    /// Its word in the address.
    value: String,
    title: Title,
    what: What,
}

enum What {
    /// The newest version reaches every open matter: as if it had always held, or as its transition says.
    Newest(Id, bool),
    /// Another number in this passage.
    Figure(String, Citation),
}

async fn show(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Page {
    let who = visit.who()?;
    if !site.bureau.signs(who) {
        return Err(Fault::NotFound.into());
    }
    let cases = cases(&site);
    let case = cases.iter().find(|c| c.value == asked.case);
    let (mut wrong, mut found) = (None, None);
    if let Some(case) = case {
        let simulated = site.bureau.simulated(who, &format!("{} {}", case.value, asked.n), || suppose(&site, case, &asked.n)).await;
        match simulated {
            Ok((supposed, simulation)) => found = Some(shown(&site, &visit, &asked, (case, &supposed, &simulation))),
            Err(Fault::Input(what)) => wrong = Some(what.text(visit.lang).to_owned()),
            Err(fault) => return Err(fault.into()),
        }
    }
    let title = case.map_or_else(
        || visit.t("法变推演", "If the law were otherwise").to_owned(),
        |c| format!("{}{}", visit.t("法变推演：", "If the law were otherwise: "), c.title.text(visit.lang)),
    );
    let crumbs = vec![Link::new(visit.t("法律与日历", "Law and calendar"), "/law")];
    page(&SimulationPage {
        layout: Place::new(title).framed(Frame::Desk).at("law").below(crumbs).layout(&site, &visit).await?,
        questions: questions(&visit, &cases, &asked),
        coming: if case.is_none() { coming(&visit, &cases) } else { Vec::new() },
        wrong,
        found,
    })
}

/// New versions first, then every figure of a statute from which a clock has its length.
fn cases(site: &Site) -> Vec<Case> {
    let library = &site.bureau.library;
    let newest = library.procedures().filter(|p| p.transition.is_some()).flat_map(|p| {
        let (zh, en) = (kernel::chinese_date(p.in_force_from), kernel::english_date(p.in_force_from));
        let version = |word: &str, all_along: bool, how: (&str, &str)| Case {
            value: format!("{word}:{}", p.id),
            title: Title::new(
                format!("{}第{}版（{zh}起施行）：{}", p.title.zh, p.version, how.0),
                format!("{} version {}, in force from {en}: {}", p.title.en, p.version, how.1),
            ),
            what: What::Newest(p.id.clone(), all_along),
        };
        [
            version("version", true, ("假设一直适用", "as if it had always held")),
            version("transition", false, ("按过渡规定转入", "matters go over as its transition says")),
        ]
    });
    let mut out: Vec<Case> = newest.collect();
    for figure in library.procedures().flat_map(figures) {
        if !out.iter().any(|c| c.value == figure.value) {
            out.push(figure);
        }
    }
    out
}

fn figures(p: &Procedure) -> Vec<Case> {
    let mut out = Vec::new();
    for clock in &p.clocks {
        for length in clock.lengths.iter().filter(|l| matches!(l.amount, Amount::Fixed(_))) {
            let ground = if length.ground.is_empty() { &clock.ground } else { &length.ground };
            let Some((law, at)) = ground.cites.iter().find_map(|c| Some((&p.laws.get(&c.law)?.title, c.at?))) else { continue };
            let Amount::Fixed(n) = length.amount else { continue };
            let period = calendar::Period::new(n, length.unit).title();
            out.push(Case {
                value: format!("figure:{law}:{at}"),
                title: Title::new(
                    format!("{law}{}：{}，现为{}", at.chinese(), clock.title.zh, period.zh),
                    format!("{law} {}: {}, now {}", at.passage(), clock.title.en, period.en),
                ),
                what: What::Figure(law.clone(), at),
            });
        }
    }
    out
}

fn suppose(site: &Site, case: &Case, n: &str) -> Result<Supposed, Title> {
    let library = &site.bureau.library;
    match &case.what {
        What::Newest(id, all_along) => {
            Supposed::newest(library, id, *all_along).ok_or_else(|| Title::new("这一程序没有新版本", "There is no newer version"))
        }
        What::Figure(law, at) => {
            let amount = n.trim().parse().map_err(|_| Title::new("请填写改成多少，只填数字", "Say which number it would be, in digits"))?;
            let figure = Supposition::Figure { law: law.clone(), at: *at, amount };
            Supposed::new(library, &[figure], None, site.bureau.today())
        }
    }
}

/// The cases that need no number.
fn coming(visit: &Visit, cases: &[Case]) -> Vec<Link> {
    let newest = cases.iter().filter(|c| matches!(c.what, What::Newest(..)));
    newest.map(|c| Link::new(c.title.text(visit.lang), format!("/law/simulate?case={}", encode(&c.value)))).collect()
}

fn questions(visit: &Visit, cases: &[Case], asked: &Asked) -> Vec<FieldView> {
    let mut case = FieldView::new("case", visit.t("假设什么改变", "What changes"), FieldKind::Select);
    case.value.clone_from(&asked.case);
    let none = OptionView::new("", visit.t("请选择", "Choose"));
    let option = |c: &Case| OptionView { chosen: c.value == asked.case, ..OptionView::new(&c.value, c.title.text(visit.lang)) };
    case.options = std::iter::once(none).chain(cases.iter().map(option)).collect();
    let mut number = FieldView::new("n", visit.t("数字改成（选了数字才填）", "The number becomes (for a figure)"), FieldKind::Line);
    number.value.clone_from(&asked.n);
    vec![case, number]
}

fn shown(site: &Site, visit: &Visit, asked: &Asked, (case, supposed, simulation): (&Case, &Supposed, &Simulation)) -> Found {
    let told = Told { site, visit, supposed };
    let total: u64 = simulation.moved.iter().map(|m| m.shifts.len() as u64).sum();
    let pages = u32::try_from(total.div_ceil(u64::from(ROWS))).unwrap_or(u32::MAX).max(1);
    let at = asked.page.clamp(1, pages);
    let all = simulation.moved.iter().flat_map(|m| m.shifts.iter().map(move |s| (m, s)));
    let rows = all.skip((at as usize - 1) * ROWS as usize).take(ROWS as usize).map(|(m, s)| told.row(m, s)).collect();
    let sum = |value: u64, zh: &str, en: &str| Sum { value: value.to_string(), unit: String::new(), label: visit.t(zh, en).to_owned() };
    let href = |n: u64| format!("/law/simulate?case={}&n={}&page={n}", encode(&asked.case), encode(&asked.n));
    Found {
        said: Run::split(case.title.text(visit.lang)),
        sums: vec![
            sum(simulation.matters, "件在办事项", "open matters"),
            sum(simulation.moved.len() as u64, "件有日期变动", "with a date that moves"),
            sum(simulation.provisional.1, "个日期暂定", "tentative dates"),
        ],
        clocks: simulation.summary.iter().map(|((p, c), sum)| told.clock_sum(p, c, sum)).collect(),
        indicators: told.indicators(simulation),
        rows,
        pager: pager(visit, total, (at, ROWS), ("个日期", "dates"), href),
        empty: Empty {
            title: visit.t("没有日期变动", "No date moves").to_owned(),
            text: visit.t("您所在单位的在办事项，日期都不受影响。", "No date of your units’ open matters is touched.").to_owned(),
            link: None,
        },
    }
}

struct Told<'a> {
    site: &'a Site,
    visit: &'a Visit,
    supposed: &'a Supposed,
}

impl Told<'_> {
    fn clock(&self, procedure: &Id, clock: &Id) -> (String, String) {
        let p = self.supposed.library.procedure(procedure);
        let title = p.and_then(|p| p.clock(clock.as_str())).map_or_else(|| clock.to_string(), |c| c.title.text(self.visit.lang).to_owned());
        (title, p.map_or_else(|| procedure.to_string(), |p| p.title.text(self.visit.lang).to_owned()))
    }

    fn clock_sum(&self, procedure: &Id, clock: &Id, sum: &app::simulation::Sum) -> ClockSum {
        let (title, procedure) = self.clock(procedure, clock);
        ClockSum {
            title,
            procedure,
            moved: sum.moved,
            ways: (sum.earlier, sum.later),
            late: (sum.reddened, sum.relieved),
            lapses: sum.lapses,
        }
    }

    fn indicators(&self, simulation: &Simulation) -> Vec<IndicatorMove> {
        let library = &self.site.bureau.library;
        let told = simulation.indicators(library).into_iter().map(|i| IndicatorMove {
            title: library.indicator(&i.indicator).map_or_else(|| i.indicator.to_string(), |x| x.title.text(self.visit.lang).to_owned()),
            by: match self.visit.lang {
                Lang::Zh => format!("按期{:+}件，逾期{:+}件", i.on_time, i.late),
                Lang::En => format!("in time {:+}, late {:+}", i.on_time, i.late),
            },
        });
        told.collect()
    }

    fn row(&self, moved: &Moved, shift: &Shift) -> MovedRow {
        let (clock, procedure) = self.clock(&moved.procedure, &shift.clock);
        let day = |date: Option<kernel::Date>| {
            date.map_or_else(|| self.visit.t("无日期", "no date").to_owned(), |d| day(self.site, self.visit, d))
        };
        let state = light(shift.lights.1);
        let status = if shift.is.is_none() {
            Status::new(Light::Wait, self.visit.t("不再计算", "not counted"))
        } else {
            Status::of(state, self.visit.lang)
        };
        MovedRow {
            matter: Link::new(moved.number.clone().unwrap_or_else(|| moved.id.to_string()), format!("/matters/{}", moved.id)),
            clock: shift.holder.as_ref().map_or_else(|| clock.clone(), |h| format!("{clock} · {}", h.nth)),
            procedure,
            was: day(shift.was),
            is: day(shift.is),
            why: self.why(&shift.why),
            status,
        }
    }

    fn why(&self, why: &Why) -> String {
        let lang = self.visit.lang;
        let length = |l: &Option<calendar::Period>| {
            l.map_or_else(|| self.visit.t("待定", "not set").to_owned(), |l| l.title().text(lang).to_owned())
        };
        match why {
            Why::Length(was, is) => format!("{} → {}", length(was), length(is)),
            Why::Days(step) => step.text(lang).to_owned(),
            Why::Course => self.visit.t("起止或者停止计算不同", "it begins, ends or stands still otherwise").to_owned(),
        }
    }
}
