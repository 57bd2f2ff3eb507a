//! A reckoned date as pages show it: the strip of days, the steps with their basis.

use crate::server::{Site, Visit, encode};
use crate::view::{DayCell, DayKind, DayStrip, DueHead, Link, StepRow};
use calendar::{DayKind as Kind, DayMark, DayStatus, Deadline, Effect, Step};
use kernel::Lang;
use law::Citation;

/// The longest strip that is drawn, in days; a longer period is told by its steps.
const LONGEST: usize = 250;

/// The days one by one; `None` for a period too long to be looked at so.
pub(super) fn strip(site: &Site, visit: &Visit, deadline: &Deadline) -> Option<DayStrip> {
    let days = &deadline.days;
    if days.is_empty() || days.len() > LONGEST {
        return None;
    }
    let today = site.bureau.today();
    let cell = |mark: &DayMark| DayCell {
        date: mark.date,
        kind: kind(mark),
        note: mark
            .name
            .as_ref()
            .filter(|_| mark.status == DayStatus::Holiday)
            .map(|n| n.text(visit.lang).trim_end_matches('节').to_owned())
            .unwrap_or_default(),
        make_up: mark.status == DayStatus::MakeUp,
        today: mark.date == today,
    };
    Some(DayStrip { days: days.iter().map(cell).collect(), summary: summary(visit, days) })
}

fn kind(mark: &DayMark) -> DayKind {
    match (mark.kind, mark.ordinal) {
        (Kind::Start, _) => DayKind::Start,
        (Kind::Counted, n) => DayKind::Counted(n.unwrap_or(0)),
        (Kind::Skipped, _) => DayKind::Off,
        (Kind::Paused, _) => DayKind::Paused,
        (Kind::Rolled, _) => DayKind::Rolled,
        (Kind::End, n) => DayKind::End(n),
    }
}

/// 2026年9月22日(周二) 至 10月8日(周四)，共 17 天：计 7 · 停表 2 · 顺延 7 · 起点不计 1
fn summary(visit: &Visit, days: &[DayMark]) -> String {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return String::new() };
    let count = |wanted: fn(&DayMark) -> bool| days.iter().filter(|d| wanted(d)).count();
    let parts = [
        (count(|d| d.ordinal.is_some()), "计 ", " counted"),
        (count(|d| d.kind == Kind::Skipped), "跳过 ", " left out"),
        (count(|d| d.kind == Kind::Paused), "停表 ", " stood still"),
        // The last day counted is among the days off when the period rolls on; it stays a day counted.
        (count(|d| matches!(d.kind, Kind::Rolled | Kind::End) && d.ordinal.is_none()), "顺延 ", " rolled over"),
        (count(|d| d.kind == Kind::Start), "起点不计 ", " the first, not counted"),
    ];
    let told = parts.iter().filter(|(n, ..)| *n > 0);
    match visit.lang {
        Lang::Zh => {
            let told: Vec<String> = told.map(|(n, zh, _)| format!("{zh}{n}")).collect();
            format!(
                "{} 至 {}，共 {} 天：{}",
                kernel::chinese_date(first.date),
                kernel::chinese_date_short(last.date),
                days.len(),
                told.join(" · ")
            )
        }
        Lang::En => {
            let told: Vec<String> = told.map(|(n, _, en)| format!("{n}{en}")).collect();
            format!(
                "{} to {}, {} days: {}",
                kernel::english_date(first.date),
                kernel::english_date(last.date),
                days.len(),
                told.join(" · ")
            )
        }
    }
}

/// The steps, each with what it rests on; a run of days off by one notice is told once.
pub(super) fn steps(visit: &Visit, deadline: &Deadline) -> Vec<StepRow> {
    let mut runs: Vec<(&Step, &Step)> = Vec::new();
    for step in &deadline.steps {
        let off = matches!(step.effect, Effect::Skipped | Effect::Rolled);
        let goes_on = |last: &Step| {
            last.effect == step.effect && last.citation == step.citation && last.date.tomorrow().is_ok_and(|next| next == step.date)
        };
        match runs.last_mut() {
            Some((_, last)) if off && goes_on(last) => *last = step,
            _ => runs.push((step, step)),
        }
    }
    runs.into_iter().map(|(first, last)| row(visit, first, last)).collect()
}

fn row(visit: &Visit, first: &Step, last: &Step) -> StepRow {
    let mut text = first.reason.text(visit.lang).to_owned();
    if first.date != last.date {
        text += &match visit.lang {
            Lang::Zh => format!("；到{}都是如此", kernel::chinese_date_short(last.date)),
            Lang::En => format!("; likewise to {}", kernel::english_date(last.date)),
        };
    }
    let basis = first.citation.as_deref().map_or_else(|| Link::new(visit.t("计算规则", "the counting rule"), ""), |c| basis(first, c));
    StepRow { text, basis, date: DueHead::Day(last.until.unwrap_or(last.date)) }
}

/// `民法典:201.1` as an article, anything else as the notice on which a year's calendar rests.
fn basis(step: &Step, citation: &str) -> Link {
    let article = citation.split_once(':').and_then(|(law, at)| Some((law, at.parse::<Citation>().ok()?)));
    match article {
        Some((law, at)) => {
            Link::new(format!("{law}{}", at.chinese()), format!("/law/{}/{}", encode(law), encode(&at.passage().to_string())))
        }
        None => Link::new(citation, format!("/calendar?year={}", step.date.year())),
    }
}

/// The passages a reckoning rests on, each once, in the order of the steps: law and place.
pub(super) fn passages(deadline: &Deadline) -> Vec<(String, Citation)> {
    let mut out: Vec<(String, Citation)> = Vec::new();
    let cited = deadline.steps.iter().filter_map(|s| s.citation.as_deref()?.split_once(':'));
    for (law, at) in cited.filter_map(|(law, at)| Some((law.to_owned(), at.parse::<Citation>().ok()?.passage()))) {
        if !out.contains(&(law.clone(), at)) {
            out.push((law, at));
        }
    }
    out
}
