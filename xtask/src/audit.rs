//! `cargo xtask audit`: licences and known vulnerabilities, without the network.

use crate::{steps::Steps, workspace};
use anyhow::Result;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Runs `cargo deny` and `cargo audit` where they are installed and says so where they are not.
///
/// # Errors
/// None of its own: a finding is a failed step.
pub fn run() -> Result<ExitCode> {
    let mut steps = Steps::default();
    if workspace::has_cargo_command("deny") {
        steps.command("licences and bans", &mut workspace::cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]));
    } else {
        steps.skip("licences and bans", "cargo-deny is not installed");
    }
    match (workspace::has_cargo_command("audit"), advisories()) {
        (true, Some(folder)) => {
            let mut audit = workspace::cargo(&["audit", "--no-fetch", "--db"]);
            steps.command("advisories", audit.arg(folder));
        }
        (false, _) => steps.skip("advisories", "cargo-audit is not installed"),
        (true, None) => steps.skip("advisories", "no copy of the advisory database; name its folder in SINAN_ADVISORY_DB"),
    }
    Ok(steps.finish())
}

/// A local copy of the RustSec advisory database: the folder named by `SINAN_ADVISORY_DB`, else the one shared beside the checkout.
fn advisories() -> Option<PathBuf> {
    let named = std::env::var_os("SINAN_ADVISORY_DB").map(PathBuf::from);
    named.or_else(|| Some(workspace::root().parent()?.join("shared/advisory-db"))).filter(|folder| Path::is_dir(folder))
}
