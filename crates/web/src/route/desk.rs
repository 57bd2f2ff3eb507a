//! The desk: what waits for me, what waits for others, what presses.

use crate::server::words::{due, row};
use crate::server::{Page, Place, Routes, Rule, Site, Visit, page};
use crate::view::{DeskPage, DueCell, Empty, Light, Link, Run, TodayItem, WorkList};
use app::Todo;
use app::ports::Page as Listed;
use axum::extract::State;
use axum::routing::get;

pub(super) fn routes() -> Routes {
    Routes::default().add("/desk", Rule::Staff, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Page {
    let who = visit.who()?;
    let desk = site.bureau.desk(who).await?;
    let name = who.name.text(visit.lang).trim_end_matches("（演示）").trim_end_matches(" (demo)").to_owned();
    let n = desk.three.len();
    let greeting = match (n, visit.lang) {
        (0, kernel::Lang::Zh) => format!("您好，{name}。今天没有到您手上的事"),
        (0, kernel::Lang::En) => format!("Hello, {name}. Nothing waits for you today"),
        (_, kernel::Lang::Zh) => format!("您好，{name}。今天该做{}件事", ["零", "一", "两", "三"][n.min(3)]),
        (_, kernel::Lang::En) => format!("Hello, {name}. {n} thing(s) to do today"),
    };
    let layout = Place::new(visit.t("工作台", "Desk")).at("desk").layout(&site, &visit).await?;
    let lead = Run::split(&layout.date(site.bureau.today()));
    let lists = vec![
        list(
            &site,
            &visit,
            &desk.todo,
            ("todo", "待办", "To do"),
            ("等我办的，按期限先后", "mine to do, earliest first"),
            ("下一步", "Next step"),
        ),
        list(&site, &visit, &desk.waiting, ("waiting", "在办", "Waiting"), ("在等别人", "waiting for others"), ("在等", "Waiting for")),
        list(
            &site,
            &visit,
            &desk.alerts,
            ("alerts", "预警", "Pressing"),
            ("已超期和两个工作日内到期的", "overdue, or due within two working days"),
            ("为什么", "Why"),
        ),
    ];
    let nothing = Empty {
        title: visit.t("今日无事", "Nothing today").to_owned(),
        text: visit
            .t("没有等您办理的事项。新到的会自动出现在这里。", "Nothing waits for you. What comes in appears here by itself.")
            .to_owned(),
        link: Some(Link::new(visit.t("看全部事项", "All matters"), "/matters")),
    };
    let today = desk.three.iter().map(|t| item(&site, &visit, t)).collect();
    page(&DeskPage { layout, greeting, lead, today, nothing, lists })
}

fn item(site: &Site, visit: &Visit, todo: &Todo) -> TodayItem {
    let href = format!("/matters/{}", todo.case.id);
    let cell = cell(site, visit, todo);
    let explain = todo.clock_id.as_ref().map(|c| Link::new(visit.t("为什么是这一天", "Why this day"), format!("{href}/clocks/{c}")));
    let clock = todo.clock.as_ref().map(|c| c.text(visit.lang).to_owned()).unwrap_or_default();
    let why = match (todo.due_on, visit.lang) {
        (Some(_), kernel::Lang::Zh) => format!("{}：“{clock}”的期限。{}", todo.case.number, todo.case.party.clone().unwrap_or_default()),
        (Some(_), kernel::Lang::En) => format!("{}: the period “{clock}”.", todo.case.number),
        (None, kernel::Lang::Zh) => format!("{}：没有期限，先到先办。", todo.case.number),
        (None, kernel::Lang::En) => format!("{}: no period runs; first come, first served.", todo.case.number),
    };
    let ground = if todo.ground.is_empty() {
        visit.t("本单位内部目标", "the bureau's own target").to_owned()
    } else {
        todo.ground.join("、")
    };
    TodayItem {
        title: todo.next.text(visit.lang).to_owned(),
        act: Link::new(visit.t("打开办理", "Open"), href.clone()),
        href,
        due: cell,
        why: Run::split(&why),
        ground,
        explain,
    }
}

fn cell(site: &Site, visit: &Visit, todo: &Todo) -> DueCell {
    due(site, visit, todo.case.id, todo.clock_id.as_ref(), todo.due_on, todo.light).unwrap_or(DueCell {
        head: crate::view::DueHead::Words(visit.t("没有期限", "no period").to_owned()),
        words: visit.t("先到先办", "first come, first served").to_owned(),
        light: Light::Wait,
        href: None,
    })
}

fn list(
    site: &Site,
    visit: &Visit,
    listed: &Listed<Todo>,
    (id, zh, en): (&str, &str, &str),
    lead: (&str, &str),
    column: (&str, &str),
) -> WorkList {
    let rows = listed.rows.iter().map(|todo| {
        let next = match id {
            "alerts" => todo.clock.as_ref().map(|c| c.text(visit.lang).to_owned()).unwrap_or_default(),
            "waiting" => todo.case.state.text(visit.lang).to_owned(),
            _ => todo.next.text(visit.lang).to_owned(),
        };
        let mut row = row(site, visit, &todo.case, next);
        row.due = Some(cell(site, visit, todo));
        row
    });
    WorkList {
        id: id.to_owned(),
        title: visit.t(zh, en).to_owned(),
        lead: visit.t(lead.0, lead.1).to_owned(),
        column: visit.t(column.0, column.1).to_owned(),
        rows: rows.collect(),
        total: listed.total,
        more: (listed.total > listed.rows.len() as u64).then(|| Link::new(visit.t("全部事项", "All matters"), "/matters")),
        empty: Empty {
            title: visit.t("没有", "None").to_owned(),
            text: visit.t("这一栏现在是空的。", "This list is empty now.").to_owned(),
            link: None,
        },
    }
}
