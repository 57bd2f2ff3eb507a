//! Units, accounts, sessions.

use crate::coding::{digest, from_json, to_json};
use crate::database::{Pool, Row};
use crate::sql::{Value, column};
use crate::writer::{Statement, Work, Writer};
use app::ports::{Account, Session, StoreError, Unit};
use kernel::{AccountId, BureauId, Digest};
use std::borrow::Cow;

pub(crate) const SESSIONS_OVER: &str = "DELETE FROM session WHERE bureau_id = $1 AND ends < $2";

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

pub(crate) async fn account(readers: &Pool, bureau: BureauId, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let text = "SELECT body FROM account WHERE bureau_id = $1 AND account = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), id.as_str().into()]).await?;
    row.map(|row| from_json(column(&row, 0)?)).transpose()
}

pub(crate) async fn accounts(readers: &Pool, bureau: BureauId) -> Result<Vec<Account>, StoreError> {
    let rows = readers.fetch_all("SELECT body FROM account WHERE bureau_id = $1 ORDER BY account", &[bureau.0.into()]).await?;
    rows.iter().map(|row| from_json(column(row, 0)?)).collect()
}

pub(crate) async fn put_account(writer: &Writer, bureau: BureauId, account: &Account) -> Result<(), StoreError> {
    let text = "INSERT INTO account (bureau_id, account, body) VALUES ($1, $2, $3) \
                ON CONFLICT (bureau_id, account) DO UPDATE SET body = excluded.body";
    writer.plain(text, vec![bureau.0.into(), account.actor.account.to_string().into(), to_json(account)?.into()]).await.map(drop)
}

pub(crate) async fn session(readers: &Pool, bureau: BureauId, token: &Digest) -> Result<Option<(Session, Account)>, StoreError> {
    let text = "SELECT s.token, s.account, s.began, s.seen, s.ends, s.address, s.browser, a.body FROM session s \
                JOIN account a ON a.bureau_id = s.bureau_id AND a.account = s.account WHERE s.bureau_id = $1 AND s.token = $2";
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(&token.0)]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((session_of(&row)?, from_json(column(&row, 7)?)?)))
}

fn session_of(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        token: digest(row, 0)?,
        account: AccountId::from(column::<&str>(row, 1)?),
        began: column(row, 2)?,
        seen: column(row, 3)?,
        ends: column(row, 4)?,
        address: column(row, 5)?,
        browser: column(row, 6)?,
    })
}

pub(crate) const SESSIONS_OF: &str = "SELECT token, account, began, seen, ends, address, browser FROM session \
                                      WHERE bureau_id = $1 AND account = $2";

/// An account's sessions, the newest first: few, so they are put in order here.
pub(crate) async fn sessions(readers: &Pool, bureau: BureauId, account: &AccountId) -> Result<Vec<Session>, StoreError> {
    let rows = readers.fetch_all(SESSIONS_OF, &[bureau.0.into(), account.as_str().into()]).await?;
    let mut found = rows.iter().map(session_of).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|s| (std::cmp::Reverse(s.began), s.token.0));
    Ok(found)
}

/// Ends an account's sessions but one, and its half-finished sign-ins, in one transaction.
pub(crate) async fn end_sessions(writer: &Writer, bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Result<(), StoreError> {
    let who = || vec![bureau.0.into(), account.to_string().into()];
    let sessions = match keep {
        Some(token) => Statement {
            text: "DELETE FROM session WHERE bureau_id = $1 AND account = $2 AND token <> $3",
            values: who().into_iter().chain([bytes(token)]).collect(),
        },
        None => Statement { text: "DELETE FROM session WHERE bureau_id = $1 AND account = $2", values: who() },
    };
    let halves = Statement { text: "DELETE FROM half_sign_in WHERE bureau_id = $1 AND account = $2", values: who() };
    writer.write(Work::Plain(vec![sessions, halves])).await.map(drop)
}

/// Begins or extends a session, and clears away those that ended before.
pub(crate) async fn put_session(writer: &Writer, bureau: BureauId, session: &Session) -> Result<(), StoreError> {
    let put = "INSERT INTO session (bureau_id, token, account, began, seen, ends, address, browser) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
               ON CONFLICT (bureau_id, token) DO UPDATE SET account = excluded.account, seen = excluded.seen, ends = excluded.ends";
    let values = vec![
        bureau.0.into(),
        bytes(&session.token),
        session.account.to_string().into(),
        session.began.into(),
        session.seen.into(),
        session.ends.into(),
        session.address.clone().into(),
        session.browser.clone().into(),
    ];
    let statements =
        vec![Statement { text: SESSIONS_OVER, values: vec![bureau.0.into(), session.seen.into()] }, Statement { text: put, values }];
    writer.write(Work::Plain(statements)).await.map(drop)
}

pub(crate) async fn end_session(writer: &Writer, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
    writer.plain("DELETE FROM session WHERE bureau_id = $1 AND token = $2", vec![bureau.0.into(), bytes(token)]).await.map(drop)
}

/// A digest as an argument that outlives the call.
pub(crate) fn bytes(digest: &Digest) -> Value<'static> {
    Value::Bytes(Cow::Owned(digest.0.to_vec()))
}
