//! Brings the schema up to date, once per step, and refuses what it does not know.

use crate::database::Connection;
use crate::open::reason;
use crate::sql::{Value, column};
use app::ports::StoreError;
use kernel::sm3;
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
    Database(String),
}

impl From<StoreError> for MigrationError {
    fn from(error: StoreError) -> Self {
        Self::Database(reason(&error))
    }
}

/// Applies what is missing. Each step is a transaction together with its record.
pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), MigrationError> {
    let steps = connection.dialect().migrations();
    let known = steps.last().map_or(0, |(version, ..)| *version);
    let bytes = connection.dialect().bytes();
    let table = format!(
        "CREATE TABLE IF NOT EXISTS migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum {bytes} NOT NULL)"
    );
    connection.raw(&table).await?;
    let mut done = Vec::new();
    for row in connection.fetch_all("SELECT version, name, checksum FROM migration ORDER BY version", &[]).await? {
        let (version, name, checksum): (i64, String, Vec<u8>) = (column(&row, 0)?, column(&row, 1)?, column(&row, 2)?);
        match steps.iter().find(|(v, ..)| *v == version) {
            None => return Err(MigrationError::Newer { found: version, known }),
            Some((_, _, text)) if sm3(&[text.as_bytes()]).0.as_slice() != checksum => {
                return Err(MigrationError::Different { version, name });
            }
            Some(_) => done.push(version),
        }
    }
    for (version, name, text) in steps.iter().filter(|(version, ..)| !done.contains(version)) {
        let begin = connection.dialect().begin_write();
        connection.raw(begin).await?;
        connection.raw(text).await?;
        let checksum = sm3(&[text.as_bytes()]);
        let values = [(*version).into(), (*name).into(), Value::bytes(&checksum.0)];
        connection.execute("INSERT INTO migration (version, name, checksum) VALUES ($1, $2, $3)", &values).await?;
        connection.raw("COMMIT").await?;
    }
    Ok(())
}
