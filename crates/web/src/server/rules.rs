//! Permission rules of routes. A route cannot be added without one.

use super::{Problem, Site, Visit};
use app::{Fault, Office};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

/// Who may use a route. What a route shows of a matter is narrowed further by the use-case itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Anybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds a role over a unit.
    Staff,
    /// Whoever holds this administrator's office.
    Office(Office),
    /// A demo bureau, from this machine.
    Demo,
}

/// Routes with their rules.
#[derive(Default)]
pub(crate) struct Routes {
    routes: Vec<(&'static str, Rule, MethodRouter<Site>)>,
}

impl Routes {
    /// Adds a route.
    pub(crate) fn add(mut self, path: &'static str, rule: Rule, method: MethodRouter<Site>) -> Self {
        self.routes.push((path, rule, method));
        self
    }

    /// Adds a page's own routes.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self
    }

    /// Paths and rules, for the golden file.
    #[cfg(test)]
    pub(crate) fn listed(&self) -> Vec<(&'static str, Rule)> {
        self.routes.iter().map(|(path, rule, _)| (*path, *rule)).collect()
    }

    pub(super) fn into_router(self, site: &Site) -> Router<Site> {
        let guarded = |path, rule, method: MethodRouter<Site>| method.route_layer(from_fn_with_state((site.clone(), path, rule), check));
        let routes = self.routes.into_iter();
        let router = routes.fold(Router::new(), |router, (path, rule, method)| router.route(path, guarded(path, rule, method)));
        router.fallback(async || Problem(Fault::NotFound))
    }
}

async fn check(State((site, route, rule)): State<(Site, &'static str, Rule)>, visit: Visit, request: Request, next: Next) -> Response {
    let allowed = match rule {
        Rule::Public => true,
        Rule::SignedIn => visit.account.is_some(),
        Rule::Staff => visit.account.as_ref().is_some_and(|a| !a.actor.grants.is_empty()),
        Rule::Office(office) => visit.account.as_ref().is_some_and(|a| site.bureau.office_of(a) == Some(office)),
        Rule::Demo => site.options.demo && visit.peer.is_loopback(),
    };
    let path = request.uri().path();
    let own = matches!(rule, Rule::SignedIn | Rule::Staff | Rule::Office(_));
    if let Some(first) = visit.first.filter(|first| own && !serves(first, path)) {
        return super::see(first);
    }
    match (allowed, rule, &visit.account) {
        (true, ..) => next.run(request).await,
        (false, Rule::SignedIn | Rule::Staff | Rule::Office(_), None) => {
            super::see(&format!("/sign-in?next={}", super::reply::encode(&visit.path)))
        }
        (false, Rule::Staff | Rule::Office(_), Some(account)) => {
            site.bureau.tell_denied(&account.actor.account, route).await;
            Problem(Fault::NotFound).into_response()
        }
        _ => Problem(Fault::NotFound).into_response(),
    }
}

/// Whether a page serves what must be done first. With a password that somebody else knows, nothing but another password can be set: neither
/// a second step nor a provider's identity, by which that somebody would still come in afterwards.
fn serves(first: &str, path: &str) -> bool {
    path == first || first == "/account" && path.starts_with("/account/")
}
