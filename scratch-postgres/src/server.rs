//! The server: made, started, killed as by a power cut, started again.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The server's user; its programs refuse to run as root.
const USER: &str = "postgres";
/// Runs the server until its input ends, which it does with the process that holds the other end, however that ends.
const WATCHED: &str =
    r#"folder=$1; shift; "$@" </dev/null & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server; rm -rf "$folder""#;
/// How long a server may take to start; after a crash it reads its log first.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Server {
    folder: TempDir,
    bin: PathBuf,
    port: u16,
    watcher: Child,
    lifeline: Option<ChildStdin>,
}

/// The folder with the newest server's programs, if one is installed.
#[must_use]
pub fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let search = std::env::var_os("PATH").unwrap_or_default();
    let known = versions.chain(std::env::split_paths(&search)).filter(|folder| folder.join("initdb").is_file());
    known.max_by_key(|folder| folder.components().filter_map(|c| c.as_os_str().to_str()?.parse::<u32>().ok()).max())
}

impl Server {
    /// Makes and starts a server in a new folder below `base`. `None` where none is installed.
    ///
    /// # Errors
    /// When it is installed and does not start.
    pub fn start(base: &Path) -> Result<Option<Self>> {
        let Some(bin) = binaries() else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("sinan-postgres").tempdir_in(base)?;
        if let Some((user, group)) = server_user()? {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let made = run(as_server(&bin.join("initdb"))?
            .args(["--data-checksums", "--auth=trust", "--encoding=UTF8", "--no-locale", "--username", USER, "--pgdata"])
            .arg(folder.path().join("data")))?;
        anyhow::ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let (watcher, lifeline) = launch(&bin, folder.path(), port)?;
        let server = Self { folder, bin, port, watcher, lifeline };
        server.wait_until_ready()?;
        Ok(Some(server))
    }

    /// The address of a database on it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// Kills the server and every process of it at once, as a power cut would. Returns when all of them are gone.
    ///
    /// # Errors
    /// When they do not go.
    pub fn kill(&mut self) -> Result<()> {
        let pid = std::fs::read_to_string(self.pid_file()).context("no pid file: the server does not run")?;
        let pid: u32 = pid.lines().next().unwrap_or_default().trim().parse()?;
        let mut all = children(pid);
        all.push(pid);
        let pids: Vec<String> = all.iter().map(u32::to_string).collect();
        run(Command::new("kill").arg("-9").args(&pids))?;
        let until = Instant::now() + PATIENCE;
        // A new server among the old one's children would share their memory: none may be left.
        while all.iter().any(|pid| lives(*pid)) {
            anyhow::ensure!(Instant::now() < until, "the server's processes do not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        // The watcher would remove the files; it goes first.
        self.watcher.kill()?;
        self.watcher.wait()?;
        self.lifeline = None;
        Ok(())
    }

    /// Starts it again on the files that the kill left.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn restart(&mut self) -> Result<()> {
        std::fs::remove_file(self.pid_file()).context("the stale pid file")?;
        (self.watcher, self.lifeline) = launch(&self.bin, self.folder.path(), self.port)?;
        self.wait_until_ready()
    }

    /// Runs one of the server's own programs against it, e.g. `pg_amcheck`.
    ///
    /// # Errors
    /// When the program cannot be run.
    pub fn tool(&self, name: &str, arguments: &[&str]) -> Result<Output> {
        let port = self.port.to_string();
        run(Command::new(self.bin.join(name)).args(["-h", "127.0.0.1", "-U", USER, "-p", &port]).args(arguments))
    }

    /// The folder with its files: tables, log, everything.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn pid_file(&self) -> PathBuf {
        self.files().join("postmaster.pid")
    }

    fn wait_until_ready(&self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while !self.tool("psql", &["-Xqc", "SELECT 1", USER])?.status.success() {
            if Instant::now() > until {
                bail!("the server does not start: {}", std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.lifeline = None;
        let _ = self.watcher.wait();
    }
}

fn launch(bin: &Path, folder: &Path, port: u16) -> Result<(Child, Option<ChildStdin>)> {
    let log = File::options().create(true).append(true).open(folder.join("log"))?;
    let mut command = as_server(Path::new("sh"))?;
    command.args(["-c", WATCHED, "sh"]).arg(folder).arg(bin.join("postgres")).arg("-D").arg(folder.join("data"));
    let port = format!("port={port}");
    let settings =
        ["fsync=on", "full_page_writes=on", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", &port];
    for setting in settings {
        command.args(["-c", setting]);
    }
    let mut watcher = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn()?;
    let lifeline = watcher.stdin.take();
    Ok((watcher, lifeline))
}

/// A command that runs as the server's user where we are root.
fn as_server(program: &Path) -> Result<Command> {
    let mut command = match server_user()? {
        Some((user, group)) => {
            let mut command = Command::new("setpriv");
            command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".into()]).arg(program);
            command
        }
        None => Command::new(program),
    };
    // The folder we are in may be closed to that user.
    command.current_dir("/");
    Ok(command)
}

/// User and group to run the server as: none where we are not root.
fn server_user() -> Result<Option<(u32, u32)>> {
    let id = |arguments: &[&str]| -> Result<u32> {
        let out = run(Command::new("id").args(arguments))?;
        String::from_utf8_lossy(&out.stdout).trim().parse().with_context(|| format!("there is no user {USER}"))
    };
    Ok(if id(&["-u"])? == 0 { Some((id(&["-u", USER])?, id(&["-g", USER])?)) } else { None })
}

fn run(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {}", command.get_program().display()))
}

/// The processes that a process started.
fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    all.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

fn lives(pid: u32) -> bool {
    // A zombie is gone: nobody has asked for its end yet.
    stat(pid).is_some_and(|fields| !fields.starts_with('Z'))
}

fn parent_of(pid: u32) -> Option<u32> {
    stat(pid)?.split_whitespace().nth(1)?.parse().ok()
}

/// What follows the name in a process's state: its state, its parent, …
fn stat(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.trim().to_owned())
}
