//! Statements made for many rows at once, so that one round trip to the database carries a batch.

use crate::database::{Arguments, Connection, Row};
use crate::dialect::Dialect;
use crate::sql::{Kind, Value};
use app::ports::StoreError;
use sqlx::AssertSqlSafe;
use std::sync::{Arc, OnceLock};

/// Rows in one statement at most, as a power of two. Statements hold a power of two, so that a handful of texts serves every number
/// of rows and each is prepared once.
pub(crate) const MOST: usize = 6;

/// What is done with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Insert,
    Delete,
    Among,
    Union,
}

/// A statement whose middle repeats, once for each row. `?int`, `?id`, `?text` and `?bytes` stand for values.
///
/// Rows of NULLs fill it up to its power of two: no key equals NULL, and insertions leave such rows out.
pub(crate) struct Many {
    deed: Deed,
    head: &'static str,
    row: &'static str,
    tail: &'static str,
    /// Locks what a query finds, where the database locks rows.
    lock: &'static str,
    texts: [[OnceLock<Arc<str>>; MOST + 1]; 2],
    kinds: OnceLock<Vec<Kind>>,
}

impl Many {
    const fn new(deed: Deed, head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self { deed, head, row, tail, lock: "", texts: [const { [const { OnceLock::new() }; MOST + 1] }; 2], kinds: OnceLock::new() }
    }

    /// `INSERT INTO …` with many rows, and what follows them.
    pub(crate) const fn insert(head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self::new(Deed::Insert, head, row, tail)
    }

    /// `DELETE … WHERE (…) OR (…) …`, each row naming a whole key.
    pub(crate) const fn delete(head: &'static str, row: &'static str) -> Self {
        Self::new(Deed::Delete, head, row, "")
    }

    /// `SELECT … WHERE … IN (?id, ?id, …)`
    pub(crate) const fn among(head: &'static str, row: &'static str) -> Self {
        Self::new(Deed::Among, head, row, ")")
    }

    /// The same, and what it finds stays as it is until the transaction ends. Rows are locked in the order of the clause.
    pub(crate) const fn locked(head: &'static str, row: &'static str, lock: &'static str) -> Self {
        let mut out = Self::new(Deed::Among, head, row, ")");
        out.lock = lock;
        out
    }

    /// `SELECT … UNION ALL SELECT … ORDER BY …`: index ranges merged by their order.
    pub(crate) const fn union(row: &'static str, tail: &'static str) -> Self {
        Self::new(Deed::Union, "", row, tail)
    }

    /// `SELECT COUNT(*) FROM (SELECT … UNION ALL SELECT … LIMIT ?int)`: how many rows the ranges hold, up to the limit.
    pub(crate) const fn counted(row: &'static str) -> Self {
        Self::new(Deed::Union, "SELECT COUNT(*) FROM (", row, " LIMIT ?int) AS counted")
    }

    /// What kinds of values a row holds.
    fn kinds(&self) -> &[Kind] {
        let named = |part: &str| Kind::named(part.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default());
        self.kinds.get_or_init(|| self.row.split('?').skip(1).map(named).collect())
    }

    /// Values in a row.
    pub(crate) fn width(&self) -> usize {
        self.kinds().len()
    }

    /// Whether it deletes what its rows name.
    pub(crate) fn removes(&self) -> bool {
        self.deed == Deed::Delete
    }

    /// The text for 2^power rows.
    pub(crate) fn text(&self, dialect: Dialect, power: usize) -> Arc<str> {
        let make = || {
            let rows = vec![self.row; 1 << power];
            let rows = match self.deed {
                Deed::Insert => format!("SELECT * FROM (VALUES {}) AS given WHERE column1 IS NOT NULL ", rows.join(", ")),
                Deed::Delete => rows.join(" OR "),
                Deed::Among => rows.join(", "),
                Deed::Union if power == 0 => self.row.to_owned(),
                Deed::Union => {
                    let order = self.tail.split(" LIMIT").next().unwrap_or_default();
                    vec![dialect.ordered(self.row, order); rows.len()].join(" UNION ALL ")
                }
            };
            dialect.generated(&format!("{}{rows}{}{}", self.head, self.tail, dialect.lock(self.lock))).into()
        };
        self.texts[dialect.place()].get(power).map_or_else(make, |text| text.get_or_init(make).clone())
    }

    /// Adds these rows, and rows of NULLs up to 2^power, to a statement's arguments.
    pub(crate) fn bind(&self, arguments: &mut Arguments, rows: &[Value<'_>], power: usize) -> Result<(), StoreError> {
        let missing = (self.width() << power).saturating_sub(rows.len());
        let filler = std::iter::repeat_n(&Value::Null, missing);
        let mut kinds = self.kinds().iter().cycle();
        rows.iter().chain(filler).try_for_each(|value| arguments.add(value, kinds.next().copied().unwrap_or(Kind::Int)))
    }

    /// Runs it over all rows, given one after the other. Returns how many rows it affected.
    pub(crate) async fn run(&self, connection: &mut Connection, rows: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut affected = 0;
        for chunk in rows.chunks(self.width() << MOST) {
            let (text, arguments) = self.statement(connection.dialect(), &[], chunk, &[])?;
            affected += connection.run(text, arguments).await?;
        }
        Ok(affected)
    }

    /// Runs a query over rows: `lead` before the first, `trail` after the last of each statement.
    pub(crate) async fn fetch(
        &self,
        connection: &mut Connection,
        lead: &[Value<'_>],
        rows: &[Value<'_>],
        trail: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for chunk in rows.chunks(self.width() << MOST) {
            let (text, arguments) = self.statement(connection.dialect(), lead, chunk, trail)?;
            found.extend(connection.fetch(text, arguments).await?);
        }
        Ok(found)
    }

    /// The smallest statement that these rows fit into, filled up.
    fn statement(
        &self,
        dialect: Dialect,
        lead: &[Value<'_>],
        rows: &[Value<'_>],
        trail: &[Value<'_>],
    ) -> Result<(AssertSqlSafe<Arc<str>>, Arguments), StoreError> {
        let power = (rows.len() / self.width()).next_power_of_two().ilog2() as usize;
        let mut arguments = Arguments::with_room(dialect, lead.len() + (self.width() << power) + trail.len());
        lead.iter().try_for_each(|value| arguments.add(value, value.kind()))?;
        self.bind(&mut arguments, rows, power)?;
        trail.iter().try_for_each(|value| arguments.add(value, value.kind()))?;
        Ok((AssertSqlSafe(self.text(dialect, power)), arguments))
    }

    /// Whether so many rows fit into one statement.
    pub(crate) const fn fits(rows: usize) -> bool {
        rows <= 1 << MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_repeats_its_row() {
        let many = Many::delete("DELETE FROM t WHERE ", "(a = ?int AND b = ?text)");
        assert_eq!(many.kinds(), [Kind::Int, Kind::Text]);
        assert_eq!(&*many.text(Dialect::Sqlite, 1), "DELETE FROM t WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)");
        assert_eq!(&*many.text(Dialect::Postgres, 1), "DELETE FROM t WHERE (a = $1 AND b = $2) OR (a = $3 AND b = $4)");
        assert_eq!(many.text(Dialect::Sqlite, 6).matches('?').count(), 128);
        let many = Many::insert("INSERT INTO t (a, b) ", "(?int, ?bytes)", "ON CONFLICT DO NOTHING");
        let text = "INSERT OR ROLLBACK INTO t (a, b) SELECT * FROM (VALUES (?, ?), (?, ?)) AS given WHERE column1 IS NOT NULL ON CONFLICT DO NOTHING";
        assert_eq!(&*many.text(Dialect::Sqlite, 1), text);
        let many = Many::locked("SELECT a FROM t WHERE a IN (", "?id", " ORDER BY a FOR UPDATE");
        assert_eq!(&*many.text(Dialect::Sqlite, 0), "SELECT a FROM t WHERE a IN (?)");
        assert_eq!(&*many.text(Dialect::Postgres, 0), "SELECT a FROM t WHERE a IN ($1) ORDER BY a FOR UPDATE");
    }
}
