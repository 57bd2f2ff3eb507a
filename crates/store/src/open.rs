//! Opening a store: key, connections, schema.

use crate::dialect::{self, Pool};
use crate::keyring::Keyring;
use crate::master::{KeyError, KeySource, master_key};
use crate::migration::{MigrationError, migrate};
use crate::store::SqliteStore;
use crate::writer::Writer;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database file; made on first opening, with its folder.
    pub path: PathBuf,
    /// Where the master key comes from.
    pub master_key: KeySource,
    /// Connections that read, two at least.
    pub readers: u32,
    /// Bytes the file may grow to; beyond, writes fail as on a full disk. `None`: as far as the disk goes.
    pub limit: Option<u64>,
}

impl Options {
    /// A file with its key beside it.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), master_key: KeySource::Beside, readers: 3, limit: None }
    }
}

/// Why a store could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder cannot be made.
    #[error("不能建立数据目录 {path}：{source}。请换一个可写的位置，或检查权限。")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The master key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key opens another database.
    #[error("主密钥与数据库 {0} 不符：里面的个人信息是用另一把密钥加密的。请换回原来的主密钥。")]
    OtherKey(PathBuf),
    /// The schema.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// The file is no database, is locked, or the disk is full.
    #[error("打不开数据库 {path}：{source}。请检查该文件是否是司南的数据库、是否有权限、磁盘是否已满。")]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database says.
        source: sqlx::Error,
    },
}

/// Opens a store, making it where there is none.
///
/// # Errors
/// A sentence that says what is wrong and how to go on.
pub async fn open(options: Options) -> Result<SqliteStore, OpenError> {
    let path = &options.path;
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
    }
    let new = std::fs::metadata(path).map_or(true, |file| file.len() == 0);
    let ring = Keyring::new(master_key(&options.master_key, path, new)?);
    let database = |source| OpenError::Database { path: path.clone(), source };
    let writing = dialect::writer(path, options.limit).await.map_err(database)?;
    prepare(&writing, &ring, path).await?;
    let readers = dialect::readers(path, options.readers).await.map_err(database)?;
    let (writer, task) = Writer::start(writing);
    Ok(SqliteStore::new(readers, writer, Arc::new(ring), task))
}

async fn prepare(writing: &Pool, ring: &Keyring, path: &Path) -> Result<(), OpenError> {
    let database = |source| OpenError::Database { path: path.to_owned(), source };
    let mut connection = writing.acquire().await.map_err(database)?;
    migrate(&mut connection).await?;
    check_key(&mut connection, ring, path).await
}

/// A database belongs to one master key from its first opening on.
async fn check_key(connection: &mut dialect::Connection, ring: &Keyring, path: &Path) -> Result<(), OpenError> {
    let database = |source| OpenError::Database { path: path.to_owned(), source };
    sqlx::query("INSERT INTO about (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING")
        .bind(ring.check_value().as_slice())
        .execute(&mut *connection)
        .await
        .map_err(database)?;
    let stored: Vec<u8> = sqlx::query_scalar("SELECT value FROM about WHERE name = 'key'").fetch_one(connection).await.map_err(database)?;
    if stored == ring.check_value() { Ok(()) } else { Err(OpenError::OtherKey(path.to_owned())) }
}
