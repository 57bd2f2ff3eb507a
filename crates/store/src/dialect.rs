//! What differs between the databases: types, how to connect, how to begin a write, which error means a full disk.
//!
//! Everything else in this crate is the same text for SQLite and PostgreSQL.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use app::ports::StoreError;

/// The databases this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// One file, one process.
    Sqlite,
    /// A server, many nodes.
    Postgres,
}

/// A step of the schema: its number, its name, its text. A step that was published is never edited.
pub(crate) type Migration = (i64, &'static str, &'static str);

impl Dialect {
    /// Its place where something is kept for each.
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Sqlite => 0,
            Self::Postgres => 1,
        }
    }

    /// The schema, oldest step first. The steps have the same numbers and leave the same tables on every database.
    pub(crate) const fn migrations(self) -> &'static [Migration] {
        match self {
            Self::Sqlite => sqlite::MIGRATIONS,
            Self::Postgres => postgres::MIGRATIONS,
        }
    }

    /// The type of a column of bytes.
    pub(crate) const fn bytes(self) -> &'static str {
        match self {
            Self::Sqlite => "BLOB",
            Self::Postgres => "BYTEA",
        }
    }

    /// Begins a write. SQLite takes its one write lock at once: a transaction that reads first and writes later could not wait for it.
    /// PostgreSQL locks rows as they come, and each statement sees what was committed before it.
    pub(crate) const fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }

    /// Begins reads that all see the same moment.
    pub(crate) const fn begin_moment(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Statements that take what was deleted from the disk.
    pub(crate) const fn purge(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => sqlite::PURGE,
            Self::Postgres => postgres::PURGE,
        }
    }

    /// Statements that leave nothing of what was written over.
    pub(crate) const fn overwrite(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => sqlite::OVERWRITE,
            Self::Postgres => postgres::OVERWRITE,
        }
    }

    /// A clause that locks rows, in the order given, until the transaction ends. SQLite needs none: whoever writes is alone.
    pub(crate) const fn lock(self, clause: &'static str) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => clause,
        }
    }

    /// One of several index ranges that are merged in an order. SQLite sees by itself that each has it; PostgreSQL plans each range alone
    /// and must be told, or it reads them whole and sorts.
    pub(crate) fn ordered(self, range: &str, order: &str) -> String {
        match self {
            Self::Sqlite => range.to_owned(),
            Self::Postgres => format!("({range}{order})"),
        }
    }

    /// A generated statement as this database likes it best. Placeholders are written `?int`, `?id`, `?text`, `?bytes`.
    ///
    /// SQLite looks up a numbered placeholder by walking a list, which for hundreds of them costs more than the insert; bare ones are
    /// found at once. And it keeps a copy of every page that an insertion of many rows touches, so as to undo that statement alone;
    /// `OR ROLLBACK` spares it, since a failure undoes the whole batch anyway. PostgreSQL wants numbers and no such words.
    pub(crate) fn generated(self, text: &str) -> String {
        let text = match self {
            Self::Sqlite => text.replacen("INSERT INTO", "INSERT OR ROLLBACK INTO", 1),
            Self::Postgres => text.to_owned(),
        };
        let mut parts = text.split('?');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (part, number) in parts.zip(1..) {
            match self {
                Self::Sqlite => out.push('?'),
                Self::Postgres => out.push_str(&format!("${number}")),
            }
            out.push_str(part.trim_start_matches(|c: char| c.is_ascii_lowercase()));
        }
        out
    }
}

/// What a database error means for the caller.
pub(crate) fn fault(error: sqlx::Error) -> StoreError {
    let sentence = error.to_string();
    match &error {
        sqlx::Error::Database(found) => match found.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
            Some(found) => postgres::meaning(found.code(), sentence),
            None => sqlite::meaning(found.code().as_deref(), sentence),
        },
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => StoreError::Damaged(sentence),
        _ => StoreError::Unavailable(sentence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_bare_or_numbered() {
        let text = "INSERT INTO t (a, b) VALUES (?int, ?text), (?int, ?bytes) LIMIT ?int";
        assert_eq!(Dialect::Sqlite.generated(text), "INSERT OR ROLLBACK INTO t (a, b) VALUES (?, ?), (?, ?) LIMIT ?");
        assert_eq!(Dialect::Postgres.generated(text), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) LIMIT $5");
    }
}
