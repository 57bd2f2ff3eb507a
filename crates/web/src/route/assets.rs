//! Stylesheet, script, icon, and whether the server lives.

use crate::assets;
use crate::server::{Routes, Rule};
use axum::http::header;
use axum::routing::get;

pub(super) fn routes() -> Routes {
    let routes = Routes::default().add("/healthz", Rule::Public, get(async || "ok"));
    assets::all().into_iter().fold(routes, |routes, asset| {
        routes.add(asset.path, Rule::Public, get(async move || ([(header::CONTENT_TYPE, asset.media_type)], asset.bytes)))
    })
}
