//! One matter: who and where, what can be done and what cannot, what happened, what is due.

mod acts;
mod assigning;
mod clocks;
mod deeds;
mod done;
mod head;
mod known;
mod names;
mod papers;
mod timeline;
mod waiting;

pub(super) use clocks::outcome;
pub(super) use deeds::Pairs;
pub(super) use head::{Look, open};
pub(super) use known::value as known_value;
pub(super) use names::Names;
pub(super) use timeline::may_correct;

use crate::server::{Page, Place as Standing, Problem, Routes, Rule, Site, Visit, again, page};
use crate::view::{Light, MatterPage, Notice};
use app::Fault;
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
    let file = open(&site, &visit, &id).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    page(&compose(&look, Shown { done: asked.done, all: !asked.all.is_empty(), trouble: None }).await?)
}

/// The page with a form that failed.
async fn show_again(look: &Look<'_>, shown: Shown, fault: &Fault) -> Page {
    // The page has the matter's own address, not that of the form: its switches lead back to it.
    let visit = Visit { path: look.href(), ..look.visit.clone() };
    again(&compose(&Look { visit: &visit, ..*look }, shown).await?, fault)
}

async fn compose(look: &Look<'_>, shown: Shown) -> Result<MatterPage, Problem> {
    let trouble = shown.trouble.as_ref();
    let colleagues = if look.file.ours { look.site.bureau.colleagues(look.file.procedure, look.matter()).await? } else { Vec::new() };
    let error = if trouble.is_some() { look.visit.t("错误：", "Error: ") } else { "" };
    let title = format!("{error}{} {}", look.number(), look.visit.t("概况", "overview"));
    let mut standing = Standing::new(title).at("matters");
    for text in trouble.into_iter().flat_map(|t| &t.general) {
        standing =
            standing
                .saying(Some(Notice { light: Light::Late, title: look.t("没有办成。", "Not done."), text: text.clone(), link: None }));
    }
    let layout = standing.saying(done::notice(look, &shown.done)).layout(look.site, look.visit).await?;
    let mut timeline = timeline::items(look);
    let events = timeline.len();
    if !shown.all {
        timeline.truncate(NEWEST);
    }
    let (whole, chain) = timeline::chain(look);
    Ok(MatterPage {
        layout,
        head: look.head("matter"),
        lapses: waiting::lapses(look, trouble),
        pending: waiting::pending(look, &colleagues, trouble).into_iter().collect(),
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
        assign: assigning::form(look, &colleagues, trouble),
        whole,
        chain,
    })
}
