//! Random walks over years, with everything that holds looked at after every deed.

use crate::{families, stage};
use engine::walk::{Simulated, Walked, simulate};
use engine::{RuleBook, Shelf};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// Seeds per procedure.
const SEEDS: u64 = 200;

fn walked(shelf: &Shelf<'_>, procedure: &str) -> Vec<Simulated> {
    let procedure = Id::from(procedure);
    (0..SEEDS).map(|seed| simulate(shelf, &procedure, seed).unwrap_or_else(|broken| panic!("{broken}"))).collect()
}

/// How often each kind of event stands in the logs, by its stored name.
fn kinds(all: &[Simulated]) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    let walks = all.iter().filter_map(|s| s.walked.as_ref());
    for event in walks.flat_map(Walked::told).flat_map(|(_, events)| events) {
        let serde_json::Value::Object(body) = serde_json::to_value(&event.body).unwrap() else { panic!("{event:?}") };
        *out.entry(body.keys().next().unwrap().clone()).or_default() += 1;
    }
    out
}

#[test]
fn ten_years_of_the_small_example_hold() {
    let shelf = Shelf::new([&*stage::DOSSIER], calendar::Calendar::china(), &stage::RULES);
    let all = walked(&shelf, "example");
    let procedure = &*stage::PROCEDURE;
    let states: BTreeSet<Id> = all.iter().filter_map(|s| s.walked.as_ref()).flat_map(entered).collect();
    let missing: Vec<&Id> = procedure.states.keys().filter(|s| !states.contains(*s)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
}

fn entered(walked: &Walked) -> impl Iterator<Item = Id> {
    walked.told().flat_map(|(m, _)| &m.timeline).flat_map(|e| e.entered.clone())
}

#[test]
fn ten_years_of_families_hold_and_reach_every_kind_of_event() {
    let rules = RuleBook::default();
    let dossiers = families::dossiers();
    let shelf = Shelf::new(&dossiers, calendar::Calendar::china(), &rules);
    let all = walked(&shelf, "case");
    let kinds = kinds(&all);
    // Dates are counted anew by the program as a whole, in no matter of its own.
    let missing: Vec<&str> = families::KINDS.iter().filter(|k| !kinds.contains_key(**k)).copied().collect();
    assert!(missing.is_empty(), "no walk had: {missing:?} in {kinds:?}");
    let states: BTreeSet<Id> = all.iter().filter_map(|s| s.walked.as_ref()).flat_map(entered).collect();
    let known = shelf.newest().flat_map(|p| p.states.keys());
    let never: Vec<&Id> = known.filter(|s| !states.contains(*s)).collect();
    assert!(never.is_empty(), "never reached: {never:?}");
    assert!(all.iter().any(|s| s.days > 3 * 365), "no walk lasted years");
}
