//! Whom a provider of identities means by a subject.

use crate::database::Pool;
use crate::sql::column;
use crate::writer::Writer;
use app::ports::{Identity, StoreError};
use kernel::{AccountId, BureauId};

pub(crate) const OF_ACCOUNT: &str = "SELECT issuer, subject, began FROM identity WHERE bureau_id = $1 AND account = $2";

pub(crate) async fn identity(readers: &Pool, bureau: BureauId, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
    let text = "SELECT account FROM identity WHERE bureau_id = $1 AND issuer = $2 AND subject = $3";
    let row = readers.fetch_optional(text, &[bureau.0.into(), issuer.into(), subject.into()]).await?;
    row.map(|row| Ok(AccountId::from(column::<&str>(&row, 0)?))).transpose()
}

/// Binds a subject; one that is bound already stays.
pub(crate) async fn bind(writer: &Writer, bureau: BureauId, identity: &Identity) -> Result<(), StoreError> {
    let text = "INSERT INTO identity (bureau_id, issuer, subject, account, began) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (bureau_id, issuer, subject) DO NOTHING";
    let Identity { issuer, subject, account, began } = identity.clone();
    writer.plain(text, vec![bureau.0.into(), issuer.into(), subject.into(), account.to_string().into(), began.into()]).await.map(drop)
}

/// What an account is bound to, the oldest first: few, so they are put in order here.
pub(crate) async fn of(readers: &Pool, bureau: BureauId, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
    let rows = readers.fetch_all(OF_ACCOUNT, &[bureau.0.into(), account.as_str().into()]).await?;
    let one = |row| {
        let (issuer, subject): (&str, &str) = (column(row, 0)?, column(row, 1)?);
        Ok(Identity { issuer: issuer.to_owned(), subject: subject.to_owned(), account: account.clone(), began: column(row, 2)? })
    };
    let mut found = rows.iter().map(one).collect::<Result<Vec<_>, StoreError>>()?;
    found.sort_by_key(|i| (i.began, i.subject.clone()));
    Ok(found)
}

pub(crate) async fn unbind(writer: &Writer, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
    let text = "DELETE FROM identity WHERE bureau_id = $1 AND account = $2";
    writer.plain(text, vec![bureau.0.into(), account.to_string().into()]).await.map(drop)
}
