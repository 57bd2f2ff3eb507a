//! Every table, column by column: what is copied from one database to another, and what a digest of a whole database is made of.

use crate::dialect::Dialect;
use crate::sql::Kind;
use std::sync::Arc;

/// A table. Its key comes first.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Columns of the key.
    pub(crate) key: usize,
    pub(crate) columns: &'static [(&'static str, Kind)],
}

macro_rules! table {
    ($name:ident, $key:literal: $($column:ident $kind:ident),+) => {
        Table { name: stringify!($name), key: $key, columns: &[$((stringify!($column), Kind::$kind)),+] }
    };
}

/// All tables but the record of the schema's steps, which each database has for itself.
pub(crate) const TABLES: [Table; 34] = [
    table!(about, 1: name Text, value Bytes),
    table!(master_key, 1: key_id Int, proof Bytes, state Int),
    table!(service_key, 2: purpose Text, key_id Int, hash Int, master Int, suite Int, nonce Bytes, wrapped Bytes),
    table!(event, 3: bureau_id Int, matter_id Id, seq Int, link Bytes, body Text),
    table!(matter, 2: bureau_id Int, matter_id Id, seq Int, link Bytes, number Text, procedure Text, unit Text, state Text, kind Text,
        opened_on Int, closed Int, press_on Int, due_on Int, due_clock Text, paused Int, party Id, handler Text, lookup Bytes, placed Text,
        body Text, parent Id),
    table!(tally, 5: bureau_id Int, procedure Text, closed Int, state Text, unit Text, count Int),
    table!(task, 6: bureau_id Int, owner Text, waiting Int, due_on Int, matter_id Id, role Text, kind Text, clock Text, state Text),
    table!(queue, 3: bureau_id Int, owner Text, waiting Int, count Int),
    table!(alarm, 4: bureau_id Int, due_on Int, matter_id Id, clock Text),
    table!(holding, 3: bureau_id Int, holder Text, matter_id Id),
    table!(mark, 6: bureau_id Int, procedure Text, measure Text, unit Text, day Int, matter_id Id),
    table!(counter, 5: bureau_id Int, procedure Text, measure Text, day Int, unit Text, count Int),
    table!(numbering, 4: bureau_id Int, series Text, unit Text, year Int, last Int),
    table!(operation, 2: bureau_id Int, operation_id Id, request Bytes, matter_id Id, seq Int, number Text, recorded_at Int),
    table!(person, 2: bureau_id Int, person_id Id, suite Int, nonce Bytes, wrapped Bytes, master Int, key_ref Bytes),
    table!(value, 2: bureau_id Int, value_id Id, person_id Id, field Text, suite Int, salt Bytes, nonce Bytes, ciphertext Bytes,
        matter_id Id),
    table!(value_use, 3: bureau_id Int, value_id Id, matter_id Id),
    table!(destruction, 2: bureau_id Int, matter_id Id),
    table!(search_term, 5: bureau_id Int, kind Text, hash Bytes, matter_id Id, value_id Id, person_id Id, key_id Int),
    table!(draft, 2: bureau_id Int, token Bytes, procedure Text, action Text, suite Int, nonce Bytes, ciphertext Bytes, saved Int,
        key_id Int),
    table!(unit, 2: bureau_id Int, path Text, body Text),
    table!(account, 2: bureau_id Int, account Text, body Text, password Text, password_set Int, disabled Int, generation Int),
    table!(session, 2: bureau_id Int, token Bytes, account Text, began Int, seen Int, ends Int, address Text, browser Text,
        generation Int, passkey Int),
    table!(ticket, 2: bureau_id Int, token Bytes, purpose Text, account Text, ends Int, tries Int, suite Int, nonce Bytes,
        ciphertext Bytes, key_id Int),
    table!(known_browser, 3: bureau_id Int, account Text, token Bytes, ends Int),
    table!(passkey, 2: bureau_id Int, credential Bytes, account Text, label Text, began Int, used Int, body Text),
    table!(identity, 3: bureau_id Int, issuer Text, subject Text, account Text, began Int),
    table!(second_factor, 2: bureau_id Int, account Text, revision Int, suite Int, nonce Bytes, ciphertext Bytes, key_id Int),
    table!(register_entry, 2: bureau_id Int, entry Text, register Text, name Text, body Text),
    table!(setting, 2: bureau_id Int, name Text, value Text),
    table!(plan, 2: bureau_id Int, year Int, revision Int, body Text),
    table!(journal, 2: bureau_id Int, seq Int, at Int, account Text, deed Text, about Text, detail Text, link Bytes),
    table!(poll, 2: bureau_id Int, poll Text, body Bytes),
    table!(journal_head, 1: bureau_id Int, seq Int, link Bytes),
];

impl Table {
    /// What kind of value each column holds.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        self.columns.iter().map(|(_, kind)| *kind).collect()
    }

    fn names(&self, count: usize) -> String {
        self.columns.iter().take(count).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn placeholders(&self, count: usize) -> String {
        self.columns.iter().take(count).map(|(_, kind)| kind.placeholder()).collect::<Vec<_>>().join(", ")
    }

    /// A page of rows after a key, in the order of keys.
    pub(crate) fn page(&self, dialect: Dialect) -> Arc<str> {
        let (all, key) = (self.names(self.columns.len()), self.names(self.key));
        let after = self.placeholders(self.key);
        dialect.generated(&format!("SELECT {all} FROM {} WHERE ({key}) > ({after}) ORDER BY {key} LIMIT ?int", self.name)).into()
    }

    /// Inserts so many rows.
    pub(crate) fn insert(&self, dialect: Dialect, rows: usize) -> Arc<str> {
        let row = format!("({})", self.placeholders(self.columns.len()));
        let all = self.names(self.columns.len());
        dialect.generated(&format!("INSERT INTO {} ({all}) VALUES {}", self.name, vec![row; rows].join(", "))).into()
    }

    /// How many rows it has.
    pub(crate) fn count(&self) -> Arc<str> {
        format!("SELECT COUNT(*) FROM {}", self.name).into()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::database::{Arguments, Pool};
    use crate::dialect::sqlite;
    use crate::migration::migrate;
    use crate::sql::column;

    /// A table or a column that is missing here would not be copied.
    #[tokio::test]
    async fn every_column_of_the_schema_is_here() {
        let folder = tempfile::tempdir().unwrap();
        let pool = Pool::Sqlite(sqlite::writer(&folder.path().join("bureau.db"), None).await.unwrap());
        let mut on = pool.acquire().await.unwrap();
        migrate(&mut on).await.unwrap();
        let text = "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m, pragma_table_info(m.name) c \
                    WHERE m.type = 'table' AND m.name <> 'migration' ORDER BY m.name, c.cid";
        let rows = on.fetch(text, Arguments::with_room(Dialect::Sqlite, 0)).await.unwrap();
        let schema: std::collections::BTreeSet<(String, String, bool)> =
            rows.iter().map(|row| (column(row, 0).unwrap(), column(row, 1).unwrap(), column::<i64>(row, 3).unwrap() > 0)).collect();
        let here = TABLES
            .iter()
            .flat_map(|t| t.columns.iter().enumerate().map(|(n, (name, _))| (t.name.to_owned(), (*name).to_owned(), n < t.key)))
            .collect();
        assert_eq!(schema, here);
    }
}
