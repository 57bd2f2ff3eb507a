//! `cargo xtask test`: everything that CI runs, in one command.

use crate::{debian, provider, steps::Steps, tidy, workspace};
use anyhow::{Context, Result, bail};
use scratch_postgres::{Server, VARIABLE};
use std::process::{Command, ExitCode};

/// The crates without I/O: their tests need no database, no port and no browser.
const PURE: [&str; 6] = ["sinan-kernel", "sinan-calendar", "sinan-law", "sinan-procedure", "sinan-engine", "sinan-plan"];

/// What the command line asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Format, lints, tidy and the pure crates' unit tests only: under five minutes.
    quick: bool,
    /// Everything but what needs Chromium.
    no_browser: bool,
}

impl Options {
    /// Reads the words after `test`.
    ///
    /// # Errors
    /// An unknown word.
    pub fn parse(words: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        for word in words {
            match *word {
                "--quick" => options.quick = true,
                "--no-browser" => options.no_browser = true,
                other => bail!("cargo xtask test does not know {other}; it takes --quick and --no-browser"),
            }
        }
        Ok(options)
    }
}

/// Runs the steps and prints their table.
///
/// # Errors
/// Only what keeps every step from running, such as a browser that cannot be installed.
pub fn run(options: Options) -> Result<ExitCode> {
    let browser = !options.quick && !options.no_browser;
    if browser {
        debian::ensure_browser()?;
    }
    let mut steps = Steps::default();
    steps.command("format", &mut workspace::cargo(&["fmt", "--all", "--check"]));
    steps.check("tidy", tidy::check);
    steps.command("clippy", &mut workspace::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    if options.quick {
        let pure: Vec<&str> = PURE.iter().flat_map(|package| ["--package", package]).chain(["--lib"]).collect();
        steps.command("unit tests", &mut tests(&pure));
        return Ok(steps.finish());
    }
    // One server for all tests; each has a database of its own on it.
    debian::ensure_postgres()?;
    provider::ensure()?;
    let server = Server::start(&std::env::temp_dir())?.context("PostgreSQL was installed and is not found")?;
    // The browser tests come last and by themselves: they need the program built, and the processor to themselves.
    steps.command("tests", tests(&["--workspace", "--exclude", "e2e"]).env(VARIABLE, server.url("").trim_end_matches('/')));
    drop(server);
    steps.command("doc tests", &mut workspace::cargo(&["test", "--doc", "--workspace"]));
    steps.command("documentation", workspace::cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"));
    program_steps(&mut steps, browser)?;
    Ok(steps.finish())
}

/// The steps that run the built program.
fn program_steps(steps: &mut Steps, browser: bool) -> Result<()> {
    // All binaries at once, so that the features of shared dependencies are those of the tests and nothing is built twice.
    steps.command("build", &mut workspace::cargo(&["build", "--workspace", "--bins"]));
    let binary = std::env::var_os("SINAN_BIN").map_or_else(|| workspace::binary("debug"), |path| Ok(path.into()))?;
    for (name, word) in [("procedure check", "check"), ("procedure test", "test")] {
        steps.command(name, Command::new(&binary).args(["procedure", word]).current_dir(workspace::root()));
    }
    if browser {
        steps.command("browser tests", tests(&["--package", "e2e"]).env("SINAN_BIN", &binary).env("SINAN_REQUIRE_BROWSER", "1"));
    } else {
        steps.skip("browser tests", "--no-browser");
    }
    Ok(())
}

/// The test runner: nextest where it is installed, since it runs the tests of all crates at once; else cargo's own.
fn tests(selection: &[&str]) -> Command {
    let runner: &[&str] =
        if workspace::has_cargo_command("nextest") { &["nextest", "run", "--no-fail-fast"] } else { &["test", "--no-fail-fast"] };
    let mut command = workspace::cargo(runner);
    // Doc tests are a step of their own.
    if runner[0] == "test" && !selection.contains(&"--lib") {
        command.args(["--lib", "--bins", "--tests"]);
    }
    command.args(selection);
    command
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn options_are_read_and_unknown_words_refused() {
        assert_eq!(Options::parse(&[]).unwrap(), Options::default());
        assert_eq!(Options::parse(&["--quick", "--no-browser"]).unwrap(), Options { quick: true, no_browser: true });
        assert!(Options::parse(&["--fast"]).unwrap_err().to_string().contains("--fast"));
    }

    #[test]
    fn the_pure_crates_are_those_of_the_arrows() {
        assert_eq!(PURE.map(|package| package.trim_start_matches("sinan-")), tidy::PURE);
    }
}
