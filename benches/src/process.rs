//! The program as a child process, and what it costs.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running demo bureau.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From start to the printed address.
    pub started_in: Duration,
}

/// What a process has cost so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Processor time, in seconds.
    pub cpu: f64,
    /// Resident memory, in MB.
    pub memory: f64,
}

impl Server {
    /// Starts `sinan demo` on a data folder and waits for its address.
    ///
    /// # Errors
    /// When the program cannot be started or ends before it listens.
    pub fn start(program: &Path, data: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_logging(program, data, arguments, None)
    }

    /// The same with everything that it logs, down to the last trace, in a file.
    ///
    /// # Errors
    /// As above, or when the file cannot be made.
    pub fn start_logging(program: &Path, data: &Path, arguments: &[&str], log: Option<&Path>) -> Result<Self> {
        let (filter, log) = match log {
            Some(path) => ("trace", Stdio::from(std::fs::File::create(path)?)),
            None => ("warn", Stdio::null()),
        };
        let began = Instant::now();
        let mut child = Command::new(program)
            .arg("demo")
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .stdout(Stdio::piped())
            .env("RUST_LOG", filter)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            let line = line?;
            if let Some((_, rest)) = line.split_once("http://") {
                let address = rest.trim_end_matches('/').parse().with_context(|| format!("no address in: {line}"))?;
                return Ok(Self { child, address, started_in: began.elapsed() });
            }
        }
        bail!("the program ended before it listened: {:?}", child.wait()?)
    }

    /// Kills it as a power cut would: no signal handler, no flush.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// What it has cost so far.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn cost(&self) -> Result<Cost> {
        Cost::of(&PathBuf::from(format!("/proc/{}", self.child.id())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Cost {
    /// What this process itself has cost so far.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn own() -> Result<Self> {
        Self::of(Path::new("/proc/self"))
    }

    fn of(folder: &Path) -> Result<Self> {
        // Clock ticks are hundredths of a second on every Linux that Debian runs on.
        const TICKS: f64 = 100.0;
        let stat = std::fs::read_to_string(folder.join("stat"))?;
        let after = stat.rsplit_once(')').context("an odd line in stat")?.1;
        let fields: Vec<&str> = after.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|t| t.parse::<f64>().ok()).context("a short line in stat");
        let status = std::fs::read_to_string(folder.join("status"))?;
        let resident = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).and_then(|l| l.split_whitespace().next());
        let kilobytes: f64 = resident.context("no resident size")?.parse()?;
        Ok(Self { cpu: (ticks(11)? + ticks(12)?) / TICKS, memory: kilobytes / 1024.0 })
    }
}
