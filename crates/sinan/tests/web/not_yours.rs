//! What is not yours is not there: whoever may not see a matter gets, at every address of it, the very answer of an id that nobody has.

use super::visitor::{Answer, Bureau, Visitor};
use std::collections::{BTreeMap, BTreeSet};

/// An id that no matter has.
pub const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";
/// The length of a matter's address.
const ADDRESS: usize = "/matters/".len() + NOWHERE.len();
/// Where forms of a matter are sent; the names in them are of no matter in particular.
const FORMS: [&str; 9] =
    ["/sign", "/recall", "/serve", "/assign", "/lapse/no_such", "/act/no_such", "/correct/1", "/verb/transfer", "/verb/recuse"];

/// Every persona of the demo, from the list that makes them.
pub fn personas() -> Vec<&'static str> {
    let people = include_str!("../../../../demo/wuhai/people.csv");
    people.lines().skip(1).filter(|l| l.ends_with(",yes")).filter_map(|l| l.split(',').next()).collect()
}

/// Matters in somebody's whole list.
pub fn listed(visitor: &mut Visitor) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for page in 1.. {
        let links = visitor.get(&format!("/matters?phase=all&page={page}")).links();
        let new: BTreeSet<String> = links.into_iter().filter(|l| l.starts_with("/matters/") && l.len() == ADDRESS).collect();
        if new.iter().all(|l| found.contains(l)) {
            return found;
        }
        found.extend(new);
    }
    found
}

/// What follows the id in the addresses to which a matter's page leads: one of each kind.
pub fn under(page: &Answer, matter: &str) -> BTreeSet<String> {
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    let links = page.links().into_iter().chain(page.body.split("action=\"").skip(1).filter_map(|a| Some(a.split('"').next()?.to_owned())));
    for rest in links.filter_map(|l| l.strip_prefix(matter).map(str::to_owned)) {
        let rest = rest.split(['?', '#']).next().unwrap_or_default().to_owned();
        let kind = rest.split('/').nth(1).unwrap_or_default().to_owned();
        kinds.entry(kind).or_insert(rest);
    }
    kinds.into_values().chain(["/proof".to_owned(), String::new()]).collect()
}

/// The answer without what differs between any two requests: their number, and the address that was asked for.
pub fn told(answer: &Answer, id: &str) -> (u16, String, String) {
    let mut body = answer.body.replace(id, "ID");
    // The first code of the last muted line is the request's; the fault's own code follows it and has to be the same.
    if let Some((before, after)) = body.split_once("<div class=\"lostway\">")
        && let Some((kept, line)) = before.rsplit_once("<p class=\"muted\">")
        && let Some((words, rest)) = line.split_once("<span class=\"code\">")
        && let Some((_, code)) = rest.split_once("</span>")
    {
        body = format!("{kept}{words}{code}{after}");
    }
    (answer.status, answer.location.replace(id, "ID"), body)
}

/// Somebody asks for an address.
fn ask(visitor: &mut Visitor, id: &str, rest: &str, form: bool) -> (u16, String, String) {
    let path = format!("/matters/{id}{rest}");
    let button = if rest.starts_with("/lapse") { "confirm" } else { "sign" };
    let fields = [
        ("operation", "0198a5a0-0000-7000-8000-000000000000"),
        ("answer", button),
        ("reasons", "x"),
        ("handler", "a@b"),
        ("manner", "direct"),
        ("occurred-on", "2026-9-29"),
    ];
    let answer = if form { visitor.post(&path, &fields) } else { visitor.get(&path) };
    told(&answer, id)
}

#[test]
fn somebody_elses_matter_answers_like_one_that_nobody_has() {
    let bureau = Bureau::with("60", &[]);
    let mut visitors: BTreeMap<&str, (Visitor, BTreeSet<String>)> = BTreeMap::new();
    let mut matters: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for account in personas() {
        let mut visitor = bureau.persona(account);
        let all = listed(&mut visitor);
        // Of everybody's matters a few; what nobody else sees among them is what the test is about.
        for matter in all.iter().step_by(1 + all.len() / 3) {
            let page = visitor.get(matter);
            assert_eq!(page.status, 200, "{account} is shown {matter} in the list");
            matters.entry(matter.clone()).or_default().extend(under(&page, matter));
        }
        visitors.insert(account, (visitor, all));
    }
    visitors.insert("", (bureau.visitor(), BTreeSet::new()));
    let (mut asked, mut kept_out) = (0, 0);
    for (account, (visitor, theirs)) in &mut visitors {
        let mut nowhere: BTreeMap<(String, bool), (u16, String, String)> = BTreeMap::new();
        for (matter, addresses) in matters.iter().filter(|(m, _)| !theirs.contains(*m)) {
            kept_out += 1;
            let id = matter.rsplit('/').next().unwrap();
            let all = addresses.iter().map(|a| (a.as_str(), false)).chain(FORMS.map(|f| (f, true)));
            for (rest, form) in all {
                let key = (rest.to_owned(), form);
                let expected = nowhere.entry(key).or_insert_with(|| ask(visitor, NOWHERE, rest, form)).clone();
                let answer = ask(visitor, id, rest, form);
                assert!(matches!(answer.0, 404 | 405 | 303), "{account} {matter}{rest}: {}", answer.0);
                assert!(answer.0 != 303 || answer.1.starts_with("/sign-in"), "{account} {matter}{rest}: {}", answer.1);
                assert_eq!(answer, expected, "{account} at {matter}{rest}");
                asked += 1;
            }
        }
    }
    println!("{} matters, {kept_out} times kept from somebody, {asked} addresses asked for", matters.len());
    assert!(kept_out > 100, "{kept_out}");
}
