//! Headers of every answer.

use super::Site;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What no page of ours uses.
const UNUSED: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()";
/// A year, and whatever stands below this name too: the shortest that browsers and ASVS 3.4.1 take seriously.
const ONLY_HTTPS: &str = "max-age=31536000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), UNUSED),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds what protects a page in the browser. Pages are never kept; assets, whose address changes with their content, for a year.
pub(super) async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    // An address that is no asset today may be one tomorrow.
    let keep = if asset && response.status().is_success() { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.options.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
