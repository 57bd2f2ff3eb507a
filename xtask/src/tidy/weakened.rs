//! `docs/weakened.csv`: each rule of permission and session with the test that notices when it is off (`cargo xtask weaken`). What is named is
//! there, and no rule is left that nobody misses.

use super::{Finding, rust::Source, tree::Tree};
use std::collections::BTreeSet;

const TABLE: &str = "docs/weakened.csv";

/// Rows whose test is gone, and rules of which no test and no reason is told.
pub fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let Some(text) = tree.text(TABLE) else { return Vec::new() };
    let is_test = |f: &&super::rust::Function| f.test || f.path.contains("::conformance::");
    let tests: BTreeSet<&str> = sources.iter().flat_map(|source| &source.functions).filter(is_test).map(|f| f.path.as_str()).collect();
    let mut findings = Vec::new();
    for (at, row) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
        let cell = |n: usize| row.as_ref().ok().and_then(|row| row.get(n)).unwrap_or_default();
        let said = match cell(3) {
            "noticed" if tests.contains(cell(4)) => continue,
            "noticed" => format!("no test is called {}", cell(4)),
            "same" => continue,
            other => format!("{}, {}: {other}", cell(1), cell(2)),
        };
        findings.push(Finding::new(TABLE, at + 2, said));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_without_its_test_or_its_reason_is_found() {
        let table = "file,function,turned off,outcome,test or reason\na,f,always true,noticed,law::tests::holds\na,f,always false,noticed,law::tests::gone\n\
                     a,g,never,same,Nobody can tell.\na,h,never,survived,3 tests\n";
        let code = "//! Law.\nmod tests { #[test] fn holds() {} }";
        let tree = Tree::of(&[(TABLE, table), ("crates/law/src/lib.rs", code)]);
        let found: Vec<String> = check(&tree, &Source::all(&tree)).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["docs/weakened.csv:3: no test is called law::tests::gone", "docs/weakened.csv:5: h, never: survived"]);
    }
}
