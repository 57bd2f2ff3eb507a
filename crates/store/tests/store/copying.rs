//! Copies both ways: equal digests, values that open, and a refusal where something would be lost.

use crate::server;
use crate::world::{BUREAU, OTHER, Story, library, stories, units};
use app::ports::{Draft, Store};
use kernel::{Digest, Id};
use std::path::Path;
use store::{CopyError, KeySource, Options, copy, open};

/// A bureau with something in every table, closed.
async fn furnish(options: Options) -> Vec<Story> {
    let store = open(options).await.unwrap();
    let told = stories(&library(), 0..30);
    for commit in told.iter().flat_map(|s| s.commits.clone()) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    store.commit(OTHER, told[0].commits[0].clone()).await.unwrap();
    for unit in units() {
        store.put_unit(BUREAU, &unit).await.unwrap();
    }
    store.put_setting(BUREAU, "k", &serde_json::json!({ "a": [1, null, "二"] })).await.unwrap();
    let draft =
        Draft { token: Digest([3; 32]), procedure: Id::from("permit"), action: Id::from("apply"), answers: "草稿".into(), saved: 1 };
    store.put_draft(BUREAU, &draft).await.unwrap();
    store.destroy_person(BUREAU, told[1].subject).await.unwrap();
    store.close().await;
    told
}

async fn assert_whole(options: Options, told: &[Story]) {
    let store = open(options).await.unwrap();
    for bureau in [BUREAU, OTHER] {
        assert_eq!(store.verify(bureau, &library()).await.unwrap().faults, Vec::<String>::new());
    }
    for story in told {
        let values: Vec<_> = story.commits.iter().flat_map(|c| &c.values).collect();
        let shown = store.reveal(BUREAU, &values.iter().map(|v| v.value).collect::<Vec<_>>()).await.unwrap();
        let gone = story.id == told[1].id;
        assert!(shown.iter().zip(values).all(|(shown, value)| if gone { shown.is_none() } else { shown.as_ref() == Some(&value.text) }));
    }
    assert_eq!(store.draft(BUREAU, &Digest([3; 32])).await.unwrap().unwrap().answers, "草稿");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_there_and_back_is_the_same() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let here = Options::new(folder.path().join("here.db"));
    let there = Options::server(database.url(), folder.path().join("keys").join("there.key"));
    let back = Options::new(folder.path().join("back.db"));
    let told = furnish(here.clone()).await;
    let mut heard = (0, 0);
    let one = copy(&here, &there, |done, of| heard = (done, of)).await.unwrap();
    assert!(one.rows > 1_000 && heard == (2 * one.rows, 2 * one.rows), "{one:?} {heard:?}");
    assert_whole(there.clone(), &told).await;
    let two = copy(&there, &back, |_, _| {}).await.unwrap();
    assert_eq!((one.from, one.rows), (two.to, two.rows), "what came back is what was sent");
    assert_whole(back.clone(), &told).await;
    // Another byte, another digest.
    database.run("UPDATE setting SET value = value || ' '").unwrap();
    let other = copy(&there, &Options::new(folder.path().join("other.db")), |_, _| {}).await.unwrap();
    assert_ne!(other.from, one.from);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| Options::new(folder.path().join(name));
    let key = |path: &Path| std::fs::read_to_string(path).unwrap();
    furnish(at("one.db")).await;
    // Somebody else's database, with a key of its own.
    furnish(at("two.db")).await;
    let before = key(&folder.path().join("two.db.key"));
    let error = copy(&at("one.db"), &at("two.db"), |_, _| {}).await.unwrap_err();
    assert!(matches!(error, CopyError::Key(_)) && error.to_string().contains("另一把主密钥"), "{error}");
    assert_eq!(key(&folder.path().join("two.db.key")), before);
    // One with the same key that is not empty.
    copy(&at("one.db"), &at("three.db"), |_, _| {}).await.unwrap();
    let error = copy(&at("one.db"), &at("three.db"), |_, _| {}).await.unwrap_err();
    assert!(matches!(error, CopyError::NotEmpty { .. }) && error.to_string().contains("已有数据"), "{error}");
    let error = copy(&at("one.db"), &at("one.db"), |_, _| {}).await.unwrap_err();
    assert!(matches!(error, CopyError::Same(_)), "{error}");
    let error = copy(&at("none.db"), &at("four.db"), |_, _| {}).await.unwrap_err();
    assert!(matches!(error, CopyError::Missing(_)) && !folder.path().join("none.db").exists(), "{error}");
    // On a server the place of the key must be said.
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let nowhere = Options { master_key: KeySource::Beside, ..server(&database.url()) };
    let error = copy(&at("one.db"), &nowhere, |_, _| {}).await.unwrap_err();
    assert!(error.to_string().contains("须指明主密钥文件"), "{error}");
}
