//! The habits of the tree as a program: what a reviewer would otherwise have to look for each time.
//!
//! `cargo xtask tidy` prints the findings; `cargo test` runs the same checks, so nothing lands that breaks one.

mod arrows;
mod asvs;
mod documents;
mod invariants;
mod law_in_code;
mod names;
mod outbound;
mod rust;
mod sources;
mod tree;
mod weakened;
mod words;

#[cfg(test)]
pub use arrows::PURE;

use anyhow::{Result, bail};
use std::{fmt, process::ExitCode};
use tree::Tree;

/// One thing that breaks a habit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1; 0 where the finding is about the file or folder as a whole.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Prints the findings and the sizes; fails when there is a finding.
///
/// # Errors
/// A tree that cannot be read, or the findings.
pub fn run() -> Result<ExitCode> {
    check()?;
    Ok(ExitCode::SUCCESS)
}

/// As [`run`], for a step of `cargo xtask test`.
///
/// # Errors
/// As [`run`].
pub fn check() -> Result<()> {
    let (findings, sizes) = inspect()?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{sizes}");
    if findings.is_empty() {
        return Ok(());
    }
    bail!("{} findings", findings.len())
}

/// All findings of the present tree, and a line about the sizes of its files.
fn inspect() -> Result<(Vec<Finding>, String)> {
    let tree = Tree::read(&crate::workspace::root())?;
    let metadata = crate::workspace::metadata()?;
    let sources = rust::Source::all(&tree);
    let mut findings = arrows::check(&arrows::members(&metadata));
    findings.extend(sources::check(&sources));
    findings.extend(names::check(&tree, &sources));
    findings.extend(law_in_code::check(&tree, &sources));
    findings.extend(words::check(&tree));
    findings.extend(documents::check(&tree)?);
    findings.extend(invariants::check(&tree, &sources));
    findings.extend(asvs::check(&tree, &sources));
    findings.extend(weakened::check(&tree, &sources));
    findings.extend(outbound::check(&tree));
    Ok((findings, sources::sizes(&sources)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    #[test]
    fn the_tree_is_tidy() {
        let (findings, sizes) = super::inspect().unwrap();
        println!("{sizes}");
        let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(list.is_empty(), "{} findings:\n{}", list.len(), list.join("\n"));
    }
}
