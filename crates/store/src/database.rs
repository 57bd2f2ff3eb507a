//! Pools, connections and rows of either database behind one face.

use crate::dialect::{Dialect, fault};
use crate::sql::{Kind, Value};
use app::ports::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgPool, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Connection as _, SqlSafeStr, Transaction, raw_sql};
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// Connections to a database.
#[derive(Clone)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// One connection, for as long as it is held.
pub(crate) enum Connection {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// A connection as it is, or within reads of one moment, which end when it is given back.
pub(crate) enum Held<D: sqlx::Database> {
    Plain(PoolConnection<D>),
    Moment(Transaction<'static, D>),
}

impl<D: sqlx::Database> Deref for Held<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        match self {
            Self::Plain(connection) => connection,
            Self::Moment(moment) => moment,
        }
    }
}

impl<D: sqlx::Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Plain(connection) => connection,
            Self::Moment(moment) => moment,
        }
    }
}

/// A row that was read.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Values on their way into a statement.
pub(crate) enum Arguments {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// The same for both.
macro_rules! both {
    ($on:expr, $inner:ident => $done:expr) => {
        match $on {
            Self::Sqlite($inner) => $done,
            Self::Postgres($inner) => $done,
        }
    };
}

impl Pool {
    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A connection.
    pub(crate) async fn acquire(&self) -> Result<Connection, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Connection::Sqlite(Held::Plain(pool.acquire().await.map_err(fault)?)),
            Self::Postgres(pool) => Connection::Postgres(Held::Plain(pool.acquire().await.map_err(fault)?)),
        })
    }

    /// A connection whose reads all see the same moment.
    pub(crate) async fn moment(&self) -> Result<Connection, StoreError> {
        let begin = self.dialect().begin_moment();
        Ok(match self {
            Self::Sqlite(pool) => Connection::Sqlite(Held::Moment(pool.begin_with(begin).await.map_err(fault)?)),
            Self::Postgres(pool) => Connection::Postgres(Held::Moment(pool.begin_with(begin).await.map_err(fault)?)),
        })
    }

    /// Rows of one query.
    pub(crate) async fn fetch_all(&self, text: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.acquire().await?.fetch_all(text, values).await
    }

    /// The row of one query, if there is one.
    pub(crate) async fn fetch_optional(&self, text: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_all(text, values).await?.into_iter().next())
    }

    /// Closes all connections once they are given back.
    pub(crate) async fn close(&self) {
        both!(self, pool => pool.close().await);
    }
}

impl Connection {
    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a fixed statement. Returns how many rows it affected.
    pub(crate) async fn execute(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let arguments = Arguments::of(self.dialect(), values)?;
        self.run(text, arguments).await
    }

    /// Rows of a fixed query.
    pub(crate) async fn fetch_all(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let arguments = Arguments::of(self.dialect(), values)?;
        self.fetch(text, arguments).await
    }

    /// The row of a fixed query, if there is one.
    pub(crate) async fn fetch_optional(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_all(text, values).await?.into_iter().next())
    }

    /// Runs a statement whose arguments were made for this database. Returns how many rows it affected.
    pub(crate) async fn run(&mut self, text: impl SqlSafeStr, arguments: Arguments) -> Result<u64, StoreError> {
        match (self, arguments) {
            (Self::Sqlite(on), Arguments::Sqlite(with)) => sqlx::query_with(text, with).execute(&mut **on).await.map(|d| d.rows_affected()),
            (Self::Postgres(on), Arguments::Postgres(with)) => {
                sqlx::query_with(text, with).execute(&mut **on).await.map(|d| d.rows_affected())
            }
            _ => return Err(mixed()),
        }
        .map_err(fault)
    }

    /// Rows of a query whose arguments were made for this database.
    pub(crate) async fn fetch(&mut self, text: impl SqlSafeStr, arguments: Arguments) -> Result<Vec<Row>, StoreError> {
        Ok(match (self, arguments) {
            (Self::Sqlite(on), Arguments::Sqlite(with)) => {
                sqlx::query_with(text, with).fetch_all(&mut **on).await.map_err(fault)?.into_iter().map(Row::Sqlite).collect()
            }
            (Self::Postgres(on), Arguments::Postgres(with)) => {
                sqlx::query_with(text, with).fetch_all(&mut **on).await.map_err(fault)?.into_iter().map(Row::Postgres).collect()
            }
            _ => return Err(mixed()),
        })
    }

    /// Runs one or more statements without arguments, as they stand.
    pub(crate) async fn raw(&mut self, text: &str) -> Result<(), StoreError> {
        let text = AssertSqlSafe(text);
        both!(self, on => raw_sql(text).execute(&mut **on).await.map(drop)).map_err(fault)
    }

    /// Gives it up: whatever state it is in, a new one is clean.
    pub(crate) async fn abandon(self) {
        // An error says that it is gone already.
        match self {
            Self::Sqlite(Held::Plain(connection)) => drop(connection.detach().close_hard().await),
            Self::Postgres(Held::Plain(connection)) => drop(connection.detach().close_hard().await),
            Self::Sqlite(Held::Moment(_)) | Self::Postgres(Held::Moment(_)) => {}
        }
    }
}

impl Arguments {
    /// None yet, with room for so many.
    pub(crate) fn with_room(dialect: Dialect, count: usize) -> Self {
        let mut out = match dialect {
            Dialect::Sqlite => Self::Sqlite(SqliteArguments::default()),
            Dialect::Postgres => Self::Postgres(PgArguments::default()),
        };
        both!(&mut out, arguments => arguments.reserve(count, 0));
        out
    }

    fn of(dialect: Dialect, values: &[Value<'_>]) -> Result<Self, StoreError> {
        let mut out = Self::with_room(dialect, values.len());
        values.iter().try_for_each(|value| out.add(value, value.kind()))?;
        Ok(out)
    }

    /// Adds a value. A missing one has a kind as well: PostgreSQL wants to know the type of everything.
    pub(crate) fn add(&mut self, value: &Value<'_>, kind: Kind) -> Result<(), StoreError> {
        both!(self, arguments => match (value, kind) {
            (Value::Null, Kind::Int) => arguments.add(None::<i64>),
            (Value::Null, Kind::Id) => arguments.add(None::<Uuid>),
            (Value::Null, Kind::Text) => arguments.add(None::<&str>),
            (Value::Null, Kind::Bytes) => arguments.add(None::<&[u8]>),
            (Value::Int(n), _) => arguments.add(*n),
            (Value::Id(id), _) => arguments.add(*id),
            (Value::Text(text), _) => arguments.add(storable(text)),
            (Value::Bytes(bytes), _) => arguments.add(bytes.as_ref()),
        })
        .map_err(|error| fault(sqlx::Error::Encode(error)))
    }
}

/// Text as both databases keep it: PostgreSQL knows no zero character, which nobody types and nothing of ours holds.
fn storable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

fn mixed() -> StoreError {
    StoreError::Unavailable("参数是为另一种数据库准备的".into())
}
