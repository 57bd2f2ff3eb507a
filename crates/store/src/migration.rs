//! Brings the schema up to date, once per step, and refuses what it does not know.

use crate::dialect::{Connection, MIGRATIONS};
use kernel::sm3;
use sqlx::{AssertSqlSafe, Connection as _, raw_sql};
use thiserror::Error;

/// Why a database cannot be used.
#[derive(Debug, Error)]
pub enum MigrationError {
    /// Made by a later version.
    #[error("数据库由更新版本的司南建立（结构第 {found} 版，本程序只认识到第 {known} 版）。请改用新版程序打开；旧版程序不会改动它。")]
    Newer {
        /// Version of its schema.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// A step it went through is not the one this program has.
    #[error("数据库结构第 {version} 版（{name}）与本程序所带的不一致，可能由改动过的程序建立。请核对程序版本后再启动。")]
    Different {
        /// The step.
        version: i64,
        /// Its name.
        name: String,
    },
    /// The database said no.
    #[error("数据库升级没有完成，原数据未动：{0}")]
    Database(#[from] sqlx::Error),
}

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL)";

/// Applies what is missing. Each step is a transaction together with its record.
pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), MigrationError> {
    raw_sql(TABLE).execute(&mut *connection).await?;
    let done: Vec<(i64, String, Vec<u8>)> =
        sqlx::query_as("SELECT version, name, checksum FROM migration ORDER BY version").fetch_all(&mut *connection).await?;
    let known = MIGRATIONS.last().map_or(0, |(version, ..)| *version);
    for (version, name, checksum) in &done {
        match MIGRATIONS.iter().find(|(v, ..)| v == version) {
            None => return Err(MigrationError::Newer { found: *version, known }),
            Some((_, _, text)) if sm3(&[text.as_bytes()]).0.as_slice() != checksum => {
                return Err(MigrationError::Different { version: *version, name: name.clone() });
            }
            Some(_) => {}
        }
    }
    for (version, name, text) in MIGRATIONS.iter().filter(|(v, ..)| done.iter().all(|(d, ..)| d != v)) {
        let mut transaction = connection.begin().await?;
        raw_sql(AssertSqlSafe(*text)).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO migration (version, name, checksum) VALUES ($1, $2, $3)")
            .bind(version)
            .bind(name)
            .bind(sm3(&[text.as_bytes()]).0.as_slice())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}
