//! The weakened copy of the workspace: every file that is kept under version control, with switches in those whose rules are tried.

use crate::{find::find, mutant, mutant::Mutant};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the rules of permission and session stand, from the workspace's root.
pub const RULES: [&str; 27] = [
    "crates/engine/src/decide/roles.rs",
    "crates/app/src/access.rs",
    "crates/app/src/ballots.rs",
    "crates/app/src/care.rs",
    "crates/app/src/extract.rs",
    "crates/app/src/guard.rs",
    "crates/app/src/looking.rs",
    "crates/app/src/masking.rs",
    "crates/app/src/one_time.rs",
    "crates/app/src/organisation.rs",
    "crates/app/src/organisation/accounts.rs",
    "crates/app/src/organisation/giving.rs",
    "crates/app/src/organisation/handing_over.rs",
    "crates/app/src/organisation/keeping.rs",
    "crates/app/src/organisation/offices.rs",
    "crates/app/src/organisation/standing_in.rs",
    "crates/app/src/passkeys.rs",
    "crates/app/src/passwords.rs",
    "crates/app/src/ports/reach.rs",
    "crates/app/src/second_factor.rs",
    "crates/app/src/sessions.rs",
    "crates/app/src/sign_in.rs",
    "crates/app/src/unified.rs",
    "crates/app/src/webauthn.rs",
    "crates/kernel/src/actor.rs",
    "crates/web/src/server/rules.rs",
    "crates/web/src/server/visit.rs",
];

/// The crate that every rule's crate knows; the switch lies there.
const KERNEL: &str = "crates/kernel/src/lib.rs";
const SWITCH: &str = include_str!("switch.txt");

/// Writes the copy into a folder and tells the rules in it. What stands in the folder already and is unchanged keeps its time, so a second run
/// compiles only what differs.
pub fn write(root: &Path, into: &Path) -> Result<Vec<Mutant>> {
    let listed = Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root).output()?;
    if !listed.status.success() {
        bail!("git does not list the workspace's files");
    }
    let listed = String::from_utf8(listed.stdout).context("a file's name is no text")?;
    let files: BTreeSet<&str> = listed.split('\0').filter(|f| !f.is_empty() && root.join(f).is_file()).collect();
    if let Some(gone) = RULES.iter().find(|f| !files.contains(**f)) {
        bail!("{gone} is to be tried and is not there");
    }
    let (mut all, mut next) = (Vec::new(), 0);
    for file in files {
        let bytes = std::fs::read(root.join(file)).with_context(|| file.to_owned())?;
        let bytes = match file {
            "Cargo.toml" => workspace(&bytes)?,
            _ if RULES.contains(&file) => {
                let source = String::from_utf8(bytes)?;
                let (found, wraps) = find(file, &source, &mut next).with_context(|| file.to_owned())?;
                all.extend(found);
                // Within the kernel itself the switch has another name.
                let text = mutant::rewrite(&source, &wraps);
                if file.starts_with("crates/kernel/") { text.replace("::kernel::weakened", "crate::weakened") } else { text }.into_bytes()
            }
            KERNEL => [bytes, b"\npub mod weakened;\n".to_vec()].concat(),
            _ => bytes,
        };
        put(&into.join(file), &bytes)?;
    }
    // Some tests run what the workspace's own tests have installed in its target folder.
    let installed = into.join("target");
    if !installed.exists() {
        std::os::unix::fs::symlink(root.join("target"), installed)?;
    }
    put(&into.join(KERNEL).with_file_name("weakened.rs"), SWITCH.as_bytes())?;
    Ok(all)
}

/// The root manifest without its lints: switches are no pretty code.
fn workspace(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut manifest: toml::Table = toml::from_str(std::str::from_utf8(bytes)?)?;
    if let Some(workspace) = manifest.get_mut("workspace").and_then(toml::Value::as_table_mut) {
        workspace.insert("lints".to_owned(), toml::Value::Table(toml::Table::new()));
    }
    Ok(toml::to_string(&manifest)?.into_bytes())
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    std::fs::create_dir_all(path.parent().map_or_else(PathBuf::new, Path::to_path_buf))?;
    std::fs::write(path, bytes).with_context(|| path.display().to_string())
}
