//! Registers: what is public for everybody, the rest for those who hold a role.

use crate::server::words::day;
use crate::server::{Page, Place, Routes, Rule, Site, Visit, page};
use crate::view::{EntryView, Fact, Light, Link, RegisterPage, RegistersPage, Status};
use app::{EntryRow, Scope, Shown};
use axum::extract::{Path, State};
use axum::routing::get;
use engine::Answer;
use kernel::Id;

pub(super) fn routes() -> Routes {
    Routes::default().add("/registers", Rule::Public, get(index)).add("/registers/{register}", Rule::Public, get(show))
}

/// Whether the reader holds a role over a unit.
fn staff(site: &Site, visit: &Visit) -> bool {
    visit.account.as_ref().is_some_and(|a| matches!(Scope::of(&site.bureau.library, a, site.bureau.today()), Scope::Over(_)))
}

async fn index(State(site): State<Site>, visit: Visit) -> Page {
    let staff = staff(&site, &visit);
    let open = site.bureau.library.registers().filter(|r| r.public || staff);
    let registers = open
        .map(|r| {
            let public = if r.public { visit.t("公开", "public") } else { visit.t("内部", "internal") };
            (Link::new(r.title.text(visit.lang), format!("/registers/{}", r.id)), public.to_owned())
        })
        .collect();
    page(&RegistersPage { layout: Place::new(visit.t("名录", "Registers")).layout(&site, &visit).await?, registers })
}

async fn show(State(site): State<Site>, visit: Visit, Path(register): Path<String>) -> Page {
    let (register, rows) = site.bureau.register_page(&Id::from(register), staff(&site, &visit)).await?;
    let title = register.title.text(visit.lang).to_owned();
    let count = rows.len();
    page(&RegisterPage {
        layout: Place::new(title.clone()).layout(&site, &visit).await?,
        lead: format!(
            "{}{count}{}",
            visit.t("共", ""),
            visit.t("条，状态随办理自动更新", " entries; standings follow the matters behind them")
        ),
        rows: rows.into_iter().map(|row| view(&site, &visit, row)).collect(),
        title,
    })
}

fn view(site: &Site, visit: &Visit, row: EntryRow) -> EntryView {
    let text = |shown: Shown| match shown {
        Shown::Text(text) => text.unwrap_or_else(|| visit.t("（已依法销毁）", "(destroyed by law)").to_owned()),
        Shown::Answer(Answer::Date(date)) => day(site, visit, date),
        Shown::Answer(Answer::Number(n)) => n.to_string(),
        Shown::Answer(Answer::YesNo(yes)) => if yes { visit.t("是", "yes") } else { visit.t("否", "no") }.to_owned(),
        Shown::Answer(Answer::Choice(value)) => value.to_string(),
        Shown::Answer(_) => String::new(),
    };
    EntryView {
        name: row.name,
        status: Status::new(if row.good { Light::Done } else { Light::Wait }, row.status.text(visit.lang)),
        unit: row.unit.text(visit.lang).to_owned(),
        facts: row.fields.into_iter().map(|(title, shown)| Fact::new(title.text(visit.lang), text(shown))).collect(),
    }
}
