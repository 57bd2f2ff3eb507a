//! Signing in and out; the demo's people and its day.

use crate::server::{DRAFT, HALF, KNOWN, Page, Place, Routes, Rule, SESSION, Site, Visit, again, cookie, cookie_for, page, see};
use crate::view::{FieldGroup, FieldKind, FieldView, FormView, Frame, Persona, PlainFormPage, SignInPage};
use app::{Entered, Fault, SignedIn};
use axum::extract::{Form, Query, State};
use axum::http::HeaderValue;
use axum::routing::{get, post};
use kernel::Id;
use serde::Deserialize;

/// Seconds for which a browser keeps what it is known by.
const HALF_A_YEAR: u32 = 180 * 24 * 3600;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/sign-in", Rule::Public, get(show).post(sign_in))
        .add("/sign-in/code", Rule::Public, get(ask_code).post(give_code))
        .add("/sign-out", Rule::Public, post(sign_out))
        .add("/demo/enter", Rule::Demo, post(enter))
        .add("/demo/advance", Rule::Demo, post(advance))
}

#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn show(State(site): State<Site>, visit: Visit, Query(next): Query<Next>) -> Page {
    sign_in_page(&site, &visit, &next.next, "", None).await
}

#[derive(Debug, Deserialize)]
struct Credentials {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(State(site): State<Site>, visit: Visit, Form(given): Form<Credentials>) -> Page {
    match site.bureau.sign_in(given.name.trim(), &given.password, &visit.origin()).await {
        Ok(entered) => Ok(enter_by(&visit, &entered, &given.next)),
        Err(fault @ (Fault::SignIn | Fault::Wait(_))) => sign_in_page(&site, &visit, &given.next, &given.name, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn sign_out(State(site): State<Site>, visit: Visit) -> Page {
    if let Some(token) = &visit.session {
        site.bureau.sign_out(token).await?;
    }
    let mut response = cookie(cookie(see("/sign-in"), SESSION, ""), DRAFT, "");
    // Not the cookies: by one of them the browser stays known, so that a stranger's guesses never slow its owner.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

/// A session, or on to the page that asks for the code. A half-finished sign-in ends the session that was there.
pub(super) fn enter_by(visit: &Visit, entered: &Entered, next: &str) -> axum::response::Response {
    match entered {
        Entered::Whole(signed) => begin(visit, signed, next),
        Entered::Half(token) => cookie(see(&format!("/sign-in/code?next={}", crate::server::encode(next))), HALF, token),
    }
}

async fn ask_code(State(site): State<Site>, visit: Visit, Query(next): Query<Next>) -> Page {
    if visit.half.is_none() {
        return Ok(see("/sign-in"));
    }
    code_page(&site, &visit, &next.next, None).await
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
    #[serde(default)]
    next: String,
}

async fn give_code(State(site): State<Site>, visit: Visit, Form(given): Form<Code>) -> Page {
    let half = visit.half.as_deref().ok_or(Fault::SignInOver)?;
    match site.bureau.finish_sign_in(half, &given.code, &visit.origin()).await {
        Ok(signed) => Ok(cookie(begin(&visit, &signed, &given.next), HALF, "")),
        Err(fault @ (Fault::Code | Fault::Wait(_))) => code_page(&site, &visit, &given.next, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn code_page(site: &Site, visit: &Visit, next: &str, fault: Option<&Fault>) -> Page {
    let title = visit.t("填写验证码", "Enter the code").to_owned();
    let mut code = FieldView::new("code", visit.t("验证码或者恢复码", "Code or recovery code"), FieldKind::OneTimeCode);
    code.required = true;
    code.error = fault.map(|f| f.message().text(visit.lang).to_owned());
    let mut onward = FieldView::new("next", "", FieldKind::Hidden);
    next.clone_into(&mut onward.value);
    let shown = PlainFormPage {
        layout: Place::new(title.clone()).framed(Frame::Portal).layout(site, visit).await?,
        title,
        lead: visit.t("手机验证器上的六位数字；每个只能用一次。", "The six digits on your device; each serves once.").to_owned(),
        form: super::account::form("/sign-in/code", vec![code, onward], visit.t("继续登录", "Go on signing in")),
    };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

#[derive(Debug, Deserialize)]
struct Entering {
    account: String,
    #[serde(default)]
    next: String,
}

async fn enter(State(site): State<Site>, visit: Visit, Form(given): Form<Entering>) -> Page {
    let entered = site.bureau.enter_demo(&Id::from(given.account), &visit.origin()).await?;
    Ok(enter_by(&visit, &entered, &given.next))
}

#[derive(Debug, Deserialize)]
struct Advance {
    by: String,
    #[serde(default)]
    back: String,
}

/// Moves the demo's day on. Lights turn because they are computed when read; lapses that work by themselves are carried out.
async fn advance(State(site): State<Site>, Form(given): Form<Advance>) -> Page {
    let days = match given.by.as_str() {
        "day" => 1,
        "week" => 7,
        "month" => 30,
        _ => 0,
    };
    if let Some(day) = site.bureau.clock.advance(days) {
        site.bureau.keep_business_date(day).await?;
        site.bureau.go_over().await?;
        site.bureau.fire_lapses().await?;
    }
    Ok(see(local(&given.back)))
}

pub(super) fn begin(visit: &Visit, signed: &SignedIn, next: &str) -> axum::response::Response {
    let home = if signed.account.actor.grants.is_empty() { "/matters" } else { "/desk" };
    signed_in(visit, signed, if next.is_empty() { home } else { local(next) })
}

/// On to a page with the new session's cookie, and with that by which the browser is known.
pub(super) fn signed_in(visit: &Visit, signed: &SignedIn, to: &str) -> axum::response::Response {
    let response = cookie(see(to), SESSION, &signed.token);
    match &signed.known {
        Some(token) => {
            let all = std::iter::once(token).chain(&visit.known).take(app::KNOWN).map(String::as_str).collect::<Vec<_>>();
            cookie_for(response, KNOWN, &all.join("."), HALF_A_YEAR)
        }
        None => response,
    }
}

/// Only addresses of this site.
fn local(path: &str) -> &str {
    if path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') { path } else { "/" }
}

async fn sign_in_page(site: &Site, visit: &Visit, next: &str, name: &str, fault: Option<&Fault>) -> Page {
    let title = visit.t("登录", "Sign in");
    let layout = Place::new(if fault.is_some() { format!("{}{title}", visit.t("错误：", "Error: ")) } else { title.to_owned() })
        .framed(Frame::Portal)
        .layout(site, visit)
        .await?;
    let error = fault.map(|f| f.message().text(visit.lang).to_owned());
    let field = |name: &str, label: &str, value: &str, kind, error| {
        let mut field = FieldView::new(name, label, kind);
        value.clone_into(&mut field.value);
        field.error = error;
        field.required = true;
        field
    };
    let fields = vec![
        field("name", visit.t("用户名", "Name"), name, FieldKind::Line, error),
        field("password", visit.t("密码", "Password"), "", FieldKind::Password, None),
    ];
    let mut onward = FieldView::new("next", "", FieldKind::Hidden);
    next.clone_into(&mut onward.value);
    let group = FieldGroup { fields: fields.into_iter().chain([onward]).collect(), ..FieldGroup::default() };
    let form = FormView {
        action: "/sign-in".to_owned(),
        operation: String::new(),
        groups: vec![group],
        general: Vec::new(),
        submit: visit.t("登录司南", "Sign in to Sinan").to_owned(),
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    };
    let demo = site.options.demo && visit.peer.is_loopback();
    let mut personas = Vec::new();
    if demo {
        let units = site.bureau.units().await?;
        for account in site.bureau.personas().await? {
            let unit = account.actor.unit.as_ref().and_then(|u| units.iter().find(|x| x.path == *u));
            personas.push(Persona {
                account: account.actor.account.to_string(),
                name: account.name.text(visit.lang).to_owned(),
                role: account.post.text(visit.lang).to_owned(),
                unit: unit.map(|u| u.title.text(visit.lang).to_owned()).unwrap_or_default(),
                lead: String::new(),
            });
        }
    }
    let provider = site.bureau.provider_label().map(|label| label.text(visit.lang).to_owned());
    let passkeys = site.bureau.relying_party.is_some().then(|| next.to_owned());
    let shown = SignInPage { layout, form, provider, passkeys, demo_action: "/demo/enter".to_owned(), personas };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}
