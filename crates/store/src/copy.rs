//! A whole database copied into an empty one, of the other kind or of the same, with the key that opens it; and the digests that prove it.

use crate::database::{Arguments, Connection, Pool};
use crate::layout::{TABLES, Table};
use crate::master::{KeyError, hand_over};
use crate::open::{OpenError, Options, Place, pools, prepare};
use crate::sql::{Kind, Value, column, values};
use app::ports::StoreError;
use kernel::{Digest, sm3};
use sqlx::AssertSqlSafe;
use std::sync::Arc;
use thiserror::Error;

/// Rows read at a time.
const PAGE: usize = 500;
/// Values in one statement at most: SQLite takes 32,766.
const VALUES: usize = 30_000;

/// What a copy came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Rows copied.
    pub rows: u64,
    /// SM3 over all tables of the source, in the order of keys, as they were read.
    pub from: Digest,
    /// The same of the target, read back after it was written.
    pub to: Digest,
}

/// Why a database was not copied. The target is then as it was.
#[derive(Debug, Error)]
pub enum CopyError {
    /// One of the two cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The target's key is another one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There is something in the target.
    #[error("目标库 {place} 里已有数据（{table} 有 {rows} 行），没有复制。请给一个新建的空库。")]
    NotEmpty {
        /// The target.
        place: Place,
        /// A table that is not empty.
        table: &'static str,
        /// How many rows it has.
        rows: u64,
    },
    /// There is no source.
    #[error("找不到来源库 {0}。请核对 --from。")]
    Missing(Place),
    /// They are the same.
    #[error("来源和目标是同一个库：{0}。请核对 --from 与 --to。")]
    Same(Place),
    /// Reading or writing failed.
    #[error("复制没有完成，目标库未动：{0}")]
    Store(String),
    /// What was read back is not what was written.
    #[error("复制之后两边的摘要不同（来源 {from}，目标 {to}）。请不要使用目标库，检查磁盘后重新复制。")]
    Different {
        /// The source's digest.
        from: Digest,
        /// The target's.
        to: Digest,
    },
}

impl From<StoreError> for CopyError {
    fn from(error: StoreError) -> Self {
        Self::Store(crate::open::reason(&error))
    }
}

/// Copies everything, in one moment of the source and one transaction of the target. `progress` hears how many rows are done, of how many;
/// each row is written once and read back once.
///
/// # Errors
/// See [`CopyError`].
pub async fn copy(from: &Options, to: &Options, mut progress: impl FnMut(u64, u64)) -> Result<Copied, CopyError> {
    if from.place == to.place {
        return Err(CopyError::Same(from.place.clone()));
    }
    if matches!(&from.place, Place::File(path) if !path.exists()) {
        return Err(CopyError::Missing(from.place.clone()));
    }
    let source = opened(from).await?;
    hand_over(&from.master_key, &from.place, &to.master_key, &to.place)?;
    let target = opened(to).await?;
    let mut reading = source.moment().await?;
    let mut writing = target.acquire().await?;
    let total = rows_of(&mut reading).await?;
    check_empty(&mut writing, &to.place).await?;
    let begin = writing.dialect().begin_write();
    writing.raw(begin).await?;
    let mut done = 0;
    let copied = transfer(&mut reading, &mut writing, &mut |rows| {
        done += rows;
        progress(done, 2 * total);
    })
    .await;
    match copied {
        Ok(_) => writing.raw("COMMIT").await?,
        Err(_) => writing.raw("ROLLBACK").await?,
    }
    let from = copied?;
    drop(writing);
    let mut back = target.moment().await?;
    let to = digest_of(&mut back, &[], &mut |rows| {
        done += rows;
        progress(done, 2 * total);
    })
    .await?;
    drop((reading, back));
    source.close().await;
    target.close().await;
    if from == to { Ok(Copied { rows: total, from, to }) } else { Err(CopyError::Different { from, to }) }
}

/// The digest of everything in a database but the tables named: equal before and after, nothing was written in between.
///
/// # Errors
/// See [`CopyError`].
pub async fn digest_without(at: &Options, tables: &[&str]) -> Result<Digest, CopyError> {
    let source = opened(at).await?;
    let mut reading = source.moment().await?;
    let digest = digest_of(&mut reading, tables, &mut |_| {}).await?;
    drop(reading);
    source.close().await;
    Ok(digest)
}

/// A database at the newest schema, and nothing that writes to it.
async fn opened(options: &Options) -> Result<Pool, OpenError> {
    let (writing, readers) = pools(options).await?;
    prepare(&writing, options).await?;
    readers.close().await;
    Ok(writing)
}

async fn rows_of(on: &mut Connection) -> Result<u64, StoreError> {
    let mut total = 0;
    for table in &TABLES {
        total += count(on, table).await?;
    }
    Ok(total)
}

async fn count(on: &mut Connection, table: &Table) -> Result<u64, StoreError> {
    let arguments = Arguments::with_room(on.dialect(), 0);
    let found = on.fetch(AssertSqlSafe(table.count()), arguments).await?;
    Ok(found.first().map(|row| column::<i64>(row, 0)).transpose()?.unwrap_or_default().unsigned_abs())
}

/// The target has its own keys entered, which the source's replace.
async fn check_empty(on: &mut Connection, place: &Place) -> Result<(), CopyError> {
    for table in TABLES.iter().filter(|table| !["about", "master_key", "service_key"].contains(&table.name)) {
        let rows = count(on, table).await?;
        if rows > 0 {
            return Err(CopyError::NotEmpty { place: place.clone(), table: table.name, rows });
        }
    }
    Ok(())
}

/// Copies all tables and returns the digest of what was read.
async fn transfer(from: &mut Connection, to: &mut Connection, progress: &mut impl FnMut(u64)) -> Result<Digest, StoreError> {
    to.raw("DELETE FROM about; DELETE FROM service_key; DELETE FROM master_key").await?;
    let mut digest = Digest::default();
    for table in &TABLES {
        let mut walk = Walk::new(table);
        while let Some(rows) = walk.next(from).await? {
            digest = extended(digest, table, &rows);
            for chunk in rows.chunks((VALUES / table.columns.len()).min(PAGE)) {
                write(to, table, chunk).await?;
            }
            progress(rows.len() as u64);
        }
    }
    Ok(digest)
}

/// The digest of all tables but those named.
async fn digest_of(on: &mut Connection, without: &[&str], progress: &mut impl FnMut(u64)) -> Result<Digest, StoreError> {
    let mut digest = Digest::default();
    for table in TABLES.iter().filter(|table| !without.contains(&table.name)) {
        let mut walk = Walk::new(table);
        while let Some(rows) = walk.next(on).await? {
            digest = extended(digest, table, &rows);
            progress(rows.len() as u64);
        }
    }
    Ok(digest)
}

async fn write(on: &mut Connection, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
    let mut arguments = Arguments::with_room(on.dialect(), rows.len() * table.columns.len());
    for row in rows {
        for (value, (_, kind)) in row.iter().zip(table.columns) {
            arguments.add(value, *kind)?;
        }
    }
    let text = table.insert(on.dialect(), rows.len());
    on.run(AssertSqlSafe(text), arguments).await.map(drop)
}

/// A row's values.
type Row = Vec<Value<'static>>;

/// Reads a table page by page in the order of its key.
struct Walk<'a> {
    table: &'a Table,
    after: Row,
    kinds: Vec<Kind>,
    text: Option<Arc<str>>,
}

impl<'a> Walk<'a> {
    fn new(table: &'a Table) -> Self {
        let kinds = table.kinds();
        Self { table, after: kinds.iter().take(table.key).map(|kind| kind.least()).collect(), kinds, text: None }
    }

    async fn next(&mut self, on: &mut Connection) -> Result<Option<Vec<Row>>, StoreError> {
        let text = self.text.get_or_insert_with(|| self.table.page(on.dialect())).clone();
        let mut arguments = Arguments::with_room(on.dialect(), self.table.key + 1);
        self.after.iter().zip(&self.kinds).try_for_each(|(value, kind)| arguments.add(value, *kind))?;
        arguments.add(&Value::Int(PAGE as i64), Kind::Int)?;
        let found = on.fetch(AssertSqlSafe(text), arguments).await?;
        let rows = found.iter().map(|row| values(row, &self.kinds)).collect::<Result<Vec<Row>, _>>()?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.iter().take(self.table.key).cloned().collect();
        Ok(Some(rows))
    }
}

/// Folds a page of rows into a digest: each value with its kind and length, so that nothing can move from one column into the next.
fn extended(before: Digest, table: &Table, rows: &[Row]) -> Digest {
    let mut bytes = before.0.to_vec();
    let mut add = |kind: u8, part: &[u8]| {
        bytes.push(kind);
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    };
    add(b't', table.name.as_bytes());
    for value in rows.iter().flatten() {
        match value {
            Value::Null => add(b'-', &[]),
            Value::Int(n) => add(b'i', &n.to_be_bytes()),
            Value::Id(id) => add(b'u', id.as_bytes()),
            Value::Text(text) => add(b's', text.as_bytes()),
            Value::Bytes(found) => add(b'b', found),
        }
    }
    sm3(&[&bytes])
}
