//! Which database a command works on, and where its key lies.

use crate::cli;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use store::{KeySource, Options, Place};

/// How the database of a command is opened.
pub fn options(database: &cli::Database) -> Options {
    match &database.database_url {
        Some(address) => {
            let options = at(address, database.key_file.as_deref());
            match options.master_key {
                KeySource::Beside => Options { master_key: KeySource::File(database.data.join("sinan.key")), ..options },
                _ => options,
            }
        }
        None => at(&file(database).display().to_string(), database.key_file.as_deref()),
    }
}

/// The same where nothing is to be made: a file must be there.
pub fn existing(database: &cli::Database) -> Result<Options> {
    let options = options(database);
    there(&options)?;
    Ok(options)
}

/// Says that a file is not there, where it is not.
pub fn there(options: &Options) -> Result<()> {
    if matches!(&options.place, Place::File(path) if !path.exists()) {
        bail!("没有数据库 {}；请用 --data 指明数据目录，或用 --database-url 指明数据库", options.place);
    }
    Ok(())
}

/// Master keys in the environment: what the file would hold, with commas for ends of lines. They stand on no command line.
const KEYS: &str = "SINAN_KEYS";

/// How the database of an address is opened. The key of a file lies beside it unless said otherwise, or in the environment.
pub fn at(address: &str, key: Option<&Path>) -> Options {
    let options = match Place::at(address) {
        Place::File(path) => Options::new(path),
        Place::Server(url) => Options { master_key: KeySource::Beside, ..Options::server(url, "") },
    };
    match (key, std::env::var(KEYS)) {
        (Some(key), _) => Options { master_key: KeySource::File(key.to_owned()), ..options },
        (None, Ok(keys)) => Options { master_key: KeySource::Given(keys.into()), ..options },
        (None, Err(_)) => options,
    }
}

/// The file in the data directory.
fn file(database: &cli::Database) -> PathBuf {
    database.data.join("sinan.db")
}
