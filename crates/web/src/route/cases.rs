//! The list of matters: filters in the address, chips that remove them, pages. A name is personal and never stands in an address:
//! the form is posted, and only what may be seen by anybody leads to an address.

mod filters;

use super::matter::Pairs;
use crate::server::words::{pager, row};
use crate::server::{Page, Place, Routes, Rule, Site, Visit, page, see};
use crate::view::{CasesPage, Empty, Link, NavItem, Order, SortHead, WorkRow};
use app::CaseRow;
use axum::extract::{Form, Query, State};
use axum::routing::get;
use filters::Filters;
use kernel::Lang;

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters", Rule::SignedIn, get(list).post(find))
}

/// Matters of a page.
const ROWS: u32 = 25;
/// Matters of the one page of a search by name or identifier: there is no address for a second.
const FOUND: u32 = 200;

async fn list(State(site): State<Site>, visit: Visit, Query(pairs): Query<Pairs>) -> Page {
    // What is personal is not searched for by an address, whoever wrote it.
    let read = Filters::read(&pairs);
    let filters = if read.is_personal() { Filters { text: String::new(), ..read } } else { read };
    shown(&site, &visit, filters).await
}

async fn find(State(site): State<Site>, visit: Visit, Form(pairs): Form<Pairs>) -> Page {
    let filters = Filters::read(&pairs);
    // What looks like a matter's number is nobody's secret.
    if !filters.is_personal() {
        return Ok(see(&filters.href()));
    }
    shown(&site, &visit, filters).await
}

async fn shown(site: &Site, visit: &Visit, filters: Filters) -> Page {
    let who = visit.who()?;
    let own = who.actor.grants.is_empty();
    let rows = if filters.is_personal() { FOUND } else { ROWS };
    let filter = filters.of(site, who, rows);
    let listed = site.bureau.cases(who, filters.under().as_ref(), filter).await?;
    let heading = if own { visit.t("我的事项", "My matters") } else { visit.t("事项", "Matters") };
    let pages = listed.total.div_ceil(u64::from(rows)).max(1);
    let title = if filters.page > 1 { format!("{heading} {}/{pages}", filters.page) } else { heading.to_owned() };
    let chips = filters.chips(site, visit).await?;
    let mut pager = pager(visit, listed.total, (filters.page, rows), ("件", "matters"), |n| filters.at(n).href());
    if filters.is_personal() {
        (pager.previous, pager.next) = (None, None);
    }
    let may_open = !site.bureau.ways_in(who).await?.is_empty();
    page(&CasesPage {
        layout: Place::new(title).at("matters").layout(site, visit).await?,
        heading: heading.to_owned(),
        lead: lead(visit, &filters, listed.total),
        open: may_open.then(|| Link::new(visit.t("新建事项", "Open a new matter"), "/matters/new")),
        views: views(visit, &filters, own),
        filters: filters.questions(site, visit, who).await?,
        clear: (chips.len() > 1).then(|| "/matters".to_owned()),
        chips,
        by_number: head(&filters, true),
        by_due: head(&filters, false),
        pager,
        rows: listed.rows.iter().map(|c| work_row(site, visit, c)).collect(),
        empty: empty(visit, &filters),
        export: None,
    })
}

fn work_row(site: &Site, visit: &Visit, case: &CaseRow) -> WorkRow {
    row(site, visit, case, case.unit_title.text(visit.lang).to_owned())
}

fn lead(visit: &Visit, filters: &Filters, total: u64) -> String {
    let order = if filters.by_newest() {
        visit.t("最近的在前", "newest first")
    } else {
        visit.t("按期限由近到远", "nearest deadline first")
    };
    match visit.lang {
        Lang::Zh => format!("共{total}件，{order}"),
        Lang::En => format!("{total} matters, {order}"),
    }
}

/// Ready-made views.
fn views(visit: &Visit, filters: &Filters, own: bool) -> Vec<NavItem> {
    let view = |zh: &str, en: &str, given: Filters| NavItem {
        label: visit.t(zh, en).to_owned(),
        href: given.href(),
        count: None,
        current: given.href() == Filters { page: 1, newest: false, ..filters.clone() }.href(),
    };
    let open = Filters::default();
    let mut out = vec![
        view("在办", "Open", open.clone()),
        view("超期", "Overdue", Filters { due: "late".to_owned(), ..open.clone() }),
        view("五个工作日内到期", "Due within 5 working days", Filters { due: "soon".to_owned(), ..open.clone() }),
        view("已办结", "Closed", Filters { phase: "closed".to_owned(), ..open.clone() }),
        view("全部", "All", Filters { phase: "all".to_owned(), ..open.clone() }),
    ];
    if !own {
        out.insert(1, view("交给我的", "Given to me", Filters { mine: true, ..open }));
    }
    out
}

fn head(filters: &Filters, newest: bool) -> SortHead {
    let order = if newest { Order::Descending } else { Order::Ascending };
    SortHead { href: Filters { newest, page: 1, ..filters.clone() }.href(), order: (filters.by_newest() == newest).then_some(order) }
}

fn empty(visit: &Visit, filters: &Filters) -> Empty {
    let (title, text) = if filters.text.is_empty() {
        (visit.t("没有符合条件的事项", "No matter matches"), visit.t("去掉一个条件再看。", "Remove a filter and look again."))
    } else {
        (
            visit.t("没有找到", "Nothing found"),
            visit.t(
                "请核对案号；姓名、证件号码、电话要写全，一字不差才找得到。不归您办理的事项也不会列出。",
                "Check the number; a name, an identity number or a telephone must be given in full. Matters that are not yours are not listed.",
            ),
        )
    };
    Empty {
        title: title.to_owned(),
        text: text.to_owned(),
        link: Some(Link::new(visit.t("看全部在办事项", "See all open matters"), "/matters")),
    }
}
