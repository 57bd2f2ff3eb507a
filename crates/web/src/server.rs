//! The server: what stands around every route.

mod asked;
mod client;
mod frame;
mod headers;
mod limits;
mod listen;
mod problem;
mod reply;
mod rules;
mod visit;
pub(crate) mod words;

pub(crate) use asked::TABLE;
pub(crate) use frame::Place;
pub use limits::{Rate, Rates};
pub(crate) use problem::{Page, Problem};
pub(crate) use reply::{again, cookie, cookie_for, encode, page, see};
pub(crate) use rules::{Routes, Rule};
pub(crate) use visit::{DRAFT, HALF, KNOWN, RECEIPT, SESSION, Visit, WAY};

use app::Bureau;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use governor::clock::MonotonicClock;
use limits::Limits;
use std::future::Future;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// How the site is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A demo bureau: personas by one click and a business day that can be moved, from this machine only.
    pub demo: bool,
    /// Folder of statute texts; without it articles show their figures only.
    pub law_texts: Option<PathBuf>,
    /// Where people find the site, as `https://host`, without a path; `None` where it is not known.
    pub address: Option<String>,
    /// Proxies whose word about a visitor's address is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// How often one may ask.
    pub rates: Rates,
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
    limits: Arc<Limits>,
}

/// Serves a bureau until `shutdown` resolves; requests under way are finished.
///
/// # Errors
/// When the address of the options is none.
pub async fn serve(
    listener: TcpListener,
    bureau: Arc<Bureau>,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = Arc::new(Limits::new(&options.rates, MonotonicClock));
    let sweeping = tokio::spawn(limits::sweep(limits.clone()));
    let app = router(Site { bureau, options: Arc::new(options), limits })?;
    listen::serve(listener, app, listen::PATIENCE, shutdown).await;
    sweeping.abort();
    Ok(())
}

/// The routes with everything around them: from the outside in, compression, headers, whose address it is, sessions, error pages, the
/// time that a request may take, limits, what a request may look like, cross-site checks, and what catches a panic.
pub(crate) fn router(site: Site) -> std::io::Result<Router> {
    let own = CsrfLayer::new().with_rejection_response(|_| problem::cross_site());
    let own = match &site.options.address {
        // A proxy may call us by another name than people do.
        Some(address) => own.add_trusted_origin(address).map_err(std::io::Error::other)?,
        None => own,
    };
    Ok(crate::route::all()
        .into_router(&site)
        .layer(CatchPanicLayer::custom(|_| problem::broken()))
        .layer(own)
        .layer(from_fn(asked::look))
        .layer(from_fn_with_state(site.clone(), limits::count))
        .layer(from_fn_with_state(asked::LONGEST, asked::in_time))
        .layer(from_fn_with_state(site.clone(), problem::dress))
        .layer(from_fn_with_state(site.clone(), visit::open))
        .layer(from_fn_with_state(site.clone(), client::believe))
        .layer(from_fn_with_state(site.clone(), headers::guard))
        .layer(DefaultBodyLimit::max(asked::BODY))
        .layer(CompressionLayer::new().gzip(true))
        .with_state(site))
}
