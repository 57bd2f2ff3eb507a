//! Lists of matters: which index ranges a filter comes to, and how many matters lie in them.

use crate::coding::{NEVER, day};
use crate::database::{Connection, Pool, Row};
use crate::many::Many;
use crate::ranges::{count, page};
use crate::rows::rows;
use crate::sql::{Value, column, flag};
use app::ports::{MatterFilter, MatterRow, Page, StoreError};
use kernel::{BureauId, OrgPath};
use uuid::Uuid;

/// Open or closed matters of one unit, what presses first.
pub(crate) static DUE: Many = Many::union(
    "SELECT press_on, matter_id FROM matter WHERE bureau_id = ?int AND closed = ?int AND unit = ?text AND press_on >= ?int AND press_on < ?int",
    " ORDER BY 1, 2 LIMIT ?int OFFSET ?int",
);

/// The same within one state of one procedure.
pub(crate) static STATE_DUE: Many = Many::union(
    "SELECT press_on, matter_id FROM matter WHERE bureau_id = ?int AND procedure = ?text AND closed = ?int AND state = ?text AND unit = ?text \
     AND press_on >= ?int AND press_on < ?int",
    " ORDER BY 1, 2 LIMIT ?int OFFSET ?int",
);

/// Open or closed matters of one unit, newest first.
pub(crate) static OPENED: Many = Many::union(
    "SELECT opened_on, matter_id FROM matter WHERE bureau_id = ?int AND closed = ?int AND unit = ?text",
    " ORDER BY 1 DESC, 2 DESC LIMIT ?int OFFSET ?int",
);

/// The same within one state of one procedure.
pub(crate) static STATE_OPENED: Many = Many::union(
    "SELECT opened_on, matter_id FROM matter WHERE bureau_id = ?int AND procedure = ?text AND closed = ?int AND state = ?text AND unit = ?text",
    " ORDER BY 1 DESC, 2 DESC LIMIT ?int OFFSET ?int",
);

pub(crate) static COUNT_DUE: Many = Many::counted(
    "SELECT 1 FROM matter WHERE bureau_id = ?int AND closed = ?int AND unit = ?text AND press_on >= ?int AND press_on < ?int",
);

pub(crate) static COUNT_STATE_DUE: Many = Many::counted(
    "SELECT 1 FROM matter WHERE bureau_id = ?int AND procedure = ?text AND closed = ?int AND state = ?text AND unit = ?text \
     AND press_on >= ?int AND press_on < ?int",
);

/// One page of matters and how many there are, of the same moment. Totals come from the tally; with a bound on the due day they
/// are counted, up to the cap. A bound on the due day also orders by it.
pub(crate) async fn matters(readers: &Pool, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
    let mut moment = readers.moment().await?;
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
    let whole = "SELECT '', closed, '', unit, CAST(SUM(count) AS BIGINT) FROM tally WHERE bureau_id = $1 GROUP BY closed, unit";
    let of_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1 AND procedure = $2";
    let any_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1";
    let found = match (&filter.procedure, &filter.state) {
        (Some(procedure), _) => connection.fetch_all(of_procedure, &[bureau.0.into(), procedure.as_str().into()]).await?,
        (None, Some(_)) => connection.fetch_all(any_procedure, &[bureau.0.into()]).await?,
        (None, None) => connection.fetch_all(whole, &[bureau.0.into()]).await?,
    };
    let mut out = Vec::new();
    for row in found {
        let cell = Range {
            procedure: column(&row, 0)?,
            closed: flag(&row, 1)?,
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
