//! How long a look takes with its note on disk, and a list where somebody's reach is narrow and their units are many: exactly
//! theirs is listed. `SINAN_MATRIX=full cargo test -p sinan --test main latency -- --nocapture` asks two hundred times and prints how long.

use super::stage::Stage;
use engine::Shelf;
use kernel::{Actor, Date, Grant, Id, OrgPath};
use soundness::Subject;
use soundness::matrix::people::Somebody;
use soundness::matrix::places;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

const UNITS: usize = 500;
const MATTERS: usize = 500;
/// Requests of each kind, where it is not asked for all.
const FEW: usize = 20;
const ASKED: usize = 200;

/// The middle one, and the one above which one in twenty lies.
fn told(mut all: Vec<Duration>) -> String {
    all.sort_unstable();
    let at = |share: usize| all[(all.len() * share / 100).min(all.len() - 1)].as_micros() as f64 / 1000.0;
    format!("p50 {:.1} ms, p95 {:.1} ms of {}", at(50), at(95), all.len())
}

#[test]
fn latency_of_a_noted_look_and_of_a_list_over_many_units() {
    let asked = if std::env::var("SINAN_MATRIX").is_ok_and(|v| v == "full") { ASKED } else { FEW };
    let library = Arc::new(crate::world::library(calendar::Calendar::china(), BTreeMap::new()).unwrap());
    let subject = Subject::new(&legal_services::MODULE);
    let shelf = Shelf::new(subject.dossiers(), calendar::Calendar::china(), subject.rules());
    let places = places::all(&shelf, subject.module().scenarios);
    let aid: Vec<_> = places.iter().filter(|p| p.matter.procedure.id == *"legal_aid" && p.matter.handlers.is_empty()).collect();
    let units: Vec<OrgPath> = (0..UNITS).map(|n| OrgPath::new(&format!("/city/u{n}"))).collect();
    let mut stage = Stage::new(&library, &units.iter().cloned().collect::<BTreeSet<_>>());
    // Every second unit, each on its own, in one line of work.
    let grant = |unit: &OrgPath| Grant { role: Id::from("reviewer"), unit: unit.clone(), from: Date::MIN, until: None, acting_for: None };
    let grants: Vec<Grant> = units.iter().step_by(2).map(grant).collect();
    let actor = Actor { account: Id::from("narrow"), unit: Some(units[0].clone()), grants, person: None };
    let mut seen = Vec::new();
    for n in 0..MATTERS {
        let place = aid[n % aid.len()];
        let mut matter = place.matter.clone();
        matter.unit = units[n % UNITS].clone();
        let somebody = Somebody { actor: actor.clone(), matter, plain: true, told: String::new() };
        let placed = stage.put(&somebody, &place.events);
        if n % 2 == 0 {
            seen.push(placed.matter.id);
        }
    }
    stage.settle();
    let mut visitor = stage.enter(&actor);
    let all = visitor.get("/matters?phase=all").text();
    assert!(all.contains(&format!("共{}件", MATTERS / 2)), "{all}");
    let mut time = |path: &str| {
        let began = Instant::now();
        let answer = visitor.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        began.elapsed()
    };
    let looks = seen.iter().take(asked).map(|id| time(&format!("/matters/{id}"))).collect();
    let again = seen.iter().take(asked).map(|id| time(&format!("/matters/{id}"))).collect();
    let lists = (0..asked).map(|n| time(&format!("/matters?phase=all&page={}", 1 + n % 9))).collect();
    println!("a matter's page, its look noted: {}", told(looks));
    println!("the same again, noted before: {}", told(again));
    println!("a list of one line of work over {} units of {UNITS}, {MATTERS} matters: {}", UNITS / 2, told(lists));
}
