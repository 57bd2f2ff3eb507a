//! How often one may ask. Nobody is shut out: every limit ends by itself, and the page says when.
//!
//! Whoever is signed in is counted by account, so that two hundred clerks behind one address do not stand in each other's way; whoever
//! is not, by address and all together. Handing in and enquiring are counted by address and all together for everybody.

use super::{Problem, Site, Visit};
use app::Fault;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};
use serde::Deserialize;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// So many at once, and so many a minute after that.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// At once.
    pub burst: NonZeroU32,
    /// A minute, for as long as it goes on.
    pub per_minute: NonZeroU32,
}

/// Every limit. All are internal parameters of the program: no statute sets them, and a bureau may set others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Requests of one account.
    pub account: Rate,
    /// Requests from one address of people who are not signed in.
    pub visitor: Rate,
    /// The same from all addresses.
    pub visitors: Rate,
    /// Forms sent from one address by people who are not signed in.
    pub sender: Rate,
    /// The same from all addresses.
    pub senders: Rate,
    /// Applications handed in from one address.
    pub filer: Rate,
    /// The same from all addresses.
    pub filers: Rate,
    /// Enquiries by number and code from one address.
    pub enquirer: Rate,
    /// The same from all addresses: what bounds the guessing of codes.
    pub enquirers: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, per_minute| Rate {
            burst: NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN),
            per_minute: NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN),
        };
        Self {
            account: rate(150, 300),
            visitor: rate(400, 1200),
            visitors: rate(2000, 30_000),
            sender: rate(120, 60),
            senders: rate(600, 3000),
            filer: rate(60, 2),
            filers: rate(500, 60),
            enquirer: rate(20, 10),
            enquirers: rate(600, 600),
        }
    }
}

type Counter<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// One thing that is counted, by address and all together.
struct Pair<C: Clock> {
    each: Counter<IpAddr, C>,
    all: Counter<(), C>,
}

/// The counters.
pub(crate) struct Limits<C: Clock = MonotonicClock> {
    clock: C,
    accounts: Counter<String, C>,
    pages: Pair<C>,
    forms: Pair<C>,
    filings: Pair<C>,
    enquiries: Pair<C>,
    /// Lines about refusals, so that a flood does not fill the log.
    lines: Counter<(), C>,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Form,
    Filing,
    Enquiry,
}

impl Kind {
    fn of(method: &Method, path: &str) -> Self {
        match (method.is_safe(), path) {
            (true, _) => Self::Page,
            (false, "/track") => Self::Enquiry,
            (false, path) if path.starts_with("/apply/") && path.ends_with("/send") => Self::Filing,
            (false, _) => Self::Form,
        }
    }
}

impl<C: Clock + Clone> Limits<C> {
    pub(super) fn new(rates: &Rates, clock: C) -> Self {
        Self {
            accounts: counter(rates.account, &clock),
            pages: pair(rates.visitor, rates.visitors, &clock),
            forms: pair(rates.sender, rates.senders, &clock),
            filings: pair(rates.filer, rates.filers, &clock),
            enquiries: pair(rates.enquirer, rates.enquirers, &clock),
            lines: counter(Rate { burst: NonZeroU32::MIN, per_minute: NonZeroU32::MIN.saturating_add(59) }, &clock),
            clock,
        }
    }

    /// Counts a request; the seconds to wait where it is one too many.
    fn ask(&self, kind: Kind, from: IpAddr, account: Option<&str>) -> Result<(), i64> {
        let from = network(from);
        match account {
            Some(account) => self.one(&self.accounts, &account.to_owned())?,
            None => self.both(&self.pages, from)?,
        }
        match kind {
            Kind::Page => Ok(()),
            Kind::Form if account.is_some() => Ok(()),
            Kind::Form => self.both(&self.forms, from),
            Kind::Filing => self.both(&self.filings, from),
            Kind::Enquiry => self.both(&self.enquiries, from),
        }
    }

    /// An address that has used up its own share takes nothing of what all share.
    fn both(&self, pair: &Pair<C>, from: IpAddr) -> Result<(), i64> {
        self.one(&pair.each, &from)?;
        self.one(&pair.all, &())
    }

    fn one<K: Hash + Eq + Clone>(&self, counter: &Counter<K, C>, key: &K) -> Result<(), i64> {
        counter.check_key(key).map_err(|until: NotUntil<C::Instant>| {
            let wait = until.wait_time_from(self.clock.now());
            i64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(i64::MAX).max(1)
        })
    }

    /// Forgets whoever has been quiet long enough to begin anew.
    fn forget(&self) {
        self.accounts.retain_recent();
        for pair in [&self.pages, &self.forms, &self.filings, &self.enquiries] {
            pair.each.retain_recent();
        }
    }
}

fn counter<K: Hash + Eq + Clone, C: Clock + Clone>(rate: Rate, clock: &C) -> Counter<K, C> {
    let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst);
    RateLimiter::new(quota, HashMapStateStore::default(), clock.clone())
}

fn pair<C: Clock + Clone>(each: Rate, all: Rate, clock: &C) -> Pair<C> {
    Pair { each: counter(each, clock), all: counter(all, clock) }
}

/// A household has a whole network of IPv6 addresses to choose from: they count as one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) >> 64 << 64)),
    }
}

/// Clears the counters of those who left, for as long as the server runs.
pub(super) async fn sweep(limits: Arc<Limits>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        limits.forget();
    }
}

/// Counts a request and turns it away where it is one too many. In a demo, this machine itself is not counted.
pub(super) async fn count(State(site): State<Site>, visit: Visit, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path == "/healthz" || site.options.demo && visit.peer.is_loopback() {
        return next.run(request).await;
    }
    let kind = Kind::of(request.method(), path);
    let account = visit.account.as_ref().map(|a| a.actor.account.as_str());
    match site.limits.ask(kind, visit.peer, account) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            if site.limits.lines.check_key(&()).is_ok() {
                tracing::warn!(request = %visit.request, from = %visit.peer, signed_in = account.is_some(), ?kind, seconds, "asked too often");
            }
            Problem(Fault::Wait(seconds)).into_response()
        }
    }
}

#[cfg(test)]
mod tests;
