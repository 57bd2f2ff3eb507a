//! A fresh key for a person: everything that lies under the old one is encrypted anew, in the suite that is written now.

use crate::crypt::{Locked, lock, unlock};
use crate::database::Connection;
use crate::keyring::{STORED, fresh, stored};
use crate::keys::{Keys, Purpose};
use crate::seal::place;
use crate::sql::{Value, column};
use app::ports::StoreError;
use kernel::{BureauId, PersonId, ValueId};
use uuid::Uuid;
use zeroize::Zeroizing;

pub(crate) const REST: &str =
    "SELECT value_id, field, suite, nonce, ciphertext FROM value WHERE bureau_id = $1 AND person_id = $2 ORDER BY value_id";

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewed {
    /// So many values lie under a fresh key.
    Values(u64),
    /// There is no key.
    NoKey,
    /// So many values do not open; nothing was changed.
    Unopened(u64),
}

/// A value that opens, and its text.
type Opened = (Uuid, Vec<u8>, Zeroizing<Vec<u8>>);

/// Gives a person a fresh key. `all`: only if every value opens under the old one; else those that do not are left, and open under none.
pub(crate) async fn renew(
    on: &mut Connection,
    keys: &Keys,
    (bureau, person): (BureauId, PersonId),
    all: bool,
) -> Result<Renewed, StoreError> {
    let whose: [Value<'_>; 2] = [bureau.0.into(), person.0.into()];
    let Some(row) = on.fetch_optional(STORED, &whose).await? else { return Ok(Renewed::NoKey) };
    let Some(old) = stored(keys, bureau, person, &row)? else { return Ok(Renewed::NoKey) };
    let mut opened: Vec<Opened> = Vec::new();
    let mut unopened = 0;
    for row in on.fetch_all(REST, &whose).await? {
        let (value, field): (Uuid, &str) = (column(&row, 0)?, column(&row, 1)?);
        let at = place(bureau, ValueId(value), field);
        match unlock(&old.key, &at, column(&row, 2)?, column(&row, 3)?, column(&row, 4)?) {
            Ok(plain) => opened.push((value, at, plain)),
            // What opens under no key is told by `verify`.
            Err(_) => unopened += 1,
        }
    }
    if all && unopened > 0 {
        return Ok(Renewed::Unopened(unopened));
    }
    let new = fresh(keys, bureau, person)?;
    for (value, at, plain) in &opened {
        let Locked { suite, nonce, bytes } = lock(keys.suite, &new.key, at, plain)?;
        let text = "UPDATE value SET suite = $3, nonce = $4, ciphertext = $5 WHERE bureau_id = $1 AND value_id = $2";
        on.execute(text, &[bureau.0.into(), (*value).into(), suite.into(), Value::bytes(&nonce), Value::bytes(&bytes)]).await?;
    }
    rehash(on, keys, (bureau, person), &opened).await?;
    let (master, Locked { suite, nonce, bytes }) = (new.wrapped.master, &new.wrapped.locked);
    // Nothing is written under a key that was retired meanwhile.
    let text = "UPDATE person SET suite = $3, nonce = $4, wrapped = $5, master = $6, key_ref = $7 WHERE bureau_id = $1 AND person_id = $2 \
                AND EXISTS (SELECT 1 FROM master_key k WHERE k.key_id = $6 AND k.state <> 2)";
    let held = [(*suite).into(), Value::bytes(nonce), Value::bytes(bytes), master.into(), Value::bytes(&new.name)];
    match on.execute(text, &whose.into_iter().chain(held).collect::<Vec<_>>()).await? {
        0 => Err(StoreError::Unavailable(format!("第 {master} 号主密钥刚刚停用，请再试一次"))),
        _ => Ok(Renewed::Values(opened.len() as u64)),
    }
}

/// Hashes the terms by which a person is found anew, where they lie under a key before the newest.
async fn rehash(on: &mut Connection, keys: &Keys, (bureau, person): (BureauId, PersonId), opened: &[Opened]) -> Result<(), StoreError> {
    let old = "SELECT DISTINCT value_id, kind FROM search_term WHERE bureau_id = $1 AND person_id = $2 AND key_id <> $3";
    let newest = keys.newest(Purpose::Search)?.0;
    for row in on.fetch_all(old, &[bureau.0.into(), person.0.into(), newest.into()]).await? {
        let (value, kind): (Uuid, &str) = (column(&row, 0)?, column(&row, 1)?);
        let Some(text) = opened.iter().find(|(id, ..)| *id == value).and_then(|(.., plain)| std::str::from_utf8(plain).ok()) else {
            continue;
        };
        let (id, hash) = keys.search_term(bureau, kind, text)?;
        let text = "UPDATE search_term SET hash = $5, key_id = $6 WHERE bureau_id = $1 AND person_id = $2 AND value_id = $3 AND kind = $4";
        let whose = [bureau.0.into(), person.0.into(), value.into(), kind.into()];
        on.execute(text, &whose.into_iter().chain([Value::bytes(&hash), id.into()]).collect::<Vec<_>>()).await?;
    }
    Ok(())
}
