//! What lies under keys, as a list of places: what a rotation walks, and what keeps a key from being retired.
//!
//! A table with an encrypted column is one line more here, or a test below fails.

use crate::coding::{damaged, unsigned};
use crate::database::{Connection, Row};
use crate::keys::Purpose;
use crate::sql::{Kind, Value, column};
use crate::{factors, keyring, keys, records};
use app::ports::StoreError;
use kernel::{BureauId, Digest, Id, PersonId};

/// Keys wrapped under master keys, in one table.
pub(crate) struct WrappedKeys {
    #[cfg(test)]
    table: &'static str,
    /// What they are, to people, counted by the one that follows the number.
    pub(crate) name: &'static str,
    /// What kinds of values the two columns of its key hold.
    pub(crate) key: [Kind; 2],
    /// Rows after a key that are not under master `$1` in suite `$2`: the key, master, suite, nonce, wrapped.
    pub(crate) page: &'static str,
    /// Puts a row under another master, unless it was changed meanwhile.
    pub(crate) put: &'static str,
    /// How many lie under a master.
    under: &'static str,
    /// How many are not under master `$1` in suite `$2`.
    pub(crate) left: &'static str,
    /// What binds a row's wrapped key to it.
    pub(crate) place: fn(&Row) -> Result<Vec<u8>, StoreError>,
}

#[rustfmt::skip]
macro_rules! wrapped {
    ($table:literal, $name:literal, ($one:literal $kind_one:ident, $two:literal $kind_two:ident), $place:expr) => {
        WrappedKeys {
            #[cfg(test)]
            table: $table,
            name: $name,
            key: [Kind::$kind_one, Kind::$kind_two],
            page: concat!(
                "SELECT ", $one, ", ", $two, ", master, suite, nonce, wrapped FROM ", $table,
                " WHERE wrapped IS NOT NULL AND (master <> $1 OR suite <> $2) AND (", $one, ", ", $two, ") > ($3, $4) \
                 ORDER BY ", $one, ", ", $two, " LIMIT $5"
            ),
            put: concat!(
                "UPDATE ", $table, " SET master = $3, suite = $4, nonce = $5, wrapped = $6 WHERE ", $one, " = $1 AND ", $two,
                " = $2 AND nonce = $7"
            ),
            under: concat!("SELECT COUNT(*) FROM ", $table, " WHERE wrapped IS NOT NULL AND master = $1"),
            left: concat!("SELECT COUNT(*) FROM ", $table, " WHERE wrapped IS NOT NULL AND (master <> $1 OR suite <> $2)"),
            place: $place,
        }
    };
}

/// Everything that lies under master keys.
#[rustfmt::skip]
pub(crate) static WRAPPED: &[WrappedKeys] = &[
    wrapped!("person", "个人密钥", ("bureau_id" Int, "person_id" Id), |row| {
        Ok(keyring::place(BureauId(column(row, 0)?), PersonId(column(row, 1)?)))
    }),
    wrapped!("service_key", "本程序自己的密钥", ("purpose" Text, "key_id" Int), |row| Ok(keys::place(column(row, 0)?, column(row, 1)?))),
];

/// Rows that are each one ciphertext under a key of the program's own.
pub(crate) struct SealedRows {
    #[cfg(test)]
    table: &'static str,
    /// Which of the program's own keys.
    pub(crate) purpose: Purpose,
    /// What kinds of values the two columns of its key hold.
    pub(crate) key: [Kind; 2],
    /// Rows after a key that are not in suite `$1` under key `$2`: the key, suite, nonce, ciphertext, key.
    pub(crate) page: &'static str,
    /// Puts a row anew, unless it was saved again meanwhile.
    pub(crate) put: &'static str,
    /// How many are not in suite `$1` under key `$2`.
    pub(crate) left: &'static str,
    /// What binds a row's ciphertext to it.
    pub(crate) place: fn(&Row) -> Result<Vec<u8>, StoreError>,
}

#[rustfmt::skip]
macro_rules! sealed {
    ($table:literal, $purpose:ident, ($one:literal $kind_one:ident, $two:literal $kind_two:ident), $place:expr) => {
        SealedRows {
            #[cfg(test)]
            table: $table,
            purpose: Purpose::$purpose,
            key: [Kind::$kind_one, Kind::$kind_two],
            page: concat!(
                "SELECT ", $one, ", ", $two, ", suite, nonce, ciphertext, key_id FROM ", $table,
                " WHERE (suite <> $1 OR key_id <> $2) AND (", $one, ", ", $two, ") > ($3, $4) \
                 ORDER BY ", $one, ", ", $two, " LIMIT $5"
            ),
            put: concat!(
                "UPDATE ", $table, " SET suite = $3, nonce = $4, ciphertext = $5, key_id = $6 WHERE ", $one, " = $1 AND ", $two,
                " = $2 AND nonce = $7"
            ),
            left: concat!("SELECT COUNT(*) FROM ", $table, " WHERE suite <> $1 OR key_id <> $2"),
            place: $place,
        }
    };
}

/// Everything of that kind that lasts. A ticket lasts minutes: it is over before anybody could want it elsewhere.
#[rustfmt::skip]
pub(crate) static SEALED: &[SealedRows] = &[
    sealed!("draft", Draft, ("bureau_id" Int, "token" Bytes), |row| {
        let token: [u8; 32] = column::<Vec<u8>>(row, 1)?.try_into().map_err(|_| damaged("草稿的编号长度不对"))?;
        Ok(records::place(BureauId(column(row, 0)?), &Digest(token)))
    }),
    sealed!("second_factor", SignIn, ("bureau_id" Int, "account" Text), |row| {
        Ok(factors::place(BureauId(column(row, 0)?), &Id::from(column::<&str>(row, 1)?)))
    }),
];

/// What lies under a master key: what it is, and how many rows; only what there is.
pub(crate) async fn under(on: &mut Connection, master: i64) -> Result<Vec<(&'static str, u64)>, StoreError> {
    let mut out = Vec::new();
    for place in WRAPPED {
        let row = on.fetch_optional(place.under, &[Value::from(master)]).await?;
        match row.map(|row| unsigned(&row, 0)).transpose()? {
            Some(n) if n > 0 => out.push((place.name, n)),
            _ => {}
        }
    }
    Ok(out)
}

/// Rows by what they are, in words.
pub(crate) fn listed(rows: &[(&'static str, u64)]) -> String {
    let each: Vec<String> = rows.iter().map(|(name, n)| format!("{name} {n} 把")).collect();
    if each.is_empty() { "新的数据".to_owned() } else { each.join("、") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::TABLES;
    use crate::rotate::REWRITTEN;

    #[test]
    fn every_encrypted_column_is_known_to_the_walk() {
        let has = |columns: &[(&str, Kind)], name: &str| columns.iter().any(|(column, _)| *column == name);
        for table in &TABLES {
            let walked = if has(table.columns, "wrapped") {
                WRAPPED.iter().any(|place| place.table == table.name)
            } else {
                !has(table.columns, "nonce") && !has(table.columns, "hash")
                    || REWRITTEN.contains(&table.name)
                    || SEALED.iter().any(|rows| rows.table == table.name)
            };
            assert!(walked, "{} holds something encrypted that no rotation reaches: add it to protected.rs or rotate.rs", table.name);
        }
        assert!(WRAPPED.iter().all(|place| TABLES.iter().any(|t| t.name == place.table && has(t.columns, "master"))));
    }
}
