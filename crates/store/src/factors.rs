//! Tickets and second factors, encrypted.

use crate::coding::{from_json, signed, to_json, unsigned};
use crate::crypt::{lock, unlock};
use crate::database::Pool;
use crate::keyring::Keyring;
use crate::keys;
use crate::people::bytes;
use crate::sql::{Value, column};
use crate::writer::{Statement, Work, Writer};
use app::ports::{Purpose, SecondFactor, StoreError, Ticket};
use kernel::{AccountId, BureauId, Digest};
use std::borrow::Cow;

/// Takes a second factor away.
pub(crate) const DROP: &str = "DELETE FROM second_factor WHERE bureau_id = $1 AND account = $2";

/// A ticket for this purpose, if it is not over.
pub(crate) async fn ticket(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    (token, purpose, now): (&Digest, Purpose, i64),
) -> Result<Option<Ticket>, StoreError> {
    let text = "SELECT account, ends, tries, suite, nonce, ciphertext, key_id FROM ticket \
                WHERE bureau_id = $1 AND token = $2 AND purpose = $3 AND ends >= $4";
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(&token.0), purpose.name().into(), now.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let place = ticket_place(bureau, token, purpose);
    let plain = unlock(
        ring.keys(readers).await?.service(keys::Purpose::SignIn, column(&row, 6)?)?,
        &place,
        column(&row, 3)?,
        column(&row, 4)?,
        column(&row, 5)?,
    )?;
    Ok(Some(Ticket {
        token: *token,
        purpose,
        account: AccountId::from(column::<&str>(&row, 0)?),
        ends: column(&row, 1)?,
        tries: u32::try_from(unsigned(&row, 2)?).unwrap_or(u32::MAX),
        content: text_of(&plain)?,
    }))
}

/// Gives a ticket out, and clears away those that are over.
pub(crate) async fn put_ticket(
    writer: &Writer,
    (readers, ring): (&Pool, &Keyring),
    bureau: BureauId,
    ticket: &Ticket,
    now: i64,
) -> Result<(), StoreError> {
    let text = "INSERT INTO ticket (bureau_id, token, purpose, account, ends, tries, suite, nonce, ciphertext, key_id) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (bureau_id, token) DO NOTHING";
    let keys = ring.keys(readers).await?;
    let (key_id, key, _) = keys.newest(keys::Purpose::SignIn)?;
    let locked = lock(keys.suite, key, &ticket_place(bureau, &ticket.token, ticket.purpose), ticket.content.as_bytes())?;
    let values = vec![
        bureau.0.into(),
        bytes(&ticket.token),
        ticket.purpose.name().into(),
        ticket.account.to_string().into(),
        ticket.ends.into(),
        i64::from(ticket.tries).into(),
        locked.suite.into(),
        Value::Bytes(Cow::Owned(locked.nonce.to_vec())),
        Value::Bytes(Cow::Owned(locked.bytes)),
        key_id.into(),
    ];
    let mut all = crate::sessions::over(bureau, now);
    all.push(Statement { text, values });
    writer.write(Work::Plain(all)).await.map(drop)
}

pub(crate) async fn count_try(writer: &Writer, bureau: BureauId, token: &Digest, most: u32) -> Result<bool, StoreError> {
    let text = "UPDATE ticket SET tries = tries + 1 WHERE bureau_id = $1 AND token = $2 AND tries < $3";
    Ok(writer.plain(text, vec![bureau.0.into(), bytes(token), i64::from(most).into()]).await? > 0)
}

pub(crate) async fn take_ticket(writer: &Writer, bureau: BureauId, token: &Digest) -> Result<bool, StoreError> {
    let text = "DELETE FROM ticket WHERE bureau_id = $1 AND token = $2";
    Ok(writer.plain(text, vec![bureau.0.into(), bytes(token)]).await? > 0)
}

pub(crate) async fn factor(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    account: &AccountId,
) -> Result<Option<SecondFactor>, StoreError> {
    let text = "SELECT suite, nonce, ciphertext, revision, key_id FROM second_factor WHERE bureau_id = $1 AND account = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), account.as_str().into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let plain = unlock(
        ring.keys(readers).await?.service(keys::Purpose::SignIn, column(&row, 4)?)?,
        &place(bureau, account),
        column(&row, 0)?,
        column(&row, 1)?,
        column(&row, 2)?,
    )?;
    let factor: SecondFactor = from_json(&text_of(&plain)?)?;
    Ok(Some(SecondFactor { revision: unsigned(&row, 3)?, ..factor }))
}

/// Saves a second factor as the revision after the expected one; 0 is expected of one that is not there yet.
pub(crate) async fn put_factor(
    writer: &Writer,
    (readers, ring): (&Pool, &Keyring),
    bureau: BureauId,
    factor: &SecondFactor,
    expected: u64,
) -> Result<(), StoreError> {
    let create = "INSERT INTO second_factor (bureau_id, account, revision, suite, nonce, ciphertext, key_id) VALUES ($1, $2, $3 + 1, $4, $5, $6, $7) \
                  ON CONFLICT (bureau_id, account) DO NOTHING";
    let update = "UPDATE second_factor SET revision = $3 + 1, suite = $4, nonce = $5, ciphertext = $6, key_id = $7 \
                  WHERE bureau_id = $1 AND account = $2 AND revision = $3";
    let keys = ring.keys(readers).await?;
    let (key_id, key, _) = keys.newest(keys::Purpose::SignIn)?;
    let locked = lock(keys.suite, key, &place(bureau, &factor.account), to_json(factor)?.as_bytes())?;
    let values = vec![
        bureau.0.into(),
        factor.account.to_string().into(),
        signed(expected).into(),
        locked.suite.into(),
        Value::Bytes(Cow::Owned(locked.nonce.to_vec())),
        Value::Bytes(Cow::Owned(locked.bytes)),
        key_id.into(),
    ];
    match writer.plain(if expected == 0 { create } else { update }, values).await? {
        0 => Err(StoreError::Conflict { expected }),
        _ => Ok(()),
    }
}

pub(crate) async fn drop_factor(writer: &Writer, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
    writer.plain(DROP, vec![bureau.0.into(), account.to_string().into()]).await.map(drop)
}

fn text_of(plain: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(plain.to_vec()).map_err(|_| StoreError::Damaged("登录的加密内容解密后不是文字".into()))
}

/// What binds a ticket's ciphertext to its row and its purpose.
fn ticket_place(bureau: BureauId, token: &Digest, purpose: Purpose) -> Vec<u8> {
    [b"ticket\0".as_slice(), &bureau.0.to_be_bytes(), &token.0, purpose.name().as_bytes()].concat()
}

/// What binds a second factor's ciphertext to its row.
pub(crate) fn place(bureau: BureauId, account: &AccountId) -> Vec<u8> {
    [b"second_factor\0".as_slice(), &bureau.0.to_be_bytes(), account.as_str().as_bytes()].concat()
}
