//! Statements made for many rows at once, so that one round trip to the database carries a batch.

use crate::dialect::{self, Arguments, Connection, Database, Row, fault};
use crate::sql::Value;
use app::ports::StoreError;
use sqlx::{AssertSqlSafe, query::Query};
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

/// A statement whose middle repeats, once for each row. `?` stands for a value.
///
/// Rows of NULLs fill it up to its power of two: no key equals NULL, and insertions leave such rows out.
pub(crate) struct Many {
    deed: Deed,
    head: &'static str,
    row: &'static str,
    tail: &'static str,
    texts: [OnceLock<Arc<str>>; MOST + 1],
}

impl Many {
    const fn new(deed: Deed, head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self { deed, head, row, tail, texts: [const { OnceLock::new() }; MOST + 1] }
    }

    /// `INSERT INTO …` with many rows, and what follows them.
    pub(crate) const fn insert(head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self::new(Deed::Insert, head, row, tail)
    }

    /// `DELETE … WHERE (…) OR (…) …`, each row naming a whole key.
    pub(crate) const fn delete(head: &'static str, row: &'static str) -> Self {
        Self::new(Deed::Delete, head, row, "")
    }

    /// `SELECT … WHERE … IN (?, ?, …)`
    pub(crate) const fn among(head: &'static str) -> Self {
        Self::new(Deed::Among, head, "?", ")")
    }

    /// `SELECT … UNION ALL SELECT … ORDER BY …`: index ranges merged by their order.
    pub(crate) const fn union(row: &'static str, tail: &'static str) -> Self {
        Self::new(Deed::Union, "", row, tail)
    }

    /// `SELECT COUNT(*) FROM (SELECT … UNION ALL SELECT … LIMIT ?)`: how many rows the ranges hold, up to the limit.
    pub(crate) const fn counted(row: &'static str) -> Self {
        Self::new(Deed::Union, "SELECT COUNT(*) FROM (", row, " LIMIT ?) AS counted")
    }

    /// Values in a row.
    pub(crate) fn width(&self) -> usize {
        self.row.bytes().filter(|b| *b == b'?').count()
    }

    /// Whether it deletes what its rows name.
    pub(crate) fn removes(&self) -> bool {
        self.deed == Deed::Delete
    }

    /// The text for 2^power rows.
    pub(crate) fn text(&self, power: usize) -> Arc<str> {
        let make = || {
            let rows = vec![self.row; 1 << power];
            let rows = match self.deed {
                Deed::Insert => format!("SELECT * FROM (VALUES {}) AS given WHERE column1 IS NOT NULL ", rows.join(", ")),
                Deed::Delete => rows.join(" OR "),
                Deed::Among => rows.join(", "),
                Deed::Union => rows.join(" UNION ALL "),
            };
            dialect::generated(&format!("{}{rows}{}", self.head, self.tail)).into()
        };
        self.texts.get(power).map_or_else(make, |text| text.get_or_init(make).clone())
    }

    /// Adds these rows, and rows of NULLs up to 2^power, to a statement's arguments.
    pub(crate) fn bind(&self, arguments: &mut Arguments, rows: &[Value<'_>], power: usize) -> Result<(), StoreError> {
        let missing = (self.width() << power).saturating_sub(rows.len());
        let filler = std::iter::repeat_n(&Value::Null, missing);
        rows.iter().chain(filler).try_for_each(|value| dialect::bind(arguments, value)).map_err(fault)
    }

    /// Runs it over all rows, given one after the other. Returns how many rows it affected.
    pub(crate) async fn run(&self, connection: &mut Connection, rows: &[Value<'_>]) -> Result<u64, StoreError> {
        let mut affected = 0;
        for chunk in rows.chunks(self.width() << MOST) {
            affected += self.statement(&[], chunk, &[])?.execute(&mut *connection).await.map_err(fault)?.rows_affected();
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
            found.extend(self.statement(lead, chunk, trail)?.fetch_all(&mut *connection).await.map_err(fault)?);
        }
        Ok(found)
    }

    /// The smallest statement that these rows fit into, filled up.
    fn statement(
        &self,
        lead: &[Value<'_>],
        rows: &[Value<'_>],
        trail: &[Value<'_>],
    ) -> Result<Query<'static, Database, Arguments>, StoreError> {
        let power = (rows.len() / self.width()).next_power_of_two().ilog2() as usize;
        let mut arguments = Arguments::default();
        sqlx::Arguments::reserve(&mut arguments, lead.len() + (self.width() << power) + trail.len(), 0);
        lead.iter().try_for_each(|value| dialect::bind(&mut arguments, value)).map_err(fault)?;
        self.bind(&mut arguments, rows, power)?;
        trail.iter().try_for_each(|value| dialect::bind(&mut arguments, value)).map_err(fault)?;
        Ok(sqlx::query_with(AssertSqlSafe(self.text(power)), arguments))
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
        let many = Many::delete("DELETE FROM t WHERE ", "(a = ? AND b = ?)");
        assert_eq!(many.width(), 2);
        assert_eq!(&*many.text(1), "DELETE FROM t WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)");
        assert_eq!(many.text(6).matches('?').count(), 128);
        let many = Many::insert("INSERT INTO t (a, b) ", "(?, ?)", "ON CONFLICT DO NOTHING");
        let text = "INSERT OR ROLLBACK INTO t (a, b) SELECT * FROM (VALUES (?, ?), (?, ?)) AS given WHERE column1 IS NOT NULL ON CONFLICT DO NOTHING";
        assert_eq!(&*many.text(1), text);
    }
}
