//! The server: what stands around every route.

mod frame;
mod headers;
mod problem;
mod reply;
mod rules;
mod visit;
pub(crate) mod words;

pub(crate) use frame::Place;
pub(crate) use problem::{Page, Problem};
pub(crate) use reply::{again, cookie, cookie_for, encode, page, see};
pub(crate) use rules::{Routes, Rule};
pub(crate) use visit::{DRAFT, HALF, KNOWN, RECEIPT, SESSION, Visit, WAY};

use app::Bureau;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// Largest request body, in bytes: a long form, never a file.
const BODY: usize = 512 * 1024;

/// How the site is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A demo bureau: personas by one click and a business day that can be moved, from this machine only.
    pub demo: bool,
    /// Folder of statute texts; without it articles show their figures only.
    pub law_texts: Option<PathBuf>,
    /// Where people find the site, as `https://host`, without a path; `None` where it is not known.
    pub address: Option<String>,
}

impl Options {
    /// The site is reached over https alone.
    #[must_use]
    pub fn https(&self) -> bool {
        self.address.as_ref().is_some_and(|a| a.starts_with("https://"))
    }
}

/// What every route has at hand.
#[derive(Clone)]
pub(crate) struct Site {
    pub bureau: Arc<Bureau>,
    pub options: Arc<Options>,
}

/// Serves a bureau until `shutdown` resolves; requests under way are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    bureau: Arc<Bureau>,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let site = Site { bureau, options: Arc::new(options) };
    let app = router(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}

/// The routes with everything around them: from the outside in, compression, headers, error pages, cross-site checks, sessions.
pub(crate) fn router(site: Site) -> Router {
    crate::route::all()
        .into_router(&site)
        .layer(CsrfLayer::new().with_rejection_response(|_| problem::cross_site()))
        .layer(from_fn_with_state(site.clone(), problem::dress))
        .layer(from_fn_with_state(site.clone(), visit::open))
        .layer(from_fn(headers::guard))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new().gzip(true))
        .with_state(site)
}
