//! Lists of matters: which index ranges a filter comes to, and how many matters lie in them.

use crate::coding::{NEVER, day};
use crate::dialect::{Connection, Pool, Row, fault};
use crate::many::Many;
use crate::ranges::{count, page};
use crate::rows::rows;
use crate::sql::{Value, column, query};
use app::ports::{MatterFilter, MatterRow, Page, StoreError};
use kernel::{BureauId, OrgPath};
use sqlx::Connection as _;
use uuid::Uuid;

/// Open or closed matters of one unit, what presses first.
pub(crate) static DUE: Many = Many::union(
    "SELECT press_on, matter_id FROM matter WHERE bureau_id = ? AND closed = ? AND unit = ? AND press_on >= ? AND press_on < ?",
    " ORDER BY 1, 2 LIMIT ? OFFSET ?",
);

/// The same within one state of one procedure.
pub(crate) static STATE_DUE: Many = Many::union(
    "SELECT press_on, matter_id FROM matter WHERE bureau_id = ? AND procedure = ? AND closed = ? AND state = ? AND unit = ? \
     AND press_on >= ? AND press_on < ?",
    " ORDER BY 1, 2 LIMIT ? OFFSET ?",
);

/// Open or closed matters of one unit, newest first.
pub(crate) static OPENED: Many = Many::union(
    "SELECT opened_on, matter_id FROM matter WHERE bureau_id = ? AND closed = ? AND unit = ?",
    " ORDER BY 1 DESC, 2 DESC LIMIT ? OFFSET ?",
);

/// The same within one state of one procedure.
pub(crate) static STATE_OPENED: Many = Many::union(
    "SELECT opened_on, matter_id FROM matter WHERE bureau_id = ? AND procedure = ? AND closed = ? AND state = ? AND unit = ?",
    " ORDER BY 1 DESC, 2 DESC LIMIT ? OFFSET ?",
);

pub(crate) static COUNT_DUE: Many =
    Many::counted("SELECT 1 FROM matter WHERE bureau_id = ? AND closed = ? AND unit = ? AND press_on >= ? AND press_on < ?");

pub(crate) static COUNT_STATE_DUE: Many = Many::counted(
    "SELECT 1 FROM matter WHERE bureau_id = ? AND procedure = ? AND closed = ? AND state = ? AND unit = ? \
     AND press_on >= ? AND press_on < ?",
);

/// One page of matters and how many there are, of the same moment. Totals come from the tally; with a bound on the due day they
/// are counted, up to the cap. A bound on the due day also orders by it.
pub(crate) async fn matters(readers: &Pool, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
    let mut connection = readers.acquire().await.map_err(fault)?;
    let mut moment = connection.begin().await.map_err(fault)?;
    let cells = cells(&mut moment, bureau, filter).await?;
    let fine = filter.procedure.is_some() || filter.state.is_some();
    let bounded = filter.due_before.is_some() || filter.due_from.is_some();
    let total = if bounded {
        let arguments: Vec<Value<'_>> = cells.iter().flat_map(|c| c.range(bureau, filter)).collect();
        count(&mut moment, if fine { &COUNT_STATE_DUE } else { &COUNT_DUE }, &arguments).await?
    } else {
        cells.iter().map(|c| c.count.unsigned_abs()).sum()
    };
    let newest = filter.newest && !bounded;
    let ranges = match (fine, newest) {
        (true, false) => &STATE_DUE,
        (false, false) => &DUE,
        (true, true) => &STATE_OPENED,
        (false, true) => &OPENED,
    };
    let arguments: Vec<Value<'_>> = cells.iter().flat_map(|c| if newest { c.key(bureau) } else { c.range(bureau, filter) }).collect();
    let key = move |row: &Row| {
        let (on, id) = (column::<i64>(row, 0)?, column::<Uuid>(row, 1)?.as_u128());
        Ok(if newest { (-on, !id) } else { (on, id) })
    };
    let found = page(&mut moment, ranges, &arguments, (filter.offset, filter.limit), key).await?;
    let ids = found.iter().map(|row| column(row, 1)).collect::<Result<Vec<Uuid>, _>>()?;
    let mut known = rows(&mut moment, bureau, &ids).await?;
    Ok(Page { rows: ids.iter().filter_map(|id| known.remove(id)).collect(), total })
}

/// A range of the list indexes. Procedure and state are empty where a whole unit is listed.
struct Range {
    procedure: String,
    closed: bool,
    state: String,
    unit: String,
    count: i64,
}

impl Range {
    fn key(&self, bureau: BureauId) -> Vec<Value<'_>> {
        let mut out = vec![bureau.0.into()];
        if self.procedure.is_empty() {
            out.push(self.closed.into());
        } else {
            out.extend([self.procedure.as_str().into(), self.closed.into(), self.state.as_str().into()]);
        }
        out.push(self.unit.as_str().into());
        out
    }

    /// The key and the bounds of the due day. What has no due day, or stands still, lies outside of every bound.
    fn range(&self, bureau: BureauId, filter: &MatterFilter) -> Vec<Value<'_>> {
        let mut out = self.key(bureau);
        let open = if filter.due_from.is_some() { NEVER } else { NEVER + 1 };
        out.push(filter.due_from.map_or(0, day).into());
        out.push(filter.due_before.map_or(open, day).into());
        out
    }
}

/// The ranges that a filter comes to: those cells of the tally that hold anything and may be seen.
async fn cells(connection: &mut Connection, bureau: BureauId, filter: &MatterFilter) -> Result<Vec<Range>, StoreError> {
    let whole = "SELECT '', closed, '', unit, SUM(count) FROM tally WHERE bureau_id = $1 GROUP BY closed, unit";
    let of_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1 AND procedure = $2";
    let any_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1";
    let found = match (&filter.procedure, &filter.state) {
        (Some(procedure), _) => query(of_procedure, &[bureau.0.into(), procedure.as_str().into()])?,
        (None, Some(_)) => query(any_procedure, &[bureau.0.into()])?,
        (None, None) => query(whole, &[bureau.0.into()])?,
    };
    let mut out = Vec::new();
    for row in found.fetch_all(connection).await.map_err(fault)? {
        let cell = Range {
            procedure: column(&row, 0)?,
            closed: column(&row, 1)?,
            state: column(&row, 2)?,
            unit: column(&row, 3)?,
            count: column(&row, 4)?,
        };
        let in_state = filter.state.as_ref().is_none_or(|s| *s == *cell.state.as_str());
        let in_phase = filter.closed.is_none_or(|closed| closed == cell.closed);
        if cell.count > 0 && in_state && in_phase && seen(&filter.units, &OrgPath::new(&cell.unit)) {
            out.push(cell);
        }
    }
    Ok(out)
}

/// Whether a unit lies in what may be seen.
pub(crate) fn seen(units: &[OrgPath], unit: &OrgPath) -> bool {
    units.iter().any(|u| u.covers(unit))
}
