//! `docs/asvs.csv`: a row for each requirement of levels 1 and 2 of the OWASP Application Security Verification Standard 5.0.0, with an
//! honest status. A test that is named is there, and what is open is told in SECURITY.md.

use super::{Finding, rust::Source, tree::Tree};
use std::collections::BTreeSet;

const TABLE: &str = "docs/asvs.csv";
const SECURITY: &str = "SECURITY.md";
/// Requirements of levels 1 and 2 in version 5.0.0: 70 and 183.
const LEVELS: [(&str, usize); 2] = [("1", 70), ("2", 183)];

/// Rows too many, too few, without evidence, or with a test that is not in the tree.
pub fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let Some(text) = tree.text(TABLE) else { return vec![Finding::new(TABLE, 0, "it is not there")] };
    let security = tree.text(SECURITY).unwrap_or_default();
    let told: BTreeSet<&str> = security.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').map(|w| w.trim_end_matches('.')).collect();
    let is_test = |f: &&super::rust::Function| f.test || f.path.contains("::conformance::");
    let tests: BTreeSet<&str> = sources.iter().flat_map(|source| &source.functions).filter(is_test).map(|f| f.path.as_str()).collect();
    let mut findings = Vec::new();
    let (mut ids, mut counts) = (BTreeSet::new(), [0; LEVELS.len()]);
    for (at, row) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
        let mut found = |message: String| findings.push(Finding::new(TABLE, at + 2, message));
        let Ok(row) = row else {
            found("a row that is none".to_owned());
            continue;
        };
        let cell = |n: usize| row.get(n).unwrap_or_default();
        let (id, level, applies, status, evidence) = (cell(0), cell(1), cell(4), cell(5), cell(6));
        if !ids.insert(id.to_owned()) {
            found(format!("{id} twice"));
        }
        for (count, (name, _)) in counts.iter_mut().zip(LEVELS) {
            *count += usize::from(level == name);
        }
        match (applies.strip_prefix("n.a.: "), status) {
            (Some(_), "") => {}
            (None, "done" | "partly") if applies == "yes" && !evidence.is_empty() => {}
            (None, "open") if applies == "yes" => {
                if !told.contains(id) {
                    found(format!("{id} is open and {SECURITY} does not say so"));
                }
            }
            _ => found(format!("{id}: “{applies}”, “{status}” and “{evidence}” do not go together")),
        }
        for name in named(evidence).filter(|name| !tests.contains(name)) {
            found(format!("no test is called {name}"));
        }
    }
    for (count, (level, expected)) in counts.into_iter().zip(LEVELS) {
        if count != expected {
            findings.push(Finding::new(TABLE, 0, format!("{count} requirements of level {level}; there are {expected}")));
        }
    }
    findings
}

/// Words that are paths of tests: three names or more, in small letters.
fn named(evidence: &str) -> impl Iterator<Item = &str> {
    let small = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    evidence
        .split_whitespace()
        .map(|w| w.trim_end_matches([';', ',', '.']))
        .filter(move |w| w.matches("::").count() >= 2 && w.split("::").all(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_its_test_and_an_open_one_untold_are_found() {
        let table = "id,level,chapter,requirement,applies,status,evidence\nV1.1.1,1,V1,a,yes,done,Held. law::tests::holds\nV1.1.2,2,V1,b,yes,done,law::tests::gone; so\n\
                     V1.1.3,2,V1,c,yes,open,Later\nV1.1.30,2,V1,c,yes,open,Later\nV1.1.4,2,V1,d,n.a.: none,,\nV1.1.5,2,V1,e,yes,done,\nV1.1.5,2,V1,e,maybe,done,x\n";
        let code = "//! Law.\nmod tests { #[test] fn holds() {} }";
        let tree = Tree::of(&[(TABLE, table), (SECURITY, "Open: V1.1.30."), ("crates/law/src/lib.rs", code)]);
        let found: Vec<String> = check(&tree, &Source::all(&tree)).iter().map(ToString::to_string).collect();
        let expected = [
            "docs/asvs.csv:3: no test is called law::tests::gone",
            "docs/asvs.csv:4: V1.1.3 is open and SECURITY.md does not say so",
            "docs/asvs.csv:7: V1.1.5: “yes”, “done” and “” do not go together",
            "docs/asvs.csv:8: V1.1.5 twice",
            "docs/asvs.csv:8: V1.1.5: “maybe”, “done” and “x” do not go together",
            "docs/asvs.csv: 1 requirements of level 1; there are 70",
            "docs/asvs.csv: 6 requirements of level 2; there are 183",
        ];
        assert_eq!(found, expected.map(str::to_owned));
    }
}
