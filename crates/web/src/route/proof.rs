//! A matter's proof file, for whoever may see the matter: from it alone anybody recomputes chain and dates.

use crate::server::{Page, Routes, Rule, Site, Visit, encode};
use app::Fault;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use kernel::MatterId;

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/proof", Rule::SignedIn, get(download))
}

async fn download(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    let id = MatterId(id.parse().map_err(|_| Fault::NotFound)?);
    let text = site.bureau.proof(visit.who()?, id).await?;
    let name = encode(&format!("{}-{id}.json", visit.t("证明文件", "proof")));
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    Ok((headers, text).into_response())
}
