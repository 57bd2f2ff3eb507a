//! Through the city's provider: to sign in, or to bind one's own account.

use super::session::enter_by;
use crate::server::{Page, Place, Routes, Rule, Site, Visit, WAY, cookie, page, see};
use crate::view::{Frame, OnwardPage};
use app::{Arrived, Fault, Returned};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderValue, header};
use axum::routing::{get, post};
use kernel::AccountId;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/sign-in/provider", Rule::Public, post(go))
        .add("/sign-in/provider/back", Rule::Public, get(back))
        .add("/account/provider", Rule::SignedIn, post(bind))
        .add("/account/provider/unbind", Rule::SignedIn, post(unbind))
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn go(State(site): State<Site>, visit: Visit, Form(given): Form<Next>) -> Page {
    onward(&site, &visit, None, &given.next).await
}

async fn bind(State(site): State<Site>, visit: Visit) -> Page {
    let account = visit.who()?.actor.account.clone();
    onward(&site, &visit, Some(&account), "").await
}

async fn unbind(State(site): State<Site>, visit: Visit) -> Page {
    site.bureau.unbind_from_provider(&visit.who()?.actor.account).await?;
    Ok(see("/account"))
}

/// A page that leads on, and not a redirect: a form's answer may not lead to another site (`form-action` of the policy).
async fn onward(site: &Site, visit: &Visit, bind: Option<&AccountId>, next: &str) -> Page {
    let (href, state) = site.bureau.go_to_provider(bind, next).await?;
    let label = site.bureau.provider_label().unwrap_or_default().text(visit.lang).to_owned();
    let layout = Place::new(format!("{}{label}", visit.t("转到", "On to "))).framed(Frame::Portal).layout(site, visit).await?;
    let mut response = page(&OnwardPage { layout, label, href: href.clone() })?;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={href}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    Ok(cookie(response, WAY, &state))
}

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    iss: Option<String>,
}

async fn back(State(site): State<Site>, visit: Visit, Query(answer): Query<Answer>) -> Page {
    let returned = Returned { code: answer.code, state: answer.state, issuer: answer.iss };
    // A state serves once; where the way fails, the cookie that is left opens nothing.
    let held = visit.way.as_deref().ok_or(Fault::SignInOver)?;
    let who = visit.account.as_ref().map(|a| &a.actor.account);
    let response = match site.bureau.back_from_provider(&returned, held, who, &visit.origin()).await? {
        Arrived::Entered(entered, next) => enter_by(&visit, &entered, &next),
        Arrived::Bound => see("/account"),
    };
    Ok(cookie(response, WAY, ""))
}
