//! The tests of the weakened copy: listed once, then each run in a process of its own.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One test.
#[derive(Clone, Debug)]
pub struct Test {
    /// As the project names it: `crate::module::test`.
    pub name: String,
    binary: PathBuf,
    folder: PathBuf,
    case: String,
}

/// What a test did with every rule in force.
#[derive(Clone, Debug)]
pub struct Normal {
    /// The rules that it asked.
    pub reached: BTreeSet<u32>,
    pub took: Duration,
}

/// Compiles the copy and lists the tests of the packages.
pub fn list(copy: &Path, target: &Path, packages: &[&str]) -> Result<Vec<Test>> {
    let mut command = Command::new("cargo");
    command.args(["nextest", "list", "--message-format", "json"]).current_dir(copy).env("CARGO_TARGET_DIR", target);
    command.args(packages.iter().flat_map(|p| ["-p", p]));
    let output = command.stderr(Stdio::inherit()).output().context("cargo nextest did not start")?;
    if !output.status.success() {
        bail!("the weakened copy does not compile");
    }
    let listed: Value = serde_json::from_slice(&output.stdout)?;
    let mut tests = Vec::new();
    for (suite, of) in listed["rust-suites"].as_object().into_iter().flatten() {
        let (Some(binary), Some(folder)) = (of["binary-path"].as_str(), of["cwd"].as_str()) else { continue };
        for (case, _) in of["testcases"].as_object().into_iter().flatten().filter(|(_, about)| about["ignored"] == false) {
            let name = format!("{}::{case}", suite.trim_start_matches("sinan-").trim_end_matches("::main").replace('-', "_"));
            tests.push(Test { name, binary: binary.into(), folder: folder.into(), case: case.clone() });
        }
    }
    Ok(tests)
}

impl Test {
    /// Runs it with every rule in force. `None` where it fails on this machine as it is: such a test proves nothing here.
    pub fn normal(&self, note: &Path) -> Result<Option<Normal>> {
        let _ = std::fs::remove_file(note);
        let began = Instant::now();
        let passed = self.run(&[("SINAN_REACHED", &note.display().to_string())], Duration::from_secs(300))?;
        let took = began.elapsed();
        let noted = std::fs::read_to_string(note).unwrap_or_default();
        Ok(passed.then(|| Normal { reached: noted.lines().filter_map(|l| l.parse().ok()).collect(), took }))
    }

    /// Whether it fails, twice, while a rule is off. One that does not end in ten times its time, and twenty seconds, has failed.
    pub fn notices(&self, rule: u32, normal: Duration) -> Result<bool> {
        let (rule, patience) = (rule.to_string(), normal * 10 + Duration::from_secs(20));
        let fails = || Ok::<bool, anyhow::Error>(!self.run(&[("SINAN_OFF", &rule)], patience)?);
        Ok(fails()? && fails()?)
    }

    fn run(&self, set: &[(&str, &str)], patience: Duration) -> Result<bool> {
        let mut command = Command::new(&self.binary);
        command.args([&self.case, "--exact"]).current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        let mut child = command.envs(set.iter().copied()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let began = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status.success());
            }
            if began.elapsed() > patience {
                child.kill()?;
                child.wait()?;
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}
