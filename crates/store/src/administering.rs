//! What administrators keep, written with the notes of it: units, accounts, entries of registers. All of it or nothing.

use crate::coding::{from_json, to_json};
use crate::database::Connection;
use crate::sessions;
use crate::sql::{Value, column};
use crate::writer::Statement;
use app::ports::{Account, Kept, StoreError};
use kernel::BureauId;

/// Writes what is kept, within a transaction.
pub(crate) async fn keep(connection: &mut Connection, bureau: BureauId, kept: &[Kept]) -> Result<(), StoreError> {
    for one in kept {
        match one {
            Kept::Unit(unit) => {
                let text = "INSERT INTO unit (bureau_id, path, body) VALUES ($1, $2, $3) \
                            ON CONFLICT (bureau_id, path) DO UPDATE SET body = excluded.body";
                connection.execute(text, &[bureau.0.into(), unit.path.as_str().into(), to_json(unit)?.into()]).await?;
            }
            Kept::Account { before, after } => account(connection, bureau, before.as_deref(), after).await?,
            Kept::SignIn { account, change } => {
                let mut met = 0;
                for Statement { text, values } in sessions::change(bureau, account, change) {
                    met = connection.execute(text, &values).await?;
                }
                if met == 0 {
                    return Err(StoreError::Conflict { expected: 1 });
                }
            }
            Kept::Entry(entry) => {
                let text = "INSERT INTO register_entry (bureau_id, entry, register, name, body) VALUES ($1, $2, $3, $4, $5) \
                            ON CONFLICT (bureau_id, entry) DO UPDATE SET register = excluded.register, name = excluded.name, body = excluded.body";
                let values: [Value<'_>; 5] = [
                    bureau.0.into(),
                    entry.id.as_str().into(),
                    entry.register.as_str().into(),
                    entry.name.as_str().into(),
                    to_json(entry)?.into(),
                ];
                connection.execute(text, &values).await?;
            }
        }
    }
    Ok(())
}

/// An account is changed only as it was read: two administrators at once do not write over each other.
async fn account(connection: &mut Connection, bureau: BureauId, before: Option<&Account>, after: &Account) -> Result<(), StoreError> {
    let id = after.actor.account.as_str();
    let known = match connection.dialect().lock(" FOR UPDATE") {
        "" => "SELECT body FROM account WHERE bureau_id = $1 AND account = $2",
        _ => "SELECT body FROM account WHERE bureau_id = $1 AND account = $2 FOR UPDATE",
    };
    let row = connection.fetch_optional(known, &[bureau.0.into(), id.into()]).await?;
    let stored: Option<Account> = row.map(|row| from_json(column(&row, 0)?)).transpose()?;
    if !stored.as_ref().map_or(before.is_none(), |stored| before.is_some_and(|b| b.says_the_same(stored))) {
        return Err(StoreError::Conflict { expected: u64::from(before.is_some()) });
    }
    let text = "INSERT INTO account (bureau_id, account, body) VALUES ($1, $2, $3) \
                ON CONFLICT (bureau_id, account) DO UPDATE SET body = excluded.body";
    connection.execute(text, &[bureau.0.into(), id.into(), to_json(after)?.into()]).await.map(drop)
}
