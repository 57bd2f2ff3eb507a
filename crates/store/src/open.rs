//! Opening a store: connections, schema, key.

use crate::crypt::Suite;
use crate::database::{Connection, Pool};
use crate::dialect::{Dialect, postgres, sqlite};
use crate::keyring::Keyring;
use crate::keys::{KeyState, Keys, Purpose, enter, known};
use crate::master::{KeyError, KeySource, file, master_keys, proof};
use crate::migration::{MigrationError, migrate};
use crate::protected;
use crate::store::SqlStore;
use crate::writer::Writer;
use app::ports::StoreError;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// Where a store lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// An SQLite file; made on first opening, with its folder.
    File(PathBuf),
    /// A database on a PostgreSQL server: `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    Server(String),
}

impl Place {
    /// Reads an address as people write it: `postgres://…`, `sqlite:FILE`, or a file's path.
    #[must_use]
    pub fn at(address: &str) -> Self {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::Server(address.to_owned());
        }
        let file = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
        Self::File(PathBuf::from(file))
    }
}

impl std::fmt::Display for Place {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, host))) => write!(f, "{scheme}://{host}"),
                _ => f.write_str(url),
            },
        }
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it lies.
    pub place: Place,
    /// Where the master key comes from.
    pub master_key: KeySource,
    /// The suite that new values are written in; those of the others stay readable.
    pub suite: Suite,
    /// Connections that read, two at least.
    pub readers: u32,
    /// Bytes a file may grow to; beyond, writes fail as on a full disk. `None`: as far as the disk goes.
    pub limit: Option<u64>,
}

impl Options {
    /// A file with its key beside it.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { place: Place::File(path.into()), master_key: KeySource::Beside, suite: Suite::default(), readers: 3, limit: None }
    }

    /// A database on a server, and the file that holds its key.
    #[must_use]
    pub fn server(url: impl Into<String>, key: impl Into<PathBuf>) -> Self {
        Self { place: Place::Server(url.into()), master_key: KeySource::File(key.into()), suite: Suite::default(), readers: 8, limit: None }
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
    OtherKey(Place),
    /// A key that something lies under is not in hand.
    #[error(
        "第 {key} 号主密钥（校验值 {proof}）不在{whence}里，而下列数据在它之下，没有它打不开：{}。请从备份中取回这把密钥加进去，再启动。(Master key {key} is missing, and data lies under it: put it back from a backup.)",
        protected::listed(rows)
    )]
    LostKey {
        /// Its number.
        key: i64,
        /// The first digits of what tells it from others.
        proof: String,
        /// Where it was looked for.
        whence: String,
        /// What lies under it, and how many rows.
        rows: Vec<(&'static str, u64)>,
    },
    /// The schema.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// The file is no database, is locked, or the disk is full; the server is away, or does not know the user.
    #[error("打不开数据库 {place}：{reason}。{}", advice(place))]
    Database {
        /// The database.
        place: Place,
        /// What it says.
        reason: String,
    },
}

fn advice(place: &Place) -> &'static str {
    match place {
        Place::File(_) => "请检查该文件是否是司南的数据库、是否有权限、磁盘是否已满。",
        Place::Server(_) => "请检查数据库服务是否在运行、地址和用户是否正确、该库是否已建立。",
    }
}

/// Opens a store, making it where there is none.
///
/// # Errors
/// A sentence that says what is wrong and how to go on.
pub async fn open(options: Options) -> Result<SqlStore, OpenError> {
    let (writing, readers) = pools(&options).await?;
    let ring = Arc::new(prepare(&writing, &options).await?);
    let (writer, task) = Writer::start(writing);
    Ok(SqlStore::new(readers, writer, ring, task))
}

pub(crate) async fn pools(options: &Options) -> Result<(Pool, Pool), OpenError> {
    let failed = |error: sqlx::Error| OpenError::Database { place: options.place.clone(), reason: error.to_string() };
    Ok(match &options.place {
        Place::File(path) => {
            if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
            }
            let writing = sqlite::writer(path, options.limit).await.map_err(failed)?;
            // Whoever reads finds the file made.
            let readers = sqlite::readers(path, options.readers).await.map_err(failed)?;
            (Pool::Sqlite(writing), Pool::Sqlite(readers))
        }
        Place::Server(url) => {
            let writing = postgres::pool(url, 1).await.map_err(failed)?;
            let readers = postgres::pool(url, options.readers.max(2)).await.map_err(failed)?;
            (Pool::Postgres(writing), Pool::Postgres(readers))
        }
    })
}

/// Brings the schema up to date and finds the key. On a server only one node does so at a time.
pub(crate) async fn prepare(writing: &Pool, options: &Options) -> Result<Keyring, OpenError> {
    let failed = |error: StoreError| OpenError::Database { place: options.place.clone(), reason: reason(&error) };
    let mut connection = writing.acquire().await.map_err(failed)?;
    if connection.dialect() == Dialect::Postgres {
        connection.execute(postgres::LOCK_SCHEMA, &[]).await.map_err(failed)?;
    }
    migrate(&mut connection).await?;
    let ring = find_key(&mut connection, options).await?;
    if connection.dialect() == Dialect::Postgres {
        connection.execute(postgres::UNLOCK_SCHEMA, &[]).await.map_err(failed)?;
    }
    Ok(ring)
}

/// A database belongs to its master keys from its first opening on.
async fn find_key(connection: &mut Connection, options: &Options) -> Result<Keyring, OpenError> {
    let failed = |error: StoreError| OpenError::Database { place: options.place.clone(), reason: reason(&error) };
    let new = known(connection).await.map_err(failed)?.is_empty();
    let masters = master_keys(&options.master_key, &options.place, new)?;
    if let Some((id, key)) = masters.0.last_key_value().filter(|_| new) {
        enter(connection, *id, key, 1).await.map_err(failed)?;
    }
    let mut current = 1;
    for master in known(connection).await.map_err(failed)?.iter().filter(|k| k.state != KeyState::Retired) {
        match masters.0.get(&master.id) {
            Some(key) if master.proof == proof(key) => {}
            Some(_) => return Err(OpenError::OtherKey(options.place.clone())),
            None => {
                let rows = protected::under(connection, master.id).await.map_err(failed)?;
                if master.state == KeyState::Current || !rows.is_empty() {
                    let found = file(&options.master_key, &options.place)?;
                    let whence = found.map_or_else(|| " SINAN_KEYS ".to_owned(), |path| format!("主密钥文件 {} ", path.display()));
                    return Err(OpenError::LostKey { key: master.id, proof: shown(&master.proof), whence, rows });
                }
            }
        }
        if master.state == KeyState::Current {
            current = master.id;
        }
    }
    let mut keys = Keys::new(options.suite, masters, current);
    let again = || master_keys(&options.master_key, &options.place, false);
    keys = Keys::read(connection, &keys, again).await.map_err(failed)?;
    for purpose in Purpose::ALL.into_iter().filter(|purpose| keys.newest(*purpose).is_err()) {
        if new { keys.make(connection, purpose).await } else { keys.inherit(connection, purpose).await }.map_err(failed)?;
    }
    keys = Keys::read(connection, &keys, again).await.map_err(failed)?;
    Ok(Keyring::new(options.master_key.clone(), options.place.clone(), keys))
}

/// Enough of a key's proof to tell it by.
pub(crate) fn shown(proof: &[u8]) -> String {
    proof.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// What the database says, without a frame around it.
pub(crate) fn reason(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(sentence) | StoreError::Damaged(sentence) => sentence.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_without_the_password() {
        assert_eq!(Place::at("sqlite:data/sinan.db"), Place::File("data/sinan.db".into()));
        assert_eq!(Place::at("data/sinan.db"), Place::File("data/sinan.db".into()));
        let server = Place::at("postgres://sinan:s@cret@db.example:5432/wuhai");
        assert_eq!(format!("{server} {server:?}"), "postgres://db.example:5432/wuhai postgres://db.example:5432/wuhai");
    }
}
