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
/// Cookie with the state of a way through the city's provider.
pub(crate) const WAY: &str = "sinan_way";
/// Cookie with the tokens by which accounts know this browser.
pub(crate) const KNOWN: &str = "sinan_known";
/// Cookie with a citizen's draft token.
pub(crate) const DRAFT: &str = "sinan_draft";
/// Cookie with the operation by which a citizen's application was sent: with the draft's token it shows the receipt again.
pub(crate) const RECEIPT: &str = "sinan_receipt";
const LANG: &str = "sinan_lang";
const ELDER: &str = "sinan_elder";
/// Before the name of every cookie of a site reached over https: browsers then take it from that host alone, and send it over https alone.
const HOST: &str = "__Host-";
/// A preference is kept for a year.
const YEAR: u32 = 31_536_000;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Who is signed in.
    pub account: Option<Account>,
    /// What must be done first, at this address; no other page of one's own is open until then.
    pub first: Option<&'static str>,
    /// The browser's family; empty when unknown.
    pub browser: &'static str,
    /// The tokens by which accounts know the browser.
    pub known: Vec<String>,
    /// The token of a sign-in that waits for its code.
    pub half: Option<String>,
    /// The state of a way through the city's provider.
    pub way: Option<String>,
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

    /// Whether somebody is signed in who works for a unit.
    pub(crate) fn staff(&self) -> bool {
        self.account.as_ref().is_some_and(|a| !a.actor.grants.is_empty())
    }

    /// Where a sign-in comes from.
    pub(crate) fn origin(&self) -> app::Origin {
        let (browser, held, known) = (self.browser.to_owned(), self.session.clone(), self.known.clone());
        app::Origin { address: self.peer.to_string(), browser, held, known }
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
    let prefix = if site.options.https() { HOST } else { "" };
    let read = |name| read(headers, prefix, name);
    let session = read(SESSION);
    let present = match &session {
        Some(token) => match site.bureau.who(token).await {
            Ok(present) => present,
            Err(fault) => return Problem(fault).into_response(),
        },
        None => None,
    };
    let first = present.as_ref().and_then(|p| if p.renew { Some("/account/password") } else { p.enrol.then_some("/account") });
    let account = present.map(|p| p.account);
    let (browser, half, way) = (family(headers), read(HALF), read(WAY));
    let query = request.uri().query().unwrap_or_default();
    let asked = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    let (lang_asked, elder_asked) = (asked("lang"), asked("elder"));
    let lang = match lang_asked.map(str::to_owned).or_else(|| read(LANG)).as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Zh,
    };
    let elder = elder_asked.map(str::to_owned).or_else(|| read(ELDER)).as_deref() == Some("1");
    let keep: Vec<String> = [
        lang_asked.map(|_| preference(LANG, if lang == Lang::En { "en" } else { "zh" })),
        elder_asked.map(|_| preference(ELDER, if elder { "1" } else { "0" })),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rest: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("lang=") && !p.starts_with("elder=")).collect();
    let path = if rest.is_empty() { request.uri().path().to_owned() } else { format!("{}?{}", request.uri().path(), rest.join("&")) };
    let (draft, receipt) = (read(DRAFT), read(RECEIPT));
    let known = read(KNOWN).map(|all| all.split('.').map(str::to_owned).collect()).unwrap_or_default();
    let id = site.bureau.new_operation().to_string();
    let visit = Visit {
        account,
        first,
        browser,
        known,
        half,
        way,
        session,
        draft,
        receipt,
        lang,
        elder,
        peer,
        path,
        request: id.chars().take(13).collect(),
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    for cookie in keep {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    if site.options.https() {
        secure(response.headers_mut());
    }
    response
}

/// Every cookie on its way out, whoever set it: for this host and https alone.
fn secure(headers: &mut HeaderMap) {
    let all: Vec<String> = headers.get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok().map(str::to_owned)).collect();
    headers.remove(header::SET_COOKIE);
    for cookie in all {
        if let Ok(value) = HeaderValue::from_str(&format!("{HOST}{cookie}; Secure")) {
            headers.append(header::SET_COOKIE, value);
        }
    }
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

fn read(headers: &HeaderMap, prefix: &str, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .find_map(|pair| Some(pair.trim().strip_prefix(prefix)?.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
}
