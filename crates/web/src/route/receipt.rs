//! The receipt of an application. It is found by two cookies, so that neither the number nor the code stands in an address.

use super::guide::service;
use super::track::{grouped, steps};
use crate::server::words::left;
use crate::server::{DRAFT, Page, Place, RECEIPT, Routes, Rule, Site, Visit, cookie, page, see};
use crate::view::{DueCell, Frame, Light, Link, ReceiptPage, Run};
use axum::extract::{Path, State};
use axum::routing::get;
use kernel::OperationId;

pub(super) fn routes() -> Routes {
    Routes::default().add("/apply/{procedure}/receipt", Rule::Public, get(show).post(done))
}

async fn show(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    service(&site, &id)?;
    let operation = visit.receipt.as_deref().and_then(|o| o.parse::<OperationId>().ok());
    let (Some(token), Some(operation)) = (&visit.draft, operation) else { return Ok(see("/track")) };
    let Ok(filed) = site.bureau.filed(token, operation).await else { return Ok(see("/track")) };
    let progress = site.bureau.progress_of_filed(&filed).await?;
    let layout = Place::new(visit.t("受理回执", "Receipt")).framed(Frame::Portal).layout(&site, &visit).await?;
    let awaited = progress.next.as_ref();
    page(&ReceiptPage {
        layout,
        heading: visit.t("您的申请已经收到", "We have received your application").to_owned(),
        number: progress.number.clone(),
        code: grouped(&filed.code),
        matter: format!("{} · {}", progress.title.text(visit.lang), progress.unit.text(visit.lang)),
        due: awaited.and_then(|a| Some((a, a.due_on?))).map(|(_, day)| DueCell::day(day, left(&site, &visit, day), Light::Ok, None)),
        explain: awaited.map(|a| Run::split(a.why.text(visit.lang))).unwrap_or_default(),
        steps: steps(&visit, &progress),
        done: format!("/apply/{id}/receipt"),
        track: Link::new(visit.t("看办到哪一步", "See where it stands"), "/track"),
    })
}

/// Removes the receipt from this browser.
async fn done(State(site): State<Site>, Path(id): Path<String>) -> Page {
    service(&site, &id)?;
    Ok(cookie(cookie(see("/track"), DRAFT, ""), RECEIPT, ""))
}
