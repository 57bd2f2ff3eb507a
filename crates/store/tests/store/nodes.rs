//! Two nodes on one database: what one remembers is never taken for true against what the other has done.

use crate::conformance::assert_clean;
use crate::conformance::people::account;
use crate::server;
use crate::world::{BUREAU, Story, library, request, stories};
use app::ports::{Commit, Receipt, Session, SharedStore, StoreError};
use engine::Body;
use engine::walk::Dice;
use kernel::{Date, Id, Moment, OperationId, sm3};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use store::open;

type Answer = Result<Receipt, StoreError>;

async fn nodes(count: usize) -> Option<(scratch_postgres::Database, Vec<SharedStore>)> {
    let database = scratch_postgres::database().unwrap()?;
    let mut out: Vec<SharedStore> = Vec::new();
    for _ in 0..count {
        out.push(Arc::new(open(server(&database.url())).await.unwrap()));
    }
    Some((database, out))
}

fn renamed(commit: &Commit, name: u128) -> Commit {
    let operation = OperationId(uuid::Uuid::from_u128(name));
    Commit { operation, request: request(&operation), ..commit.clone() }
}

/// Commits at once, the first on the first node, the second on the second, and so on in turn.
async fn in_turn(nodes: &[SharedStore], commits: Vec<Commit>) -> Vec<Answer> {
    let send = |(n, commit): (usize, Commit)| {
        let node = nodes[n % nodes.len()].clone();
        tokio::spawn(async move { node.commit(BUREAU, commit).await })
    };
    let tasks: Vec<_> = commits.into_iter().enumerate().map(send).collect();
    let mut out = Vec::new();
    for task in tasks {
        out.push(task.await.unwrap());
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_and_acts_are_given_once() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let law = library();
    let told = stories(&law, 0..60);
    // Every opening is sent to both nodes: done once, answered twice.
    let openings: Vec<Commit> = told.iter().flat_map(|s| [s.commits[0].clone(), s.commits[0].clone()]).collect();
    let answers = in_turn(&nodes, openings).await;
    let mut numbers = BTreeSet::new();
    for pair in answers.chunks(2) {
        let (one, other) = (pair[0].clone().unwrap(), pair[1].clone().unwrap());
        assert_eq!(one, other);
        assert!(numbers.insert(one.number.unwrap()), "a number was given twice");
    }
    // No gap either: as many numbers in each series as the last of it says.
    for number in &numbers {
        let (series, seq) = number.rsplit_once('〕').unwrap();
        let seq: usize = seq.trim_end_matches('号').parse().unwrap();
        assert!(seq <= numbers.iter().filter(|n| n.starts_with(series)).count(), "{number}");
    }
    assert_clean(&nodes[0], &law).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_many_rivals_wins_across_nodes() {
    let Some((_database, nodes)) = nodes(3).await else { return };
    let law = library();
    let story = stories(&law, 0..1).remove(0);
    nodes[0].commit(BUREAU, story.commits[0].clone()).await.unwrap();
    for act in 1..story.commits.len() {
        let rivals = (0..12).map(|n| renamed(&story.commits[act], 100 * act as u128 + n)).collect();
        let answers = in_turn(&nodes, rivals).await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|a| matches!(a, Ok(_) | Err(StoreError::Conflict { .. }))), "{answers:?}");
    }
    assert_clean(&nodes[1], &law).await;
}

/// Acts in pairs of matters, taken in opposite order on two nodes: nobody waits for the other for ever, and no act is half done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joint_acts_in_opposite_order_do_not_lock_each_other_out() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let law = library();
    let told: Vec<Story> = stories(&law, 300..308);
    let (mut dice, mut done, mut name) = (Dice::new(9), vec![0usize; told.len()], 1_000);
    for _ in 0..40 {
        let mut tries = Vec::new();
        for _ in 0..8 {
            let (a, b) = (dice.below(8) as usize, dice.below(8) as usize);
            let (Some(one), Some(other)) = (told[a].commits.get(done[a]), told[b].commits.get(done[b])) else { continue };
            if a != b {
                name += 1;
                let mut commit = renamed(one, name);
                commit.changes.extend(other.changes.iter().cloned());
                commit.values.extend(other.values.iter().cloned());
                tries.push(((a, b), commit));
            }
        }
        let answers = in_turn(&nodes, tries.iter().map(|(_, commit)| commit.clone()).collect()).await;
        for (((a, b), _), answer) in tries.iter().zip(answers) {
            match answer {
                Ok(_) => {
                    done[*a] += 1;
                    done[*b] += 1;
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert!(done.iter().sum::<usize>() > 16, "{done:?}");
    assert_clean(&nodes[0], &law).await;
}

/// A person who comes to two nodes at the same moment has one key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_has_one_key() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let law = library();
    for round in 0..10 {
        let told = stories(&law, round * 10..round * 10 + 6);
        let person = told[0].subject;
        let mut openings: Vec<Commit> = told.iter().map(|s| s.commits[0].clone()).collect();
        openings.iter_mut().flat_map(|c| &mut c.values).for_each(|v| v.person = person);
        let mut waiting = openings.clone();
        while !waiting.is_empty() {
            let answers = in_turn(&nodes, waiting.clone()).await;
            let refused: Vec<Commit> = waiting
                .into_iter()
                .zip(answers)
                .filter(|(_, a)| a.is_err())
                .map(|(c, a)| (c, a.unwrap_err()))
                .map(|(c, e)| {
                    // Sealed under a key that lost: the use-case decides and seals again.
                    assert!(matches!(e, StoreError::Conflict { .. }), "{e}");
                    c
                })
                .collect();
            waiting = refused;
        }
        let values: Vec<_> = openings.iter().flat_map(|c| &c.values).collect();
        for node in &nodes {
            let shown = node.reveal(BUREAU, &values.iter().map(|v| v.value).collect::<Vec<_>>()).await.unwrap();
            assert!(shown.iter().zip(&values).all(|(shown, value)| shown.as_ref() == Some(&value.text)));
        }
    }
}

/// A day that stands still, and ids from a seed: what a bureau needs of the world.
struct World(Date, Mutex<Dice>);

impl app::Clock for World {
    fn now(&self) -> Moment {
        Moment { civil: self.0.at(9, 0, 0, 0), micros: 1_900_000_000_000_000 }
    }
}

impl app::Entropy for World {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.1.lock().unwrap();
        bytes.iter_mut().for_each(|b| *b = dice.below(256) as u8);
    }
}

/// Both nodes look for lapses at the same moment; each happens once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lapse_happens_once() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let law = Arc::new(library());
    let told = stories(&law, 0..150);
    for node in &nodes[..1] {
        node.bulk(BUREAU, told.iter().flat_map(|s| s.commits.clone()).collect()).await.unwrap();
    }
    let day = Date::constant(2027, 6, 1);
    let due = nodes[0].lapsing(BUREAU, day, 1_000).await.unwrap();
    assert!(due.len() > 3, "{due:?}");
    let jobs: Vec<_> = nodes
        .iter()
        .enumerate()
        .flat_map(|(n, node)| [(2 * n, node.clone()), (2 * n + 1, node.clone())])
        .map(|(n, node)| {
            let world = Arc::new(World(day, Mutex::new(Dice::new(n as u64))));
            let bureau = app::Bureau::new(BUREAU, node, law.clone(), world.clone(), world, Vec::new());
            tokio::spawn(async move { bureau.fire_lapses().await.unwrap() })
        })
        .collect();
    let mut fired = 0;
    for job in jobs {
        fired += job.await.unwrap();
    }
    assert_eq!(fired as usize, due.len());
    for id in due {
        let log = nodes[1].events(BUREAU, id).await.unwrap();
        assert_eq!(log.iter().filter(|r| matches!(r.event.body, Body::Lapsed { .. })).count(), 1);
    }
    assert!(nodes[1].lapsing(BUREAU, day, 1_000).await.unwrap().is_empty());
    assert_clean(&nodes[0], &law).await;
}

/// What one node destroyed, the other neither shows nor adds to, though it still knew the key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn destruction_holds_on_every_node() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let law = library();
    let told = stories(&law, 0..3);
    for commit in told.iter().flat_map(|s| s.commits.clone()) {
        nodes[0].commit(BUREAU, commit).await.unwrap();
    }
    let person = told[0].subject;
    let values: Vec<_> = told[0].commits.iter().flat_map(|c| &c.values).map(|v| v.value).collect();
    for node in &nodes {
        assert!(node.reveal(BUREAU, &values).await.unwrap().iter().all(Option::is_some));
    }
    nodes[1].destroy_person(BUREAU, person).await.unwrap();
    assert!(nodes[0].reveal(BUREAU, &values).await.unwrap().iter().all(Option::is_none));
    let mut more = stories(&law, 50..51).remove(0).commits.remove(0);
    more.values.iter_mut().for_each(|v| v.person = person);
    let answer = nodes[0].commit(BUREAU, more).await;
    assert!(matches!(answer, Err(StoreError::Damaged(_))), "{answer:?}");
    assert_clean(&nodes[0], &law).await;
}

#[tokio::test]
async fn a_session_ended_on_one_node_is_over_on_the_other() {
    let Some((_database, nodes)) = nodes(2).await else { return };
    let session = Session {
        token: sm3(&[b"token"]),
        account: Id::from("li"),
        began: 1,
        seen: 1,
        ends: 100,
        address: String::new(),
        browser: String::new(),
        generation: 0,
        passkey: false,
    };
    nodes[0].put_account(BUREAU, &account("li")).await.unwrap();
    nodes[0].begin_session(BUREAU, &session).await.unwrap();
    assert_eq!(nodes[1].session(BUREAU, &session.token).await.unwrap(), Some((session.clone(), account("li"))));
    nodes[1].end_session(BUREAU, &session.token).await.unwrap();
    assert_eq!(nodes[0].session(BUREAU, &session.token).await.unwrap(), None);
}
