//! The process is killed at any moment, again and again: what was answered is there, once, and everything verifies.

use crate::world::{BUREAU, Story, library, request, story};
use app::ports::SharedStore;
use engine::walk::Dice;
use kernel::OperationId;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Tells the child where its database is, and with which stories to go on.
const DATABASE: &str = "SINAN_CRASH_DATABASE";
const FROM: &str = "SINAN_CRASH_FROM";
const ROUNDS: u64 = 36;
const CLERKS: u64 = 8;

/// Not a test by itself: what the process does that is killed.
#[test]
fn child() {
    let (Ok(database), Ok(from)) = (std::env::var(DATABASE), std::env::var(FROM)) else { return };
    let from: u64 = from.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store: SharedStore = Arc::new(store::open(store::Options::new(&database)).await.unwrap());
        let clerks: Vec<_> = (0..CLERKS).map(|clerk| tokio::spawn(work(store.clone(), from, clerk))).collect();
        for clerk in clerks {
            clerk.await.unwrap();
        }
    });
}

/// Tells one story after the other, and says aloud what was answered.
async fn work(store: SharedStore, from: u64, clerk: u64) {
    let law = library();
    for chapter in from.. {
        let seed = chapter * CLERKS + clerk;
        for commit in story(&law, seed).commits {
            let operation = commit.operation;
            store.commit(BUREAU, commit).await.unwrap();
            let line = format!("{chapter} {operation}\n");
            std::io::stdout().write_all(line.as_bytes()).unwrap();
        }
    }
}

fn spawn(database: &Path, from: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture"])
        .env(DATABASE, database)
        .env(FROM, from.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost() {
    let law = library();
    let mut dice = Dice::new(17);
    let mut total = 0;
    for era in 0..3 {
        // A new file now and then, so that its making is interrupted too.
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("bureau.db");
        let mut known: BTreeMap<OperationId, u64> = BTreeMap::new();
        let mut from = era * 1_000;
        for round in 0..ROUNDS / 3 {
            let mut child = spawn(&database, from);
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            // The first rounds kill it while it is opening.
            let patience = if round < 3 { 20 + dice.below(60) } else { 250 + dice.below(650) };
            tokio::time::sleep(Duration::from_millis(patience)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            for line in lines.map_while(Result::ok) {
                // The harness writes to the same stream, and the last line may be cut off by the kill.
                if let Some((chapter, operation)) = line.split_once(' ')
                    && let (Ok(chapter), Ok(operation)) = (chapter.parse(), operation.parse())
                {
                    known.insert(operation, chapter);
                    from = from.max(chapter);
                }
            }
            check(&law, &database, &known).await;
        }
        total += known.len();
    }
    println!("{total} acts were acknowledged in {ROUNDS} rounds, and none was lost");
    assert!(total > 200, "too few acts to prove anything: {total}");
}

async fn check(law: &app::Library, database: &Path, known: &BTreeMap<OperationId, u64>) {
    let store = store::open(store::Options::new(database)).await.unwrap();
    let store_ref: &dyn app::ports::Store = &store;
    for (operation, chapter) in known {
        let receipt = store_ref.operation(BUREAU, *operation).await.unwrap();
        let receipt = receipt.unwrap_or_else(|| panic!("{operation} of chapter {chapter} was acknowledged and is lost"));
        let matter = store_ref.matter(BUREAU, receipt.matter).await.unwrap().unwrap();
        assert!(matter.seq >= receipt.seq && matter.number == receipt.number);
    }
    let report = store_ref.verify(BUREAU, law).await.unwrap();
    assert!(report.faults.is_empty(), "{:#?}", report.faults);
    store.close().await;
}

/// The child makes the same stories again after each kill: an act cut off is either done or not, and a repeat tells which.
#[test]
fn stories_can_be_told_again() {
    let law = library();
    let (one, two): (Story, Story) = (story(&law, 5), story(&law, 5));
    let ids = |s: &Story| s.commits.iter().map(|c| (c.operation, request(&c.operation), c.changes[0].after.clone())).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&two));
}
