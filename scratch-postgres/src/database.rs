//! A database for one test.

use crate::server::{Server, binaries};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Names the server of a whole run of tests: `postgres://USER@HOST:PORT`.
pub const VARIABLE: &str = "SINAN_TEST_POSTGRES";
/// Set where a test may not be skipped for want of a server.
const REQUIRED: &str = "SINAN_REQUIRE_POSTGRES";

/// A database that is dropped with this value.
pub struct Database {
    server: String,
    name: String,
}

/// A fresh database on the run's server, or on one that this process starts. `None` where none is installed.
///
/// # Errors
/// When there is a server and it does not answer, or when there is none and there must be.
pub fn database() -> Result<Option<Database>> {
    let Some(server) = shared()? else {
        anyhow::ensure!(std::env::var(REQUIRED).as_deref() != Ok("1"), "no PostgreSQL is installed, and {REQUIRED}=1");
        println!("skipped: no PostgreSQL is installed (Debian: apt-get install postgresql)");
        return Ok(None);
    };
    Database::make(server, "").map(Some)
}

/// The address of the server, without a database.
fn shared() -> Result<Option<String>> {
    static OWN: OnceLock<Mutex<Option<Server>>> = OnceLock::new();
    if let Ok(url) = std::env::var(VARIABLE) {
        return Ok(Some(url.trim_end_matches('/').to_owned()));
    }
    let mut own = OWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if own.is_none() {
        *own = Server::start(&std::env::temp_dir())?;
    }
    Ok(own.as_ref().map(|server| server.url("").trim_end_matches('/').to_owned()))
}

impl Database {
    fn make(server: String, template: &str) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("sinan_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let made = Self { server, name };
        made.admin(&format!("CREATE DATABASE {} {template}", made.name))?;
        Ok(made)
    }

    /// Another database with the same content. Nobody may be connected to this one meanwhile.
    ///
    /// # Errors
    /// When somebody is.
    pub fn copy(&self) -> Result<Self> {
        Self::make(self.server.clone(), &format!("TEMPLATE {}", self.name))
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    /// Runs statements in it and returns what they print, without decoration.
    ///
    /// # Errors
    /// What the server says against them.
    pub fn run(&self, text: &str) -> Result<String> {
        said(psql(&self.url(), text)?)
    }

    fn admin(&self, text: &str) -> Result<String> {
        said(psql(&format!("{}/postgres", self.server), text)?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Where the server is gone already, so is the database.
        let _ = self.admin(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn psql(url: &str, text: &str) -> Result<Output> {
    let program = binaries().map_or_else(|| PathBuf::from("psql"), |folder| folder.join("psql"));
    let mut command = Command::new(program);
    command.args(["-XqtA", "-v", "ON_ERROR_STOP=1", "-c", text, url]).stdin(Stdio::null());
    command.output().context("cannot run psql")
}

fn said(out: Output) -> Result<String> {
    anyhow::ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr).trim());
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
