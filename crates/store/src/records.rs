//! Register entries, drafts, settings, plans.

use crate::coding::{from_json, signed, to_json, unsigned};
use crate::crypt::{lock, unlock};
use crate::database::Pool;
use crate::keyring::Keyring;
use crate::keys::Purpose;
use crate::people::bytes;
use crate::sql::{Value, column};
use crate::writer::Writer;
use app::ports::{Draft, EntryFind, EntryQuery, PlanRecord, StoreError};
use engine::RegisterEntry;
use kernel::{BureauId, Digest, Id};
use std::borrow::Cow;

pub(crate) async fn entries(readers: &Pool, bureau: BureauId, register: &Id) -> Result<Vec<RegisterEntry>, StoreError> {
    let text = "SELECT body FROM register_entry WHERE bureau_id = $1 AND register = $2 ORDER BY name, entry";
    let rows = readers.fetch_all(text, &[bureau.0.into(), register.as_str().into()]).await?;
    rows.iter().map(|row| from_json(column(row, 0)?)).collect()
}

/// Entries by name, after one of them: a range of the index by name.
pub(crate) const ENTRIES_BY_NAME: &str = "SELECT body FROM register_entry WHERE bureau_id = $1 AND register = $2 AND (name, entry) > ($3, $4) \
                                          AND name < $5 ORDER BY name, entry LIMIT $6";
/// Entries whose id begins with the register's, after one of them: a range of the key.
pub(crate) const ENTRIES_BY_ID: &str = "SELECT body FROM register_entry WHERE bureau_id = $1 AND register = $2 AND entry >= $3 AND entry > $4 \
                                        AND entry < $5 ORDER BY entry LIMIT $6";

/// One page: a range of the index by name, or of the key.
pub(crate) async fn entries_page(readers: &Pool, bureau: BureauId, query: &EntryQuery) -> Result<Vec<RegisterEntry>, StoreError> {
    let (begin, by_id) = match &query.find {
        EntryFind::All => ("", false),
        EntryFind::Name(name) => (name.as_str(), false),
        EntryFind::Id(id) => (id.as_str(), true),
    };
    // Nothing that begins so lies behind it.
    let end = format!("{begin}\u{10FFFF}");
    let (name, id) = query.after.as_ref().map_or((begin, ""), |(name, id)| (name.as_str(), id.as_str()));
    let (bureau, register, limit) = (bureau.0.into(), query.register.as_str().into(), i64::from(query.limit).into());
    let rows = if by_id {
        readers.fetch_all(ENTRIES_BY_ID, &[bureau, register, begin.into(), id.into(), end.as_str().into(), limit]).await?
    } else {
        readers.fetch_all(ENTRIES_BY_NAME, &[bureau, register, name.into(), id.into(), end.as_str().into(), limit]).await?
    };
    rows.iter().map(|row| from_json(column(row, 0)?)).collect()
}

pub(crate) async fn entry(readers: &Pool, bureau: BureauId, id: &Id) -> Result<Option<RegisterEntry>, StoreError> {
    let text = "SELECT body FROM register_entry WHERE bureau_id = $1 AND entry = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), id.as_str().into()]).await?;
    row.map(|row| from_json(column(&row, 0)?)).transpose()
}

pub(crate) async fn put_entry(writer: &Writer, bureau: BureauId, entry: &RegisterEntry) -> Result<(), StoreError> {
    let text = "INSERT INTO register_entry (bureau_id, entry, register, name, body) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (bureau_id, entry) DO UPDATE SET register = excluded.register, name = excluded.name, body = excluded.body";
    let (id, register) = (entry.id.to_string(), entry.register.to_string());
    let values = vec![bureau.0.into(), id.into(), register.into(), entry.name.clone().into(), to_json(entry)?.into()];
    writer.plain(text, values).await.map(drop)
}

pub(crate) async fn draft(readers: &Pool, ring: &Keyring, bureau: BureauId, token: &Digest) -> Result<Option<Draft>, StoreError> {
    let text = "SELECT procedure, action, suite, nonce, ciphertext, saved, key_id FROM draft WHERE bureau_id = $1 AND token = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(&token.0)]).await?;
    let Some(row) = row else { return Ok(None) };
    let keys = ring.keys(readers).await?;
    let plain = unlock(
        keys.service(Purpose::Draft, column(&row, 6)?)?,
        &place(bureau, token),
        column(&row, 2)?,
        column(&row, 3)?,
        column(&row, 4)?,
    )?;
    Ok(Some(Draft {
        token: *token,
        procedure: Id::from(column::<&str>(&row, 0)?),
        action: Id::from(column::<&str>(&row, 1)?),
        answers: String::from_utf8(plain.to_vec()).map_err(|_| StoreError::Damaged("草稿解密后不是文字".into()))?,
        saved: column(&row, 5)?,
    }))
}

pub(crate) async fn put_draft(
    writer: &Writer,
    (readers, ring): (&Pool, &Keyring),
    bureau: BureauId,
    draft: &Draft,
) -> Result<(), StoreError> {
    let text = "INSERT INTO draft (bureau_id, token, procedure, action, suite, nonce, ciphertext, saved, key_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                ON CONFLICT (bureau_id, token) DO UPDATE SET procedure = excluded.procedure, action = excluded.action, suite = excluded.suite, \
                nonce = excluded.nonce, ciphertext = excluded.ciphertext, saved = excluded.saved, key_id = excluded.key_id";
    let keys = ring.keys(readers).await?;
    let (key_id, key, _) = keys.newest(Purpose::Draft)?;
    let locked = lock(keys.suite, key, &place(bureau, &draft.token), draft.answers.as_bytes())?;
    let values = vec![
        bureau.0.into(),
        bytes(&draft.token),
        draft.procedure.to_string().into(),
        draft.action.to_string().into(),
        locked.suite.into(),
        Value::Bytes(Cow::Owned(locked.nonce.to_vec())),
        Value::Bytes(Cow::Owned(locked.bytes)),
        draft.saved.into(),
        key_id.into(),
    ];
    writer.plain(text, values).await.map(drop)
}

pub(crate) async fn drop_draft(writer: &Writer, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
    writer.plain("DELETE FROM draft WHERE bureau_id = $1 AND token = $2", vec![bureau.0.into(), bytes(token)]).await.map(drop)
}

pub(crate) async fn setting(readers: &Pool, bureau: BureauId, key: &str) -> Result<Option<serde_json::Value>, StoreError> {
    let text = "SELECT value FROM setting WHERE bureau_id = $1 AND name = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), key.into()]).await?;
    row.map(|row| from_json(column(&row, 0)?)).transpose()
}

pub(crate) async fn put_setting(writer: &Writer, bureau: BureauId, key: &str, value: &serde_json::Value) -> Result<(), StoreError> {
    let text = "INSERT INTO setting (bureau_id, name, value) VALUES ($1, $2, $3) \
                ON CONFLICT (bureau_id, name) DO UPDATE SET value = excluded.value";
    writer.plain(text, vec![bureau.0.into(), key.to_owned().into(), value.to_string().into()]).await.map(drop)
}

pub(crate) async fn plan(readers: &Pool, bureau: BureauId, year: i16) -> Result<Option<PlanRecord>, StoreError> {
    let text = "SELECT body, revision FROM plan WHERE bureau_id = $1 AND year = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), i64::from(year).into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let record: PlanRecord = from_json(column(&row, 0)?)?;
    Ok(Some(PlanRecord { revision: unsigned(&row, 1)?, ..record }))
}

/// Saves a plan as the revision after the expected one; 0 is expected of a plan that is not there yet.
pub(crate) async fn put_plan(writer: &Writer, bureau: BureauId, plan: &PlanRecord, expected: u64) -> Result<(), StoreError> {
    let create = "INSERT INTO plan (bureau_id, year, body, revision) VALUES ($1, $2, $3, $4 + 1) ON CONFLICT (bureau_id, year) DO NOTHING";
    let update = "UPDATE plan SET body = $3, revision = $4 + 1 WHERE bureau_id = $1 AND year = $2 AND revision = $4";
    let values = vec![bureau.0.into(), i64::from(plan.year).into(), to_json(plan)?.into(), signed(expected).into()];
    match writer.plain(if expected == 0 { create } else { update }, values).await? {
        0 => Err(StoreError::Conflict { expected }),
        _ => Ok(()),
    }
}

/// What binds a draft's ciphertext to its row.
pub(crate) fn place(bureau: BureauId, token: &Digest) -> Vec<u8> {
    [bureau.0.to_be_bytes().as_slice(), &token.0].concat()
}
