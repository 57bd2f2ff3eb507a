//! The master key: under it lie all persons' keys. Without it the database holds no readable personal value.

use crate::crypt::Key;
use crate::open::Place;
use crate::random::random;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Where the master key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// A file beside the database file, `NAME.key`, made on first opening with access for its owner only.
    Beside,
    /// A file elsewhere, made on first opening.
    File(PathBuf),
    /// The key itself, e.g. from the environment or a key store.
    Bytes([u8; 32]),
}

impl std::fmt::Debug for KeySource {
    /// Never the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Beside => f.write_str("Beside"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Bytes(_) => f.write_str("Bytes(…)"),
        }
    }
}

/// Why there is no usable master key.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The database exists and its key file does not.
    #[error("找不到主密钥文件 {0}。数据库里的个人信息是用它加密的，没有它打不开；请从备份中取回该文件放到原处。")]
    Missing(PathBuf),
    /// Others could read it.
    #[error("主密钥文件 {path} 的权限是 {mode:03o}，其他用户也能读到。请先执行 chmod 600 收紧权限，再启动。")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It holds something else.
    #[error("主密钥文件 {0} 的内容不对：应为一行 64 位十六进制数字。请核对是否放错了文件。")]
    Malformed(PathBuf),
    /// It could not be read or made.
    #[error("主密钥文件 {path} 不能读写：{source}。请检查目录是否存在、当前用户有无权限。")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A server has no place beside it.
    #[error("数据库在服务器上时，须指明主密钥文件放在哪里（各节点用同一把）。")]
    NoPlace,
    /// Where a copy's key should lie, there is another one.
    #[error("目标位置已有另一把主密钥 {0}，没有复制：副本须用与原库相同的密钥。请先移走它，或另指位置。")]
    Taken(PathBuf),
    /// The system gave no random bytes.
    #[error("不能生成主密钥：{0}")]
    NoRandomness(String),
}

/// Reads the master key, and makes one where the database is new.
pub(crate) fn master_key(source: &KeySource, database: &Place, new: bool) -> Result<Key, KeyError> {
    let path = match source {
        KeySource::Bytes(bytes) => return Ok(Key(*bytes)),
        KeySource::File(path) => path.clone(),
        KeySource::Beside => match database {
            Place::File(database) => beside(database),
            Place::Server(_) => return Err(KeyError::NoPlace),
        },
    };
    match File::open(&path) {
        Ok(file) => read(file, &path),
        Err(e) if e.kind() == ErrorKind::NotFound && new => put(&path, Key(random().map_err(|e| KeyError::NoRandomness(e.to_string()))?)),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(KeyError::Missing(path)),
        Err(source) => Err(KeyError::Io { path, source }),
    }
}

/// Puts the key of one database where another, its copy, will look for it.
pub(crate) fn hand_over(from: &KeySource, of: &Place, to: &KeySource, copy: &Place) -> Result<(), KeyError> {
    let key = master_key(from, of, false)?;
    let there = match master_key(to, copy, false) {
        Err(KeyError::Missing(path)) => return put(&path, key).map(drop),
        there => there?,
    };
    if there == key {
        return Ok(());
    }
    Err(KeyError::Taken(match (to, copy) {
        (KeySource::File(path), _) => path.clone(),
        (KeySource::Beside, Place::File(database)) => beside(database),
        _ => PathBuf::new(),
    }))
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    database.with_file_name(name)
}

fn read(mut file: File, path: &Path) -> Result<Key, KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    check_mode(&file, path)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(io)?;
    let digest = kernel::Digest::try_from(text.trim().to_owned()).map_err(|_| KeyError::Malformed(path.to_owned()))?;
    Ok(Key(digest.0))
}

/// Writes a key. It appears under its name whole or not at all, and nothing is encrypted under a key that a power cut could take away.
fn put(path: &Path, key: Key) -> Result<Key, KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let unfinished = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished).map_err(io)?;
    writeln!(file, "{}", kernel::Digest(key.0)).map_err(io)?;
    file.sync_all().map_err(io)?;
    // Unlike a renaming, a link never replaces a key that somebody else made meanwhile.
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished).map_err(io)?;
    match linked {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return read(File::open(path).map_err(io)?, path),
        other => other.map_err(io)?,
    }
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(io)?;
    }
    Ok(key)
}

#[cfg(unix)]
fn check_mode(file: &File, path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata().map_err(|source| KeyError::Io { path: path.to_owned(), source })?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyError::Exposed { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn check_mode(_file: &File, _path: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let database = Place::File(folder.path().join("bureau.db"));
        let first = master_key(&KeySource::Beside, &database, true).unwrap();
        let again = master_key(&KeySource::Beside, &database, false).unwrap();
        assert!(first == again);
        let elsewhere = KeySource::File(folder.path().join("none.key"));
        assert!(matches!(master_key(&elsewhere, &database, false), Err(KeyError::Missing(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("bureau.db");
        master_key(&KeySource::Beside, &Place::File(database.clone()), true).unwrap();
        let path = beside(&database);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let Err(error) = master_key(&KeySource::Beside, &Place::File(database), false) else { panic!("accepted") };
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn another_file_in_its_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        master_key(&KeySource::File(path.clone()), &Place::Server("postgres://h/d".into()), true).unwrap();
        std::fs::write(&path, "not a key").unwrap();
        assert!(matches!(master_key(&KeySource::File(path), &Place::Server("postgres://h/d".into()), false), Err(KeyError::Malformed(_))));
    }
}
