//! Answers: a page, a way on, a cookie.

use super::{Page, Problem};
use app::Fault;
use app::ports::StoreError;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Write;

/// A page.
pub(crate) fn page(template: &impl Template) -> Page {
    let html = template.render().map_err(|e| Problem(Fault::Store(StoreError::Damaged(format!("a page could not be shown: {e}")))))?;
    Ok(Html(html).into_response())
}

/// A form shown again with what is wrong: the page, with the fault's status.
pub(crate) fn again(template: &impl Template, fault: &Fault) -> Page {
    let mut response = page(template)?;
    *response.status_mut() = super::problem::status(fault);
    Ok(super::problem::later(response, fault))
}

/// 303: after an act the browser reads the result by GET, so that reloading never repeats the act.
pub(crate) fn see(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Sets a cookie that scripts cannot read; an empty value removes it.
pub(crate) fn cookie(response: Response, name: &str, value: &str) -> Response {
    set(response, name, value, if value.is_empty() { "; Max-Age=0" } else { "" })
}

/// The same, kept for so many seconds.
pub(crate) fn cookie_for(response: Response, name: &str, value: &str, seconds: u32) -> Response {
    set(response, name, value, &format!("; Max-Age={seconds}"))
}

fn set(mut response: Response, name: &str, value: &str, age: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Text within an address.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
