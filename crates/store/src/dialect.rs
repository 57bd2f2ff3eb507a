//! What differs between databases: types, how to connect, how to begin a write, which error means a full disk.
//!
//! Everything else in this crate is the same text for SQLite and PostgreSQL.

use crate::sql::Value;
use app::ports::StoreError;
use sqlx::sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Arguments as _, ConnectOptions as _};
use std::{path::Path, time::Duration};

pub(crate) type Database = sqlx::Sqlite;
pub(crate) type Pool = sqlx::SqlitePool;
pub(crate) type Connection = sqlx::SqliteConnection;
pub(crate) type Arguments = sqlx::sqlite::SqliteArguments;
pub(crate) type Row = sqlx::sqlite::SqliteRow;

/// Takes the write lock at once: a transaction that reads first and writes later could not wait for it.
pub(crate) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// The schema, oldest step first. A step that was published is never edited.
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../migrations/sqlite/0001_first.sql")),
    (2, "children", include_str!("../migrations/sqlite/0002_children.sql")),
];

/// Bytes of a page; a size limit is counted in pages.
const PAGE_SIZE: u64 = 4096;

/// Whatever was deleted is overwritten while this is on, in the file as well.
pub(crate) const WIPE_ON: &str = "PRAGMA secure_delete = ON";
/// Back to normal.
pub(crate) const WIPE_OFF: &str = "PRAGMA secure_delete = OFF";
/// Moves everything from the write-ahead log into the file and empties the log.
pub(crate) const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// A generated statement as this database likes it best.
///
/// SQLite looks up a numbered placeholder by walking a list, which for hundreds of them costs more than the insert; bare ones are
/// found at once. And it keeps a copy of every page that an insertion of many rows touches, so as to undo that statement alone;
/// `OR ROLLBACK` spares it, since a failure undoes the whole batch anyway. PostgreSQL wants numbers and no such words.
pub(crate) fn generated(text: &str) -> String {
    text.replacen("INSERT INTO", "INSERT OR ROLLBACK INTO", 1)
}

/// Adds a value to a statement's arguments.
pub(crate) fn bind(arguments: &mut Arguments, value: &Value<'_>) -> Result<(), sqlx::Error> {
    match value {
        Value::Null => arguments.add(None::<i64>),
        Value::Int(n) => arguments.add(*n),
        Value::Id(id) => arguments.add(*id),
        Value::Text(text) => arguments.add(text.as_ref()),
        Value::Bytes(bytes) => arguments.add(bytes.as_ref()),
    }
    .map_err(sqlx::Error::Encode)
}

/// The one connection that writes.
///
/// `synchronous=FULL`: an act is answered only after it is on disk. The log is folded back every 32 MB, so that a page written
/// by many acts is copied once.
pub(crate) async fn writer(path: &Path, limit: Option<u64>) -> Result<Pool, sqlx::Error> {
    let mut options = base(path)
        .create_if_missing(true)
        .auto_vacuum(SqliteAutoVacuum::None)
        .statement_cache_capacity(512)
        .pragma("cache_size", "-32000")
        .pragma("temp_store", "MEMORY")
        .pragma("wal_autocheckpoint", "8000")
        .pragma("journal_size_limit", "67108864");
    if let Some(bytes) = limit {
        options = options.pragma("max_page_count", pages(bytes));
    }
    pool(1).connect_with(options).await
}

/// Connections that read, two at least: a long read, as of `verify`, looks up keys beside it. They never wait for the writer.
pub(crate) async fn readers(path: &Path, count: u32) -> Result<Pool, sqlx::Error> {
    let options = base(path).statement_cache_capacity(256).pragma("cache_size", "-8000").pragma("query_only", "ON");
    pool(count.max(2)).connect_with(options).await
}

fn base(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .page_size(4096)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(10))
        .disable_statement_logging()
}

fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().min_connections(size).max_connections(size).idle_timeout(None).max_lifetime(None).test_before_acquire(false)
}

/// Limits the file to so many bytes; writes beyond fail as on a full disk.
pub(crate) fn limit(bytes: u64) -> String {
    format!("PRAGMA max_page_count = {}", pages(bytes))
}

fn pages(bytes: u64) -> String {
    (bytes / PAGE_SIZE).to_string()
}

/// What a database error means for the caller.
pub(crate) fn fault(error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(|e| e.code()).and_then(|c| c.parse::<u32>().ok());
    // SQLite result codes: 13 no space for the file, 4874 none for its shared memory; 11 and 26 a damaged file, 19 a broken constraint.
    match code {
        Some(4874) => StoreError::Full,
        Some(code) => match code & 0xff {
            13 => StoreError::Full,
            11 | 19 | 26 => StoreError::Damaged(error.to_string()),
            _ => StoreError::Unavailable(error.to_string()),
        },
        None => match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => StoreError::Damaged(error.to_string()),
            _ => StoreError::Unavailable(error.to_string()),
        },
    }
}
