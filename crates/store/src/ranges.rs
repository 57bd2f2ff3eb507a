//! Index ranges of one kind, merged in order into one page.
//!
//! A page never looks at more than it shows: each range is read by its index, in the order wanted, and the database merges them.

use crate::database::{Connection, Row};
use crate::many::Many;
use crate::sql::{Value, column};
use app::ports::{COUNT_CAP, StoreError};

/// One page out of merged ranges. Each range is given by its arguments, the bureau first; `key` reads what rows are ordered by.
pub(crate) async fn page<K: Ord>(
    connection: &mut Connection,
    ranges: &Many,
    arguments: &[Value<'_>],
    (offset, limit): (u32, u32),
    key: impl Fn(&Row) -> Result<K, StoreError>,
) -> Result<Vec<Row>, StoreError> {
    let width = ranges.width();
    if Many::fits(arguments.len() / width) {
        let trail = [i64::from(limit).into(), i64::from(offset).into()];
        return ranges.fetch(connection, &[], arguments, &trail).await;
    }
    // More ranges than one statement takes: the heads of all of them, merged here.
    let trail = [(i64::from(offset) + i64::from(limit)).into(), Value::Int(0)];
    let rows = ranges.fetch(connection, &[], arguments, &trail).await?;
    let mut keyed = rows.into_iter().map(|row| key(&row).map(|k| (k, row))).collect::<Result<Vec<_>, _>>()?;
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(keyed.into_iter().map(|(_, row)| row).skip(offset as usize).take(limit as usize).collect())
}

/// How many rows lie in the ranges, up to [`COUNT_CAP`].
pub(crate) async fn count(connection: &mut Connection, ranges: &Many, arguments: &[Value<'_>]) -> Result<u64, StoreError> {
    let cap = i64::try_from(COUNT_CAP).unwrap_or(i64::MAX);
    let rows = ranges.fetch(connection, &[], arguments, &[cap.into()]).await?;
    let sum = rows.iter().map(|row| column::<i64>(row, 0)).sum::<Result<i64, _>>()?;
    Ok(sum.unsigned_abs().min(COUNT_CAP))
}
