//! A year's days off and make-up working days, with the notices they rest on.

use crate::server::{Page, Place, Routes, Rule, Site, Visit, page};
use crate::view::{CalendarDay, CalendarPage, DayNature, Frame, Holiday, Link, MonthView};
use app::Fault;
use axum::extract::{Query, State};
use axum::routing::get;
use calendar::{Calendar, DayStatus};
use kernel::{Date, Lang};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/calendar", Rule::Public, get(show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    year: String,
}

async fn show(State(site): State<Site>, visit: Visit, Query(which): Query<Which>) -> Page {
    let (calendar, today) = (site.bureau.library.calendar(), site.bureau.today());
    let year = if which.year.is_empty() { today.year() } else { which.year.trim().parse().map_err(|_| Fault::NotFound)? };
    if !known(calendar, year) {
        return Err(Fault::NotFound.into());
    }
    let title = if visit.lang == Lang::Zh { format!("{year}年工作日历") } else { format!("Working days of {year}") };
    let layout = Place::new(title).framed(Frame::Desk).at("calendar").layout(&site, &visit).await?;
    let all = days(year);
    let work = |d: &&Date| calendar.is_workday(**d);
    let other = |year: i16| known(calendar, year).then(|| Link::new(label(&visit, calendar, year), format!("/calendar?year={year}")));
    page(&CalendarPage {
        layout,
        year,
        notice: notices(&visit, calendar, &all),
        tentative: (!calendar.published(year)).then(|| {
            visit.t("这一年的放假调休安排，国务院还没有公布；下面只有法律规定的节日，没有调休。涉及这一年的期限都标“暂定”。", "The arrangement of this year is not published yet: only the holidays fixed by law are shown, without exchanged days. Deadlines that touch it are tentative.").to_owned()
        }),
        workdays: count(all.iter().filter(work).count()),
        left: (year == today.year()).then(|| count(all.iter().filter(|d| **d >= today).filter(work).count())),
        holidays: holidays(&visit, calendar, &all),
        months: (1..=12).map(|m| month(&visit, calendar, &all, m, today)).collect(),
        previous: other(year - 1),
        next: other(year + 1),
    })
}

/// Whether anything is known of a year beyond its weekdays.
fn known(calendar: &Calendar, year: i16) -> bool {
    calendar.published(year) || calendar.statutory_only(year)
}

/// The years of the calendar, newest first, as links.
pub(super) fn years(visit: &Visit, calendar: &Calendar) -> Vec<Link> {
    const FIRST: i16 = 2000;
    const LAST: i16 = 2100;
    (FIRST..=LAST)
        .rev()
        .filter(|y| known(calendar, *y))
        .map(|y| Link::new(label(visit, calendar, y), format!("/calendar?year={y}")))
        .collect()
}

fn label(visit: &Visit, calendar: &Calendar, year: i16) -> String {
    let word = if visit.lang == Lang::Zh { format!("{year}年") } else { year.to_string() };
    if calendar.published(year) { word } else { format!("{word}{}", visit.t("（暂定）", " (tentative)")) }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn days(year: i16) -> Vec<Date> {
    let first = Date::new(year, 1, 1).ok();
    std::iter::successors(first, |d| d.tomorrow().ok()).take_while(|d| d.year() == year).collect()
}

/// Every notice the year rests on, each once.
fn notices(visit: &Visit, calendar: &Calendar, days: &[Date]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for notice in days.iter().filter_map(|d| calendar.day(*d).notice) {
        if !all.contains(&notice) {
            all.push(notice);
        }
    }
    format!("{}{}", visit.t("依据：", "By: "), all.join("；"))
}

/// Runs of days off of one name, with the days worked in exchange.
fn holidays(visit: &Visit, calendar: &Calendar, days: &[Date]) -> Vec<Holiday> {
    let mut out: Vec<Holiday> = Vec::new();
    for day in days {
        let info = calendar.day(*day);
        let (DayStatus::Holiday, Some(name)) = (info.status, info.name) else { continue };
        let name = name.text(visit.lang);
        match out.last_mut() {
            Some(last) if last.name == name && last.span.1.tomorrow().is_ok_and(|next| next == *day) => last.span.1 = *day,
            _ => out.push(Holiday { name: name.to_owned(), span: (*day, *day), make_up: Vec::new() }),
        }
    }
    for day in days.iter().filter(|d| calendar.status(**d) == DayStatus::MakeUp) {
        let name = calendar.day(*day).name.map(|n| n.text(visit.lang).to_owned()).unwrap_or_default();
        let near = out.iter_mut().filter(|h| h.name == name).min_by_key(|h| (h.span.0 - *day).get_days().abs());
        if let Some(holiday) = near {
            holiday.make_up.push(*day);
        }
    }
    out
}

fn month(visit: &Visit, calendar: &Calendar, days: &[Date], month: i8, today: Date) -> MonthView {
    let nature = |date: Date| {
        let info = calendar.day(date);
        match info.status {
            DayStatus::Working => DayNature::Workday,
            DayStatus::Weekend => DayNature::Weekend,
            DayStatus::MakeUp => DayNature::MakeUp,
            DayStatus::Holiday => DayNature::Holiday(info.name.map(|n| n.text(visit.lang).to_owned()).unwrap_or_default()),
        }
    };
    let own = days.iter().filter(|d| d.month() == month);
    MonthView { month, days: own.map(|d| CalendarDay { date: *d, nature: nature(*d), today: *d == today }).collect() }
}
