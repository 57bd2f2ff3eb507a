//! Units and accounts.

use crate::coding::{from_json, to_json};
use crate::database::{Pool, Row};
use crate::sql::{Value, column, flag};
use crate::writer::Writer;
use app::ports::{Account, Credential, StoreError, Unit};
use kernel::{AccountId, BureauId, Digest};
use std::borrow::Cow;

/// Units by path, which puts the bureau first.
pub(crate) async fn units(readers: &Pool, bureau: BureauId) -> Result<Vec<Unit>, StoreError> {
    let rows = readers.fetch_all("SELECT body FROM unit WHERE bureau_id = $1 ORDER BY path", &[bureau.0.into()]).await?;
    rows.iter().map(|row| from_json(column(row, 0)?)).collect()
}

pub(crate) async fn put_unit(writer: &Writer, bureau: BureauId, unit: &Unit) -> Result<(), StoreError> {
    let text =
        "INSERT INTO unit (bureau_id, path, body) VALUES ($1, $2, $3) ON CONFLICT (bureau_id, path) DO UPDATE SET body = excluded.body";
    writer.plain(text, vec![bureau.0.into(), unit.path.to_string().into(), to_json(unit)?.into()]).await.map(drop)
}

/// What [`account_of`] reads, of a table called `a`.
macro_rules! account_columns {
    () => {
        "a.body, a.password, a.password_set, a.disabled, a.generation"
    };
}
pub(crate) use account_columns;

/// An account out of the columns that begin at this place.
pub(crate) fn account_of(row: &Row, place: usize) -> Result<Account, StoreError> {
    let password: &str = column(row, place + 1)?;
    let credential = Credential {
        password: (!password.is_empty()).then(|| password.to_owned()),
        password_set: column(row, place + 2)?,
        disabled: flag(row, place + 3)?,
        generation: column(row, place + 4)?,
    };
    Ok(Account { credential, ..from_json(column(row, place)?)? })
}

pub(crate) async fn account(readers: &Pool, bureau: BureauId, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let text = concat!("SELECT ", account_columns!(), " FROM account a WHERE a.bureau_id = $1 AND a.account = $2");
    let row = readers.fetch_optional(text, &[bureau.0.into(), id.as_str().into()]).await?;
    row.map(|row| account_of(&row, 0)).transpose()
}

pub(crate) async fn accounts(readers: &Pool, bureau: BureauId) -> Result<Vec<Account>, StoreError> {
    let text = concat!("SELECT ", account_columns!(), " FROM account a WHERE a.bureau_id = $1 ORDER BY a.account");
    readers.fetch_all(text, &[bureau.0.into()]).await?.iter().map(|row| account_of(row, 0)).collect()
}

/// Adds an account with its credential, or replaces what is said of it and leaves the credential.
pub(crate) async fn put_account(writer: &Writer, bureau: BureauId, account: &Account) -> Result<(), StoreError> {
    let text = "INSERT INTO account (bureau_id, account, body, password, password_set, disabled, generation) \
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (bureau_id, account) DO UPDATE SET body = excluded.body";
    let credential = &account.credential;
    let values = vec![
        bureau.0.into(),
        account.actor.account.to_string().into(),
        to_json(account)?.into(),
        credential.password.clone().unwrap_or_default().into(),
        credential.password_set.into(),
        credential.disabled.into(),
        credential.generation.into(),
    ];
    writer.plain(text, values).await.map(drop)
}

/// A digest as an argument that outlives the call.
pub(crate) fn bytes(digest: &Digest) -> Value<'static> {
    Value::Bytes(Cow::Owned(digest.0.to_vec()))
}
