//! Master keys are changed while everybody works, on both databases: nothing is lost, wherever it is stopped, and no digest changes.

use crate::world::{BUREAU, Story, library, stories, story};
use app::ports::{Draft, MatterFilter, Reach, Recorded, SharedStore, Store};
use kernel::{Digest, Id};
use sqlx::{Connection as _, Row as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Heard, KeySource, KeyState, KeysError, OpenError, Options, Suite, add_key, list_keys, open, retire_key, rotate};

/// A database and its folder, in which the keys lie.
struct Place {
    _folder: tempfile::TempDir,
    _database: Option<scratch_postgres::Database>,
    options: Options,
}

/// One of each kind, as far as there is a server.
fn places() -> Vec<Place> {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("bureau.db"));
    let mut out = vec![Place { _folder: folder, _database: None, options }];
    if let Some(database) = scratch_postgres::database().unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::server(database.url(), folder.path().join("server.key"));
        out.push(Place { _folder: folder, _database: Some(database), options });
    }
    out
}

fn sm4(options: &Options) -> Options {
    Options { suite: Suite::Sm4Gcm, ..options.clone() }
}

const fn go_on(_: Heard) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn draft() -> Draft {
    Draft { token: Digest([3; 32]), procedure: Id::from("permit"), action: Id::from("apply"), answers: "草稿".into(), saved: 1 }
}

async fn furnish(options: &Options, seeds: std::ops::Range<u64>) -> Vec<Story> {
    let store = open(options.clone()).await.unwrap();
    let told = stories(&library(), seeds);
    for commit in told.iter().flat_map(|s| s.commits.clone()) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    store.put_draft(BUREAU, &draft()).await.unwrap();
    store.close().await;
    told
}

/// Writes an act as the program does: a lost race is decided again.
async fn written(node: &SharedStore, commit: app::ports::Commit) {
    let mut tries = 4;
    while let Err(error) = node.commit(BUREAU, commit.clone()).await {
        tries -= 1;
        assert!(tries > 0 && matches!(error, app::ports::StoreError::Conflict { .. }), "{error}");
    }
}

/// Everything opens, is found, and verifies. Returns the logs with their links.
async fn assert_whole(store: &dyn Store, told: &[Story]) -> Vec<Vec<Recorded>> {
    let mut logs = Vec::new();
    for story in told {
        let values: Vec<_> = story.commits.iter().flat_map(|c| &c.values).collect();
        let shown = store.reveal(BUREAU, &values.iter().map(|v| v.value).collect::<Vec<_>>()).await.unwrap();
        assert!(shown.iter().zip(values).all(|(shown, value)| shown.as_ref() == Some(&value.text)));
        assert!(store.persons_by_identifier(BUREAU, &story.number).await.unwrap().contains(&story.subject));
        let named = MatterFilter { reach: Reach::everything(), text: Some(story.name.clone()), limit: 9, ..MatterFilter::default() };
        assert!(store.matters(BUREAU, &named).await.unwrap().rows.iter().any(|row| row.id == story.id));
        logs.push(store.events(BUREAU, story.id).await.unwrap());
    }
    assert_eq!(store.draft(BUREAU, &Digest([3; 32])).await.unwrap().unwrap().answers, "草稿");
    assert_eq!(store.verify(BUREAU, &library()).await.unwrap().faults, Vec::<String>::new());
    logs
}

async fn assert_whole_at(options: &Options, told: &[Story]) -> Vec<Vec<Recorded>> {
    let store = open(options.clone()).await.unwrap();
    let logs = assert_whole(&store, told).await;
    store.close().await;
    logs
}

/// How many rows there are under each master key, and in each suite.
async fn rows(options: &Options) -> Vec<(i64, bool, u64)> {
    let listed = list_keys(options).await.unwrap();
    listed.iter().map(|k| (k.id, k.state == Some(KeyState::Current), k.rows.iter().map(|(_, n)| n).sum())).collect()
}

async fn suites(options: &Options, table: &str) -> Vec<i64> {
    let text = sqlx::AssertSqlSafe(format!("SELECT DISTINCT suite FROM {table} WHERE suite <> 0 ORDER BY suite"));
    match &options.place {
        store::Place::File(path) => {
            let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
            sqlx::query(text).fetch_all(&mut on).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
        store::Place::Server(url) => {
            let mut on = sqlx::PgConnection::connect(url).await.unwrap();
            sqlx::query(text).fetch_all(&mut on).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_of_both_suites_lie_side_by_side() {
    for Place { options, .. } in &places() {
        let mut told = furnish(options, 0..4).await;
        told.extend(furnish(&sm4(options), 4..8).await);
        assert_eq!(suites(options, "value").await, [1, 2]);
        assert_whole_at(options, &told).await;
        assert_whole_at(&sm4(options), &told).await;
        // Put right: everything in one of them, under the same master key.
        let done = rotate(&sm4(options), true, go_on).await.unwrap();
        assert!(done.master == 1 && done.persons >= 4 && done.left == 0 && done.unopened == 0 && !done.stopped, "{done:?}");
        for table in ["value", "person", "draft", "service_key"] {
            assert_eq!(suites(options, table).await, [2], "{table}");
        }
        assert_whole_at(options, &told).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_changed_while_acts_are_written() {
    for Place { options, .. } in &places() {
        let law = library();
        let told = stories(&law, 0..60);
        let openings: Vec<_> = told.iter().map(|s| s.commits[0].clone()).collect();
        let node: SharedStore = Arc::new(open(options.clone()).await.unwrap());
        for opening in openings.iter().cloned() {
            node.commit(BUREAU, opening).await.unwrap();
        }
        node.put_draft(BUREAU, &draft()).await.unwrap();
        let mut before = Vec::new();
        for story in &told {
            before.push(node.events(BUREAU, story.id).await.unwrap());
        }
        // The node knows everybody's key, and goes on with the old suite.
        let values: Vec<_> = openings.iter().flat_map(|c| &c.values).map(|v| v.value).collect();
        assert!(node.reveal(BUREAU, &values).await.unwrap().iter().all(Option::is_some));
        assert_eq!(add_key(options).await.unwrap(), 2);
        let (walking, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let rest: Vec<_> = told.iter().flat_map(|s| s.commits[1..].to_vec()).collect();
        let writing = tokio::spawn({
            let (node, walking, over, law) = (node.clone(), walking.clone(), over.clone(), library());
            async move {
                while !walking.load(Ordering::Relaxed) {
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                }
                for commit in rest {
                    written(&node, commit).await;
                }
                let mut new = Vec::new();
                while !over.load(Ordering::Relaxed) || new.len() < 5 {
                    let story = story(&law, 1_000 + new.len() as u64);
                    for commit in story.commits.iter().cloned() {
                        written(&node, commit).await;
                    }
                    new.push(story);
                }
                new
            }
        });
        let heard = |heard: Heard| {
            walking.fetch_or(heard.of > 0, Ordering::Relaxed);
            ControlFlow::Continue(())
        };
        let done = rotate(&sm4(options), true, heard).await.unwrap();
        over.store(true, Ordering::Relaxed);
        let mut all = writing.await.unwrap();
        assert!(done.master == 2 && done.persons >= 60 && done.drafts == 1, "{done:?}");
        all.extend(told);
        let logs = assert_whole(&*node, &all).await;
        for (log, before) in logs[logs.len() - before.len()..].iter().zip(&before) {
            assert_eq!(log[..before.len()], before[..], "the logs are as they were");
        }
        // What the last acts wrote under the old key before they heard of the new one.
        rotate(&sm4(options), true, go_on).await.unwrap();
        let under = rows(options).await;
        assert!(matches!(under[..], [(1, false, 0), (2, true, n)] if n > 60), "{under:?}");
        assert_eq!(suites(options, "value").await, [2]);
        assert!(retire_key(options, 1).await.unwrap());
        // The node that was there all the time goes on without the old key.
        let more = story(&law, 5_000);
        for commit in &more.commits {
            node.commit(BUREAU, commit.clone()).await.unwrap();
        }
        all.push(more);
        assert_whole(&*node, &all).await;
        node.close().await;
        assert_whole_at(options, &all).await;
    }
}

/// A node that has not heard yet that its master key was retired writes nothing under it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_comes_to_lie_under_a_retired_key() {
    for Place { options, .. } in &places() {
        let (law, told) = (library(), furnish(options, 0..3).await);
        let node = open(options.clone()).await.unwrap();
        add_key(options).await.unwrap();
        // The node looks which keys there are, and not again within a second.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        node.commit(BUREAU, story(&law, 70).commits.remove(0)).await.unwrap();
        rotate(options, false, go_on).await.unwrap();
        assert!(retire_key(options, 1).await.unwrap());
        let late = story(&law, 71).commits.remove(0);
        let first = node.commit(BUREAU, late.clone()).await;
        assert!(matches!(first, Ok(_) | Err(app::ports::StoreError::Conflict { .. })), "{first:?}");
        assert!(matches!(rows(options).await[..], [(1, false, 0), (2, true, _)]));
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        node.commit(BUREAU, late).await.unwrap();
        assert_whole(&node, &told).await;
        node.close().await;
        assert!(matches!(rows(options).await[..], [(1, false, 0), (2, true, 8)]));
    }
}

/// Stops at every call, before and after each commit, and goes on; each time everything is whole, and the end is the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_stopped_anywhere_goes_on() {
    for Place { options, .. } in &places() {
        let told = furnish(options, 0..45).await;
        let before = assert_whole_at(options, &told).await;
        add_key(options).await.unwrap();
        let (mut stops, mut last) = ([0, 0], None);
        for stop in 1..200 {
            let mut calls = 0;
            let heard = |heard: Heard| {
                calls += 1;
                if calls == stop {
                    stops[usize::from(heard.committed)] += 1;
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            };
            let done = rotate(&sm4(options), true, heard).await.unwrap();
            assert_eq!(assert_whole_at(options, &told).await, before);
            if !done.stopped {
                last = Some(done);
                break;
            }
        }
        assert!(stops[0] >= 3 && stops[1] >= 3 && last.is_some(), "{stops:?}");
        let under = rows(options).await;
        assert!(matches!(under[..], [(1, false, 0), (2, true, n)] if n > 40), "{under:?}");
        for table in ["value", "person", "draft", "service_key"] {
            assert_eq!(suites(options, table).await, [2], "{table}");
        }
        let again = rotate(&sm4(options), true, go_on).await.unwrap();
        assert_eq!((again.keys, again.persons, again.drafts), (0, 0, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_rotations_at_once_do_each_row_once() {
    for Place { options, .. } in &places() {
        let told = furnish(options, 0..45).await;
        add_key(options).await.unwrap();
        let (options, other) = (sm4(options), sm4(options));
        let (one, two) = tokio::join!(rotate(&options, true, go_on), rotate(&other, true, go_on));
        let (one, two) = (one.unwrap(), two.unwrap());
        let persons = told.iter().map(|s| s.subject).collect::<std::collections::BTreeSet<_>>().len() as u64;
        assert_eq!(one.persons + two.persons, persons, "{one:?} {two:?}");
        assert!(matches!(rows(&options).await[..], [(1, false, 0), (2, true, _)]));
        assert_whole_at(&options, &told).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_in_use_is_not_retired_and_a_lost_one_is_named() {
    for Place { options, _folder: folder, .. } in &places() {
        let told = furnish(options, 0..4).await;
        let refused = |error: KeysError, parts: &[&str]| assert!(parts.iter().all(|p| error.to_string().contains(p)), "{error}");
        refused(retire_key(options, 1).await.unwrap_err(), &["第 1 号是现用", "current"]);
        refused(retire_key(options, 7).await.unwrap_err(), &["没有第 7 号", "sinan keys list"]);
        add_key(options).await.unwrap();
        // Stopped once it has begun: the new key is current, and everything lies under the old one.
        let mut calls = 0;
        let begun = |_: Heard| {
            calls += 1;
            if calls == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert!(rotate(options, false, begun).await.unwrap().stopped);
        refused(retire_key(options, 1).await.unwrap_err(), &["个人密钥 4 把", "本程序自己的密钥 3 把", "sinan keys rotate"]);
        // The old key is lost before the end: it is said which one, and what lies under it.
        let path = key_file(folder.path());
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, whole.lines().filter(|l| l.starts_with("2 ")).collect::<String>()).unwrap();
        let Err(error) = open(options.clone()).await else { panic!("opened") };
        assert!(matches!(error, OpenError::LostKey { key: 1, .. }), "{error}");
        let (said, listed) = (error.to_string(), list_keys(options).await.unwrap());
        assert!(said.contains("个人密钥 4 把") && said.contains(&listed[0].proof) && said.contains(path.to_str().unwrap()), "{said}");
        assert!(!listed[0].in_hand && listed[1].in_hand && listed[1].state == Some(KeyState::Current));
        std::fs::write(&path, &whole).unwrap();
        rotate(options, false, go_on).await.unwrap();
        assert!(retire_key(options, 1).await.unwrap());
        let left = std::fs::read_to_string(&path).unwrap();
        assert!(left.starts_with("2 ") && left.lines().count() == 1);
        assert_whole_at(options, &told).await;
        // Put back into the file it does no harm; another key under the same number is told.
        std::fs::write(&path, &whole).unwrap();
        assert_whole_at(options, &told).await;
        std::fs::write(&path, whole.replace("2 ", "3 ")).unwrap();
        assert!(matches!(open(options.clone()).await, Err(OpenError::LostKey { key: 2, .. })));
        // From the environment: the same keys, which the program does not write.
        let given = Options { master_key: KeySource::Given(whole.replace('\n', ",").into()), ..options.clone() };
        assert_whole_at(&given, &told).await;
        assert!(matches!(add_key(&given).await, Err(KeysError::Key(store::KeyError::NotAFile))));
    }
}

fn key_file(folder: &Path) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|e| e == "key")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ciphertexts_that_change_places_do_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    for (round, suite) in [Suite::Aes256Gcm, Suite::Sm4Gcm].into_iter().enumerate() {
        let options = Options { suite, ..Options::new(&path) };
        let told = furnish(&options, round as u64 * 10..round as u64 * 10 + 1).await;
        let (one, two) = (told[0].commits[0].values[0].value, told[0].commits[0].values[1].value);
        let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
        let moved = "nonce = (SELECT nonce FROM value o WHERE o.value_id = $2), ciphertext = (SELECT ciphertext FROM value o WHERE o.value_id = $2)";
        for swap in [moved, "suite = 3 - suite", "field = field || '2'"] {
            let kept =
                sqlx::query("SELECT suite, nonce, ciphertext, field FROM value WHERE value_id = $1").bind(one.0.as_bytes().as_slice());
            let kept = kept.fetch_one(&mut on).await.unwrap();
            let text = sqlx::AssertSqlSafe(format!("UPDATE value SET {swap} WHERE value_id = $1"));
            let mut query = sqlx::query(text).bind(one.0.as_bytes().as_slice());
            if swap.contains("$2") {
                query = query.bind(two.0.as_bytes().as_slice());
            }
            assert_eq!(query.execute(&mut on).await.unwrap().rows_affected(), 1);
            let store = open(options.clone()).await.unwrap();
            let error = store.reveal(BUREAU, &[one]).await.unwrap_err().to_string();
            assert!(error.contains("密文解不开"), "{swap}: {error}");
            assert!(store.verify(BUREAU, &library()).await.unwrap().faults.iter().any(|f| f.contains(&one.to_string())), "{swap}");
            store.close().await;
            let back = "UPDATE value SET suite = $2, nonce = $3, ciphertext = $4, field = $5 WHERE value_id = $1";
            let back = sqlx::query(back).bind(one.0.as_bytes().as_slice());
            let back = back.bind(kept.get::<i64, _>(0)).bind(kept.get::<Vec<u8>, _>(1)).bind(kept.get::<Vec<u8>, _>(2));
            back.bind(kept.get::<String, _>(3)).execute(&mut on).await.unwrap();
        }
        on.close().await.unwrap();
        assert_whole_at(&options, &told).await;
    }
}

/// What does not open is left as it is, and told: a fresh key would lose it for good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_does_not_open_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let told = furnish(&Options::new(&path), 0..3).await;
    let value = told[0].commits[0].values[0].value;
    let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let spoil = "UPDATE value SET suite = 3 - suite WHERE value_id = $1";
    sqlx::query(spoil).bind(value.0.as_bytes().as_slice()).execute(&mut on).await.unwrap();
    let done = rotate(&sm4(&Options::new(&path)), true, go_on).await.unwrap();
    assert_eq!((done.persons, done.unopened, done.left), (2, 1, 1));
    let mend = "UPDATE value SET suite = 3 - suite WHERE value_id = $1";
    sqlx::query(mend).bind(value.0.as_bytes().as_slice()).execute(&mut on).await.unwrap();
    on.close().await.unwrap();
    assert_whole_at(&Options::new(&path), &told).await;
}
