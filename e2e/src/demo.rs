//! The program, run as a person would run it.

use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// How long the demo may take to walk its matters and print its address, in a debug build beside a running compiler.
const PATIENCE: Duration = Duration::from_secs(180);
/// Enough matters that every list has a second page and every light a case.
const MATTERS: &str = "200";
/// Fixed, so that a picture changes only when the program does.
const SEED: &str = "7";

/// A demo bureau in a temporary folder, on a port of its own. It ends when this is dropped.
pub struct Demo {
    child: Child,
    address: String,
    // Dropped last: the process writes to it.
    _folder: TempDir,
}

impl Demo {
    /// Starts the program named by `SINAN_BIN`, else the debug build of this workspace, and waits for its address.
    ///
    /// # Errors
    /// No such program, or one that ends or stays silent without printing an address.
    pub fn start() -> Result<Self> {
        Self::start_with("127.0.0.1:0", &["--seed", SEED, "--matters", MATTERS], None)
    }

    /// A small one that knows itself as `localhost`: browsers make passkeys for names, not for numbers.
    ///
    /// # Errors
    /// As [`Demo::start`].
    pub fn start_on_localhost() -> Result<Self> {
        // Free a moment ago; the address must stand in the settings before the program begins.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("http://localhost:{port}");
        let settings = format!("[site]\naddress = '{address}'\n");
        let mut started = Self::start_with(&format!("127.0.0.1:{port}"), &["--seed", SEED, "--matters", "20"], Some(&settings))?;
        started.address = address;
        Ok(started)
    }

    /// The same with the whole demo year that a visitor sees.
    ///
    /// # Errors
    /// As [`Demo::start`].
    pub fn start_whole() -> Result<Self> {
        Self::start_with("127.0.0.1:0", &[], None)
    }

    fn start_with(listen: &str, size: &[&str], settings: Option<&str>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = program();
        let mut command = Command::new(&program);
        command.args(["demo", "--listen", listen]).args(size).arg("--data").arg(folder.path());
        if let Some(settings) = settings {
            let file = folder.path().join("settings.toml");
            fs::write(&file, settings)?;
            command.arg("--config").arg(file);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{} did not start: build it with cargo build", program.display()))?;
        let stdout = child.stdout.take().context("the demo has no output")?;
        match address(stdout) {
            Ok(address) => Ok(Self { child, address, _folder: folder }),
            Err(error) => {
                let _ = child.kill();
                let status = child.wait()?;
                Err(error.context(format!("the demo ended with {status}")))
            }
        }
    }

    /// The full address of a page, from its path: `/plan`.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> PathBuf {
    let built = || {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")), PathBuf::from);
        target.join("debug/sinan")
    };
    env::var_os("SINAN_BIN").map_or_else(built, PathBuf::from)
}

/// Waits for the line with the address, and reads on afterwards, so that the program never blocks on a full pipe.
fn address(stdout: ChildStdout) -> Result<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some(address) = find_address(&line) {
                let _ = send.send(address);
            }
        }
    });
    match receive.recv_timeout(PATIENCE) {
        Ok(address) => Ok(address),
        Err(RecvTimeoutError::Disconnected) => bail!("it closed its output without printing an address"),
        Err(RecvTimeoutError::Timeout) => bail!("it printed no address in {} s", PATIENCE.as_secs()),
    }
}

/// `打开 http://127.0.0.1:4217/ 即可` → `http://127.0.0.1:4217`.
fn find_address(line: &str) -> Option<String> {
    const START: &str = "http://127.0.0.1:";
    let (_, rest) = line.split_once(START)?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("{START}{port}"))
}

#[cfg(test)]
mod tests {
    use super::find_address;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        assert_eq!(find_address("司南演示局已就绪：http://127.0.0.1:4217/，按 Ctrl-C 结束"), Some("http://127.0.0.1:4217".to_owned()));
        assert_eq!(find_address("正在生成 200 件演示事项"), None);
        assert_eq!(find_address("http://127.0.0.1:/"), None);
    }
}
