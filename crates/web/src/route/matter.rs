//! One matter: who and where, what can be done and what cannot, what happened, what is due.

mod acts;
mod assigning;
mod clocks;
mod deeds;
mod done;
mod head;
mod kin;
mod known;
mod names;
mod papers;
mod reveal;
mod timeline;
mod waiting;

pub(super) use clocks::outcome;
pub(super) use deeds::Pairs;
pub(super) use head::{Look, open};
pub(super) use known::value as known_value;
pub(super) use names::Names;
pub(super) use timeline::{blank, may_correct};

use crate::server::{Page, Place as Standing, Problem, Routes, Rule, Site, Visit, again, page};
use crate::view::{Fact, MatterPage};
use app::{Fault, Sight};
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use deeds::Trouble;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/matters/{id}", Rule::SignedIn, get(show))
        .add("/matters/{id}/sign", Rule::SignedIn, post(deeds::sign))
        .add("/matters/{id}/recall", Rule::SignedIn, post(deeds::recall))
        .add("/matters/{id}/serve", Rule::SignedIn, post(deeds::serve))
        .add("/matters/{id}/lapse/{clock}", Rule::SignedIn, post(deeds::lapse))
        .add("/matters/{id}/assign", Rule::SignedIn, post(deeds::assign))
        .add("/matters/{id}/reveal", Rule::SignedIn, post(reveal::show))
}

/// Entries of the timeline that are shown before somebody asks for all.
const NEWEST: usize = 12;

/// What an address asks of the page.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    all: String,
}

/// How the page is shown: after what, with which failed form.
#[derive(Default)]
struct Shown {
    done: String,
    all: bool,
    trouble: Option<Trouble>,
}

async fn show(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Page {
    let file = open(&site, &visit, &id, Sight::Overview).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    page(&compose(&look, Shown { done: asked.done, all: !asked.all.is_empty(), trouble: None }).await?)
}

/// The page with a form that failed.
async fn show_again(look: &Look<'_>, shown: Shown, fault: &Fault) -> Page {
    // The page has the matter's own address, not that of the form: its switches lead back to it.
    let visit = Visit { path: look.href(), ..look.visit.clone() };
    again(&compose(&Look { visit: &visit, ..*look }, shown).await?, fault)
}

/// Who looked, for those who may know.
async fn looks(look: &Look<'_>) -> Result<Option<Vec<Fact>>, Problem> {
    let rows = look.site.bureau.looks(look.visit.who()?, look.file).await?;
    Ok(rows.map(|rows| super::looks::rows(look.visit, &rows)))
}

async fn compose(look: &Look<'_>, shown: Shown) -> Result<MatterPage, Problem> {
    let trouble = shown.trouble.as_ref();
    let colleagues = if look.file.ours { look.site.bureau.colleagues(look.file.procedure, look.matter()).await? } else { Vec::new() };
    let title = format!("{} {}", look.number(), look.visit.t("概况", "overview"));
    let layout = Standing::new(title).at("matters").saying(done::notice(look, &shown.done)).layout(look.site, look.visit).await?;
    let mut timeline = timeline::items(look);
    let events = timeline.len();
    if !shown.all {
        timeline.truncate(NEWEST);
    }
    let (whole, chain) = timeline::chain(look);
    let mut page = MatterPage {
        layout,
        head: look.head("matter"),
        faults: trouble.map(|t| t.summary(look.visit.lang)).unwrap_or_default(),
        lapses: waiting::lapses(look, trouble),
        pending: waiting::pending(look, &colleagues, trouble),
        can: acts::can(look),
        idle: acts::idle(look),
        cannot: acts::cannot(look),
        all_events: (timeline.len() < events).then(|| format!("{}?all=1#timeline", look.href())),
        timeline,
        events: events as u64,
        clocks: clocks::rows(look),
        facts: known::facts(look),
        parties: known::parties(look),
        papers: papers::rows(look, trouble),
        reveal: reveal::form(look, trouble),
        assign: assigning::form(look, &colleagues, trouble),
        verbs: super::verb::links(look).await?,
        kin: kin::rows(look),
        looks: looks(look).await?,
        whole,
        chain,
        proof: format!("{}/proof", look.href()),
    };
    // A form that is no longer on the page cannot be led to.
    let asked: Vec<String> = page.fields().map(|f| format!("#{}", f.id)).collect();
    for fault in &mut page.faults {
        fault.href = fault.href.take().filter(|href| asked.contains(href));
    }
    Ok(page)
}
