//! Debian packages that the tests need and a fresh machine lacks: a browser, a database server, Node.js.

use anyhow::{Result, bail};
use std::process::{Command, Stdio};

/// A package, and a command that succeeds and prints something where its content is there without the package.
struct Package {
    name: &'static str,
    probe: &'static [&'static str],
}

/// What the browser tests and the screenshots need.
const BROWSER: [Package; 3] = [
    Package { name: "chromium", probe: &["chromium", "--version"] },
    Package { name: "chromium-driver", probe: &["chromedriver", "--version"] },
    // Without a Chinese face every character is the same empty box, and no width that a test measures means anything.
    Package { name: "fonts-noto-cjk", probe: &["fc-list", ":lang=zh-cn"] },
];

/// Makes sure that a browser, its driver and Chinese fonts are there; says what it installs.
///
/// # Errors
/// A sentence that says what to run by hand, where neither root nor `sudo -n` may install, or where this is no Debian.
pub fn ensure_browser() -> Result<()> {
    let missing: Vec<&str> = BROWSER.iter().filter(|package| !package.there()).map(|package| package.name).collect();
    if missing.is_empty() {
        println!("chromium, its driver and Chinese fonts are there");
        return Ok(());
    }
    install(&missing, "install Chromium, chromedriver and a Chinese font in its own way, or leave the browser tests out with --no-browser")
}

/// What the tests' OpenID provider runs on.
const NODE: [Package; 2] =
    [Package { name: "nodejs", probe: &["node", "--version"] }, Package { name: "npm", probe: &["npm", "--version"] }];

/// Makes sure that Node.js and npm are there; says what it installs.
///
/// # Errors
/// As [`ensure_browser`].
pub fn ensure_node() -> Result<()> {
    let missing: Vec<&str> = NODE.iter().filter(|package| !package.there()).map(|package| package.name).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing, "install Node.js 18 or later with npm in its own way") }
}

/// Makes sure that a PostgreSQL server is there for the tests to start; says what it installs.
///
/// # Errors
/// As [`ensure_browser`].
pub fn ensure_postgres() -> Result<()> {
    if scratch_postgres::binaries().is_some() {
        println!("a PostgreSQL server is there");
        return Ok(());
    }
    install(&["postgresql"], "install a PostgreSQL server in its own way, so that initdb is on the path")
}

/// Installs packages; `otherwise` says what to do where there is no apt-get.
fn install(missing: &[&str], otherwise: &str) -> Result<()> {
    let by_hand = format!("apt-get install --no-install-recommends {}", missing.join(" "));
    if !succeeds(&["apt-get", "--version"]) {
        bail!("missing: {}. This machine has no apt-get, so {otherwise}", missing.join(", "));
    }
    let Some(prefix) = privilege() else {
        bail!("missing: {}. Only root may install them: as root run `{by_hand}`, then this command again", missing.join(", "));
    };
    println!("installing {} with apt-get", missing.join(", "));
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    // A fresh machine has no package lists, and a second apt-get on the same machine can take the first one's files away.
    if apt_get(prefix, &install) || (apt_get(prefix, &["update"]) && apt_get(prefix, &install)) {
        return Ok(());
    }
    bail!("apt-get could not install {}: see its message above, run `{by_hand}` by hand, then this command again", missing.join(", "))
}

impl Package {
    fn there(&self) -> bool {
        let known = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", self.name]).output();
        known.is_ok_and(|output| output.stdout == b"installed") || succeeds(self.probe)
    }
}

/// The words that go before `apt-get`: none for root, `sudo -n` where it asks for no password, else there is no way.
fn privilege() -> Option<&'static [&'static str]> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if root {
        return Some(&[]);
    }
    succeeds(&["sudo", "-n", "id"]).then_some(&["sudo", "-n"])
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> bool {
    let words = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"], arguments].concat();
    let [program, arguments @ ..] = words.as_slice() else { return false };
    Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn succeeds(words: &[&str]) -> bool {
    let [program, arguments @ ..] = words else { return false };
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_there_by_its_name_or_by_its_probe() {
        assert!(Package { name: "no-such-package", probe: &["echo", "yes"] }.there());
        assert!(!Package { name: "no-such-package", probe: &["true"] }.there(), "a probe that prints nothing found nothing");
        assert!(!Package { name: "no-such-package", probe: &["no-such-program-here"] }.there());
    }
}
