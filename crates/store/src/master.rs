//! The master keys: under them lie all persons' keys. Without them the database holds no readable personal value.
//!
//! A file of one line a key, `ID HEX`; a line of hexadecimal digits alone, as the first versions wrote it, is key 1. Which key is current
//! and which are retired is in the database, so that all nodes hear of it in the transaction in which it changes.

use crate::crypt::{Key, derive};
use crate::open::Place;
use crate::random::random;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use thiserror::Error;
use zeroize::Zeroizing;

/// Where the master keys come from.
#[derive(Clone)]
pub enum KeySource {
    /// A file beside the database file, `NAME.key`, made on first opening with access for its owner only.
    Beside,
    /// A file elsewhere, made on first opening.
    File(PathBuf),
    /// What such a file would hold, e.g. from the environment; commas may stand for ends of lines.
    Given(Zeroizing<String>),
    /// Key 1 itself.
    Bytes([u8; 32]),
}

impl std::fmt::Debug for KeySource {
    /// Never the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Beside => f.write_str("Beside"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Given(_) => f.write_str("Given(…)"),
            Self::Bytes(_) => f.write_str("Bytes(…)"),
        }
    }
}

/// Why there is no usable master key.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The database exists and its key file does not.
    #[error(
        "找不到主密钥文件 {0}。数据库里的个人信息是用它加密的，没有它打不开；请从备份中取回该文件放到原处。(The master key file is missing: put it back from a backup.)"
    )]
    Missing(PathBuf),
    /// Others could read it.
    #[error(
        "主密钥文件 {path} 的权限是 {mode:03o}，其他用户也能读到。请先执行 chmod 600 {path} 收紧权限，再启动。(Others can read the master key file: run chmod 600 on it, then start again.)"
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It holds something else.
    #[error(
        "主密钥{0}的内容不对：每行应为编号和 64 位十六进制数字，编号不重复。请核对是否放错了。(The master keys cannot be read: each line is a number and 64 hexadecimal digits.)"
    )]
    Malformed(String),
    /// It could not be read or made.
    #[error(
        "主密钥文件 {path} 不能读写：{source}。请检查目录是否存在、当前用户有无权限。(The master key file cannot be read or written: check folder and access.)"
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A server has no place beside it.
    #[error(
        "数据库在服务器上时，须指明主密钥文件放在哪里（各节点用同一把）。(Say where the master key file of a database on a server lies.)"
    )]
    NoPlace,
    /// Where a copy's key should lie, there is another one.
    #[error(
        "目标位置已有另一把主密钥 {0}，没有复制：副本须用与原库相同的密钥。请先移走它，或另指位置。(Another master key lies there: move it away or name another place.)"
    )]
    Taken(PathBuf),
    /// Keys from the environment are not this program's to write.
    #[error(
        "主密钥不在文件里，程序不能增减：请自己在 SINAN_KEYS 里加减一行，重启各节点后再运行。(The master keys are not in a file: change SINAN_KEYS yourself and restart.)"
    )]
    NotAFile,
    /// The system gave no random bytes.
    #[error("不能生成主密钥：{0} (No master key could be made.)")]
    NoRandomness(String),
}

/// Master keys by number.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct MasterKeys(pub(crate) BTreeMap<i64, Key>);

/// Tells a master key from any other without giving it away.
pub(crate) fn proof(key: &Key) -> [u8; 32] {
    derive(key, "sinan/check/1").0
}

impl MasterKeys {
    fn parse(text: &str, whence: &str) -> Result<Self, KeyError> {
        let wrong = || KeyError::Malformed(whence.to_owned());
        let mut out = Self::default();
        for line in text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (id, hex) = line.split_once(char::is_whitespace).unwrap_or(("1", line));
            let id = id.parse().ok().filter(|id| (1..=1_000_000).contains(id)).ok_or_else(wrong)?;
            let digest = kernel::Digest::try_from(hex.trim().to_owned()).map_err(|_| wrong())?;
            if out.0.insert(id, Key(digest.0)).is_some() {
                return Err(wrong());
            }
        }
        if out.0.is_empty() { Err(wrong()) } else { Ok(out) }
    }

    /// The file's text. One key alone is written as it always was.
    fn text(&self) -> Zeroizing<String> {
        let hex = |key: &Key| kernel::Digest(key.0).to_string();
        Zeroizing::new(match self.0.get(&1).filter(|_| self.0.len() == 1) {
            Some(only) => format!("{}\n", hex(only)),
            None => self.0.iter().map(|(id, key)| format!("{id} {}\n", hex(key))).collect(),
        })
    }
}

/// The file of a source, where it is one.
pub(crate) fn file(source: &KeySource, database: &Place) -> Result<Option<PathBuf>, KeyError> {
    match (source, database) {
        (KeySource::Bytes(_) | KeySource::Given(_), _) => Ok(None),
        (KeySource::File(path), _) => Ok(Some(path.clone())),
        (KeySource::Beside, Place::File(database)) => Ok(Some(beside(database))),
        (KeySource::Beside, Place::Server(_)) => Err(KeyError::NoPlace),
    }
}

/// Reads the master keys, and makes one where the database is new.
pub(crate) fn master_keys(source: &KeySource, database: &Place, new: bool) -> Result<MasterKeys, KeyError> {
    let path = match (source, file(source, database)?) {
        (KeySource::Bytes(bytes), _) => return Ok(MasterKeys(BTreeMap::from([(1, Key(*bytes))]))),
        (KeySource::Given(text), _) => return MasterKeys::parse(text, " SINAN_KEYS "),
        (_, Some(path)) => path,
        (_, None) => return Err(KeyError::NoPlace),
    };
    match File::open(&path) {
        Ok(file) => read(file, &path),
        Err(e) if e.kind() == ErrorKind::NotFound && new => {
            let key = Key(random().map_err(|e| KeyError::NoRandomness(e.to_string()))?);
            put(&path, MasterKeys(BTreeMap::from([(1, key)])))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Err(KeyError::Missing(path)),
        Err(source) => Err(KeyError::Io { path, source }),
    }
}

/// Puts the keys of one database where another, its copy, will look for them.
pub(crate) fn hand_over(from: &KeySource, of: &Place, to: &KeySource, copy: &Place) -> Result<(), KeyError> {
    let keys = master_keys(from, of, false)?;
    let there = match master_keys(to, copy, false) {
        Err(KeyError::Missing(path)) => return put(&path, keys).map(drop),
        there => there?,
    };
    if keys.0.iter().all(|(id, key)| there.0.get(id) == Some(key)) {
        return Ok(());
    }
    Err(KeyError::Taken(file(to, copy)?.unwrap_or_default()))
}

/// Changes the file of a source: a key more, or one less. It is written anew beside the old one and takes its place in one step.
pub(crate) fn change(source: &KeySource, database: &Place, change: impl FnOnce(&mut MasterKeys)) -> Result<MasterKeys, KeyError> {
    let path = file(source, database)?.ok_or(KeyError::NotAFile)?;
    let io = |source| KeyError::Io { path: path.clone(), source };
    // Whoever else changes it meanwhile has the folder's lock: the file itself is replaced.
    let lock = folder(&path).map_err(io)?;
    lock.lock().map_err(io)?;
    let mut keys = master_keys(source, database, false)?;
    change(&mut keys);
    let unfinished = write_beside(&path, &keys)?;
    std::fs::rename(&unfinished, &path).map_err(io)?;
    sync_folder(&path)?;
    Ok(keys)
}

fn beside(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    database.with_file_name(name)
}

fn read(mut file: File, path: &Path) -> Result<MasterKeys, KeyError> {
    check_mode(&file, path)?;
    let mut text = Zeroizing::new(String::new());
    match file.read_to_string(&mut text) {
        Err(e) if e.kind() == ErrorKind::InvalidData => Err(KeyError::Malformed(format!("文件 {} ", path.display()))),
        Err(source) => Err(KeyError::Io { path: path.to_owned(), source }),
        Ok(_) => MasterKeys::parse(&text, &format!("文件 {} ", path.display())),
    }
}

/// Writes keys. They appear under their name whole or not at all, and nothing is encrypted under a key that a power cut could take away.
fn put(path: &Path, keys: MasterKeys) -> Result<MasterKeys, KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let unfinished = write_beside(path, &keys)?;
    // Unlike a renaming, a link never replaces a key that somebody else made meanwhile.
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished).map_err(io)?;
    match linked {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return read(File::open(path).map_err(io)?, path),
        other => other.map_err(io)?,
    }
    sync_folder(path)?;
    Ok(keys)
}

fn write_beside(path: &Path, keys: &MasterKeys) -> Result<PathBuf, KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let unfinished = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished).map_err(io)?;
    file.write_all(keys.text().as_bytes()).map_err(io)?;
    file.sync_all().map_err(io)?;
    Ok(unfinished)
}

fn folder(path: &Path) -> std::io::Result<File> {
    File::open(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

fn sync_folder(path: &Path) -> Result<(), KeyError> {
    folder(path).and_then(|f| f.sync_all()).map_err(|source| KeyError::Io { path: path.to_owned(), source })
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
        let first = master_keys(&KeySource::Beside, &database, true).unwrap();
        let again = master_keys(&KeySource::Beside, &database, false).unwrap();
        assert!(first == again);
        let elsewhere = KeySource::File(folder.path().join("none.key"));
        assert!(matches!(master_keys(&elsewhere, &database, false), Err(KeyError::Missing(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("bureau.db");
        master_keys(&KeySource::Beside, &Place::File(database.clone()), true).unwrap();
        let path = beside(&database);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        for mode in [0o640, 0o604, 0o660] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let Err(error) = master_keys(&KeySource::Beside, &Place::File(database.clone()), false) else { panic!("accepted") };
            assert!(error.to_string().matches("chmod 600").count() == 2, "{error}");
        }
    }

    #[test]
    fn another_file_in_its_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, place) = (folder.path().join("k"), Place::Server("postgres://h/d".into()));
        let source = KeySource::File(path.clone());
        master_keys(&source, &place, true).unwrap();
        let hex = "ab".repeat(32);
        for text in ["not a key".to_owned(), String::new(), format!("0 {hex}"), format!("2 {hex}\n2 {hex}"), format!("2 {hex}0")] {
            std::fs::write(&path, &text).unwrap();
            assert!(matches!(master_keys(&source, &place, false), Err(KeyError::Malformed(_))), "{text}");
        }
    }

    #[test]
    fn a_key_more_and_a_key_less() {
        let folder = tempfile::tempdir().unwrap();
        let (source, place) = (KeySource::File(folder.path().join("k")), Place::Server("postgres://h/d".into()));
        let one = master_keys(&source, &place, true).unwrap();
        let two = change(&source, &place, |keys| drop(keys.0.insert(2, Key([9; 32])))).unwrap();
        assert!(master_keys(&source, &place, false).unwrap() == two && two.0.len() == 2 && two.0.get(&1) == one.0.get(&1));
        // The same from the environment, on one line or several.
        let text = two.text();
        for given in [text.replace('\n', ","), format!("# ours\n{}", *text)] {
            assert!(master_keys(&KeySource::Given(Zeroizing::new(given)), &place, false).unwrap() == two);
        }
        let left = change(&source, &place, |keys| drop(keys.0.remove(&1))).unwrap();
        assert!(left.text().starts_with("2 ") && master_keys(&source, &place, false).unwrap() == left);
        assert!(matches!(change(&KeySource::Bytes([1; 32]), &place, |_| ()), Err(KeyError::NotAFile)));
        assert_eq!(format!("{:?}", KeySource::Given(text)), "Given(…)");
    }
}
