//! One request: who, from where, in which language.

use super::{Problem, Site};
use app::ports::Account;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::Lang;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Cookie with the session's token.
pub(crate) const SESSION: &str = "sinan_session";
/// Cookie with the token of a sign-in that waits for its code; it opens nothing else.
pub(crate) const HALF: &str = "sinan_half";
/// Cookie with a citizen's draft token.
pub(crate) const DRAFT: &str = "sinan_draft";
/// Cookie with the operation by which a citizen's application was sent: with the draft's token it shows the receipt again.
pub(crate) const RECEIPT: &str = "sinan_receipt";
const LANG: &str = "sinan_lang";
const ELDER: &str = "sinan_elder";
/// A preference is kept for a year.
const YEAR: u32 = 31_536_000;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Who is signed in.
    pub account: Option<Account>,
    /// The account's role requires a second factor and it has none: only the pages to enrol one are open.
    pub enrol: bool,
    /// The browser's family; empty when unknown.
    pub browser: &'static str,
    /// The token of a sign-in that waits for its code.
    pub half: Option<String>,
    /// The session's token.
    pub session: Option<String>,
    /// The citizen's draft token.
    pub draft: Option<String>,
    /// The operation of the application that was sent last.
    pub receipt: Option<String>,
    /// Language of the answer.
    pub lang: Lang,
    /// 长辈版
    pub elder: bool,
    /// The peer; a proxy's word about somebody else is not taken.
    pub peer: IpAddr,
    /// Path and query without the preferences in it.
    pub path: String,
    /// The request's id, shown on error pages and written in the log.
    pub request: String,
}

impl Visit {
    /// Chooses the text in the language of the answer.
    pub(crate) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// Where a sign-in comes from.
    pub(crate) fn origin(&self) -> app::Origin {
        app::Origin { address: self.peer.to_string(), browser: self.browser.to_owned(), held: self.session.clone() }
    }

    /// The session's token; empty where there is none.
    pub(crate) fn token(&self) -> &str {
        self.session.as_deref().unwrap_or_default()
    }

    /// Whose account; routes that demand one are only reached with one.
    pub(crate) fn who(&self) -> Result<&Account, Problem> {
        self.account.as_ref().ok_or(Problem(app::Fault::NotFound))
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem(app::Fault::NotFound))
    }
}

/// Opens the visit: reads cookies, finds the session, keeps a preference given in the address.
pub(super) async fn open(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |c| c.0.ip());
    let headers = request.headers();
    let session = read(headers, SESSION);
    let present = match &session {
        Some(token) => match site.bureau.who(token).await {
            Ok(present) => present,
            Err(fault) => return Problem(fault).into_response(),
        },
        None => None,
    };
    let enrol = present.as_ref().is_some_and(|p| p.enrol);
    let account = present.map(|p| p.account);
    let (browser, half) = (family(headers), read(headers, HALF));
    let query = request.uri().query().unwrap_or_default();
    let asked = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    let (lang_asked, elder_asked) = (asked("lang"), asked("elder"));
    let lang = match lang_asked.map(str::to_owned).or_else(|| read(headers, LANG)).as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Zh,
    };
    let elder = elder_asked.map(str::to_owned).or_else(|| read(headers, ELDER)).as_deref() == Some("1");
    let keep: Vec<String> = [
        lang_asked.map(|_| preference(LANG, if lang == Lang::En { "en" } else { "zh" })),
        elder_asked.map(|_| preference(ELDER, if elder { "1" } else { "0" })),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rest: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("lang=") && !p.starts_with("elder=")).collect();
    let path = if rest.is_empty() { request.uri().path().to_owned() } else { format!("{}?{}", request.uri().path(), rest.join("&")) };
    let (draft, receipt) = (read(headers, DRAFT), read(headers, RECEIPT));
    let id = site.bureau.new_operation().to_string();
    let visit =
        Visit { account, enrol, browser, half, session, draft, receipt, lang, elder, peer, path, request: id.chars().take(13).collect() };
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    for cookie in keep {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The browser's family, enough for its owner to know it again. Every browser claims to be others, so the narrowest name comes first.
fn family(headers: &HeaderMap) -> &'static str {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let names = [("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    names.into_iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name)
}

fn preference(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax")
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| Some(pair.trim().strip_prefix(name)?.strip_prefix('=')?.to_owned()))
}
