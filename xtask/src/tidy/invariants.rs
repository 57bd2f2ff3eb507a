//! Every invariant of ARCHITECTURE.md names the test that holds it, and that test is there.

use super::{Finding, rust::Source, tree::Tree};
use std::collections::BTreeSet;

const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Invariants without a test, or with one that is not in the tree.
pub fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let text = tree.text(ARCHITECTURE).unwrap_or_default();
    // What every store must do is written once in `conformance`, and made a test for each store by a macro.
    let is_test = |f: &&super::rust::Function| f.test || f.path.contains("::conformance::");
    let tests: BTreeSet<&str> = sources.iter().flat_map(|source| &source.functions).filter(is_test).map(|f| f.path.as_str()).collect();
    let mut findings = Vec::new();
    let mut seen = 0;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| line.contains("**Invariant ")) {
        seen += 1;
        let named = named_tests(line);
        if named.is_empty() {
            findings.push(Finding::new(ARCHITECTURE, number + 1, "an invariant that names no test"));
        }
        for name in named.into_iter().filter(|name| !tests.contains(name)) {
            findings.push(Finding::new(ARCHITECTURE, number + 1, format!("no test is called {name}")));
        }
    }
    if seen == 0 {
        findings.push(Finding::new(ARCHITECTURE, 0, "it states no invariant"));
    }
    findings
}

/// What stands between ``(test: `` and `)`: one or more paths in back quotes.
fn named_tests(line: &str) -> Vec<&str> {
    let Some((_, rest)) = line.split_once("(test: ") else { return Vec::new() };
    let inside = rest.split(')').next().unwrap_or_default();
    inside.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_test_must_exist_and_be_a_test() {
        let text = "- **Invariant 1** Holds. (test: `law::tests::holds`)\n- **Invariant 2** Broken. (test: `law::tests::gone`, `law::tests::helper`)\n\
                    - **Invariant 3** Bare.";
        let code = "//! Law.\nmod tests { #[test] fn holds() {} fn helper() {} }";
        let tree = Tree::of(&[("ARCHITECTURE.md", text), ("crates/law/src/lib.rs", code)]);
        let found: Vec<String> = check(&tree, &Source::all(&tree)).iter().map(ToString::to_string).collect();
        let expected = [
            "ARCHITECTURE.md:2: no test is called law::tests::gone",
            "ARCHITECTURE.md:2: no test is called law::tests::helper",
            "ARCHITECTURE.md:3: an invariant that names no test",
        ];
        assert_eq!(found, expected);
        assert_eq!(check(&Tree::of(&[]), &[]).len(), 1, "a document without invariants is found too");
    }
}
