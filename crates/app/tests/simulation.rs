//! Suppositions and recounting on real matters: every worked example, kept in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use app::memory::MemoryStore;
use app::ports::{Commit, Reach, SharedStore, Store};
use app::simulation::{Simulation, Supposed, Supposition, Which, simulate};
use app::{Applying, Bureau, Clock, Entropy, Library, Module, change_of};
use engine::{Body, Cause, RuleBook, Shelf};
use kernel::{BureauId, Date, Id, Moment, OperationId, sm3};
use procedure::model::Dossier;
use std::collections::BTreeMap;
use std::sync::Arc;

const BUREAU: BureauId = BureauId(1);
const MODULES: [Module; 2] = [legal_services::MODULE, disputes::MODULE];
const TODAY: Date = Date::constant(2026, 7, 10);

struct Still;

impl Clock for Still {
    fn now(&self) -> Moment {
        Moment::morning(TODAY)
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn law() -> (Vec<Dossier>, RuleBook) {
    let mut rules = RuleBook::default();
    MODULES.iter().for_each(|m| (m.rules)(&mut rules));
    let dossiers = MODULES.iter().flat_map(|m| m.dossiers).map(|(name, text)| procedure::decode(name, text).0.expect("it decodes"));
    (dossiers.collect(), rules)
}

fn library(params: BTreeMap<Id, u64>) -> Library {
    let (dossiers, rules) = law();
    Library::new(dossiers, rules, calendar::Calendar::china(), params)
}

/// Every matter of every example that sets no parameter.
async fn store() -> SharedStore {
    let (dossiers, rules) = law();
    let shelf = Shelf::new(&dossiers, calendar::Calendar::china(), &rules);
    let library = library(BTreeMap::new());
    let store = MemoryStore::default();
    let mut n = 0_u64;
    for (file, text) in MODULES.iter().flat_map(|m| m.scenarios) {
        for scenario in procedure::decode_scenarios(file, text).0.into_iter().filter(|s| s.params.is_empty()) {
            for (mut matter, mut events) in engine::scenario::play(&shelf, &scenario) {
                n += 1;
                // Examples use the same ids again; each matter here is one of its own.
                matter.id = kernel::MatterId(uuid::Uuid::from_u64_pair(1, n));
                if let Body::Opened { opening, .. } = &mut events[0].body {
                    opening.matter = matter.id;
                }
                let Some(procedure) = library.pinned(&matter.procedure) else { panic!("{file} is pinned to what is not loaded") };
                let mut change = change_of(&library.frame(procedure), None, events, matter, &[]);
                change.numbering = None;
                let operation = (OperationId(uuid::Uuid::from_u64_pair(2, n)), sm3(&[&n.to_be_bytes()]));
                store.commit(BUREAU, Commit::new(operation, change, Vec::new())).await.unwrap();
            }
        }
    }
    Arc::new(store)
}

fn bureau(store: &SharedStore, library: Library) -> Bureau {
    Bureau::new(BUREAU, store.clone(), Arc::new(library), Arc::new(Still), Arc::new(Still), Vec::new())
}

async fn supposed(store: &SharedStore, supposed: Supposed, closed: bool) -> Simulation {
    let now = Arc::new(library(BTreeMap::new()));
    let which = Which { reach: Reach::everything(), closed };
    simulate((store, BUREAU), now, Arc::new(supposed), (which, TODAY), &|_| {}).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_as_it_is_moves_nothing() {
    let store = store().await;
    let as_is = Supposed::new(&library(BTreeMap::new()), &[], None, TODAY).unwrap();
    let found = supposed(&store, as_is, true).await;
    assert!(found.matters > 80 && found.unread == 0, "{} {}", found.matters, found.unread);
    assert!(found.moved.is_empty() && found.summary.is_empty() && found.measures.is_empty(), "{:?}", found.summary);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_regulation_supposed_for_all_moves_only_its_own_matters_and_each_with_a_reason() {
    let store = store().await;
    let id = Id::from("reconsideration");
    let newest = |all_along| Supposed::newest(&library(BTreeMap::new()), &id, all_along).expect("the regulation of 2026 follows");
    assert_eq!(newest(true).from, Date::constant(2026, 7, 1));
    let found = supposed(&store, newest(true), false).await;
    assert!(!found.moved.is_empty(), "the regulation changes periods");
    let going_over = supposed(&store, newest(false), false).await;
    assert!(going_over.moved.len() <= found.moved.len(), "an act follows the rule of its own day: running clocks keep theirs");
    let first = |m: &app::simulation::Moved| m.procedure == id;
    assert!(found.moved.iter().all(first), "other procedures stay as they are");
    for shift in found.moved.iter().flat_map(|m| &m.shifts) {
        assert!(shift.was != shift.is || shift.provisional.0 != shift.provisional.1, "{shift:?}");
    }
    println!("{} matters, {} moved: {:?}", found.matters, found.moved.len(), found.summary);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_figure_moves_the_clocks_that_cite_it_and_an_unknown_one_is_refused() {
    let store = store().await;
    let library = library(BTreeMap::new());
    let figure = |at: &str, amount| Supposition::Figure { law: "法律援助法".to_owned(), at: at.parse().unwrap(), amount };
    let shorter = Supposed::new(&library, &[figure("43.1@1", 5)], None, TODAY).unwrap();
    let found = supposed(&store, shorter, true).await;
    let clocks: Vec<&str> = found.summary.keys().map(|(_, clock)| clock.as_str()).collect();
    assert_eq!(clocks, ["review"]);
    let sum = found.summary.values().next().unwrap();
    assert!(sum.moved > 5 && sum.earlier > 0 && sum.later == 0, "{sum:?}");
    for (at, amount, code) in [("99", 5, "SIM02"), ("43.1@1", 0, "SIM01")] {
        let refused = Supposed::new(&library, &[figure(at, amount)], None, TODAY).unwrap_err();
        assert!(refused.zh.contains(code) && refused.en.contains(code), "{refused:?}");
    }
    let unknown = Supposition::Parameter { name: Id::from("no_such"), value: 3 };
    assert!(Supposed::new(&library, &[unknown], None, TODAY).unwrap_err().zh.contains("SIM03"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recounting_writes_one_event_to_each_matter_moved_and_then_none() {
    let store = store().await;
    let (name, value) = (Id::from("supplement_days"), 6);
    let changed = library(BTreeMap::from([(name.clone(), value)]));
    let law = Supposed::new(&library(BTreeMap::new()), &[Supposition::Parameter { name: name.clone(), value }], None, TODAY).unwrap();
    let expected = supposed(&store, law, true).await.moved;
    assert!(!expected.is_empty());
    let change = Applying { because: Cause::Parameter { name, value }, by: Id::from("system"), agreed: None };
    let bureau = bureau(&store, changed);
    let reached = bureau.recount(&change, &|_| {}).await.unwrap();
    assert_eq!(reached.written, expected.len() as u64);
    for moved in &expected {
        let (matter, log) = (store.matter(BUREAU, moved.id).await.unwrap().unwrap(), store.events(BUREAU, moved.id).await.unwrap());
        assert!(matches!(log.last().unwrap().event.body, Body::Recounted { .. }));
        assert_eq!(matter.seq, log.len() as u64);
        let is: Vec<Option<Date>> = moved.shifts.iter().map(|s| s.is).collect();
        assert!(is.iter().all(|day| matter.clocks.iter().any(|c| c.due_on == *day)), "{is:?} {:?}", matter.clocks);
    }
    assert_eq!(bureau.recount(&change, &|_| {}).await.unwrap().written, 0, "what is done is not done again");
    let report = store.verify(BUREAU, &bureau.library).await.unwrap();
    // The examples' people have no words of their own.
    let faults: Vec<&String> = report.faults.iter().filter(|f| !f.starts_with("个人信息")).collect();
    assert_eq!(faults, Vec::<&String>::new());
}
