//! Wuhai's units. Names of towns and their codes are facts; the bureau's divisions are those a plan of this kind speaks of.

use anyhow::{Context, Result};
use app::ports::Unit;
use kernel::{Id, OrgPath, Title};

/// Every unit, the bureau first.
pub fn all() -> Result<Vec<Unit>> {
    table(include_str!("../../../../demo/wuhai/units.csv"))
        .map(|row| {
            let [path, zh, en, kind, short, handles, division] = row?;
            Ok(Unit {
                path: OrgPath::new(path),
                title: Title::new(zh, en),
                kind: Id::from(kind),
                short: short.to_owned(),
                handles: handles == "yes",
                division: (!division.is_empty()).then(|| division.to_owned()),
            })
        })
        .collect()
}

/// Rows of one of the demo's own tables, which quote nothing.
pub fn table<const N: usize>(text: &'static str) -> impl Iterator<Item = Result<[&'static str; N]>> {
    text.lines().skip(1).map(|line| {
        let row: Vec<&str> = line.split(',').collect();
        row.try_into().ok().with_context(|| format!("演示数据这一行的列数不对：{line}"))
    })
}
