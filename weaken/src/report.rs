//! The table of rules, each with the test that notices when it is off.

use crate::mutant::{Key, Mutant};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// The table, from the workspace's root.
const TABLE: &str = "docs/weakened.csv";

/// What became of a rule that was turned off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The test that failed.
    Noticed(String),
    /// No test reaches the rule.
    Unreached,
    /// So many tests reached it and none failed.
    Survived(usize),
}

/// Rules that may be turned off without anybody being able to tell, each with the reason, by file, function and words.
pub fn reasons(root: &Path) -> Result<BTreeMap<Key, String>> {
    let path = root.join("weaken/same.csv");
    let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
    reader
        .deserialize::<(String, String, String, String)>()
        .map(|row| row.map(|(a, b, c, why)| ((a, b, c), why)).map_err(Into::into))
        .collect()
}

/// The rules of which the table names a test, with the test.
pub fn noticed(root: &Path) -> Result<BTreeMap<Key, String>> {
    let mut reader = csv::Reader::from_path(root.join(TABLE)).context(TABLE)?;
    let rows = reader.deserialize::<(String, String, String, String, String)>().collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|row| row.3 == "noticed").map(|(a, b, c, _, test)| ((a, b, c), test)).collect())
}

/// A row of the table: the rule, a word for what became of it, and the test or the reason.
type Row<'a> = (&'a Mutant, &'static str, String);

/// Says what became of the rules, in numbers.
fn tell<'a>(root: &Path, rows: &'a [(Mutant, Outcome)]) -> Result<Vec<Row<'a>>> {
    let reasons = reasons(root)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut told = Vec::with_capacity(rows.len());
    for (mutant, outcome) in rows {
        let (word, why) = match (outcome, reasons.get(&mutant.key())) {
            (Outcome::Noticed(test), _) => ("noticed", test.clone()),
            (_, Some(reason)) => ("same", reason.clone()),
            (Outcome::Unreached, None) => ("unreached", String::new()),
            (Outcome::Survived(tests), None) => ("survived", format!("{tests} tests")),
        };
        *counts.entry(word).or_default() += 1;
        told.push((mutant, word, why));
    }
    println!("{} rules turned off, one at a time: {counts:?}", rows.len());
    Ok(told)
}

/// Writes the table of all rules.
pub fn write(root: &Path, rows: &[(Mutant, Outcome)]) -> Result<()> {
    let told = tell(root, rows)?;
    let mut writer = csv::Writer::from_path(root.join(TABLE))?;
    writer.write_record(["file", "function", "turned off", "outcome", "test or reason"])?;
    for (mutant, word, why) in &told {
        writer.write_record([&mutant.file, &mutant.function, &mutant.what, *word, why])?;
    }
    writer.flush()?;
    if told.iter().any(|(_, word, _)| matches!(*word, "unreached" | "survived")) {
        bail!("rules that nobody misses: see docs/weakened.csv; write a test that does, or the reason in weaken/same.csv");
    }
    Ok(())
}
