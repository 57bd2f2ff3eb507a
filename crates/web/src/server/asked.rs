//! What a request may look like before anything reads it: its address, its body, its time, and where it comes from.

use super::Visit;
use super::problem::Problem;
use app::Fault;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::Title;
use std::time::Duration;

/// Largest request body, in bytes: a long form, never a file.
pub(super) const BODY: usize = 512 * 1024;
/// Largest body of a form with a table in it, in bytes, for whoever is signed in: the file of 10 MB that intake takes, and the same as text.
pub(crate) const TABLE: usize = 16 << 20;
/// Most answers in one form: the longest of ours has some hundred.
const ANSWERS: usize = 2000;
/// Longest address, in bytes.
const ADDRESS: usize = 8 * 1024;
/// Longest time from a request's head to its answer; it ends slow bodies too.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// Refuses what no page of ours sends. A character of value 0 is none: a database takes it for the end of a text, or for an error.
pub(super) async fn look(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |a| a.as_str());
    if address.len() > ADDRESS {
        return refused(
            StatusCode::URI_TOO_LONG,
            "网址太长了，请从页面上的链接或者按钮进入。",
            "This address is too long; use the links and buttons of the pages.",
        );
    }
    if address.contains("%00") {
        return unreadable();
    }
    if request.method().is_safe() {
        return next.run(request).await;
    }
    if !from_a_page(&request) {
        return refused(
            StatusCode::FORBIDDEN,
            "浏览器没有说明这张表单从哪个网站发出，没有受理。请换用近几年的浏览器。",
            "The browser does not say which site this form comes from; it was not taken. Use a browser of recent years.",
        );
    }
    let (parts, body) = request.into_parts();
    let tabular = takes_table(&parts);
    let most = if tabular { TABLE } else { BODY };
    let told = parts.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if told.is_some_and(|length| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let Ok(bytes) = to_bytes(body, most).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    if tabular {
        // A file holds any bytes; its reader looks at them, and at the texts beside it.
        return next.run(Request::from_parts(parts, Body::from(bytes))).await;
    }
    if bytes.contains(&0) || bytes.windows(3).any(|w| w == b"%00") {
        return unreadable();
    }
    if bytes.iter().filter(|b| **b == b'&').count() >= ANSWERS {
        return refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "这张表单的填写项太多，没有受理。",
            "This form has too many answers and was not taken.",
        );
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Ends what takes too long.
pub(super) async fn in_time(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refused(
            StatusCode::REQUEST_TIMEOUT,
            "这一次没有在一分钟内办完，请看看是否已经登记，再决定要不要重来。",
            "This took longer than a minute; see whether it was entered before you try again.",
        ),
    }
}

/// Every browser says where a form comes from, the old ones by `Origin`, the others by `Sec-Fetch-Site` too. Whether that is this site,
/// the layer behind this one looks; here whoever says nothing is turned away.
fn from_a_page(request: &Request) -> bool {
    let said = |name: &str| request.headers().get(name).is_some_and(|v| !v.is_empty());
    said("sec-fetch-site") || said("origin")
}

/// Whether this is a form with a table in it, of somebody who is signed in.
fn takes_table(parts: &axum::http::request::Parts) -> bool {
    let form = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("multipart/form-data"));
    let path = parts.uri.path();
    let place = path.starts_with("/organisation/import/") || path.starts_with("/registers/") && path.ends_with("/import");
    form && place && parts.extensions.get::<Visit>().is_some_and(|v| v.account.is_some())
}

fn unreadable() -> Response {
    StatusCode::BAD_REQUEST.into_response()
}

fn refused(status: StatusCode, zh: &str, en: &str) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Problem(Fault::Input(Title::new(zh, en))));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use axum::Router;
    use axum::middleware::{from_fn, from_fn_with_state};
    use axum::routing::post;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    /// A body whose next piece never comes.
    struct Endless;

    impl hyper::body::Body for Endless {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }

    async fn status(body: Body) -> u16 {
        let answers = async |body: String| if body == "panic" { panic!("as asked") } else { body };
        let app: Router = Router::new()
            .route("/", post(answers))
            .layer(CatchPanicLayer::custom(|_| crate::server::problem::broken()))
            .layer(from_fn(look))
            .layer(from_fn_with_state(Duration::from_millis(100), in_time));
        let request = Request::post("/").header("sec-fetch-site", "same-origin").body(body).unwrap();
        app.oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn a_body_that_never_ends_and_a_panic_end_as_answers() {
        assert_eq!(status(Body::from("a=b")).await, 200);
        assert_eq!(status(Body::from("panic")).await, 500);
        assert_eq!(status(Body::new(Endless)).await, 408);
        assert_eq!(status(Body::from(vec![b'a'; BODY + 1])).await, 413);
        assert_eq!(status(Body::from("a=&".repeat(ANSWERS))).await, 413);
        for nul in ["a=\0", "a=%00"] {
            assert_eq!(status(Body::from(nul)).await, 400);
        }
    }
}
