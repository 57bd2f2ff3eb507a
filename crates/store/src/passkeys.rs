//! Passkeys: public keys, and how often they were used.

use crate::coding::{from_json, to_json};
use crate::database::{Pool, Row};
use crate::sql::{Value, column};
use crate::writer::Writer;
use app::ports::{Passkey, StoreError};
use kernel::{AccountId, BureauId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

pub(crate) const OF_ACCOUNT: &str =
    "SELECT credential, account, label, began, used, body FROM passkey WHERE bureau_id = $1 AND account = $2";
/// Takes all of an account's passkeys away.
pub(crate) const DROP_ALL: &str = "DELETE FROM passkey WHERE bureau_id = $1 AND account = $2";

/// What nothing is looked up by.
#[derive(Serialize, Deserialize)]
struct Body {
    key: Vec<u8>,
    counter: u32,
    shared: bool,
}

fn body(passkey: &Passkey) -> Result<String, StoreError> {
    to_json(&Body { key: passkey.key.clone(), counter: passkey.counter, shared: passkey.shared })
}

fn passkey_of(row: &Row) -> Result<Passkey, StoreError> {
    let Body { key, counter, shared } = from_json(column::<&str>(row, 5)?)?;
    Ok(Passkey {
        credential: column(row, 0)?,
        account: AccountId::from(column::<&str>(row, 1)?),
        label: column(row, 2)?,
        began: column(row, 3)?,
        used: column(row, 4)?,
        key,
        counter,
        shared,
    })
}

fn owned(credential: &[u8]) -> Value<'static> {
    Value::Bytes(Cow::Owned(credential.to_vec()))
}

pub(crate) async fn passkey(readers: &Pool, bureau: BureauId, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
    let text = "SELECT credential, account, label, began, used, body FROM passkey WHERE bureau_id = $1 AND credential = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(credential)]).await?;
    row.map(|row| passkey_of(&row)).transpose()
}

/// An account's passkeys, the oldest first: few, so they are put in order here.
pub(crate) async fn of(readers: &Pool, bureau: BureauId, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
    let rows = readers.fetch_all(OF_ACCOUNT, &[bureau.0.into(), account.as_str().into()]).await?;
    let mut found = rows.iter().map(passkey_of).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|p| (p.began, p.credential.clone()));
    Ok(found)
}

pub(crate) async fn add(writer: &Writer, bureau: BureauId, passkey: &Passkey) -> Result<bool, StoreError> {
    let text = "INSERT INTO passkey (bureau_id, credential, account, label, began, used, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                ON CONFLICT (bureau_id, credential) DO NOTHING";
    let values = vec![
        bureau.0.into(),
        owned(&passkey.credential),
        passkey.account.to_string().into(),
        passkey.label.clone().into(),
        passkey.began.into(),
        passkey.used.into(),
        body(passkey)?.into(),
    ];
    Ok(writer.plain(text, values).await? > 0)
}

/// Remembers a use; an update and nothing else, so that a sign-in under way brings no removed passkey back.
pub(crate) async fn renew(writer: &Writer, bureau: BureauId, before: &Passkey, after: &Passkey) -> Result<bool, StoreError> {
    let text = "UPDATE passkey SET used = $4, body = $5 WHERE bureau_id = $1 AND credential = $2 AND used = $3";
    let values = vec![bureau.0.into(), owned(&before.credential), before.used.into(), after.used.into(), body(after)?.into()];
    Ok(writer.plain(text, values).await? > 0)
}

pub(crate) async fn drop_one(writer: &Writer, bureau: BureauId, account: &AccountId, credential: &[u8]) -> Result<bool, StoreError> {
    let text = "DELETE FROM passkey WHERE bureau_id = $1 AND account = $2 AND credential = $3";
    Ok(writer.plain(text, vec![bureau.0.into(), account.to_string().into(), owned(credential)]).await? > 0)
}
