//! Everything that a batch writes, in one round trip.
//!
//! On SQLite, each statement is handed to another thread and its answer handed back; with twenty statements that costs more than
//! running them. So they are joined into one text. It must be the same text each time, or preparing it would cost still more:
//! for each power of two of acts there is one, with room for a fixed number of rows in each table. PostgreSQL takes one statement at a
//! time; there, those that have nothing to do are left out.

use crate::database::{Arguments, Connection};
use crate::dialect::Dialect;
use crate::many::{MOST, Many};
use crate::sql::Value;
use app::ports::StoreError;
use sqlx::AssertSqlSafe;
use std::sync::{Arc, OnceLock};

/// A statement of a script and the room it has.
pub(crate) struct Part {
    statement: &'static Many,
    /// Rows for each act, as a power of two; negative where one row serves several acts.
    share: i8,
    /// Rows at most, as a power of two: counters are shared by many acts.
    most: usize,
}

impl Part {
    pub(crate) const fn new(statement: &'static Many, share: i8, most: usize) -> Self {
        Self { statement, share, most }
    }

    fn power(&self, class: usize) -> usize {
        class.saturating_add_signed(isize::from(self.share)).min(self.most)
    }
}

/// Statements that are run together, in this order.
pub(crate) struct Script<const N: usize> {
    parts: [Part; N],
    texts: [OnceLock<Arc<str>>; MOST + 1],
}

impl<const N: usize> Script<N> {
    pub(crate) const fn new(parts: [Part; N]) -> Self {
        Self { parts, texts: [const { OnceLock::new() }; MOST + 1] }
    }

    /// The text for 2^class acts.
    pub(crate) fn text(&self, class: usize) -> Arc<str> {
        let make =
            || self.parts.iter().map(|part| part.statement.text(Dialect::Sqlite, part.power(class))).collect::<Vec<_>>().join(";\n").into();
        self.texts.get(class).map_or_else(make, |text| text.get_or_init(make).clone())
    }

    /// Writes the rows of all parts for a batch of so many acts. Returns how many rows were affected. Rows beyond the room of their
    /// part go by themselves: what is to be removed before, what is to be added after.
    pub(crate) async fn run(&self, connection: &mut Connection, acts: usize, rows: [Vec<Value<'_>>; N]) -> Result<u64, StoreError> {
        match connection.dialect() {
            Dialect::Sqlite => self.run_joined(connection, acts, rows).await,
            Dialect::Postgres => {
                let mut affected = 0;
                for (part, rows) in self.parts.iter().zip(&rows) {
                    affected += part.statement.run(connection, rows).await?;
                }
                Ok(affected)
            }
        }
    }

    async fn run_joined(&self, connection: &mut Connection, acts: usize, rows: [Vec<Value<'_>>; N]) -> Result<u64, StoreError> {
        let class = (acts.next_power_of_two().ilog2() as usize).min(MOST);
        let mut arguments = Arguments::with_room(Dialect::Sqlite, 0);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (part, rows) in self.parts.iter().zip(&rows) {
            let power = part.power(class);
            let (now, beyond) = rows.split_at(rows.len().min(part.statement.width() << power));
            part.statement.bind(&mut arguments, now, power)?;
            if !beyond.is_empty() {
                if part.statement.removes() { &mut before } else { &mut after }.push((part.statement, beyond));
            }
        }
        let mut affected = 0;
        for (statement, rows) in before {
            affected += statement.run(connection, rows).await?;
        }
        let text = AssertSqlSafe(self.text(class));
        affected += connection.run(text, arguments).await?;
        for (statement, rows) in after {
            affected += statement.run(connection, rows).await?;
        }
        Ok(affected)
    }

    /// How many rows it should affect: each row once.
    pub(crate) fn expected(&self, rows: &[Vec<Value<'_>>; N]) -> u64 {
        self.parts.iter().zip(rows).map(|(part, rows)| (rows.len() / part.statement.width()) as u64).sum()
    }
}
