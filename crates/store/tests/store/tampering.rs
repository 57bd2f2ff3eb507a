//! Whatever somebody changes behind the program's back, `verify` finds it, on either database.

use crate::server;
use crate::world::{BUREAU, destroy, library, stories};
use app::ports::{Note, NoteKind, Store, StoreError};
use sqlx::Connection as _;
use std::path::Path;
use store::{KeySource, Options, SqlStore, open};

/// One way to tamper: what it is, and the statements that do it.
const WAYS: &[(&str, &str)] = &[
    ("an event's text", "UPDATE event SET body = replace(body, 'apply', 'appl_') WHERE seq = 2"),
    (
        "an event's date",
        "UPDATE event SET body = replace(body, '2026-', '2025-') WHERE matter_id = (SELECT matter_id FROM event ORDER BY 1 LIMIT 1)",
    ),
    (
        "the order of two events",
        "UPDATE event SET seq = CASE seq WHEN 2 THEN 902 ELSE 903 END WHERE seq IN (2, 3); UPDATE event SET seq = 905 - seq WHERE seq > 900",
    ),
    (
        "the last event of a log",
        "DELETE FROM event WHERE (SELECT seq FROM matter WHERE matter.matter_id = event.matter_id) = seq AND seq > 4",
    ),
    ("an event in the middle", "DELETE FROM event WHERE seq = 2"),
    ("a whole log", "DELETE FROM event WHERE matter_id = (SELECT matter_id FROM matter ORDER BY 1 LIMIT 1)"),
    ("a matter without its log", "DELETE FROM matter WHERE matter_id = (SELECT matter_id FROM matter ORDER BY 1 DESC LIMIT 1)"),
    ("a link", "UPDATE event SET link = (SELECT link FROM event ORDER BY matter_id, seq LIMIT 1) WHERE seq = 2"),
    ("the head of a chain", "UPDATE matter SET link = (SELECT link FROM event ORDER BY matter_id, seq LIMIT 1)"),
    ("a folded matter", "UPDATE matter SET body = replace(body, '\"recused\":[]', '\"recused\":[\"li\"]')"),
    ("a number", "UPDATE matter SET number = number || '之一' WHERE matter_id = (SELECT matter_id FROM matter ORDER BY 1 LIMIT 1)"),
    ("a state in a list", "UPDATE matter SET state = 'final' WHERE state <> 'final'"),
    ("a due day in a list", "UPDATE matter SET press_on = 20270101 WHERE closed = 0"),
    ("a handler in a list", "UPDATE matter SET handler = 'wang'"),
    ("a matter's parent", "UPDATE matter SET parent = matter_id"),
    ("a list of derived rows", "UPDATE matter SET placed = '{}'"),
    ("a task that went", "DELETE FROM task WHERE matter_id = (SELECT matter_id FROM task ORDER BY 1 LIMIT 1)"),
    (
        "a task that came",
        "INSERT INTO task SELECT bureau_id, '@wang', waiting, due_on, matter_id, role, kind, clock, state FROM task LIMIT 1",
    ),
    ("a task moved to another day", "UPDATE task SET due_on = due_on - 1"),
    ("a task of another kind", "UPDATE task SET kind = 'agree'"),
    ("a firing clock that went", "DELETE FROM alarm"),
    ("a holding that went", "DELETE FROM holding WHERE matter_id = (SELECT matter_id FROM holding ORDER BY 1 LIMIT 1)"),
    ("a mark that went", "DELETE FROM mark WHERE measure = 'received' AND matter_id = (SELECT matter_id FROM mark ORDER BY 1 LIMIT 1)"),
    ("a mark moved to another day", "UPDATE mark SET day = day - 1 WHERE measure = 'received'"),
    ("a counter", "UPDATE counter SET count = count + 1 WHERE measure = 'received'"),
    ("a counter that went", "DELETE FROM counter WHERE measure LIKE 'state:%'"),
    ("a counter made up", "INSERT INTO counter VALUES (150300, 'permit', 'granted', 20200101, '/city/east/a', 5)"),
    ("a tally", "UPDATE tally SET count = count + 1"),
    ("the length of a queue", "UPDATE queue SET count = count - 1"),
    ("a ciphertext", "UPDATE value SET ciphertext = salt"),
    (
        "a value put in another's place",
        "UPDATE value SET nonce = (SELECT nonce FROM value v ORDER BY value_id LIMIT 1), \
         ciphertext = (SELECT ciphertext FROM value v ORDER BY value_id LIMIT 1)",
    ),
    ("a value that went", "DELETE FROM value WHERE value_id = (SELECT value_id FROM value ORDER BY 1 LIMIT 1)"),
    ("a salt", "UPDATE value SET salt = nonce"),
    ("a person's key", "UPDATE person SET wrapped = (SELECT wrapped FROM person p ORDER BY person_id LIMIT 1)"),
    ("a person's row", "DELETE FROM person"),
    ("a destruction that nobody decided", "INSERT INTO destruction SELECT bureau_id, matter_id FROM matter LIMIT 1"),
    ("a destruction that was decided and not carried out", "DELETE FROM destruction"),
    ("who did what", "UPDATE journal SET account = 'wang' WHERE seq = 2"),
    ("when it was done", "UPDATE journal SET at = at + 1 WHERE seq = 3"),
    ("a note in the middle", "DELETE FROM journal WHERE seq = 2"),
    ("the last note", "DELETE FROM journal WHERE seq = 3"),
    ("the first note", "DELETE FROM journal WHERE seq = 1"),
    ("the whole journal", "DELETE FROM journal"),
    ("the journal's end", "UPDATE journal_head SET seq = 2"),
    ("the journal and its end", "DELETE FROM journal WHERE seq = 3; UPDATE journal_head SET seq = 2"),
];

const KEY: KeySource = KeySource::Bytes([9; 32]);

fn file(path: &Path) -> Options {
    Options { master_key: KEY, ..Options::new(path) }
}

/// A bureau with something of everything, closed again.
async fn furnish(options: Options) {
    let law = library();
    let store = open(options).await.unwrap();
    for commit in stories(&law, 0..40).into_iter().flat_map(|s| s.commits) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    for at in 1..=3 {
        let note = Note { at, account: "li".into(), kind: NoteKind::Looked, about: "m".into(), detail: String::new() };
        store.note(BUREAU, vec![note]).await.unwrap();
    }
    destroy(&store, &law, &[stories(&law, 5..6).remove(0).id]).await;
    assert_eq!(store.verify(BUREAU, &law).await.unwrap().faults, Vec::<String>::new());
    store.close().await;
}

async fn assert_noticed(what: &str, changed: u64, options: Options) {
    assert!(changed > 0, "{what}: nothing was changed");
    let store: SqlStore = open(options).await.unwrap();
    let report = store.verify(BUREAU, &library()).await.unwrap();
    assert!(!report.faults.is_empty(), "{what} was changed and nobody noticed");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_to_tamper_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("bureau.db");
    furnish(file(&original)).await;
    for (way, (what, text)) in WAYS.iter().enumerate() {
        let copy = folder.path().join(format!("copy{way}.db"));
        std::fs::copy(&original, &copy).unwrap();
        let mut connection = sqlx::SqliteConnection::connect(copy.to_str().unwrap()).await.unwrap();
        let disarm = "DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_removed; \
             DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_removed;";
        sqlx::raw_sql(disarm).execute(&mut connection).await.unwrap();
        let changed = sqlx::raw_sql(*text).execute(&mut connection).await.unwrap().rows_affected();
        connection.close().await.unwrap();
        assert_noticed(what, changed, file(&copy)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_to_tamper_with_a_server_is_found() {
    let Some(original) = scratch_postgres::database().unwrap() else { return };
    furnish(server(&original.url())).await;
    for (what, text) in WAYS {
        let copy = original.copy().unwrap();
        let mut connection = sqlx::PgConnection::connect(&copy.url()).await.unwrap();
        let disarm = "DROP TRIGGER event_is_not_changed ON event; DROP TRIGGER event_is_not_removed ON event; \
             DROP TRIGGER journal_is_not_changed ON journal; DROP TRIGGER journal_is_not_removed ON journal;";
        sqlx::raw_sql(disarm).execute(&mut connection).await.unwrap();
        let changed = sqlx::raw_sql(*text).execute(&mut connection).await.unwrap().rows_affected();
        connection.close().await.unwrap();
        assert_noticed(what, changed, server(&copy.url())).await;
    }
}

#[tokio::test]
async fn the_log_on_a_server_is_append_only() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let store = open(server(&database.url())).await.unwrap();
    for commit in stories(&library(), 0..1).remove(0).commits {
        store.commit(BUREAU, commit).await.unwrap();
    }
    let note = Note { at: 1, account: "li".into(), kind: NoteKind::Looked, about: "m".into(), detail: String::new() };
    store.note(BUREAU, vec![note]).await.unwrap();
    for text in ["UPDATE event SET body = ''", "DELETE FROM event", "TRUNCATE event", "DELETE FROM journal", "TRUNCATE journal"] {
        let error = database.run(text).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[tokio::test]
async fn the_log_is_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options::new(&path)).await.unwrap();
    for commit in stories(&library(), 0..1).remove(0).commits {
        store.commit(BUREAU, commit).await.unwrap();
    }
    let note = Note { at: 1, account: "li".into(), kind: NoteKind::Looked, about: "m".into(), detail: String::new() };
    store.note(BUREAU, vec![note]).await.unwrap();
    let mut connection = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    for text in ["UPDATE event SET body = ''", "DELETE FROM event", "UPDATE journal SET at = 1", "DELETE FROM journal"] {
        let error = sqlx::raw_sql(text).execute(&mut connection).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[tokio::test]
async fn a_matter_that_does_not_read_is_told_and_the_rest_is_served() {
    let law = library();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options::new(&path)).await.unwrap();
    let told = stories(&law, 0..3);
    for commit in told.iter().flat_map(|s| s.commits.clone()) {
        store.commit(BUREAU, commit).await.unwrap();
    }
    let mut connection = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let spoil = "UPDATE matter SET body = '{' WHERE matter_id = $1";
    sqlx::query(spoil).bind(told[0].id.0.as_bytes().as_slice()).execute(&mut connection).await.unwrap();
    assert!(matches!(store.matter(BUREAU, told[0].id).await, Err(StoreError::Damaged(_))));
    assert!(store.matter(BUREAU, told[1].id).await.unwrap().is_some());
    let faults = store.verify(BUREAU, &law).await.unwrap().faults;
    assert!(faults.len() == 1 && faults[0].contains(&told[0].id.to_string()), "{faults:?}");
}
