//! What administrators keep, written with the notes of it: units, accounts, entries of registers. All of it or nothing.

use crate::coding::{from_json, to_json};
use crate::database::Connection;
use crate::sessions;
use crate::sql::{Value, column};
use crate::writer::Statement;
use app::ports::{Account, Kept, StoreError};
use engine::RegisterEntry;
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
            Kept::Entry { before, after } => entry(connection, bureau, before.as_deref(), after).await?,
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

/// An entry is changed only as it was read, like an account; and one that is new takes nobody's place.
async fn entry(
    connection: &mut Connection,
    bureau: BureauId,
    before: Option<&RegisterEntry>,
    after: &RegisterEntry,
) -> Result<(), StoreError> {
    let id = after.id.as_str();
    let known = match connection.dialect().lock(" FOR UPDATE") {
        "" => "SELECT body FROM register_entry WHERE bureau_id = $1 AND entry = $2",
        _ => "SELECT body FROM register_entry WHERE bureau_id = $1 AND entry = $2 FOR UPDATE",
    };
    let row = connection.fetch_optional(known, &[bureau.0.into(), id.into()]).await?;
    let stored: Option<RegisterEntry> = row.map(|row| from_json(column(&row, 0)?)).transpose()?;
    let conflict = || StoreError::Conflict { expected: u64::from(before.is_some()) };
    if stored.as_ref() != before {
        return Err(conflict());
    }
    // Nothing is locked where nothing is yet: of two that add the same at once, the second meets the first.
    let text = if before.is_some() {
        "UPDATE register_entry SET register = $3, name = $4, body = $5 WHERE bureau_id = $1 AND entry = $2"
    } else {
        "INSERT INTO register_entry (bureau_id, entry, register, name, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    };
    let values: [Value<'_>; 5] =
        [bureau.0.into(), id.into(), after.register.as_str().into(), after.name.as_str().into(), to_json(after)?.into()];
    match connection.execute(text, &values).await? {
        0 => Err(conflict()),
        _ => Ok(()),
    }
}
