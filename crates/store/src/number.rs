//! Numbers without gaps or doubles: given within the transaction that opens the matter, taken back with it if it fails.

use crate::coding::damaged;
use crate::dialect::{Connection, fault};
use crate::prepare::Prepared;
use crate::sql::{column, query};
use app::ports::{Numbering, StoreError};
use kernel::{BureauId, Id, OrgPath};
use std::collections::{BTreeMap, HashMap};

/// A series of one unit and year.
type Series<'a> = (BureauId, &'a Id, &'a OrgPath, i16);

/// Numbers for those of the acts that open a matter and ask for one, by the act's place.
pub(crate) async fn give(
    connection: &mut Connection,
    acts: &[&Prepared],
    accepted: &[usize],
) -> Result<HashMap<usize, String>, StoreError> {
    let mut series: BTreeMap<Series<'_>, Vec<(usize, &Numbering)>> = BTreeMap::new();
    for &place in accepted {
        let Some(act) = acts.get(place) else { continue };
        if let Some((_, numbering)) = &act.opening {
            let key = (act.bureau, &numbering.series, &numbering.unit, numbering.year);
            series.entry(key).or_default().push((place, numbering));
        }
    }
    let mut out = HashMap::new();
    for ((bureau, name, unit, year), takers) in series {
        let wanted = i64::try_from(takers.len()).map_err(|_| damaged("一次编号过多"))?;
        let last = advance(connection, bureau, name, unit, year, wanted).await?;
        for ((place, numbering), seq) in takers.into_iter().zip(last - wanted + 1..) {
            out.insert(place, numbering.pattern.replace("{seq}", &seq.to_string()));
        }
    }
    Ok(out)
}

/// Moves a series on and returns its last number now.
async fn advance(
    connection: &mut Connection,
    bureau: BureauId,
    series: &Id,
    unit: &OrgPath,
    year: i16,
    by: i64,
) -> Result<i64, StoreError> {
    let text = "INSERT INTO numbering (bureau_id, series, unit, year, last) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (bureau_id, series, unit, year) DO UPDATE SET last = numbering.last + excluded.last RETURNING last";
    let values = [bureau.0.into(), series.as_str().into(), unit.as_str().into(), i64::from(year).into(), by.into()];
    // Fetched to the end: a statement left half-way would not have written.
    let rows = query(text, &values)?.fetch_all(connection).await.map_err(fault)?;
    rows.first().map_or_else(|| Err(damaged("编号没有返回")), |row| column(row, 0))
}
