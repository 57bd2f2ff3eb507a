//! The OpenID provider that the tests of sign-in run as a process: a certified one, from its locked packages.

use crate::{debian, workspace};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Makes sure that it is installed in the target folder, at the versions of its lock file; says what it installs.
///
/// # Errors
/// A sentence that says what to run by hand.
pub fn ensure() -> Result<()> {
    debian::ensure_node()?;
    let (from, to) = (workspace::root().join("crates/sinan/tests/provider"), workspace::root().join("target/provider"));
    let lock = std::fs::read(from.join("package-lock.json")).context("the provider's lock file is missing")?;
    // Written last: where it is there and the same, everything else is.
    let done = to.join("installed.json");
    if std::fs::read(&done).is_ok_and(|installed| installed == lock) {
        println!("an OpenID provider is there");
        return Ok(());
    }
    std::fs::create_dir_all(&to)?;
    for name in ["package.json", "package-lock.json"] {
        std::fs::copy(from.join(name), to.join(name))?;
    }
    println!("installing the tests' OpenID provider with npm");
    let status = Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&to).status()?;
    if !status.success() {
        bail!(
            "npm could not install the provider: see its message above, run `npm ci` in {} by hand, then this command again",
            to.display()
        );
    }
    Ok(std::fs::write(done, lock)?)
}
