//! Words that many pages share: lights, deadlines, people.

use super::{Site, Visit};
use crate::view::{DueCell, Light, Pager, Status, WorkRow};
use app::{CaseRow, Lit};
use kernel::{Date, Id, MatterId};

/// The light of a clock.
pub(crate) fn light(light: engine::Light) -> Light {
    match light {
        engine::Light::Red => Light::Late,
        engine::Light::Amber => Light::Warn,
        engine::Light::Green => Light::Ok,
        engine::Light::Paused => Light::Pause,
        engine::Light::Unset => Light::Wait,
        engine::Light::Done => Light::Done,
    }
}

/// The light of a point or a figure.
pub(crate) fn lit(lit: Lit) -> Light {
    match lit {
        Lit::Wait => Light::Wait,
        Lit::Ok => Light::Ok,
        Lit::Warn => Light::Warn,
        Lit::Late => Light::Late,
    }
}

/// What is left until a day, in working days: 今天到期, 剩3个工作日, 已超2个工作日.
pub(crate) fn left(site: &Site, visit: &Visit, due: Date) -> String {
    let today = site.bureau.today();
    let days = site.bureau.library.calendar().workdays_between(today, due);
    match (due.cmp(&today), visit.lang) {
        (std::cmp::Ordering::Equal, _) => visit.t("今天到期", "due today").to_owned(),
        (std::cmp::Ordering::Less, kernel::Lang::Zh) => format!("已超{}个工作日", days.abs().max(1)),
        (std::cmp::Ordering::Less, kernel::Lang::En) => format!("{} working days over", days.abs().max(1)),
        (std::cmp::Ordering::Greater, kernel::Lang::Zh) => format!("剩{days}个工作日"),
        (std::cmp::Ordering::Greater, kernel::Lang::En) => format!("{days} working days left"),
    }
}

/// A deadline cell; the link goes to its explanation.
pub(crate) fn due(
    site: &Site,
    visit: &Visit,
    matter: MatterId,
    clock: Option<&Id>,
    day: Option<Date>,
    state: engine::Light,
) -> Option<DueCell> {
    let href = clock.map(|c| format!("/matters/{matter}/clocks/{c}"));
    match (state, day) {
        (engine::Light::Paused, _) => Some(DueCell {
            head: crate::view::DueHead::Words(visit.t("已中止", "Standing still").to_owned()),
            words: visit.t("恢复后接着算", "goes on when resumed").to_owned(),
            light: Light::Pause,
            href,
        }),
        (_, Some(day)) => Some(DueCell::day(day, left(site, visit, day), light(state), href)),
        (_, None) => None,
    }
}

/// A matter in a list. `next` is the third column.
pub(crate) fn row(site: &Site, visit: &Visit, case: &CaseRow, next: String) -> WorkRow {
    let kind = case.kind.as_ref().map(|k| format!(" · {}", k.text(visit.lang))).unwrap_or_default();
    let status = match (case.closed, case.light) {
        (true, _) => Light::Done,
        (_, engine::Light::Red) => Light::Late,
        (_, engine::Light::Amber) => Light::Warn,
        (_, engine::Light::Paused) => Light::Pause,
        _ => Light::Live,
    };
    WorkRow {
        number: if case.number.is_empty() { visit.t("未编号", "not numbered").to_owned() } else { case.number.clone() },
        href: format!("/matters/{}", case.id),
        title: format!("{}{kind}", case.title.text(visit.lang)),
        parties: party(visit, case),
        next,
        due: if case.closed { None } else { due(site, visit, case.id, case.due_clock.as_ref(), case.due_on, case.light) },
        status: Status::new(status, case.state.text(visit.lang)),
    }
}

/// The party's name in a list, or why it does not stand there.
pub(crate) fn party(visit: &Visit, case: &CaseRow) -> String {
    match &case.party {
        Some(name) => name.clone(),
        None if case.guarded => visit.t("某（特别保护）", "somebody (under special care)").to_owned(),
        None => visit.t("（已销毁或未登记）", "(destroyed or not entered)").to_owned(),
    }
}

/// 3月9日(周一), with the year where it is another than this one.
pub(crate) fn day(site: &Site, visit: &Visit, date: Date) -> String {
    let this_year = date.year() == site.bureau.today().year();
    match visit.lang {
        kernel::Lang::Zh if this_year => kernel::chinese_date_short(date),
        kernel::Lang::Zh => kernel::chinese_date(date),
        kernel::Lang::En if this_year => kernel::english_date(date).rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned()),
        kernel::Lang::En => kernel::english_date(date),
    }
}

/// 显示 26–50 / 共 N 件, with the ways to the pages before and after. `at` is the page shown, counted from 1, and its rows.
pub(crate) fn pager(visit: &Visit, total: u64, at: (u32, u32), unit: (&str, &str), href: impl Fn(u64) -> String) -> Pager {
    let (page, rows) = (u64::from(at.0.max(1)), u64::from(at.1.max(1)));
    let pages = total.div_ceil(rows).max(1);
    let from = (page - 1) * rows + 1;
    Pager {
        from: if from > total { 0 } else { from },
        to: total.min(page * rows),
        total,
        unit: visit.t(unit.0, unit.1).to_owned(),
        page,
        pages,
        previous: (page > 1).then(|| href((page - 1).min(pages))),
        next: (page < pages).then(|| href(page + 1)),
    }
}
