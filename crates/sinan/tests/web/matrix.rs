//! Every line of work, role, scope, relation and state over HTTP: what the files grant, against what the pages show and the forms do.
//!
//! Matters are those that the worked examples and random walks reach; people are every role over every kind of unit in every relation.
//! Each of them is put into a bureau of its own and asked for through the real router. What should come is reckoned from the decoded
//! procedure and the account's grants by an evaluator that shares no code with the program. Every so many of them are asked about;
//! `SINAN_MATRIX=1000` asks about a thousand in each line of work, `SINAN_MATRIX=full` about all.

mod fields;
mod latency;
mod probe;
mod stage;
mod tally;

use engine::Shelf;
use kernel::OrgPath;
use probe::{Callers, Probe};
use soundness::Subject;
use soundness::matrix::{people, places};
use stage::Stage;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;
use tally::Tally;

/// People asked about in each line of work, where not all are.
const SOME: usize = 120;

/// Everybody who may be asked about: in which place, and who.
fn everybody<'a>(shelf: &'a Shelf<'_>, places: &'a [places::Place]) -> Vec<(&'a places::Place, people::Somebody)> {
    let around = |place: &'a places::Place| {
        let procedure = engine::family::Law::pinned(shelf, &place.matter.procedure).expect("it was walked").procedure;
        people::around(procedure, &place.matter, place.day).into_iter().map(move |somebody| (place, somebody))
    };
    places.iter().flat_map(around).collect()
}

fn compared(subject: &Subject, library: &Arc<app::Library>) -> Tally {
    let shelf = Shelf::new(subject.dossiers(), calendar::Calendar::china(), subject.rules());
    let places = places::all(&shelf, subject.module().scenarios);
    let all = everybody(&shelf, &places);
    let some = std::env::var("SINAN_MATRIX").map_or(SOME, |asked| asked.parse().unwrap_or(all.len()));
    let every = all.len().div_ceil(some.max(1));
    // Those of one place stand one after another in the same order everywhere: a step that shares no factor meets them all in turn.
    let every = (every..).find(|n| [2, 3, 5, 11].iter().all(|f| n % f > 0)).unwrap_or(1);
    let units: BTreeSet<OrgPath> = places.iter().map(|p| p.matter.unit.clone()).chain([probe::elsewhere()]).collect();
    let mut stage = Stage::new(library, &units);
    let asked: Vec<_> = all.iter().step_by(every).map(|(place, somebody)| (*place, somebody, stage.put(somebody, &place.events))).collect();
    stage.settle();
    let mut tally = Tally { of: all.len(), ..Tally::default() };
    let mut callers = Callers::new(&stage, asked[0].1);
    for (nth, (place, somebody, placed)) in asked.iter().enumerate() {
        let probe = Probe { stage: &stage, somebody, placed, day: place.day, nth };
        probe.ask(&mut callers, &mut tally);
    }
    tally
}

#[test]
fn pages_and_forms_grant_what_the_files_grant() {
    let began = Instant::now();
    let library = Arc::new(crate::world::library(calendar::Calendar::china(), BTreeMap::new()).unwrap());
    let subjects: Vec<Subject> = crate::world::MODULES.iter().map(Subject::new).collect();
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let all: Vec<_> = subjects.iter().map(|subject| scope.spawn(|| compared(subject, &library))).collect();
        all.into_iter().map(|one| one.join().expect("the comparison itself does not fail")).collect()
    });
    let tally = tallies.into_iter().fold(Tally::default(), Tally::with);
    println!("{tally}");
    println!("{:.1} s", began.elapsed().as_secs_f64());
    assert!(tally.wrong.is_empty(), "{} cells differ:\n{}", tally.wrong.len(), tally.first());
    let missed = library.procedures().filter(|p| p.actions.iter().any(|a| a.opens_matter()) && !tally.procedures.contains(&p.id));
    assert_eq!(missed.map(|p| p.id.to_string()).collect::<Vec<_>>(), Vec::<String>::new(), "lines of work nobody was asked about");
    tally.is_enough();
}
