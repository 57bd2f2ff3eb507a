//! When something goes wrong: a page that says what, and how to go on.

use super::{Place, Site, Visit, page};
use crate::view::{FaultPage, Frame, Link};
use app::Fault;
use app::ports::StoreError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a route answers.
pub(crate) type Page = Result<Response, Problem>;

/// A fault on its way to the browser.
#[derive(Clone, Debug)]
pub(crate) struct Problem(pub Fault);

impl<F: Into<Fault>> From<F> for Problem {
    fn from(fault: F) -> Self {
        Self(fault.into())
    }
}

/// The status of a fault.
pub(crate) fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::Refused(_) | Fault::Store(StoreError::Conflict { .. } | StoreError::OperationReused) => StatusCode::CONFLICT,
        Fault::Fields(_) | Fault::Input(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::Reason(_) => StatusCode::FORBIDDEN,
        Fault::SignIn | Fault::Code | Fault::SignInOver | Fault::Passkey | Fault::Unbound | Fault::Provider => StatusCode::UNAUTHORIZED,
        Fault::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        Fault::Store(StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        Fault::Store(StoreError::Unavailable(_)) => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Store(StoreError::Damaged(_)) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    /// The bare status; [`dress`] puts the page around it. Where a reason is asked, the way leads to the page that asks.
    fn into_response(self) -> Response {
        if let Fault::Reason(matter) = self.0 {
            return super::see(&format!("/matters/{matter}/reason"));
        }
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Says when to come back, where that is the whole of the fault.
pub(super) fn later(mut response: Response, fault: &Fault) -> Response {
    if let Fault::Wait(seconds) = fault
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The answer where our own code failed to answer at all. The panic itself is on the log by now.
pub(super) fn broken() -> Response {
    Problem(Fault::Store(StoreError::Damaged("the request ended in a panic".to_owned()))).into_response()
}

/// The answer to a form that another site tried to send.
pub(super) fn cross_site() -> Response {
    let mut response = StatusCode::FORBIDDEN.into_response();
    let what = kernel::Title::new("这张表单来自另一个网站，没有受理。", "This form came from another site and was not taken.");
    response.extensions_mut().insert(Problem(Fault::Input(what)));
    response
}

/// Puts a page around what went wrong. Our own faults are logged with the request's id; a lawful no is not.
pub(super) async fn dress(State(site): State<Site>, visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let fault = match response.extensions().get::<Problem>() {
        Some(problem) => problem.0.clone(),
        // The framework's own refusals: a body too large, a method not offered, a form that is none.
        None if status.is_client_error()
            && response.headers().get("content-type").is_none_or(|t| !t.to_str().unwrap_or("").starts_with("text/html")) =>
        {
            framework(status)
        }
        None => return response,
    };
    if status.is_server_error() {
        tracing::error!(request = %visit.request, code = fault.code(), %fault, "could not answer");
    }
    let lang = visit.lang;
    let frame = if visit.account.is_some() { Frame::Desk } else { Frame::Portal };
    let place = || Place::new(visit.t("出了问题", "Something went wrong"));
    // Whoever asks too often is answered without asking the store anything, and so is everybody once the store is gone.
    let asked = if matches!(fault, Fault::Wait(_)) { None } else { place().framed(frame).layout(&site, &visit).await.ok() };
    let layout = asked.unwrap_or_else(|| place().framed(Frame::Portal).bare(&site, &visit));
    let staff = visit.account.as_ref().is_some_and(|a| !a.actor.grants.is_empty());
    let home = if staff {
        Link::new(visit.t("回到工作台", "Back to the desk"), "/desk")
    } else if visit.account.is_some() {
        Link::new(visit.t("回到我的事项", "Back to my matters"), "/matters")
    } else {
        Link::new(visit.t("回到首页", "Back to the first page"), "/")
    };
    let shown = FaultPage {
        layout,
        heading: fault.message().text(lang).to_owned(),
        text: fault.way_on().text(lang).to_owned(),
        ways: vec![home, Link::new(visit.t("查进度", "Check progress"), "/track")],
        code: fault.code().to_owned(),
        request: visit.request.clone(),
    };
    match page(&shown) {
        Ok(mut dressed) => {
            *dressed.status_mut() = status;
            later(dressed, &fault)
        }
        Err(_) => status.into_response(),
    }
}

fn framework(status: StatusCode) -> Fault {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Fault::Input(kernel::Title::new("提交的内容太大，超过512KB。", "What was sent is larger than 512 KB."))
        }
        StatusCode::METHOD_NOT_ALLOWED => Fault::Input(kernel::Title::new(
            "这个地址只在页面上按按钮时用，不能直接打开。",
            "This address is for a button on a page and cannot be opened by itself.",
        )),
        StatusCode::NOT_FOUND => Fault::NotFound,
        _ => Fault::Input(kernel::Title::new("提交的内容读不出来。", "What was sent cannot be read.")),
    }
}
