//! Matters as lists show them.

use crate::coding::{NEVER, date};
use crate::database::{Connection, Row};
use crate::many::Many;
use crate::sql::{Value, column, flag};
use app::ports::{MatterRow, StoreError};
use kernel::{BureauId, Id, MatterId, OrgPath, ValueId};
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) static MATTERS: Many = Many::among(
    "SELECT matter_id, number, procedure, unit, state, kind, opened_on, closed, due_on, due_clock, paused, party, handler FROM matter \
     WHERE bureau_id = ?int AND matter_id IN (",
    "?id",
);

/// Rows of these matters, by id.
pub(crate) async fn rows(connection: &mut Connection, bureau: BureauId, ids: &[Uuid]) -> Result<HashMap<Uuid, MatterRow>, StoreError> {
    let wanted: Vec<Value<'_>> = ids.iter().map(|id| Value::Id(*id)).collect();
    let found = MATTERS.fetch(connection, &[bureau.0.into()], &wanted, &[]).await?;
    found.iter().map(|row| matter_row(row).map(|m| (m.id.0, m))).collect()
}

fn matter_row(row: &Row) -> Result<MatterRow, StoreError> {
    let id = |place| Ok::<_, StoreError>(column::<Option<&str>>(row, place)?.map(Id::from));
    Ok(MatterRow {
        id: MatterId(column(row, 0)?),
        number: column(row, 1)?,
        procedure: Id::from(column::<&str>(row, 2)?),
        unit: OrgPath::new(column(row, 3)?),
        state: Id::from(column::<&str>(row, 4)?),
        kind: id(5)?,
        opened_on: date(column(row, 6)?)?,
        closed: flag(row, 7)?,
        due_on: column::<Option<i64>>(row, 8)?.map(date).transpose()?,
        due_clock: id(9)?,
        paused: flag(row, 10)?,
        party: column::<Option<Uuid>>(row, 11)?.map(ValueId),
        handler: id(12)?,
        marked_on: None,
    })
}

/// The day a row is ordered by where what presses comes first.
pub(crate) fn presses_on(row: &MatterRow) -> i64 {
    row.due_on.filter(|_| !row.paused).map_or(NEVER, crate::coding::day)
}
