//! After a lawful destruction nothing of it is left on the disk: no key, and where the disk is ours no ciphertext either.

use crate::server;
use crate::world::{BUREAU, Story, library, stories, story_about};
use app::ports::SharedStore;
use engine::walk::Dice;
use scratch_postgres::Server;
use sqlx::{Connection as _, Row as _};
use std::path::Path;
use std::sync::Arc;
use store::{Options, open};

/// Bytes that must not be found any more, and what they are.
type Canaries = Vec<(&'static str, Vec<u8>)>;

/// Which of them are found in the files of a folder and below.
fn found(folder: &Path, canaries: &Canaries) -> Vec<&'static str> {
    let mut by_start: Vec<Vec<&(&'static str, Vec<u8>)>> = vec![Vec::new(); 1 << 16];
    for canary in canaries {
        by_start[usize::from(canary.1[0]) << 8 | usize::from(canary.1[1])].push(canary);
    }
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // A server's file may be gone by now.
            let content = std::fs::read(&path).unwrap_or_default();
            let mut before = 0;
            for (at, byte) in content.iter().enumerate() {
                let here = &by_start[before << 8 | usize::from(*byte)];
                before = usize::from(*byte);
                out.extend(here.iter().filter(|(_, bytes)| content[at.saturating_sub(1)..].starts_with(bytes)).map(|(what, _)| *what));
            }
        }
    }
    out
}

/// Three of many matters, and a second one of the first's person, which stays; written in no order, so that pages split and move.
async fn furnish(store: &SharedStore) -> (Vec<Story>, Story) {
    let law = library();
    let mut told = stories(&law, 0..120);
    let mut dice = Dice::new(3);
    for n in (1..told.len()).rev() {
        told.swap(n, dice.below(n as u64 + 1) as usize);
    }
    let kept = story_about(&law, 500, Some(told[0].subject));
    for commit in told.iter().chain([&kept]).flat_map(|s| s.commits.clone()) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    told.truncate(3);
    (told, kept)
}

/// Destroys two matters and one person; what is about nobody else stays.
async fn destroy(store: &SharedStore, gone: &[Story], kept: &Story) {
    let before = values(store, kept).await;
    crate::world::destroy(&**store, &library(), &[gone[0].id, gone[1].id]).await;
    store.destroy_person(BUREAU, gone[2].subject).await.unwrap();
    assert_eq!(values(store, kept).await, before);
    assert!(before.iter().all(Option::is_some));
    for story in gone {
        assert!(values(store, story).await.iter().all(Option::is_none));
    }
    assert_eq!(store.verify(BUREAU, &library()).await.unwrap().faults, Vec::<String>::new());
}

async fn values(store: &SharedStore, story: &Story) -> Vec<Option<String>> {
    let ids: Vec<_> = story.commits.iter().flat_map(|c| &c.values).map(|v| v.value).collect();
    store.reveal(BUREAU, &ids).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_in_the_file_nor_in_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store: SharedStore = Arc::new(open(Options::new(&path)).await.unwrap());
    let (gone, kept) = furnish(&store).await;
    let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let mut canaries = Canaries::new();
    for story in &gone {
        let person = story.subject.0.as_bytes().as_slice();
        for (what, text) in [
            ("a wrapped key", "SELECT wrapped FROM person WHERE person_id = $1"),
            ("a ciphertext", "SELECT ciphertext FROM value WHERE person_id = $1 AND matter_id = $2"),
            ("a search term", "SELECT hash FROM search_term WHERE person_id = $1 AND matter_id = $2"),
        ] {
            let rows = sqlx::query(text).bind(person).bind(story.id.0.as_bytes().as_slice()).fetch_all(&mut on).await.unwrap();
            assert!(!rows.is_empty(), "{what}");
            canaries.extend(rows.iter().map(|row| (what, row.get::<Vec<u8>, _>(0))));
        }
    }
    on.close().await.unwrap();
    assert!(found(folder.path(), &canaries).len() >= canaries.len(), "they are there to begin with");
    destroy(&store, &gone, &kept).await;
    let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let backup = folder.path().join("backup.db");
    sqlx::query("VACUUM INTO $1").bind(backup.to_str().unwrap()).execute(&mut on).await.unwrap();
    assert!(std::fs::metadata(&backup).unwrap().len() > 100_000);
    assert_eq!(found(folder.path(), &canaries), Vec::<&str>::new(), "still there");
    store.close().await;
}

/// On a server the ciphertexts may lie about until their pages are used again; the keys under which they open do not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_is_left_in_the_tables_nor_in_a_backup() {
    // A server of its own, whose files we may read.
    let Some(process) = Server::start(&std::env::temp_dir()).unwrap() else {
        scratch_postgres::database().unwrap();
        return;
    };
    let store: SharedStore = Arc::new(open(server(&process.url("postgres"))).await.unwrap());
    let (gone, kept) = furnish(&store).await;
    let mut on = sqlx::PgConnection::connect(&process.url("postgres")).await.unwrap();
    let mut canaries = Canaries::new();
    for story in &gone {
        for (what, text) in [
            ("a wrapped key", "SELECT wrapped FROM person WHERE person_id = $1"),
            ("a ciphertext", "SELECT ciphertext FROM value WHERE person_id = $1 AND matter_id = $2"),
        ] {
            let rows = sqlx::query(text).bind(story.subject.0).bind(story.id.0).fetch_all(&mut on).await.unwrap();
            assert!(!rows.is_empty(), "{what}");
            canaries.extend(rows.iter().map(|row| (what, row.get::<Vec<u8>, _>(0))));
        }
    }
    sqlx::query("CHECKPOINT").execute(&mut on).await.unwrap();
    on.close().await.unwrap();
    let tables = process.files().join("base");
    assert!(found(&tables, &canaries).len() >= canaries.len(), "they are there to begin with");
    // Somebody who reads for a while, as a backup or a long verification does, still sees what was: it is waited for.
    let mut reader = sqlx::PgConnection::connect(&process.url("postgres")).await.unwrap();
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM person").execute(&mut reader).await.unwrap();
    let reading = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut reader).await.unwrap();
    });
    destroy(&store, &gone, &kept).await;
    reading.await.unwrap();
    let left = found(&tables, &canaries);
    assert!(!left.contains(&"a wrapped key"), "{left:?}");
    let dump = process.tool("pg_dump", &["postgres"]).unwrap();
    let text = String::from_utf8(dump.stdout).unwrap();
    assert!(dump.status.success() && text.len() > 100_000);
    for (what, bytes) in &canaries {
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        assert!(!text.contains(&hex), "{what} is in the backup");
    }
    store.close().await;
}
