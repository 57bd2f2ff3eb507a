//! Second factors and half-finished sign-ins.

use crate::coding::{digest, from_json, signed, to_json, unsigned};
use crate::crypt::{SUITE, lock, unlock};
use crate::database::Pool;
use crate::keyring::Keyring;
use crate::people::bytes;
use crate::sql::{Value, column};
use crate::writer::{Statement, Work, Writer};
use app::ports::{HalfSignIn, SecondFactor, StoreError};
use kernel::{AccountId, BureauId, Digest};
use std::borrow::Cow;

pub(crate) async fn half(readers: &Pool, bureau: BureauId, token: &Digest) -> Result<Option<HalfSignIn>, StoreError> {
    let text = "SELECT token, account, began, ends, tries FROM half_sign_in WHERE bureau_id = $1 AND token = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(&token.0)]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(HalfSignIn {
        token: digest(&row, 0)?,
        account: AccountId::from(column::<&str>(&row, 1)?),
        began: column(&row, 2)?,
        ends: column(&row, 3)?,
        tries: u32::try_from(unsigned(&row, 4)?).unwrap_or(u32::MAX),
    }))
}

/// Begins a half sign-in, and clears away those that are over.
pub(crate) async fn put_half(writer: &Writer, bureau: BureauId, half: &HalfSignIn) -> Result<(), StoreError> {
    let over =
        Statement { text: "DELETE FROM half_sign_in WHERE bureau_id = $1 AND ends < $2", values: vec![bureau.0.into(), half.began.into()] };
    let put = Statement {
        text: "INSERT INTO half_sign_in (bureau_id, token, account, began, ends, tries) VALUES ($1, $2, $3, $4, $5, $6)",
        values: vec![
            bureau.0.into(),
            bytes(&half.token),
            half.account.to_string().into(),
            half.began.into(),
            half.ends.into(),
            i64::from(half.tries).into(),
        ],
    };
    writer.write(Work::Plain(vec![over, put])).await.map(drop)
}

pub(crate) async fn count_try(writer: &Writer, bureau: BureauId, token: &Digest, most: u32) -> Result<bool, StoreError> {
    let text = "UPDATE half_sign_in SET tries = tries + 1 WHERE bureau_id = $1 AND token = $2 AND tries < $3";
    Ok(writer.plain(text, vec![bureau.0.into(), bytes(token), i64::from(most).into()]).await? > 0)
}

pub(crate) async fn end_half(writer: &Writer, bureau: BureauId, token: &Digest) -> Result<bool, StoreError> {
    let text = "DELETE FROM half_sign_in WHERE bureau_id = $1 AND token = $2";
    Ok(writer.plain(text, vec![bureau.0.into(), bytes(token)]).await? > 0)
}

pub(crate) async fn factor(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    account: &AccountId,
) -> Result<Option<SecondFactor>, StoreError> {
    let text = "SELECT suite, nonce, ciphertext, revision FROM second_factor WHERE bureau_id = $1 AND account = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), account.as_str().into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let plain = unlock(ring.factors(), &place(bureau, account), column(&row, 0)?, column(&row, 1)?, column(&row, 2)?)?;
    let plain = String::from_utf8(plain).map_err(|_| StoreError::Damaged("两步登录的密钥解密后不是文字".into()))?;
    let factor: SecondFactor = from_json(&plain)?;
    Ok(Some(SecondFactor { revision: unsigned(&row, 3)?, ..factor }))
}

/// Saves a second factor as the revision after the expected one; 0 is expected of one that is not there yet.
pub(crate) async fn put_factor(
    writer: &Writer,
    ring: &Keyring,
    bureau: BureauId,
    factor: &SecondFactor,
    expected: u64,
) -> Result<(), StoreError> {
    let create = "INSERT INTO second_factor (bureau_id, account, revision, suite, nonce, ciphertext) VALUES ($1, $2, $3 + 1, $4, $5, $6) \
                  ON CONFLICT (bureau_id, account) DO NOTHING";
    let update = "UPDATE second_factor SET revision = $3 + 1, suite = $4, nonce = $5, ciphertext = $6 \
                  WHERE bureau_id = $1 AND account = $2 AND revision = $3";
    let locked = lock(ring.factors(), &place(bureau, &factor.account), to_json(factor)?.as_bytes())?;
    let values = vec![
        bureau.0.into(),
        factor.account.to_string().into(),
        signed(expected).into(),
        SUITE.into(),
        Value::Bytes(Cow::Owned(locked.nonce.to_vec())),
        Value::Bytes(Cow::Owned(locked.bytes)),
    ];
    match writer.plain(if expected == 0 { create } else { update }, values).await? {
        0 => Err(StoreError::Conflict { expected }),
        _ => Ok(()),
    }
}

pub(crate) async fn drop_factor(writer: &Writer, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
    let text = "DELETE FROM second_factor WHERE bureau_id = $1 AND account = $2";
    writer.plain(text, vec![bureau.0.into(), account.to_string().into()]).await.map(drop)
}

/// What binds a second factor's ciphertext to its row.
fn place(bureau: BureauId, account: &AccountId) -> Vec<u8> {
    [&SUITE.to_be_bytes(), &bureau.0.to_be_bytes(), account.as_str().as_bytes()].concat()
}
