//! The server is killed as by a power cut, again and again under load: it is found again, and what was answered is there.

use crate::server;
use crate::world::{BUREAU, library, stories, story};
use app::ports::{Commit, Receipt, SharedStore, StoreError};
use engine::walk::Dice;
use scratch_postgres::Server;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::open;

const ROUNDS: u64 = 12;
const CLERKS: u64 = 8;

type Known = Arc<Mutex<HashMap<kernel::OperationId, Receipt>>>;

/// Tells one story after the other. What was not answered is sent again until it is.
async fn work(store: SharedStore, clerk: u64, known: Known, over: Arc<AtomicBool>) {
    let law = library();
    for chapter in 0.. {
        for commit in story(&law, 10_000 + chapter * CLERKS + clerk).commits {
            loop {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                match store.commit(BUREAU, commit.clone()).await {
                    Ok(receipt) => {
                        known.lock().unwrap().insert(commit.operation, receipt);
                        break;
                    }
                    Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_that_was_answered() {
    // A server of its own: the others' must live.
    let Some(mut server_process) = Server::start(&std::env::temp_dir()).unwrap() else {
        scratch_postgres::database().unwrap();
        return;
    };
    let url = server_process.url("postgres");
    let store: SharedStore = Arc::new(open(server(&url)).await.unwrap());
    let (known, over) = (Known::default(), Arc::new(AtomicBool::new(false)));
    let clerks: Vec<_> = (0..CLERKS).map(|clerk| tokio::spawn(work(store.clone(), clerk, known.clone(), over.clone()))).collect();
    let mut dice = Dice::new(5);
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        tokio::time::sleep(Duration::from_millis(200 + dice.below(600))).await;
        server_process = tokio::task::spawn_blocking(move || {
            server_process.kill().unwrap();
            server_process
        })
        .await
        .unwrap();
        // Reads say so soon, and do not hang.
        let asked = Instant::now();
        let answer = store.setting(BUREAU, "k").await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
        assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
        server_process = tokio::task::spawn_blocking(move || {
            server_process.restart().unwrap();
            server_process
        })
        .await
        .unwrap();
        let (back, before) = (Instant::now(), known.lock().unwrap().len());
        while known.lock().unwrap().len() == before {
            assert!(back.elapsed() < Duration::from_secs(10), "round {round}: nothing goes on");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        slowest = slowest.max(back.elapsed());
    }
    over.store(true, Ordering::Relaxed);
    for clerk in clerks {
        clerk.await.unwrap();
    }
    let known = std::mem::take(&mut *known.lock().unwrap());
    for (operation, receipt) in &known {
        let found = answered(async || store.operation(BUREAU, *operation).await).await;
        assert_eq!(found.as_ref(), Some(receipt), "an acknowledged act is lost");
    }
    let report = answered(async || store.verify(BUREAU, &library()).await).await;
    assert!(report.faults.is_empty(), "{:#?}", report.faults);
    let checked = server_process.tool("pg_amcheck", &["--install-missing", "--heapallindexed", "postgres"]).unwrap();
    assert!(checked.status.success(), "{}{}", String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
    println!("{} acts were acknowledged in {ROUNDS} rounds, and none was lost; at work again within {slowest:?}", known.len());
    assert!(known.len() > 200, "too few acts to prove anything: {}", known.len());
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    store.close().await;
}

/// A session broken off in the middle of a batch, as an administrator or a failing line would: it is done or not, and told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break_off_are_opened_anew() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let store: SharedStore = Arc::new(open(server(&database.url())).await.unwrap());
    let law = library();
    let commits: Vec<Commit> = stories(&law, 0..30).into_iter().flat_map(|s| s.commits).collect();
    let mut broken = 0;
    for (n, commit) in commits.into_iter().enumerate() {
        if n % 10 == 5 {
            database
                .run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
                )
                .unwrap();
        }
        let begun = Instant::now();
        let mut answer = store.commit(BUREAU, commit.clone()).await;
        while let Err(StoreError::Unavailable(_)) = answer {
            broken += 1;
            assert!(begun.elapsed() < Duration::from_secs(2), "no connection for two seconds");
            answer = store.commit(BUREAU, commit.clone()).await;
        }
        answer.unwrap();
    }
    assert!(broken > 0, "no connection was in use when it was broken off");
    let report = answered(async || store.verify(BUREAU, &law).await).await;
    assert!(report.faults.is_empty());
}

/// The answer to a read. A connection that died with its server says so once, to whoever reads next, and is opened anew.
async fn answered<T>(ask: impl AsyncFn() -> Result<T, StoreError>) -> T {
    let begun = Instant::now();
    loop {
        match ask().await {
            Err(StoreError::Unavailable(_)) => assert!(begun.elapsed() < Duration::from_secs(2), "no connection for two seconds"),
            answer => return answer.unwrap(),
        }
    }
}
