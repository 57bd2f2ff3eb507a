//! PostgreSQL: a server that several nodes work with.

use super::Migration;
use app::ports::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use std::str::FromStr as _;
use std::time::Duration;

pub(crate) const MIGRATIONS: &[Migration] = &[
    (1, "first", include_str!("../../migrations/postgres/0001_first.sql")),
    (2, "children", include_str!("../../migrations/postgres/0002_children.sql")),
    (3, "destruction", include_str!("../../migrations/postgres/0003_destruction.sql")),
    (4, "sign_in", include_str!("../../migrations/postgres/0004_sign_in.sql")),
    (5, "keys", include_str!("../../migrations/postgres/0005_keys.sql")),
    (6, "journal", include_str!("../../migrations/postgres/0006_journal.sql")),
    (7, "privacy", include_str!("../../migrations/postgres/0007_privacy.sql")),
    (9, "passkeys", include_str!("../../migrations/postgres/0009_passkeys.sql")),
];

/// Only one node at a time brings the schema up to date; the number is arbitrary and this program's own.
pub(crate) const LOCK_SCHEMA: &str = "SELECT pg_advisory_lock(7310015030026)";
/// The next one may.
pub(crate) const UNLOCK_SCHEMA: &str = "SELECT pg_advisory_unlock(7310015030026)";

/// Writes the table of keys anew, so that no old one lies in it, and clears away what was deleted elsewhere. The write-ahead log is the
/// server's: old keys, wrapped, lie in it until its segments are recycled.
pub(crate) const PURGE: &[&str] = &["VACUUM FULL person", "VACUUM FULL service_key", "VACUUM value, search_term", "CHECKPOINT"];

/// Writes the table of polls anew, so that no earlier version of one lies in it. The write-ahead log is the server's, as above.
pub(crate) const OVERWRITE: &[&str] = &["VACUUM FULL poll"];

/// How long a request waits for a connection, and for a server that is just coming back. Whoever waits longer is told so.
const PATIENCE: Duration = Duration::from_secs(2);
/// A connection that lay idle for so long is asked whether it still lives before it is used.
const IDLE: Duration = Duration::from_millis(500);

/// Connections to a server. A server that goes away is found again: whatever does not live is opened anew.
pub(crate) async fn pool(url: &str, size: u32) -> Result<PgPool, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("sinan")
        .statement_cache_capacity(512)
        // `synchronous_commit`: an act is answered only after it is on disk, whatever the server's settings say.
        .options([("synchronous_commit", "on")])
        .disable_statement_logging();
    PgPoolOptions::new()
        .min_connections(1)
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await
}

/// What an error class means. 53100 and 53200: no space, no memory. 40: two transactions came into each other's way, and this one may be
/// tried again. 22, 23, 54 and XX: the data is not what it must be.
pub(crate) fn meaning(code: &str, sentence: String) -> StoreError {
    match code {
        "53100" | "53200" => StoreError::Full,
        _ => match code.get(..2) {
            Some("40") => StoreError::Conflict { expected: 0 },
            Some("22" | "23" | "54" | "XX") => StoreError::Damaged(sentence),
            _ => StoreError::Unavailable(sentence),
        },
    }
}
