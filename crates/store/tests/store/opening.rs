//! Opening: what is refused, in a sentence; and that no personal value can be read from the files.

use crate::conformance::people::account;
use crate::server;
use crate::world::{BUREAU, Story, destroy, library, stories};
use app::ports::{Account, Credential, Draft, Store, StoreError};
use kernel::{Digest, Id};
use sqlx::Connection as _;
use std::path::Path;
use store::{KeySource, OpenError, Options, SqlStore, open};

async fn refusal(options: Options) -> String {
    match open(options).await {
        Ok(_) => panic!("opened"),
        Err(error) => error.to_string(),
    }
}

async fn run(path: &Path, text: &'static str) {
    let mut connection = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn made(path: &Path) {
    open(Options::new(path)).await.unwrap().close().await;
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("bureau.db");
    made(&path).await;
    run(&path, "INSERT INTO migration VALUES (99, 'later', x'00')").await;
    let sentence = refusal(Options::new(&path)).await;
    assert!(sentence.contains("第 99 版") && sentence.contains("新版程序"), "{sentence}");
}

#[tokio::test]
async fn a_different_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    made(&path).await;
    run(&path, "UPDATE migration SET checksum = x'00'").await;
    assert!(refusal(Options::new(&path)).await.contains("不一致"));
}

#[tokio::test]
async fn another_key_and_a_lost_key_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    made(&path).await;
    let other = Options { master_key: KeySource::Bytes([1; 32]), ..Options::new(&path) };
    assert!(matches!(open(other).await, Err(OpenError::OtherKey(_))));
    std::fs::remove_file(folder.path().join("bureau.db.key")).unwrap();
    let sentence = refusal(Options::new(&path)).await;
    assert!(sentence.contains("找不到主密钥文件") && sentence.contains("bureau.db.key"), "{sentence}");
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    std::fs::write(&path, "工作要点\n".repeat(1_000)).unwrap();
    let options = Options { master_key: KeySource::Bytes([1; 32]), ..Options::new(&path) };
    assert!(refusal(options).await.contains("打不开数据库"));
    let nowhere = Options { master_key: KeySource::Bytes([1; 32]), ..Options::new("/proc/none/bureau.db") };
    assert!(refusal(nowhere).await.contains("不能建立数据目录"));
}

/// Takes a database back to the first schema, in which an account's password stood among what is said of it.
const FIRST_SCHEMA: &str = "DROP INDEX session_account; ALTER TABLE session DROP COLUMN address; ALTER TABLE session DROP COLUMN browser; \
                            ALTER TABLE session DROP COLUMN generation; ALTER TABLE session DROP COLUMN passkey; ALTER TABLE account DROP COLUMN password; \
                            ALTER TABLE account DROP COLUMN password_set; ALTER TABLE account DROP COLUMN disabled; \
                            ALTER TABLE account DROP COLUMN generation; DROP TABLE ticket; DROP TABLE second_factor; \
                            DROP TABLE known_browser; DROP TABLE passkey; DROP TABLE identity; DROP TABLE journal; DROP TABLE journal_head; \
                            DROP TABLE poll; \
                            UPDATE account SET body = replace(body, '\"demo\":true', '\"password\":\"hash\",\"demo\":true'); \
                            INSERT INTO about (name, value) SELECT 'key', proof FROM master_key; DROP TABLE master_key; \
                            DROP TABLE service_key; ALTER TABLE person DROP COLUMN master; ALTER TABLE person DROP COLUMN key_ref; \
                            ALTER TABLE draft DROP COLUMN key_id; ALTER TABLE search_term DROP COLUMN key_id; DROP TABLE destruction; DROP TABLE value_use; ALTER TABLE value DROP COLUMN matter_id; \
                            DROP INDEX matter_parent; ALTER TABLE matter DROP COLUMN parent; DELETE FROM migration WHERE version > 1";

/// Two matters, one inside the other. Returns them.
async fn family(options: Options) -> [Story; 2] {
    let store = open(options).await.unwrap();
    let told = stories(&library(), 0..2);
    let (parent, mut opening) = (told[0].id, told[1].commits[0].clone());
    let change = &mut opening.changes[0];
    if let engine::Body::Opened { opening, .. } = &mut change.events[0].body {
        opening.parent = Some(parent);
    }
    (change.after.parent, change.facts.parent) = (Some(parent), Some(parent));
    for commit in [told[0].commits[0].clone(), opening] {
        store.commit(BUREAU, commit).await.unwrap();
    }
    store.put_account(BUREAU, &account("li")).await.unwrap();
    store.close().await;
    told.try_into().unwrap_or_else(|_| panic!("two were told"))
}

/// What later schemas know is found out of what was there: whose child a matter is, whose a value is, by what an account signs in.
async fn assert_brought_up_to_date(options: Options, [parent, child]: [Story; 2]) {
    let store = open(options).await.unwrap();
    let credential = Credential { password: Some("hash".to_owned()), ..Credential::default() };
    assert_eq!(store.account(BUREAU, &Id::from("li")).await.unwrap(), Some(Account { credential, ..account("li") }));
    assert_eq!(store.children(BUREAU, parent.id).await.unwrap(), [child.id]);
    assert_eq!(store.verify(BUREAU, &library()).await.unwrap().faults, Vec::<String>::new());
    destroy(&store, &library(), &[parent.id]).await;
    for (story, kept) in [(parent, false), (child, true)] {
        let values: Vec<_> = story.commits[0].values.iter().map(|v| v.value).collect();
        assert!(store.reveal(BUREAU, &values).await.unwrap().iter().all(|v| v.is_some() == kept));
    }
    assert_eq!(store.verify(BUREAU, &library()).await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test]
async fn an_older_database_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let told = family(Options::new(&path)).await;
    run(&path, FIRST_SCHEMA).await;
    assert_brought_up_to_date(Options::new(&path), told).await;
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let told = family(server(&database.url())).await;
    database.run(FIRST_SCHEMA).unwrap();
    assert_brought_up_to_date(server(&database.url()), told).await;
}

#[tokio::test]
async fn what_was_written_is_there_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options::new(&path)).await.unwrap();
    let story = stories(&library(), 0..1).remove(0);
    for commit in &story.commits {
        store.commit(BUREAU, commit.clone()).await.unwrap();
    }
    store.close().await;
    assert!(matches!(store.commit(BUREAU, story.commits[0].clone()).await, Err(StoreError::Unavailable(_))));
    let again: SqlStore = open(Options::new(&path)).await.unwrap();
    let last = story.commits.last().unwrap();
    assert_eq!(again.matter(BUREAU, story.id).await.unwrap().unwrap().seq, last.changes[0].after.seq);
    let value = story.commits[0].values[0].clone();
    assert_eq!(again.reveal(BUREAU, &[value.value]).await.unwrap(), [Some(value.text)]);
}

#[tokio::test]
async fn no_personal_value_stands_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(Options::new(folder.path().join("bureau.db"))).await.unwrap();
    let told = stories(&library(), 0..10);
    for commit in told.iter().flat_map(|s| s.commits.clone()) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    let draft = Draft {
        token: Digest([3; 32]),
        procedure: Id::from("permit"),
        action: Id::from("apply"),
        answers: "草稿里的名字".into(),
        saved: 1,
    };
    store.put_draft(BUREAU, &draft).await.unwrap();
    let canaries: Vec<String> =
        told.iter().flat_map(|s| [s.name.clone(), s.number.clone()]).chain([draft.answers, "演示理由".into()]).collect();
    let mut looked_at = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        looked_at += bytes.len();
        for canary in &canaries {
            assert!(!bytes.windows(canary.len()).any(|w| w == canary.as_bytes()), "{canary} can be read");
        }
    }
    assert!(looked_at > 100_000);
}
