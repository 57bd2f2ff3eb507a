//! The headers of every route, against the list that was agreed on.

use super::addresses::{every_route, person};
use super::visitor::{Answer, Bureau};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What differs from one answer to the next.
const PASSING: [&str; 6] = ["date", "content-length", "connection", "set-cookie", "location", "transfer-encoding"];

fn lasting(answer: &Answer) -> String {
    let lines: BTreeSet<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !PASSING.contains(&name.as_str()))
        .map(|(name, value)| format!("  {name}: {value}\n"))
        .collect();
    lines.into_iter().collect()
}

#[test]
fn every_route_answers_with_the_headers_agreed_on() {
    let bureau = Bureau::set_up("60", "[site]\naddress = 'https://sinan.example'");
    let mut people = BTreeMap::new();
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for address in every_route(&bureau) {
        let visitor = people.entry(address.account).or_insert_with(|| person(&bureau, address.account));
        let answer = visitor.get(&address.path);
        groups.entry(lasting(&answer)).or_default().insert(format!("  {} {}\n", answer.status, address.route));
    }
    let mut nobody = bureau.visitor();
    for (what, answer) in [
        ("an address that nobody has", nobody.get("/no-such-page")),
        ("an asset that was replaced", nobody.get("/assets/sinan-000000000000.css")),
        ("a method that is not offered", nobody.send("DELETE", "/track", "")),
        ("an address too long", nobody.get(&format!("/track?{}", "a".repeat(9000)))),
        ("a body too large", nobody.send("POST", "/track", &"a".repeat(600 * 1024))),
    ] {
        groups.entry(lasting(&answer)).or_default().insert(format!("  {} {what}\n", answer.status));
    }
    nobody.headers.insert("sec-fetch-site", "cross-site".to_owned());
    let foreign = nobody.post("/track", &[]);
    groups.entry(lasting(&foreign)).or_default().insert(format!("  {} a form of another site\n", foreign.status));
    let mut now = String::new();
    for (headers, answers) in groups {
        let _ = write!(now, "answers\n{}headers\n{headers}\n", answers.into_iter().collect::<String>());
    }
    let agreed = include_str!("headers.snap");
    if agreed != now {
        println!("{now}");
    }
    assert_eq!(agreed, now, "if that is meant, write what is printed above to crates/sinan/tests/web/headers.snap");
}

/// Without an address in the settings nobody knows that there is https, and browsers are not told to insist on it.
#[test]
fn strict_transport_is_asked_for_where_the_site_has_an_https_address() {
    let bureau = Bureau::with("1", &[]);
    assert_eq!(bureau.visitor().get("/").header("strict-transport-security"), "");
    let bureau = Bureau::set_up("1", "[site]\naddress = 'http://10.20.30.40'");
    assert_eq!(bureau.visitor().get("/").header("strict-transport-security"), "");
}
