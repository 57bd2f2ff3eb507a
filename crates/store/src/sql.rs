//! Values, and statements made for several rows at once so that one round trip carries many.

use crate::dialect::{self, Arguments, Connection, Database, Row, fault};
use app::ports::StoreError;
use sqlx::{AssertSqlSafe, Decode, Row as _, Type, query::Query};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Id(Uuid),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }

    /// The value, or NULL.
    pub(crate) fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, make)
    }
}

impl From<i64> for Value<'_> {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::bytes(bytes)
    }
}

/// A fixed statement with its arguments.
pub(crate) fn query(text: &'static str, values: &[Value<'_>]) -> Result<Query<'static, Database, Arguments>, StoreError> {
    Ok(sqlx::query_with(text, arguments(values)?))
}

/// One column of a row, by place.
pub(crate) fn column<'r, T>(row: &'r Row, place: usize) -> Result<T, StoreError>
where
    T: Decode<'r, Database> + Type<Database>,
{
    row.try_get(place).map_err(fault)
}

/// What kind of value a column holds; any may be NULL.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Int,
    Id,
    Text,
}

/// A whole row as values.
pub(crate) fn values(row: &Row, kinds: &[Kind]) -> Result<Vec<Value<'static>>, StoreError> {
    let value = |(place, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Int => Value::maybe(column::<Option<i64>>(row, place)?, Value::Int),
            Kind::Id => Value::maybe(column::<Option<Uuid>>(row, place)?, Value::Id),
            Kind::Text => Value::maybe(column::<Option<String>>(row, place)?, Value::from),
        })
    };
    kinds.iter().enumerate().map(value).collect()
}

fn arguments(values: &[Value<'_>]) -> Result<Arguments, StoreError> {
    let mut arguments = Arguments::default();
    sqlx::Arguments::reserve(&mut arguments, values.len(), 0);
    values.iter().try_for_each(|v| dialect::bind(&mut arguments, v)).map_err(fault)?;
    Ok(arguments)
}

/// Rows in one statement at most. Smaller statements hold a power of two, so that a handful of texts serves every number of rows
/// and each is prepared once.
const MOST: usize = 64;
const SIZES: usize = MOST.ilog2() as usize + 1;

/// A statement whose middle repeats, once for each row. `?` stands for a value.
pub(crate) struct Many {
    head: &'static str,
    row: &'static str,
    between: &'static str,
    tail: &'static str,
    texts: [OnceLock<Arc<str>>; SIZES],
}

impl Many {
    pub(crate) const fn new(head: &'static str, row: &'static str, between: &'static str, tail: &'static str) -> Self {
        Self { head, row, between, tail, texts: [const { OnceLock::new() }; SIZES] }
    }

    /// `INSERT … VALUES (…), (…) …`
    pub(crate) const fn insert(head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self::new(head, row, ", ", tail)
    }

    /// `DELETE … WHERE (…) OR (…) …`, each row naming a whole key.
    pub(crate) const fn delete(head: &'static str, row: &'static str) -> Self {
        Self::new(head, row, " OR ", "")
    }

    /// `SELECT … UNION ALL SELECT … ORDER BY …`: index ranges merged by their order.
    pub(crate) const fn union(row: &'static str, tail: &'static str) -> Self {
        Self::new("", row, " UNION ALL ", tail)
    }

    /// Values in a row.
    pub(crate) fn width(&self) -> usize {
        count(self.row)
    }

    /// The text for 2^power rows.
    pub(crate) fn text(&self, power: usize) -> Arc<str> {
        let Some(slot) = self.texts.get(power) else { return Arc::from("") };
        slot.get_or_init(|| {
            let rows = vec![self.row; 1 << power].join(self.between);
            let mut text = String::new();
            let mut n = 0;
            for (i, piece) in format!("{}{rows}{}", self.head, self.tail).split('?').enumerate() {
                if i > 0 {
                    n += 1;
                    dialect::placeholder(&mut text, n);
                }
                text.push_str(piece);
            }
            text.into()
        })
        .clone()
    }

    /// Runs it over all rows, given one after the other. Returns how many rows it affected.
    pub(crate) async fn run(&self, connection: &mut Connection, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let width = self.width();
        let (mut rest, mut affected) = (values, 0);
        while rest.len() >= width {
            let power = (rest.len() / width).min(MOST).ilog2() as usize;
            let (now, later) = rest.split_at(width << power);
            let statement = sqlx::query_with(AssertSqlSafe(self.text(power)), arguments(now)?);
            affected += statement.execute(&mut *connection).await.map_err(fault)?.rows_affected();
            rest = later;
        }
        Ok(affected)
    }

    /// Runs a query over rows: `lead` before the first, `trail` after the last of each statement. Where the number of rows is no
    /// power of two, `spare` fills up; it must find nothing, or nothing new.
    pub(crate) async fn fetch(
        &self,
        connection: &mut Connection,
        lead: &[Value<'_>],
        rows: &[Value<'_>],
        trail: &[Value<'_>],
        spare: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        let width = self.width();
        for chunk in rows.chunks(width * MOST) {
            let power = (chunk.len() / width).next_power_of_two().ilog2() as usize;
            let missing = (1 << power) - chunk.len() / width;
            let mut all = Vec::with_capacity(lead.len() + (width << power) + trail.len());
            all.extend_from_slice(lead);
            all.extend_from_slice(chunk);
            (0..missing).for_each(|_| all.extend_from_slice(spare));
            all.extend_from_slice(trail);
            let statement = sqlx::query_with(AssertSqlSafe(self.text(power)), arguments(&all)?);
            found.extend(statement.fetch_all(&mut *connection).await.map_err(fault)?);
        }
        Ok(found)
    }

    /// Whether so many rows fit into one statement.
    pub(crate) const fn fits(rows: usize) -> bool {
        rows <= MOST
    }
}

fn count(text: &str) -> usize {
    text.bytes().filter(|b| *b == b'?').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_repeats_its_row() {
        let many = Many::insert("INSERT INTO t (a, b) VALUES ", "(?, ?)", " ON CONFLICT DO NOTHING");
        assert_eq!(many.width(), 2);
        assert_eq!(&*many.text(1), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?) ON CONFLICT DO NOTHING");
        assert_eq!(many.text(6).matches('?').count(), 128);
    }
}
