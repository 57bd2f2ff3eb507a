//! One address of each route, with ids that the demo has: for whatever has to hold of every route.

use super::links::{pattern, routes};
use super::visitor::{Bureau, Visitor};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Whoever sees every kind of page between them.
pub const PEOPLE: [&str; 9] = [
    "",
    "director",
    "haibowan.reviewer",
    "haibowan.approver",
    "lawyer.han",
    "citizen.gao",
    "enforcement.keeper",
    "system.admin",
    "audit.admin",
];

/// Pages of one kind that are opened on the way.
const OF_A_KIND: usize = 2;

/// A route, an address of it, and who asks.
pub struct Address {
    pub route: String,
    pub path: String,
    pub account: &'static str,
}

/// Somebody of the list above.
pub fn person(bureau: &Bureau, account: &str) -> Visitor {
    if account.is_empty() { bureau.visitor() } else { bureau.persona(account) }
}

/// Every address that somebody comes to, a few of each kind, by the kind.
pub fn reached(visitor: &mut Visitor, of_a_kind: usize) -> BTreeMap<String, BTreeSet<String>> {
    let routes = routes();
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut queue = VecDeque::from(["/".to_owned()]);
    while let Some(path) = queue.pop_front() {
        let Some(kind) = pattern(&routes, &path) else { continue };
        let known = seen.entry(kind).or_default();
        if known.len() >= of_a_kind || !known.insert(path.clone()) {
            continue;
        }
        let answer = visitor.get(&path);
        let assets = answer.body.split('"').filter(|t| t.starts_with("/assets/")).map(str::to_owned);
        let next = if answer.status == 303 { vec![answer.location.clone()] } else { answer.links() };
        queue.extend(next.into_iter().chain(assets).filter(|l| !l.contains("lang=") && !l.contains("elder=")));
    }
    seen
}

/// All routes. Where no link leads to one, its address is made of ids of the demo.
pub fn every_route(bureau: &Bureau) -> Vec<Address> {
    let mut found: BTreeMap<String, (String, &'static str)> = BTreeMap::new();
    for account in PEOPLE {
        for (route, paths) in reached(&mut person(bureau, account), OF_A_KIND) {
            found.extend(paths.into_iter().next().filter(|_| !found.contains_key(&route)).map(|path| (route, (path, account))));
        }
    }
    let (matter, account) = found.get("/matters/{id}").expect("somebody has a matter").clone();
    let made = |route: &str| {
        let id = matter.trim_start_matches("/matters/").split('?').next().unwrap_or_default();
        route
            .replace("{procedure}", "legal_aid")
            .replace("{step}", "1")
            .replace("{id}", id)
            .replace("{clock}", "x")
            .replace("{action}", "x")
            .replace("{register}", "enterprises")
            .replace("{code}", "91150302DM0000128T")
    };
    let all = routes().into_iter().map(|(rule, route)| {
        let keeper = route.starts_with("/registers/{register}/").then_some("enforcement.keeper");
        let of_form = || (made(&route), keeper.unwrap_or(if rule == "Public" { "" } else { account }));
        let (path, account) = found.get(&route).cloned().unwrap_or_else(of_form);
        Address { route, path, account }
    });
    all.collect()
}
