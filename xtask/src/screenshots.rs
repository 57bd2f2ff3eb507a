//! `cargo xtask screenshots`: the pictures of the README.

use crate::{debian, steps::Steps, workspace};
use anyhow::Result;
use std::process::ExitCode;

/// Builds the release program, starts the demo in a temporary folder and photographs the pages listed in
/// `e2e/src/bin/screenshots.rs`.
///
/// # Errors
/// A browser that cannot be installed.
pub fn run() -> Result<ExitCode> {
    debian::ensure_browser()?;
    let mut steps = Steps::default();
    steps.command("build", &mut workspace::cargo(&["build", "--release"]));
    let mut photograph = workspace::cargo(&["run", "--quiet", "--package", "e2e", "--bin", "screenshots"]);
    steps.command("screenshots", photograph.env("SINAN_BIN", workspace::binary("release")?).env("SINAN_REQUIRE_BROWSER", "1"));
    Ok(steps.finish())
}
