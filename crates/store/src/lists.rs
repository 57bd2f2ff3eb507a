//! Lists of matters: which index ranges a filter comes to, and how many matters lie in them.

use crate::coding::{NEVER, day};
use crate::database::{Connection, Pool, Row};
use crate::many::Many;
use crate::ranges::{count, page};
use crate::rows::rows;
use crate::sql::{Value, column, flag};
use app::ports::{COUNT_CAP, MatterFilter, MatterRow, Page, StoreError};
use kernel::{BureauId, Id, OrgPath};
use std::collections::BTreeMap;
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
    let ranges = ranges(&mut moment, bureau, filter).await?;
    let bounded = filter.due_before.is_some() || filter.due_from.is_some();
    let newest = filter.newest && !bounded;
    let key = |row: &Row| {
        let (on, id) = (column::<i64>(row, 0)?, column::<Uuid>(row, 1)?.as_u128());
        Ok::<_, StoreError>(if newest { (-on, !id) } else { (on, id) })
    };
    let by_unit = if newest { (&OPENED, &COUNT_DUE) } else { (&DUE, &COUNT_DUE) };
    let by_state = if newest { (&STATE_OPENED, &COUNT_STATE_DUE) } else { (&STATE_DUE, &COUNT_STATE_DUE) };
    let (units, states): (Vec<Range>, Vec<Range>) = ranges.into_iter().partition(|r| r.procedure.is_empty());
    let both = !units.is_empty() && !states.is_empty();
    // Heads of two kinds of ranges are merged here, so each of them begins at the beginning.
    let part = if both { (0, filter.offset.saturating_add(filter.limit)) } else { (filter.offset, filter.limit) };
    let (mut total, mut heads) = (0, Vec::new());
    for (ranges, (pages, counts)) in [(&units, by_unit), (&states, by_state)] {
        if bounded {
            let arguments: Vec<Value<'_>> = ranges.iter().flat_map(|r| r.range(bureau, filter)).collect();
            total += count(&mut moment, counts, &arguments).await?;
        } else {
            total += ranges.iter().map(|r| r.count.unsigned_abs()).sum::<u64>();
        }
        let arguments: Vec<Value<'_>> = ranges.iter().flat_map(|r| if newest { r.key(bureau) } else { r.range(bureau, filter) }).collect();
        for row in page(&mut moment, pages, &arguments, part, key).await? {
            heads.push((key(&row)?, column::<Uuid>(&row, 1)?));
        }
    }
    if both {
        heads.sort_unstable();
        heads = heads.into_iter().skip(filter.offset as usize).take(filter.limit as usize).collect();
    }
    let ids: Vec<Uuid> = heads.into_iter().map(|(_, id)| id).collect();
    let mut known = rows(&mut moment, bureau, &ids).await?;
    let total = if bounded { total.min(COUNT_CAP) } else { total };
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

/// The ranges that a filter comes to: those cells of the tally that hold anything and may be seen. A unit all of whose procedures may
/// be seen is one range, else each state of each procedure is one.
async fn ranges(connection: &mut Connection, bureau: BureauId, filter: &MatterFilter) -> Result<Vec<Range>, StoreError> {
    let by_line = "SELECT procedure, closed, '', unit, CAST(SUM(count) AS BIGINT) FROM tally WHERE bureau_id = $1 \
                   GROUP BY procedure, closed, unit HAVING SUM(count) > 0";
    let of_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1 AND procedure = $2 AND count > 0";
    let any_procedure = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1 AND count > 0";
    if let Some(procedure) = &filter.procedure {
        let cells = cells(connection, of_procedure, &[bureau.0.into(), procedure.as_str().into()], filter).await?;
        return Ok(cells.into_iter().filter(|c| c.seen).map(|c| c.range).collect());
    }
    if filter.state.is_some() {
        let cells = cells(connection, any_procedure, &[bureau.0.into()], filter).await?;
        return Ok(cells.into_iter().filter(|c| c.seen).map(|c| c.range).collect());
    }
    // By whether they are closed and where they lie: how many, and whether all or some of them may be seen.
    let mut units: BTreeMap<(bool, String), Sight> = BTreeMap::new();
    for cell in cells(connection, by_line, &[bureau.0.into()], filter).await? {
        let sight = units.entry((cell.range.closed, cell.range.unit)).or_insert(Sight { count: 0, all: true, some: false });
        sight.count += cell.range.count;
        sight.all &= cell.seen;
        sight.some |= cell.seen;
    }
    let part = |closed: bool, unit: &str| units.get(&(closed, unit.to_owned())).is_some_and(|s| s.some && !s.all);
    let mut out = Vec::new();
    if units.values().any(|s| s.some && !s.all) {
        let cells = cells(connection, any_procedure, &[bureau.0.into()], filter).await?;
        out.extend(cells.into_iter().filter(|c| c.seen && part(c.range.closed, &c.range.unit)).map(|c| c.range));
    }
    let whole = units.into_iter().filter(|(_, s)| s.some && s.all);
    out.extend(whole.map(|((closed, unit), s)| Range { procedure: String::new(), closed, state: String::new(), unit, count: s.count }));
    Ok(out)
}

/// What may be seen of a unit.
struct Sight {
    count: i64,
    all: bool,
    some: bool,
}

/// A cell of the tally.
struct Cell {
    range: Range,
    seen: bool,
}

/// Cells in the state and phase that the filter asks for.
async fn cells(
    connection: &mut Connection,
    text: &'static str,
    values: &[Value<'_>],
    filter: &MatterFilter,
) -> Result<Vec<Cell>, StoreError> {
    let mut out = Vec::new();
    for row in connection.fetch_all(text, values).await? {
        let range = Range {
            procedure: column(&row, 0)?,
            closed: flag(&row, 1)?,
            state: column(&row, 2)?,
            unit: column(&row, 3)?,
            count: column(&row, 4)?,
        };
        let in_state = filter.state.as_ref().is_none_or(|s| *s == *range.state.as_str());
        if in_state && filter.closed.is_none_or(|closed| closed == range.closed) {
            let seen = filter.reach.covers(&Id::from(range.procedure.as_str()), &OrgPath::new(&range.unit));
            out.push(Cell { range, seen });
        }
    }
    Ok(out)
}
