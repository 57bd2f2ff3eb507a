//! Work queues: one index range for each owner, merged by due day.

use crate::coding::{NEVER, date_unless_never, day};
use crate::database::{Pool, Row};
use crate::many::Many;
use crate::ranges::{count, page};
use crate::rows::rows;
use crate::sql::{Value, column};
use app::ports::{Page, QueueQuery, QueueRow, StoreError, TaskRow};
use kernel::{BureauId, Id};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is due before a day, never included only if no day is asked for.
pub(crate) static QUEUE: Many = Many::union(
    "SELECT due_on, matter_id, role, kind, clock, state FROM task WHERE bureau_id = ?int AND owner = ?text AND waiting = ?int AND due_on < ?int",
    " ORDER BY 1, 2, 3 LIMIT ?int OFFSET ?int",
);

pub(crate) static COUNT: Many =
    Many::counted("SELECT 1 FROM task WHERE bureau_id = ?int AND owner = ?text AND waiting = ?int AND due_on < ?int");

pub(crate) static LENGTH: Many =
    Many::among("SELECT owner, count FROM queue WHERE bureau_id = ?int AND waiting = ?int AND owner IN (", "?text");

/// One page of a queue and its length, of the same moment.
pub(crate) async fn queue(readers: &Pool, bureau: BureauId, query: &QueueQuery) -> Result<Page<QueueRow>, StoreError> {
    let mut moment = readers.moment().await?;
    let total = length(&mut moment, bureau, query).await?;
    let arguments: Vec<Value<'_>> = owners(query).flat_map(|owner| range(bureau, owner, query)).collect();
    let key = |row: &Row| Ok((column::<i64>(row, 0)?, column::<Uuid>(row, 1)?, column::<String>(row, 2)?));
    let found = page(&mut moment, &QUEUE, &arguments, (query.offset, query.limit), key).await?;
    let ids = found.iter().map(|row| column::<Uuid>(row, 1)).collect::<Result<Vec<_>, _>>()?;
    let matters = rows(&mut moment, bureau, &ids).await?;
    let mut out = Vec::with_capacity(found.len());
    for (row, id) in found.iter().zip(&ids) {
        let matter = matters.get(id).cloned().ok_or_else(|| StoreError::Damaged(format!("待办指向的事项 {id} 不存在")))?;
        out.push(QueueRow { task: task(row)?, matter });
    }
    Ok(Page { rows: out, total })
}

/// How long a queue is: from counters; where only what is due before a day is asked for, counted up to the cap.
pub(crate) async fn queue_len(readers: &Pool, bureau: BureauId, query: &QueueQuery) -> Result<u64, StoreError> {
    let mut connection = readers.acquire().await?;
    length(&mut connection, bureau, query).await
}

async fn length(connection: &mut crate::database::Connection, bureau: BureauId, query: &QueueQuery) -> Result<u64, StoreError> {
    if query.due_before.is_some() {
        let arguments: Vec<Value<'_>> = owners(query).flat_map(|owner| range(bureau, owner, query)).collect();
        return count(connection, &COUNT, &arguments).await;
    }
    let wanted: Vec<Value<'_>> = owners(query).map(Value::text).collect();
    let rows = LENGTH.fetch(connection, &[bureau.0.into(), query.waiting.into()], &wanted, &[]).await?;
    let sum = rows.iter().map(|row| column::<i64>(row, 1)).sum::<Result<i64, _>>()?;
    Ok(sum.unsigned_abs())
}

/// Each owner once, however often it was asked for.
fn owners(query: &QueueQuery) -> impl Iterator<Item = &str> {
    query.owners.iter().map(String::as_str).collect::<BTreeSet<_>>().into_iter()
}

fn range<'a>(bureau: BureauId, owner: &'a str, query: &QueueQuery) -> [Value<'a>; 4] {
    let before = query.due_before.map_or(NEVER + 1, day);
    [bureau.0.into(), owner.into(), query.waiting.into(), before.into()]
}

fn task(row: &Row) -> Result<TaskRow, StoreError> {
    let id = |place| Ok::<_, StoreError>(column::<Option<&str>>(row, place)?.map(Id::from));
    Ok(TaskRow {
        kind: column(row, 3)?,
        role: Id::from(column::<&str>(row, 2)?),
        clock: id(4)?,
        due_on: date_unless_never(column(row, 0)?)?,
        state: id(5)?,
    })
}
