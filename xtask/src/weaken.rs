//! `cargo xtask weaken`: whether turning any single rule off is noticed.

use crate::workspace;
use anyhow::Result;
use std::process::ExitCode;

/// Runs the tool of `weaken/` with the given words. It takes most of an hour for all rules, so it is no step of `test`.
///
/// # Errors
/// When cargo does not start.
pub fn run(words: &[&str]) -> Result<ExitCode> {
    let status = workspace::cargo(&["run", "--quiet", "--package", "sinan-weaken", "--"]).args(words).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
