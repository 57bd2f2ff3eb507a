//! The documents: links that lead somewhere, nothing that nobody finds, lists that are complete.

use super::{Finding, tree::Tree};
use anyhow::{Context, Result};
use std::collections::BTreeSet;

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const DEPENDENCIES: &str = "docs/decisions/0002-dependencies.md";

/// Every finding in the Markdown files.
///
/// # Errors
/// A root `Cargo.toml` that is none.
pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let mut findings = links(tree);
    findings.extend(code_map(tree));
    findings.extend(dependencies(tree)?);
    Ok(findings)
}

/// Dead links, and files of `docs/` that no other document links to.
fn links(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut linked = BTreeSet::new();
    for (path, text) in tree.texts(".md") {
        for (line, target) in targets(text) {
            let resolved = resolve(path, target);
            if !tree.has(&resolved) {
                findings.push(Finding::new(path, line, format!("a link to {target}, which is not there")));
            }
            if resolved != path {
                linked.insert(resolved);
            }
        }
    }
    let documents = tree.files.keys().filter(|path| path.starts_with("docs/"));
    findings.extend(documents.filter(|path| !linked.contains(*path)).map(|path| Finding::new(path, 0, "no document links to it")));
    findings
}

/// The files that a Markdown text links to, with the line; no web addresses, no code blocks.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let markdown = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        let html = [" src=\"", " href=\""].into_iter().flat_map(|mark| line.split(mark).skip(1)).filter_map(|rest| rest.split('"').next());
        let files = markdown.chain(html).map(|target| target.split('#').next().unwrap_or_default());
        found.extend(files.filter(|target| !target.is_empty() && !target.contains(':')).map(|target| (number + 1, target)));
    }
    found
}

/// The path from the root of a link written in the document.
fn resolve(document: &str, target: &str) -> String {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Crates that the code map of ARCHITECTURE.md leaves out.
fn code_map(tree: &Tree) -> Vec<Finding> {
    let map = tree.text(ARCHITECTURE).unwrap_or_default();
    let folders = tree.files.keys().filter_map(|path| path.strip_suffix("/Cargo.toml"));
    let missing = folders.filter(|folder| !map.contains(&format!("`{folder}`")));
    missing.map(|folder| Finding::new(ARCHITECTURE, 0, format!("the code map does not describe `{folder}`"))).collect()
}

/// Dependencies without a reason or a user, and reasons without a dependency.
fn dependencies(tree: &Tree) -> Result<Vec<Finding>> {
    let manifest: toml::Table = tree.text("Cargo.toml").context("there is no Cargo.toml")?.parse().context("Cargo.toml cannot be read")?;
    let table = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies")?.as_table());
    let ours = |value: &toml::Value| value.get("path").is_some();
    let used: BTreeSet<&str> = table.into_iter().flatten().filter(|(_, value)| !ours(value)).map(|(name, _)| name.as_str()).collect();
    let listed: BTreeSet<&str> = tree.text(DEPENDENCIES).unwrap_or_default().lines().filter_map(row).collect();
    let idle =
        used.iter().filter(|name| !is_inherited(tree, name)).map(|name| Finding::new("Cargo.toml", 0, format!("no crate uses {name}")));
    let unlisted = used.difference(&listed).map(|name| Finding::new(DEPENDENCIES, 0, format!("no row says why {name} is used")));
    let unused =
        listed.difference(&used).map(|name| Finding::new(DEPENDENCIES, 0, format!("a row for {name}, which Cargo.toml does not have")));
    Ok(unlisted.chain(unused).chain(idle).collect())
}

/// Whether a crate takes the dependency from the workspace.
fn is_inherited(tree: &Tree, name: &str) -> bool {
    let starts = [format!("{name}.workspace"), format!("{name} = {{ workspace")];
    tree.texts("/Cargo.toml").any(|(_, text)| text.lines().any(|line| starts.iter().any(|start| line.starts_with(start))))
}

/// The name in the first cell of a table row: ``| `axum` | …``.
fn row(line: &str) -> Option<&str> {
    line.strip_prefix("| `")?.split('`').next()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn texts(findings: Vec<Finding>) -> Vec<String> {
        findings.into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn dead_links_and_lonely_documents_are_found() {
        let readme =
            "[a](docs/a.md#part) ![p](docs/p.png \"P\") [web](https://example.org)\n```\n[code](nowhere)\n```\n<img src=\"docs/gone.png\">";
        let tree =
            Tree::of(&[("README.md", readme), ("docs/a.md", "[back](../README.md) [self](a.md)"), ("docs/p.png", ""), ("docs/b.md", "")]);
        assert_eq!(texts(links(&tree)), ["README.md:5: a link to docs/gone.png, which is not there", "docs/b.md: no document links to it"]);
    }

    #[test]
    fn the_code_map_names_every_crate() {
        let tree = Tree::of(&[("crates/law/Cargo.toml", ""), ("crates/web/Cargo.toml", ""), ("ARCHITECTURE.md", "- `crates/law`: law")]);
        assert_eq!(texts(code_map(&tree)), ["ARCHITECTURE.md: the code map does not describe `crates/web`"]);
    }

    #[test]
    fn every_dependency_has_its_reason() {
        let manifest = "[workspace.dependencies]\nlaw = { path = \"crates/law\" }\naxum = \"0.8\"\njiff = \"1\"";
        let web = "[dependencies]\naxum = { workspace = true, features = [\"x\"] }";
        let tree = Tree::of(&[
            ("Cargo.toml", manifest),
            ("crates/web/Cargo.toml", web),
            (DEPENDENCIES, "| `jiff` | dates |\n| `gone` | no more |"),
        ]);
        let found = texts(dependencies(&tree).unwrap());
        assert_eq!(found[0], format!("{DEPENDENCIES}: no row says why axum is used"));
        assert_eq!(found[1], format!("{DEPENDENCIES}: a row for gone, which Cargo.toml does not have"));
        assert_eq!(found[2..], ["Cargo.toml: no crate uses jiff"]);
    }
}
