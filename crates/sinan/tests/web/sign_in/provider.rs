//! Through a provider of identities: a certified one, run as a process of its own.

use super::*;
use crate::provider::{Oidc, Settings};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The provider's process; it ends when its input does.
struct Process {
    child: Child,
    /// Kept open: it writes notices, and would end with nobody to read them.
    _output: BufReader<ChildStdout>,
    issuer: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where `cargo xtask test` installs it.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/provider")
}

fn process(back: &str) -> Option<Process> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider/provider.mjs");
    if !folder().join("node_modules/oidc-provider").exists() {
        assert!(std::env::var_os("SINAN_REQUIRE_OIDC").is_none(), "the provider is missing: cargo xtask provider");
        println!("skipped: no OpenID provider; cargo xtask provider installs it");
        return None;
    }
    std::fs::copy(&script, folder().join("provider.mjs")).unwrap();
    let mut child = Command::new("node")
        .arg(folder().join("provider.mjs"))
        .arg(back)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut issuer = String::new();
    while !issuer.starts_with("http://127.0.0.1:") {
        issuer.clear();
        assert!(output.read_line(&mut issuer).unwrap() > 0, "the provider did not start");
    }
    Some(Process { child, _output: output, issuer: issuer.trim().to_owned() })
}

/// A site with a provider, known there by this name.
fn site(client: &str, match_claim: Option<&str>) -> Option<(Site, Process)> {
    let mut running = None;
    let site = Site::made(app::SignInPolicy::default(), |address| {
        let here = format!("http://{address}");
        running = process(&format!("{here}/sign-in/provider/back"));
        let provider = running.as_ref().map(|process| {
            let secret = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(secret.path(), "a secret of the tests alone\n").unwrap();
            let settings = Settings {
                issuer: process.issuer.clone(),
                client_id: client.to_owned(),
                client_secret_file: Some(secret.path().to_owned()),
                label: None,
                match_claim: match_claim.map(str::to_owned),
            };
            Arc::new(Oidc::new(settings, Some(&here)).unwrap()) as Arc<dyn Provider>
        });
        (web::Options { address: Some(here), ..web::Options::default() }, provider)
    });
    Some((site, running?))
}

/// Where our site sends the browser, as somebody whom the provider knows by this name.
fn away(visitor: &mut Visitor, route: &str, who: &str) -> String {
    let page = visitor.post(route, &[]);
    assert_eq!(page.status, 200, "{}", page.text());
    let href = page.body.split_once("<p><a href=\"").unwrap().1.split_once('"').unwrap().0.replace("&#38;", "&").replace("&amp;", "&");
    format!("{href}&login_hint={who}")
}

/// Follows the provider's own redirects until it sends the browser back to us; returns the address there, without the host.
fn through(process: &Process, site: &Site, address: &str) -> String {
    let (provider, back) = (process.issuer.trim_start_matches("http://"), format!("http://{}", site.address));
    let mut browser = Visitor::at(provider.parse().unwrap());
    let mut next = address.trim_start_matches(&process.issuer).to_owned();
    for _ in 0..10 {
        let answer = browser.get(&next);
        assert!(answer.status == 302 || answer.status == 303, "{} at {next}: {}", answer.status, answer.body);
        if let Some(path) = answer.location.strip_prefix(&back) {
            return path.to_owned();
        }
        next = answer.location.trim_start_matches(&process.issuer).to_owned();
    }
    panic!("the provider leads round in circles");
}

fn refused(answer: &Answer, why: &str) {
    assert!(answer.status == 401 && answer.text().contains(why), "{}: {}", answer.status, answer.text());
    assert!(!answer.set_cookies.iter().any(|c| c.starts_with("sinan_session=") && !c.starts_with("sinan_session=;")), "no session");
}

#[test]
fn somebody_binds_their_account_and_signs_in_through_the_provider() {
    let Some((site, process)) = site("sinan", None) else { return };
    let mut stranger = site.visitor();
    let way = away(&mut stranger, "/sign-in/provider", "zhang");
    let back = through(&process, &site, &way);
    refused(&stranger.get(&back), "没有绑定");
    assert!(stranger.get("/sign-in").body.contains("action=\"/sign-in/provider\""));
    let query = app::ports::NoteQuery { limit: 1, ..Default::default() };
    let last = site.wait(site.bureau.store.notes(BUREAU, &query)).unwrap().remove(0).note;
    assert_eq!((last.kind.name(), last.account.as_str()), ("sign_in_failed", "unknown"));
    assert!(last.detail.starts_with("provider "), "{}", last.detail);

    let mut clerk = site.signed_in("li");
    assert!(clerk.get("/account").text().contains("没有绑定"));
    // Whoever is signed in when the browser comes back is not who began.
    let way = away(&mut clerk, "/account/provider", "zhang");
    let back = through(&process, &site, &way);
    assert_eq!(sign_in(&mut clerk, "an", PASSWORD).status, 303);
    refused(&clerk.get(&back), "作废");
    let mut clerk = site.signed_in("li");
    let way = away(&mut clerk, "/account/provider", "zhang");
    assert_eq!(clerk.get(&through(&process, &site, &way)).location, "/account");
    assert!(clerk.get("/account").text().contains("已绑定"));

    let way = away(&mut stranger, "/sign-in/provider", "zhang");
    let answer = stranger.get(&through(&process, &site, &way));
    assert_eq!((answer.status, answer.location.as_str()), (303, "/desk"), "{}", answer.text());
    assert!(stranger.get("/account").body.contains("<code>li</code>"));
    // One subject, one account.
    let mut other = site.signed_in("an");
    let way = away(&mut other, "/account/provider", "zhang");
    refused(&other.get(&through(&process, &site, &way)), "没有绑定");
    // A disabled account stays out, however the provider vouches.
    site.wait(site.bureau.set_disabled(app::Keeper::Operator, &Id::from("li"), true)).unwrap();
    let way = away(&mut stranger, "/sign-in/provider", "zhang");
    refused(&stranger.get(&through(&process, &site, &way)), "没有绑定");
    site.wait(site.bureau.set_disabled(app::Keeper::Operator, &Id::from("li"), false)).unwrap();
    let mut clerk = site.signed_in("li");
    clerk.post("/account/provider/unbind", &[]);
    let way = away(&mut stranger, "/sign-in/provider", "zhang");
    refused(&stranger.get(&through(&process, &site, &way)), "没有绑定");
}

#[test]
fn a_claim_that_is_trusted_names_an_account_that_is_there_and_makes_none() {
    let Some((site, process)) = site("sinan", Some("employee")) else { return };
    let mut visitor = site.visitor();
    let way = away(&mut visitor, "/sign-in/provider", "an");
    assert_eq!(visitor.get(&through(&process, &site, &way)).status, 303);
    assert!(inside(&mut visitor));
    assert!(site.wait(site.bureau.bound_to_provider(&Id::from("an"))).unwrap(), "from now on by the subject, whatever the claim says");
    // An account that is bound to one subject does not open to another who bears its name.
    let mut clerk = site.signed_in("li");
    let way = away(&mut clerk, "/account/provider", "zhang");
    assert_eq!(clerk.get(&through(&process, &site, &way)).location, "/account");
    let mut namesake = site.visitor();
    let way = away(&mut namesake, "/sign-in/provider", "li");
    refused(&namesake.get(&through(&process, &site, &way)), "没有绑定");
    let mut nobody = site.visitor();
    let way = away(&mut nobody, "/sign-in/provider", "nobody.here");
    refused(&nobody.get(&through(&process, &site, &way)), "没有绑定");
    assert_eq!(sign_in(&mut site.visitor(), "nobody.here", PASSWORD).status, 401, "no account was made");
}

#[test]
fn what_does_not_hold_opens_nothing() {
    let Some((site, process)) = site("sinan", Some("employee")) else { return };
    let fresh = || {
        let mut visitor = site.visitor();
        let way = away(&mut visitor, "/sign-in/provider", "li");
        (visitor, way)
    };
    // Another state than the browser holds; and a way that another browser began.
    let (mut visitor, way) = fresh();
    let back = through(&process, &site, &way);
    let (state, _) = back.split_once("state=").unwrap().1.split_once('&').unwrap();
    refused(&visitor.get(&back.replace(state, &"0".repeat(64))), "作废");
    refused(&site.visitor().get(&back), "作废");
    let (mut other, _) = fresh();
    refused(&other.get(&back), "作废");
    // Another issuer says that it answers.
    let encoded = process.issuer.replace(':', "%3A").replace('/', "%2F");
    assert!(back.contains(&encoded), "the provider names itself: {back}");
    refused(&visitor.get(&back.replace(&encoded, "https%3A%2F%2Felsewhere.example")), "没有完成");
    // The way was used by that, well or not.
    refused(&visitor.get(&back), "作废");
    // A code that was redeemed, under a way of its own.
    let (mut visitor, way) = fresh();
    let back = through(&process, &site, &way);
    assert_eq!(visitor.get(&back).status, 303);
    let code = |address: &str| address.split_once("code=").unwrap().1.split_once('&').unwrap().0.to_owned();
    let (mut replaying, way) = fresh();
    let again = through(&process, &site, &way);
    refused(&replaying.get(&again.replace(&code(&again), &code(&back))), "没有完成");
    // A nonce that is not ours.
    let (mut visitor, way) = fresh();
    let nonce = way.split_once("nonce=").unwrap().1.split_once('&').unwrap().0.to_owned();
    refused(&visitor.get(&through(&process, &site, &way.replace(&nonce, &"0".repeat(64)))), "没有完成");
    // Too late.
    let (mut visitor, way) = fresh();
    let back = through(&process, &site, &way);
    site.pass(10 * MINUTE + 1);
    refused(&visitor.get(&back), "作废");
    // Somebody who gave up at the provider.
    let (mut visitor, way) = fresh();
    let state = way.split_once("state=").unwrap().1.split_once('&').unwrap().0.to_owned();
    refused(&visitor.get(&format!("/sign-in/provider/back?error=access_denied&state={state}")), "没有完成");
}

#[test]
fn a_token_that_is_over_when_it_comes_opens_nothing() {
    let Some((site, process)) = site("late", Some("employee")) else { return };
    let mut visitor = site.visitor();
    let way = away(&mut visitor, "/sign-in/provider", "li");
    refused(&visitor.get(&through(&process, &site, &way)), "没有完成");
}

#[test]
fn the_second_step_is_asked_for_after_the_provider_too() {
    let Some((site, process)) = site("sinan", Some("employee")) else { return };
    two_steps::enrol(&site, &mut site.signed_in("li"));
    let mut visitor = site.visitor();
    let way = away(&mut visitor, "/sign-in/provider", "li");
    assert!(visitor.get(&through(&process, &site, &way)).location.starts_with("/sign-in/code"));
    assert!(!inside(&mut visitor));
}

#[test]
fn settings_that_cannot_work_are_refused_in_a_sentence() {
    let settings = |issuer: &str| Settings {
        issuer: issuer.to_owned(),
        client_id: "sinan".to_owned(),
        client_secret_file: None,
        label: None,
        match_claim: None,
    };
    let said = |issuer: &str, address| Oidc::new(settings(issuer), address).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(said("http://sso.example.gov.cn", Some("https://sf.example")).contains("必须是 https"));
    assert!(said("https://sso.example.gov.cn", None).contains("site.address"));
    assert_eq!(said("https://sso.example.gov.cn", Some("https://sf.example")), "");
}
