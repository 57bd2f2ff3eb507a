//! Sessions, and what they rest on: an account's credential.

use crate::coding::digest;
use crate::database::{Pool, Row};
use crate::people::{account_columns, account_of, bytes};
use crate::sql::{Value, column, flag};
use crate::writer::{Statement, Work, Writer};
use app::ports::{Account, Session, SignInChange, StoreError};
use kernel::{AccountId, BureauId, Digest};

pub(crate) const OVER: &str = "DELETE FROM session WHERE bureau_id = $1 AND ends < $2";
pub(crate) const TICKETS_OVER: &str = "DELETE FROM ticket WHERE bureau_id = $1 AND ends < $2";
pub(crate) const OF_ACCOUNT: &str = "SELECT s.token, s.account, s.began, s.seen, s.ends, s.address, s.browser, s.generation, s.passkey FROM session s \
                                     WHERE s.bureau_id = $1 AND s.account = $2";

fn session_of(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        token: digest(row, 0)?,
        account: AccountId::from(column::<&str>(row, 1)?),
        began: column(row, 2)?,
        seen: column(row, 3)?,
        ends: column(row, 4)?,
        address: column(row, 5)?,
        browser: column(row, 6)?,
        generation: column(row, 7)?,
        passkey: flag(row, 8)?,
    })
}

pub(crate) async fn session(readers: &Pool, bureau: BureauId, token: &Digest) -> Result<Option<(Session, Account)>, StoreError> {
    let text = concat!(
        "SELECT s.token, s.account, s.began, s.seen, s.ends, s.address, s.browser, s.generation, s.passkey, ",
        account_columns!(),
        " FROM session s JOIN account a ON a.bureau_id = s.bureau_id AND a.account = s.account AND a.generation = s.generation \
         WHERE s.bureau_id = $1 AND s.token = $2 AND a.disabled = 0"
    );
    let row = readers.fetch_optional(text, &[bureau.0.into(), Value::bytes(&token.0)]).await?;
    row.map(|row| Ok((session_of(&row)?, account_of(&row, 9)?))).transpose()
}

/// An account's sessions, the newest first: few, so they are put in order here.
pub(crate) async fn sessions(readers: &Pool, bureau: BureauId, account: &AccountId) -> Result<Vec<Session>, StoreError> {
    let rows = readers.fetch_all(OF_ACCOUNT, &[bureau.0.into(), account.as_str().into()]).await?;
    let mut found = rows.iter().map(session_of).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|s| (std::cmp::Reverse(s.began), s.token.0));
    Ok(found)
}

pub(crate) async fn begin(writer: &Writer, bureau: BureauId, session: &Session) -> Result<(), StoreError> {
    let text = "INSERT INTO session (bureau_id, token, account, began, seen, ends, address, browser, generation, passkey) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        bureau.0.into(),
        bytes(&session.token),
        session.account.to_string().into(),
        session.began.into(),
        session.seen.into(),
        session.ends.into(),
        session.address.clone().into(),
        session.browser.clone().into(),
        session.generation.into(),
        session.passkey.into(),
    ];
    let mut all = over(bureau, session.began);
    all.push(Statement { text, values });
    writer.write(Work::Plain(all)).await.map(drop)
}

/// Statements that clear away sessions and tickets that are over.
pub(crate) fn over(bureau: BureauId, now: i64) -> Vec<Statement> {
    [OVER, TICKETS_OVER].into_iter().map(|text| Statement { text, values: vec![bureau.0.into(), now.into()] }).collect()
}

/// An update and nothing else: a request under way brings no ended session back.
pub(crate) async fn see(writer: &Writer, bureau: BureauId, token: &Digest, at: i64) -> Result<(), StoreError> {
    let text = "UPDATE session SET seen = $3 WHERE bureau_id = $1 AND token = $2 AND seen < $3";
    writer.plain(text, vec![bureau.0.into(), bytes(token), at.into()]).await.map(drop)
}

pub(crate) async fn end(writer: &Writer, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
    writer.plain("DELETE FROM session WHERE bureau_id = $1 AND token = $2", vec![bureau.0.into(), bytes(token)]).await.map(drop)
}

/// Statements that end an account's sessions but one, and its tickets.
fn ends(bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Vec<Statement> {
    let who = || vec![bureau.0.into(), account.to_string().into()];
    let sessions = match keep {
        Some(token) => Statement {
            text: "DELETE FROM session WHERE bureau_id = $1 AND account = $2 AND token <> $3",
            values: who().into_iter().chain([bytes(token)]).collect(),
        },
        None => Statement { text: "DELETE FROM session WHERE bureau_id = $1 AND account = $2", values: who() },
    };
    vec![sessions, Statement { text: "DELETE FROM ticket WHERE bureau_id = $1 AND account = $2", values: who() }]
}

pub(crate) async fn end_all(writer: &Writer, bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Result<(), StoreError> {
    writer.write(Work::Plain(ends(bureau, account, keep))).await.map(drop)
}

pub(crate) async fn knows_browser(
    readers: &Pool,
    bureau: BureauId,
    account: &AccountId,
    token: &Digest,
    now: i64,
) -> Result<bool, StoreError> {
    let text = "SELECT ends FROM known_browser WHERE bureau_id = $1 AND account = $2 AND token = $3 AND ends >= $4";
    let values = [bureau.0.into(), account.as_str().into(), Value::bytes(&token.0), now.into()];
    Ok(readers.fetch_optional(text, &values).await?.is_some())
}

pub(crate) async fn know_browser(
    writer: &Writer,
    bureau: BureauId,
    account: &AccountId,
    token: &Digest,
    (from, until): (i64, i64),
) -> Result<(), StoreError> {
    let who = || vec![bureau.0.into(), account.to_string().into()];
    let over = Statement {
        text: "DELETE FROM known_browser WHERE bureau_id = $1 AND account = $2 AND ends < $3",
        values: who().into_iter().chain([from.into()]).collect(),
    };
    let text = "INSERT INTO known_browser (bureau_id, account, token, ends) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (bureau_id, account, token) DO UPDATE SET ends = excluded.ends";
    let values = who().into_iter().chain([bytes(token), until.into()]).collect();
    writer.write(Work::Plain(vec![over, Statement { text, values }])).await.map(drop)
}

/// Statements that change what an account signs in by and end what rested on it; the last one meets the account.
pub(crate) fn change(bureau: BureauId, account: &AccountId, change: &SignInChange) -> Vec<Statement> {
    let who = || vec![bureau.0.into(), account.to_string().into()];
    let mut all = ends(bureau, account, None);
    let (text, values): (_, Vec<Value<'static>>) = match change {
        SignInChange::Password { hash, set } => {
            all.push(Statement { text: "DELETE FROM known_browser WHERE bureau_id = $1 AND account = $2", values: who() });
            let text =
                "UPDATE account SET password = $3, password_set = $4, generation = generation + 1 WHERE bureau_id = $1 AND account = $2";
            (text, vec![hash.clone().into(), (*set).into()])
        }
        SignInChange::Disabled(disabled) => {
            let text = "UPDATE account SET disabled = $3, generation = generation + 1 WHERE bureau_id = $1 AND account = $2";
            (text, vec![(*disabled).into()])
        }
        SignInChange::NoFactor => {
            all.push(Statement { text: crate::factors::DROP, values: who() });
            all.push(Statement { text: crate::passkeys::DROP_ALL, values: who() });
            ("UPDATE account SET generation = generation + 1 WHERE bureau_id = $1 AND account = $2", Vec::new())
        }
    };
    all.push(Statement { text, values: who().into_iter().chain(values).collect() });
    all
}
