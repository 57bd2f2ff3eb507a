//! The chromedriver process.

use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// A running chromedriver; it ends, and its Chromium with it, when this is dropped.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Whether chromedriver is installed.
    pub fn installed() -> bool {
        Command::new("chromedriver").arg("--version").output().is_ok_and(|output| output.status.success())
    }

    /// Starts it on a port of its own choice, so that tests can run side by side.
    ///
    /// # Errors
    /// No chromedriver, or one that ends without naming its port.
    pub fn start() -> Result<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("chromedriver did not start: `cargo xtask test` installs it")?;
        let stdout = child.stdout.take().context("chromedriver has no output")?;
        for line in BufReader::new(stdout).lines() {
            if let Some(port) = port(&line?) {
                return Ok(Self { child, port });
            }
        }
        child.wait()?;
        bail!("chromedriver ended without naming its port")
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Chromium is driven through a pipe and ends by itself when the other end is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The port in `ChromeDriver was started successfully on port 39251.`
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}
