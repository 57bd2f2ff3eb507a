//! SQLite: one durable file, one connection that writes.

use super::Migration;
use app::ports::StoreError;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::{path::Path, time::Duration};

pub(crate) const MIGRATIONS: &[Migration] = &[
    (1, "first", include_str!("../../migrations/sqlite/0001_first.sql")),
    (2, "children", include_str!("../../migrations/sqlite/0002_children.sql")),
    (3, "destruction", include_str!("../../migrations/sqlite/0003_destruction.sql")),
    (4, "sign_in", include_str!("../../migrations/sqlite/0004_sign_in.sql")),
    (5, "keys", include_str!("../../migrations/sqlite/0005_keys.sql")),
    (6, "journal", include_str!("../../migrations/sqlite/0006_journal.sql")),
    (7, "privacy", include_str!("../../migrations/sqlite/0007_privacy.sql")),
    (9, "passkeys", include_str!("../../migrations/sqlite/0009_passkeys.sql")),
];

/// Bytes of a page; a size limit is counted in pages.
const PAGE_SIZE: u64 = 4096;

/// Writes the file anew without anything that was deleted, moves everything from the write-ahead log into it and empties the log. What
/// was moved about as pages split lies in no gap any more, and on no free page.
pub(crate) const PURGE: &[&str] = &["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"];

/// Empties the write-ahead log, in which earlier versions of what was written over still lie.
pub(crate) const OVERWRITE: &[&str] = &["PRAGMA wal_checkpoint(TRUNCATE)"];

/// The one connection that writes. What is deleted or written over within a page is filled with zeros, which costs no further write.
///
/// `synchronous=FULL`: an act is answered only after it is on disk. The log is folded back every 32 MB, so that a page written
/// by many acts is copied once.
pub(crate) async fn writer(path: &Path, limit: Option<u64>) -> Result<SqlitePool, sqlx::Error> {
    let mut options = base(path)
        .create_if_missing(true)
        .auto_vacuum(SqliteAutoVacuum::None)
        .statement_cache_capacity(512)
        .pragma("secure_delete", "FAST")
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
pub(crate) async fn readers(path: &Path, count: u32) -> Result<SqlitePool, sqlx::Error> {
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

/// What a result code means: 13 no space for the file, 4874 none for its shared memory; 11 and 26 a damaged file, 19 a broken constraint.
pub(crate) fn meaning(code: Option<&str>, sentence: String) -> StoreError {
    match code.and_then(|c| c.parse::<u32>().ok()) {
        Some(4874) => StoreError::Full,
        Some(code) => match code & 0xff {
            13 => StoreError::Full,
            11 | 19 | 26 => StoreError::Damaged(sentence),
            _ => StoreError::Unavailable(sentence),
        },
        None => StoreError::Unavailable(sentence),
    }
}
