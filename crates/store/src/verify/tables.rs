//! The derived tables against what they should hold.

use super::ledger::{Ledger, Table};
use crate::database::Connection;
use crate::figures::CounterKey;
use crate::shown::Cell;
use crate::sql::{Kind, Value, column, flag, values};
use app::ports::StoreError;
use kernel::BureauId;

/// Rows read at a time.
const PAGE: i64 = 10_000;

/// A derived table, read in the order of its key.
struct Walk {
    table: Table,
    /// What it is to the people who use it.
    title: &'static str,
    text: &'static str,
    kinds: &'static [Kind],
    /// Where in a row its matter stands.
    matter: usize,
    /// Columns of the key, from the first.
    key: usize,
    /// The row before every other.
    start: fn() -> Vec<Value<'static>>,
}

fn least(kinds: &[Kind]) -> Vec<Value<'static>> {
    kinds.iter().map(|kind| kind.least()).collect()
}

const TASK: &[Kind] = &[Kind::Text, Kind::Int, Kind::Int, Kind::Id, Kind::Text, Kind::Text, Kind::Text, Kind::Text];
const ALARM: &[Kind] = &[Kind::Int, Kind::Id, Kind::Text];
const HOLDING: &[Kind] = &[Kind::Text, Kind::Id];
const MARK: &[Kind] = &[Kind::Text, Kind::Text, Kind::Text, Kind::Int, Kind::Id];

static WALKS: [Walk; 4] = [
    Walk {
        table: Table::Task,
        title: "待办",
        text: "SELECT owner, waiting, due_on, matter_id, role, kind, clock, state FROM task \
               WHERE bureau_id = $1 AND (owner, waiting, due_on, matter_id, role) > ($3, $4, $5, $6, $7) \
               ORDER BY owner, waiting, due_on, matter_id, role LIMIT $2",
        kinds: TASK,
        matter: 3,
        key: 5,
        start: || least(&TASK[..5]),
    },
    Walk {
        table: Table::Alarm,
        title: "届满提醒",
        text: "SELECT due_on, matter_id, clock FROM alarm WHERE bureau_id = $1 AND (due_on, matter_id, clock) > ($3, $4, $5) \
               ORDER BY due_on, matter_id, clock LIMIT $2",
        kinds: ALARM,
        matter: 1,
        key: 3,
        start: || least(ALARM),
    },
    Walk {
        table: Table::Holding,
        title: "持有人",
        text: "SELECT holder, matter_id FROM holding WHERE bureau_id = $1 AND (holder, matter_id) > ($3, $4) \
               ORDER BY holder, matter_id LIMIT $2",
        kinds: HOLDING,
        matter: 1,
        key: 2,
        start: || least(HOLDING),
    },
    Walk {
        table: Table::Mark,
        title: "统计标记",
        text: "SELECT procedure, measure, unit, day, matter_id FROM mark \
               WHERE bureau_id = $1 AND (procedure, measure, unit, day, matter_id) > ($3, $4, $5, $6, $7) \
               ORDER BY procedure, measure, unit, day, matter_id LIMIT $2",
        kinds: MARK,
        matter: 4,
        key: 5,
        start: || least(MARK),
    },
];

/// Walks all derived tables and tells what differs.
pub(super) async fn compare(
    connection: &mut Connection,
    bureau: BureauId,
    mut ledger: Ledger,
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    for walk in &WALKS {
        rows(connection, bureau, walk, &mut ledger).await?;
        faults.extend(ledger.unlike(walk.table).map(|id| format!("事项 {id} 的{}与重放不符", walk.title)));
    }
    counts(connection, bureau, &mut ledger).await?;
    for (cell, n) in ledger.cells.iter() {
        let Cell { procedure, state, unit, .. } = cell;
        faults.push(format!("列表计数不符：{unit} 的 {procedure}/{state} 少计 {n} 件"));
    }
    faults.extend(ledger.queues.iter().map(|((_, owner, _), n)| format!("待办计数不符：{owner} 少计 {n} 件")));
    faults.extend(ledger.counters.iter().map(|(key, n)| {
        let CounterKey { procedure, measure, day, unit, .. } = key;
        format!("统计数不符：{unit} 的 {procedure}/{measure} 在 {day} 少计 {n} 件")
    }));
    Ok(())
}

async fn rows(connection: &mut Connection, bureau: BureauId, walk: &Walk, ledger: &mut Ledger) -> Result<(), StoreError> {
    let mut after = (walk.start)();
    loop {
        let arguments: Vec<Value<'_>> = [bureau.0.into(), PAGE.into()].into_iter().chain(after.iter().cloned()).collect();
        let found = connection.fetch_all(walk.text, &arguments).await?;
        let Some(last) = found.last() else { return Ok(()) };
        for row in &found {
            ledger.found(walk.table, column(row, walk.matter)?, &values(row, walk.kinds)?);
        }
        after = values(last, walk.kinds)?;
        after.truncate(walk.key);
    }
}

/// Counters, taken off what they should be. A row that counts nothing may be there or not.
async fn counts(connection: &mut Connection, bureau: BureauId, ledger: &mut Ledger) -> Result<(), StoreError> {
    let cells = "SELECT procedure, closed, state, unit, count FROM tally WHERE bureau_id = $1";
    for row in connection.fetch_all(cells, &[bureau.0.into()]).await? {
        let cell = Cell { procedure: column(&row, 0)?, closed: flag(&row, 1)?, state: column(&row, 2)?, unit: column(&row, 3)? };
        ledger.cells.add(cell, -column::<i64>(&row, 4)?);
    }
    let queues = "SELECT owner, waiting, count FROM queue WHERE bureau_id = $1";
    for row in connection.fetch_all(queues, &[bureau.0.into()]).await? {
        ledger.queues.add((bureau, column(&row, 0)?, flag(&row, 1)?), -column::<i64>(&row, 2)?);
    }
    let counters = "SELECT procedure, measure, day, unit, count FROM counter WHERE bureau_id = $1";
    for row in connection.fetch_all(counters, &[bureau.0.into()]).await? {
        let key =
            CounterKey { bureau, procedure: column(&row, 0)?, measure: column(&row, 1)?, day: column(&row, 2)?, unit: column(&row, 3)? };
        ledger.counters.add(key, -column::<i64>(&row, 4)?);
    }
    Ok(())
}
