//! Which crate may depend on which: the picture in ARCHITECTURE.md as one table.

use super::Finding;
use serde_json::Value;

/// The crates without I/O, in the order of their arrows.
pub const PURE: [&str; 6] = ["kernel", "calendar", "law", "procedure", "engine", "plan"];

/// The allowed arrows, by folder name: kernel ← calendar, law ← procedure ← engine ← app ← (store | modules | web) ← sinan.
/// `modules` stands for every crate below `modules/`; none of them may see another.
const ARROWS: [(&str, &[&str]); 19] = [
    ("kernel", &[]),
    ("calendar", &["kernel"]),
    ("law", &["kernel"]),
    ("procedure", &["kernel", "calendar", "law"]),
    ("engine", &["kernel", "calendar", "law", "procedure"]),
    ("plan", &["kernel"]),
    ("intake", &["kernel"]),
    ("app", &["kernel", "calendar", "law", "procedure", "engine", "plan"]),
    ("store", &["kernel", "engine", "app"]),
    ("modules", &["kernel", "procedure", "engine", "app"]),
    ("web", &["kernel", "calendar", "law", "procedure", "engine", "plan", "app", "intake"]),
    ("sinan", &["kernel", "calendar", "law", "procedure", "engine", "plan", "app", "store", "modules", "web", "proof", "intake"]),
    ("proof", &[]),
    ("benches", &["scratch-postgres"]),
    ("e2e", &[]),
    ("scratch-postgres", &[]),
    ("soundness", &["kernel", "calendar", "law", "procedure", "engine", "app"]),
    ("weaken", &[]),
    ("xtask", &["scratch-postgres"]),
];

/// Libraries that one crate alone may know, so that changing one's mind about them stays cheap.
const OWNED: [(&str, &str); 7] = [
    ("sqlx", "store"),
    ("axum", "web"),
    ("askama", "web"),
    ("tower-http", "web"),
    ("kdl", "procedure"),
    ("fantoccini", "e2e"),
    ("syn", "weaken"),
];

/// A crate of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// The name of its folder.
    name: String,
    /// Where its `Cargo.toml` lies, from the root.
    manifest: String,
    /// What it depends on: the folder name of a crate of ours, else the package's name.
    uses: Vec<String>,
    /// The same for tests.
    dev_uses: Vec<String>,
}

impl Member {
    /// The row of the table that speaks of this crate.
    fn row(&self) -> &str {
        if self.manifest.starts_with("modules/") { "modules" } else { &self.name }
    }
}

/// The crates that `cargo metadata --no-deps` lists.
pub fn members(metadata: &Value) -> Vec<Member> {
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages.iter().map(|package| member(root, package)).collect()
}

fn member(root: &str, package: &Value) -> Member {
    let manifest = package["manifest_path"].as_str().unwrap_or_default().trim_start_matches(root).trim_start_matches('/');
    let mut member =
        Member { name: folder_name(manifest.trim_end_matches("/Cargo.toml")), manifest: manifest.to_owned(), ..Member::default() };
    for dependency in package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let name = match dependency["path"].as_str() {
            Some(path) => folder_name(path),
            None => dependency["name"].as_str().unwrap_or_default().to_owned(),
        };
        let list = if dependency["kind"] == "dev" { &mut member.dev_uses } else { &mut member.uses };
        list.push(name);
    }
    member
}

fn folder_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Every arrow that the table does not allow.
pub fn check(members: &[Member]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in members {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.row()) else {
            findings.push(Finding::new(&member.manifest, 0, "a crate without a row in ARROWS (xtask/src/tidy/arrows.rs)"));
            continue;
        };
        for used in &member.uses {
            findings.extend(fault(members, member, allowed, used).map(|message| Finding::new(&member.manifest, 0, message)));
        }
        let heavy = |used: &&String| PURE.contains(&member.name.as_str()) && ["store", "web"].contains(&used.as_str());
        for used in member.dev_uses.iter().filter(heavy) {
            findings.push(Finding::new(&member.manifest, 0, format!("a pure crate may not test with {used}")));
        }
    }
    findings
}

/// What is wrong with one arrow, if anything.
fn fault(members: &[Member], from: &Member, allowed: &[&str], used: &str) -> Option<String> {
    if let Some(to) = members.iter().find(|member| member.name == used) {
        return (!allowed.contains(&to.row())).then(|| format!("{} may not depend on {used}", from.name));
    }
    let (_, owner) = OWNED.iter().find(|(library, _)| *library == used)?;
    (*owner != from.name).then(|| format!("only {owner} may depend on {used}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn crates(list: &[(&str, &[&str])]) -> Vec<Member> {
        let uses = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        list.iter()
            .map(|(path, names)| Member {
                name: folder_name(path),
                manifest: format!("{path}/Cargo.toml"),
                uses: uses(names),
                dev_uses: vec![],
            })
            .collect()
    }

    fn messages(members: &[Member]) -> Vec<String> {
        check(members).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn allowed_arrows_pass() {
        let members = crates(&[
            ("crates/kernel", &["serde"]),
            ("crates/app", &["kernel"]),
            ("modules/legal-services", &["app", "kernel"]),
            ("crates/store", &["app", "sqlx"]),
            ("crates/sinan", &["store", "legal-services"]),
        ]);
        assert_eq!(messages(&members), Vec::<String>::new());
    }

    #[test]
    fn every_other_arrow_is_found() {
        let members = crates(&[
            ("crates/kernel", &["app"]),
            ("crates/app", &["sqlx"]),
            ("modules/legal-services", &["disputes"]),
            ("modules/disputes", &[]),
            ("crates/extra", &[]),
        ]);
        let expected = [
            "crates/kernel/Cargo.toml: kernel may not depend on app",
            "crates/app/Cargo.toml: only store may depend on sqlx",
            "modules/legal-services/Cargo.toml: legal-services may not depend on disputes",
            "crates/extra/Cargo.toml: a crate without a row in ARROWS (xtask/src/tidy/arrows.rs)",
        ];
        assert_eq!(messages(&members), expected);
    }

    #[test]
    fn a_pure_crate_may_test_with_app_but_not_with_store() {
        let mut members = crates(&[("crates/engine", &[])]);
        members[0].dev_uses = vec!["app".to_owned(), "store".to_owned()];
        assert_eq!(messages(&members), ["crates/engine/Cargo.toml: a pure crate may not test with store"]);
    }

    #[test]
    fn metadata_is_read() {
        let metadata = serde_json::json!({"workspace_root": "/r", "packages": [{"name": "sinan-law", "manifest_path": "/r/crates/law/Cargo.toml",
            "dependencies": [{"name": "sinan-kernel", "path": "/r/crates/kernel", "kind": null}, {"name": "insta", "kind": "dev"}]}]});
        let law = members(&metadata).remove(0);
        assert_eq!((law.name.as_str(), law.manifest.as_str()), ("law", "crates/law/Cargo.toml"));
        assert_eq!((law.uses, law.dev_uses), (vec!["kernel".to_owned()], vec!["insta".to_owned()]));
    }
}
