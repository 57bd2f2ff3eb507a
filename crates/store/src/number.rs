//! Numbers without gaps or doubles: given within the transaction that opens the matter, taken back with it if it fails.

use crate::coding::{damaged, signed};
use crate::database::Connection;
use crate::prepare::Prepared;
use crate::sql::{Value, column};
use crate::tables::NUMBERING;
use app::ports::{Numbering, StoreError};
use kernel::{BureauId, Id, OrgPath};
use std::collections::{BTreeMap, HashMap};

/// A series of one unit and year.
type Series<'a> = (BureauId, &'a Id, &'a OrgPath, i16);

/// A step of an act: the place of the act, and of the step in it.
pub(crate) type Place = (usize, usize);

/// Numbers for those steps of the acts that open a matter and ask for one.
pub(crate) async fn give(
    connection: &mut Connection,
    acts: &[&Prepared],
    accepted: &[usize],
) -> Result<HashMap<Place, String>, StoreError> {
    let mut series: BTreeMap<Series<'_>, Vec<(Place, &Numbering)>> = BTreeMap::new();
    for &place in accepted {
        let Some(act) = acts.get(place) else { continue };
        for (step, numbering) in act.steps.iter().enumerate().filter_map(|(n, step)| Some((n, &step.opening.as_ref()?.1))) {
            let key = (act.bureau, &numbering.series, &numbering.unit, numbering.year);
            series.entry(key).or_default().push(((place, step), numbering));
        }
    }
    let wanted: Vec<Value<'_>> = series.iter().flat_map(|(key, takers)| row(key, signed(takers.len() as u64))).collect();
    let (mut out, mut answered) = (HashMap::new(), 0);
    for found in NUMBERING.fetch(connection, &[], &wanted, &[]).await? {
        let key: (i64, &str, &str, i64) = (column(&found, 0)?, column(&found, 1)?, column(&found, 2)?, column(&found, 3)?);
        let same = |(bureau, name, unit, year): &Series<'_>| (bureau.0, name.as_str(), unit.as_str(), i64::from(*year)) == key;
        let Some((_, takers)) = series.iter().find(|(series, _)| same(series)) else { continue };
        answered += 1;
        let first = column::<i64>(&found, 4)? + 1 - signed(takers.len() as u64);
        out.extend(takers.iter().zip(first..).map(|((place, n), seq)| (*place, n.pattern.replace("{seq}", &seq.to_string()))));
    }
    if answered == series.len() { Ok(out) } else { Err(damaged("编号没有返回")) }
}

fn row<'a>((bureau, name, unit, year): &Series<'a>, takers: i64) -> [Value<'a>; 5] {
    [bureau.0.into(), name.as_str().into(), unit.as_str().into(), i64::from(*year).into(), takers.into()]
}
