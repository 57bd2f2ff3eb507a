//! Matters and their logs, as use-cases read them.

use crate::coding::{day, digest, from_json, unsigned};
use crate::database::{Pool, Row};
use crate::sql::{Value, column};
use app::ports::{Receipt, Recorded, StoreError, StoredMatter};
use engine::{Event, Matter, Sealed};
use kernel::{BureauId, Date, Digest, MatterId, OperationId};
use std::collections::HashSet;

pub(crate) const MATTER: &str = "SELECT body FROM matter WHERE bureau_id = $1 AND matter_id = $2";
pub(crate) const BODIES: &str =
    "SELECT matter_id, body FROM matter WHERE bureau_id = $1 AND matter_id > $2 AND closed <= $3 ORDER BY matter_id LIMIT $4";
pub(crate) const EVENTS: &str = "SELECT body, link FROM event WHERE bureau_id = $1 AND matter_id = $2 ORDER BY seq";
pub(crate) const OPERATION: &str = "SELECT matter_id, seq, number FROM operation WHERE bureau_id = $1 AND operation_id = $2";
pub(crate) const LOOKUP: &str = "SELECT matter_id, lookup FROM matter WHERE bureau_id = $1 AND number = $2 AND lookup IS NOT NULL";
pub(crate) const CHILDREN: &str = "SELECT matter_id FROM matter WHERE bureau_id = $1 AND parent = $2 ORDER BY matter_id";
pub(crate) const LAPSING: &str =
    "SELECT matter_id FROM alarm WHERE bureau_id = $1 AND due_on < $2 ORDER BY due_on, matter_id, clock LIMIT $3";

/// A matter as it stands.
pub(crate) async fn matter(readers: &Pool, bureau: BureauId, id: MatterId) -> Result<Option<Matter>, StoreError> {
    let row = readers.fetch_optional(MATTER, &[bureau.0.into(), id.0.into()]).await?;
    row.map(|row| from_json(column(&row, 0)?)).transpose()
}

/// Matters after one, in the order of their ids, undecoded.
pub(crate) async fn bodies(
    readers: &Pool,
    bureau: BureauId,
    after: Option<MatterId>,
    closed: bool,
    limit: u32,
) -> Result<Vec<StoredMatter>, StoreError> {
    let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
    let values = [bureau.0.into(), after.into(), closed.into(), Value::Int(i64::from(limit))];
    let rows = readers.fetch_all(BODIES, &values).await?;
    rows.iter().map(|row| Ok(StoredMatter { id: MatterId(column(row, 0)?), body: column(row, 1)? })).collect()
}

/// A matter's log.
pub(crate) async fn events(readers: &Pool, bureau: BureauId, id: MatterId) -> Result<Vec<Recorded>, StoreError> {
    let rows = readers.fetch_all(EVENTS, &[bureau.0.into(), id.0.into()]).await?;
    rows.iter().map(|row| Ok(Recorded { event: from_json(column(row, 0)?)?, link: digest(row, 1)? })).collect()
}

/// Every value that a log refers to.
pub(crate) fn sealed(log: &[Row]) -> Result<Vec<Sealed>, StoreError> {
    let mut out = Vec::new();
    for row in log {
        out.extend(from_json::<Event>(column(row, 0)?)?.body.sealed());
    }
    Ok(out)
}

/// The receipt of an act done before.
pub(crate) async fn operation(readers: &Pool, bureau: BureauId, operation: OperationId) -> Result<Option<Receipt>, StoreError> {
    let row = readers.fetch_optional(OPERATION, &[bureau.0.into(), operation.0.into()]).await?;
    row.map(|row| Ok(Receipt { matter: MatterId(column(&row, 0)?), seq: unsigned(&row, 1)?, number: column(&row, 2)? })).transpose()
}

/// The matter of a number, with the digest of its lookup code if it has one.
pub(crate) async fn lookup(readers: &Pool, bureau: BureauId, number: &str) -> Result<Option<(MatterId, Digest)>, StoreError> {
    let row = readers.fetch_optional(LOOKUP, &[bureau.0.into(), number.into()]).await?;
    row.map(|row| Ok((MatterId(column(&row, 0)?), digest(&row, 1)?))).transpose()
}

/// The matters that live inside another; ids made later sort later.
pub(crate) async fn children(readers: &Pool, bureau: BureauId, parent: MatterId) -> Result<Vec<MatterId>, StoreError> {
    let rows = readers.fetch_all(CHILDREN, &[bureau.0.into(), parent.0.into()]).await?;
    rows.iter().map(|row| column(row, 0).map(MatterId)).collect()
}

/// Matters with a clock whose lapse works by itself and whose due day is over, each once.
pub(crate) async fn lapsing(readers: &Pool, bureau: BureauId, today: Date, limit: u32) -> Result<Vec<MatterId>, StoreError> {
    let values = [bureau.0.into(), day(today).into(), Value::Int(i64::from(limit))];
    let rows = readers.fetch_all(LAPSING, &values).await?;
    let mut seen = HashSet::new();
    let all = rows.iter().map(|row| column(row, 0).map(MatterId)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|id| seen.insert(*id)).collect())
}
