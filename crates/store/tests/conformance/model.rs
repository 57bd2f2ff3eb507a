//! Random acts, repeats, late acts and stolen operation ids, some at once, against a model that is a counter for each matter.

use crate::world::{Story, stories};
use app::Library;
use app::ports::{Commit, Receipt, SharedStore, StoreError};
use engine::evolve;
use kernel::{BureauId, Digest, Id, OperationId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::runtime::Handle;

/// What is tried with a story.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// The next act.
    Next,
    /// An act done before, again.
    Repeat(usize),
    /// An act that rests on a version long gone.
    Late(u128),
    /// An operation id that was used, for something else.
    Stolen(usize),
}

fn moves() -> impl Strategy<Value = Vec<BTreeMap<usize, Move>>> {
    let one = prop_oneof![
        6 => Just(Move::Next),
        2 => any::<prop::sample::Index>().prop_map(|i| Move::Repeat(i.index(50))),
        1 => any::<u128>().prop_map(Move::Late),
        1 => any::<prop::sample::Index>().prop_map(|i| Move::Stolen(i.index(50))),
    ];
    prop::collection::vec(prop::collection::btree_map(0..8usize, one, 1..7), 1..12)
}

pub async fn random_acts_leave_what_the_model_says(store: &SharedStore, library: &Library) {
    static NEXT: AtomicI64 = AtomicI64::new(900_000);
    let told = stories(library, 200..208);
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let outcome = tokio::task::block_in_place(|| {
        runner.run(&moves(), |batches| {
            // Each case has a bureau to itself.
            let bureau = BureauId(NEXT.fetch_add(1, Ordering::Relaxed));
            Handle::current().block_on(case(store, library, bureau, &told, batches));
            Ok(())
        })
    });
    outcome.unwrap();
}

async fn case(store: &SharedStore, library: &Library, bureau: BureauId, told: &[Story], batches: Vec<BTreeMap<usize, Move>>) {
    let mut done: Vec<Vec<Receipt>> = vec![Vec::new(); told.len()];
    for batch in batches {
        let tries: Vec<(usize, Commit)> = batch.into_iter().filter_map(|(s, m)| attempt(&told[s], &done[s], m).map(|c| (s, c))).collect();
        let tasks: Vec<_> = tries
            .iter()
            .map(|(_, commit)| {
                let (store, commit) = (store.clone(), commit.clone());
                tokio::spawn(async move { store.commit(bureau, commit).await })
            })
            .collect();
        for ((story, commit), task) in tries.into_iter().zip(tasks) {
            check(&told[story], &mut done[story], &commit, task.await.unwrap());
        }
    }
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    let mut matters = 0;
    for (story, done) in told.iter().zip(&done).filter(|(_, done)| !done.is_empty()) {
        matters += 1;
        let log = store.events(bureau, story.id).await.unwrap();
        assert_eq!(log.len(), story.commits[..done.len()].iter().map(|c| c.changes[0].events.len()).sum::<usize>());
        assert_eq!(store.matter(bureau, story.id).await.unwrap(), log.iter().fold(None, |m, r| evolve(&frame, m, &r.event)));
    }
    let report = store.verify(bureau, library).await.unwrap();
    assert_eq!((report.matters, report.faults), (matters, Vec::new()));
}

fn attempt(story: &Story, done: &[Receipt], what: Move) -> Option<Commit> {
    Some(match what {
        Move::Next => story.commits.get(done.len())?.clone(),
        Move::Repeat(i) => story.commits.get(i % done.len().max(1)).filter(|_| !done.is_empty())?.clone(),
        Move::Late(id) => {
            let late = story.commits.get(done.len().checked_sub(1)?)?.clone();
            Commit { operation: OperationId(uuid::Uuid::from_u128(id)), values: Vec::new(), ..late }
        }
        Move::Stolen(i) => {
            let used = &story.commits.get(i % done.len().max(1)).filter(|_| !done.is_empty())?.operation;
            Commit { operation: *used, request: Digest([1; 32]), ..story.commits.get(done.len())?.clone() }
        }
    })
}

fn check(story: &Story, done: &mut Vec<Receipt>, commit: &Commit, answer: Result<Receipt, StoreError>) {
    let known = story.commits.iter().position(|c| c.operation == commit.operation).filter(|place| *place < done.len());
    match (known, commit.request == Digest([1; 32])) {
        (Some(_), true) => assert!(matches!(answer, Err(StoreError::OperationReused)), "{answer:?}"),
        (Some(place), false) => assert_eq!(answer.unwrap(), done[place]),
        (None, _) if done.last().is_some_and(|d| commit.changes[0].expected != d.seq) => {
            assert!(matches!(answer, Err(StoreError::Conflict { expected }) if expected == commit.changes[0].expected), "{answer:?}");
        }
        (None, _) => {
            let receipt = answer.unwrap();
            assert_eq!((receipt.matter, receipt.seq), (story.id, commit.changes[0].after.seq));
            assert!(receipt.number.is_some());
            done.push(receipt);
        }
    }
}
