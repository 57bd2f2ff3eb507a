//! The first page: what a citizen can do here, and in a demo the ways in for whoever looks at the program.

use super::{figures, guide};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, page};
use crate::view::{Door, Frame, Link, NewsItem, PortalPage, PublicFigure};
use app::{Board, Fault, Figure};
use axum::extract::State;
use axum::routing::get;
use calendar::DayStatus;
use kernel::{Date, Lang};

/// How far ahead a holiday is announced, in days.
const AHEAD: usize = 45;

pub(super) fn routes() -> Routes {
    Routes::default().add("/", Rule::Public, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Page {
    let board = board(&site).await?;
    let layout = Place::new(visit.t("司南首页", "Sinan home")).framed(Frame::Portal).at("home").layout(&site, &visit).await?;
    page(&PortalPage {
        starts: starts(&site, &visit),
        ask: None,
        hints: hints(&site, &visit),
        doors: doors(&site, &visit),
        news: news(&site, &visit, board.as_ref()),
        window: window(&site, &visit).await?,
        figures: public_figures(&site, &visit, board.as_ref()).await?,
        layout,
    })
}

/// The board of the plan in force, if one was imported.
async fn board(site: &Site) -> Result<Option<Board>, Problem> {
    let year = match site.bureau.plan_year().await {
        Ok(year) => year,
        Err(Fault::NotFound) => return Ok(None),
        Err(fault) => return Err(fault.into()),
    };
    Ok(Some(site.bureau.board(year).await?.for_public()))
}

/// Ways in that stand before everything else.
fn starts(site: &Site, visit: &Visit) -> Vec<Link> {
    let demo = site.options.demo && visit.peer.is_loopback();
    let board = Link::new(visit.t("看工作要点", "See the work plan"), "/board");
    match (&visit.account, demo) {
        (Some(account), _) if account.actor.grants.is_empty() => vec![Link::new(visit.t("我的事项", "My matters"), "/matters")],
        (Some(_), _) => vec![Link::new(visit.t("回到工作台", "Back to the desk"), "/desk"), board],
        (None, true) => vec![board, Link::new(visit.t("换一个人登录", "Sign in as somebody"), "/sign-in")],
        (None, false) => Vec::new(),
    }
}

fn hints(site: &Site, visit: &Visit) -> Vec<Link> {
    guide::services(site)
        .first()
        .map(|(first, _)| {
            Link::new(visit.t("什么人、什么事可以申请", "Who can apply, and for what"), format!("/services/{}#conditions", first.id))
        })
        .into_iter()
        .collect()
}

/// What can be done: every service open to citizens, then what is open to everybody.
fn doors(site: &Site, visit: &Visit) -> Vec<Door> {
    let services = guide::services(site).into_iter().map(|(procedure, action)| Door {
        glyph: guide::glyph(procedure),
        title: guide::name(visit, procedure, action),
        lead: guide::promise(site, visit, procedure, action),
        href: format!("/services/{}", procedure.id),
    });
    let door = |glyph: &str, title: (&str, &str), lead: (&str, &str), href: &str| Door {
        glyph: glyph.to_owned(),
        title: visit.t(title.0, title.1).to_owned(),
        lead: visit.t(lead.0, lead.1).to_owned(),
        href: href.to_owned(),
    };
    let open = [
        door(
            "查",
            ("查办理进度", "Follow your matter"),
            ("凭办件编号和查询码，不用注册。", "With number and lookup code; no account."),
            "/track",
        ),
        door(
            "要",
            ("工作要点公开", "The work plan"),
            ("今年要办的大事，办到哪了。", "The points of the year and how they stand."),
            "/board",
        ),
        door(
            "法",
            ("查法律", "Look up the law"),
            ("条文里的期限和数字，官方发布处。", "Periods and figures of the articles, and the official place."),
            "/law",
        ),
        door(
            "期",
            ("算期限", "Reckon a deadline"),
            ("从哪天起、多少天、跳过哪些天。", "From which day, how long, which days are left out."),
            "/deadline",
        ),
    ];
    services.chain(open).collect()
}

/// What is known to be coming or new: the next holiday by its notice, the plan.
fn news(site: &Site, visit: &Visit, board: Option<&Board>) -> Vec<NewsItem> {
    let plan = board.and_then(|b| {
        Some(NewsItem {
            date: b.head.date?,
            title: format!("{}{}", visit.t("印发", "Issued: "), b.head.title),
            href: Some("/board".to_owned()),
        })
    });
    holiday(site, visit).into_iter().chain(plan).collect()
}

fn holiday(site: &Site, visit: &Visit) -> Option<NewsItem> {
    let (calendar, today) = (site.bureau.library.calendar(), site.bureau.today());
    let first = from(today).take(AHEAD).find(|d| calendar.status(*d) == DayStatus::Holiday)?;
    let name = calendar.day(first).name?;
    let last = from(first).take_while(|d| calendar.day(*d).name == Some(name) && calendar.status(*d) == DayStatus::Holiday).last()?;
    let text = |d: Date| if visit.lang == Lang::Zh { kernel::chinese_date_short(d) } else { kernel::english_date(d) };
    let title = match visit.lang {
        Lang::Zh => format!("{}放假：{}至{}", name.zh, text(first), text(last)),
        Lang::En => format!("{}: days off from {} to {}", name.en, text(first), text(last)),
    };
    Some(NewsItem { date: first, title, href: Some(format!("/calendar?year={}", first.year())) })
}

/// Every day from this one on.
fn from(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |d| d.tomorrow().ok())
}

/// Where people are: the units that take applications.
async fn window(site: &Site, visit: &Visit) -> Result<Vec<String>, Problem> {
    let units = site.bureau.units().await?;
    let open = units.iter().filter(|u| u.handles).map(|u| u.title.text(visit.lang).to_owned());
    Ok(std::iter::once(visit.t("受理窗口", "Windows").to_owned()).chain(open).collect())
}

/// The figures of the plan, and how often the bureau kept its periods.
async fn public_figures(site: &Site, visit: &Visit, board: Option<&Board>) -> Result<Vec<PublicFigure>, Problem> {
    const SHOWN: usize = 3;
    let points = board.into_iter().flat_map(|b| b.sections.iter().flat_map(|s| &s.points));
    let of_plan = points.flat_map(|p| p.figures.iter().filter(|f| !f.districts.is_empty()).map(|f| public(visit, f, Some(p.number))));
    let mut out: Vec<PublicFigure> = of_plan.collect();
    let on_time = site.bureau.library.indicators().filter(|i| matches!(i.measure, procedure::model::Measure::OnTime(_)));
    let ids: Vec<kernel::Id> = on_time.map(|i| i.id.clone()).collect();
    for id in ids {
        if out.len() >= SHOWN {
            break;
        }
        if let Some(figure) = site.bureau.indicator(&id).await?
            && figure.value.is_some()
        {
            out.push(public(visit, &figure, None));
        }
    }
    Ok(out)
}

fn public(visit: &Visit, figure: &Figure, point: Option<u32>) -> PublicFigure {
    let unit = if figure.unit.zh == "%" { "%".to_owned() } else { format!(" {}", figure.unit.text(visit.lang)) };
    let note =
        if figure.of.is_some() { figures::note(visit, &Figure { target: None, ..figure.clone() }) } else { figures::note(visit, figure) };
    PublicFigure {
        title: figure.title.text(visit.lang).to_owned(),
        value: figures::value(figure.value),
        note: format!("{unit}{}{note}", visit.t("，", ", ")),
        chart: figures::bar(visit, figure, figures::ROW),
        basis: point.map(|n| Link::new(visit.t("怎么算的", "How it is counted"), format!("/board/{n}"))),
    }
}
