//! Narrow lists: matters found by number, by a party's name, or by whose they are. Few, so the rest of the filter is applied to rows.

use crate::coding::day;
use crate::database::{Connection, Pool};
use crate::keyring::Keyring;
use crate::keys::Keys;
use crate::placed::own;
use crate::rows::{presses_on, rows};
use crate::sql::{Value, column};
use app::ports::{Account, COUNT_CAP, IDENTIFIERS, MatterFilter, MatterRow, Page, StoreError};
use kernel::{AccountId, BureauId, PersonId};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(crate) const NUMBERED: &str = "SELECT matter_id FROM matter WHERE bureau_id = $1 AND number = $2";
pub(crate) const PERSON: &str =
    "SELECT person_id FROM search_term WHERE bureau_id = $1 AND kind = 'number' AND hash = $2 ORDER BY matter_id LIMIT 1";
pub(crate) const FOUND: &str =
    "SELECT matter_id FROM search_term WHERE bureau_id = $1 AND kind = $2 AND hash = $3 ORDER BY matter_id DESC LIMIT $4";
pub(crate) const PERSONS: &str = "SELECT person_id FROM search_term WHERE bureau_id = $1 AND kind = $2 AND hash = $3";
pub(crate) const HELD: &str = "SELECT matter_id FROM holding WHERE bureau_id = $1 AND holder = $2 ORDER BY matter_id DESC LIMIT $3";

/// One page of what was found. At most [`COUNT_CAP`] matters are looked at for each way of finding.
pub(crate) async fn search(readers: &Pool, ring: &Keyring, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
    let keys = ring.keys(readers).await?;
    let mut connection = readers.acquire().await?;
    let mut found: Option<BTreeSet<Uuid>> = None;
    let mut narrow = |ids: BTreeSet<Uuid>| found = Some(found.take().map_or(ids.clone(), |old| &old & &ids));
    if let Some(text) = filter.text.as_deref() {
        narrow(by_text(&mut connection, &keys, bureau, text).await?);
    }
    if let Some(identifier) = filter.identifier.as_deref() {
        let mut ids = BTreeSet::new();
        for kind in IDENTIFIERS {
            ids.extend(by_term(&mut connection, &keys, bureau, (kind, identifier)).await?);
        }
        narrow(ids);
    }
    if let Some(account) = &filter.holder {
        narrow(by_holder(&mut connection, bureau, account).await?);
    }
    let ids: Vec<Uuid> = found.unwrap_or_default().into_iter().collect();
    let mut all: Vec<MatterRow> = rows(&mut connection, bureau, &ids).await?.into_values().filter(|row| passes(filter, row)).collect();
    if filter.newest && filter.due_before.is_none() && filter.due_from.is_none() {
        all.sort_by_key(|row| Reverse((row.opened_on, row.id)));
    } else {
        all.sort_by_key(|row| (presses_on(row), row.id));
    }
    let total = all.len() as u64;
    Ok(Page { rows: all.into_iter().skip(filter.offset as usize).take(filter.limit as usize).collect(), total })
}

/// The matter of a number.
pub(crate) async fn by_number(connection: &mut Connection, bureau: BureauId, number: &str) -> Result<Option<Uuid>, StoreError> {
    let row = connection.fetch_optional(NUMBERED, &[bureau.0.into(), number.into()]).await?;
    row.map(|row| column(&row, 0)).transpose()
}

/// The person with this identity number.
pub(crate) async fn person_by_number(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    number: &str,
) -> Result<Option<PersonId>, StoreError> {
    for hash in ring.keys(readers).await?.search_terms(bureau, "number", number) {
        if let Some(row) = readers.fetch_optional(PERSON, &[bureau.0.into(), Value::bytes(&hash)]).await? {
            return column(&row, 0).map(PersonId).map(Some);
        }
    }
    Ok(None)
}

/// Everybody who gave this identifier, each once.
pub(crate) async fn persons_by_identifier(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    identifier: &str,
) -> Result<Vec<PersonId>, StoreError> {
    let keys = ring.keys(readers).await?;
    let mut out = BTreeSet::new();
    for kind in IDENTIFIERS {
        for hash in keys.search_terms(bureau, kind, identifier) {
            let rows = readers.fetch_all(PERSONS, &[bureau.0.into(), kind.into(), Value::bytes(&hash)]).await?;
            out.extend(rows.iter().map(|row| column(row, 0).map(PersonId)).collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(out.into_iter().collect())
}

async fn by_text(connection: &mut Connection, keys: &Keys, bureau: BureauId, text: &str) -> Result<BTreeSet<Uuid>, StoreError> {
    let mut out = by_term(connection, keys, bureau, ("name", text)).await?;
    out.extend(by_number(connection, bureau, text.trim()).await?);
    Ok(out)
}

/// Matters with a term of a kind.
async fn by_term(
    connection: &mut Connection,
    keys: &Keys,
    bureau: BureauId,
    (kind, text): (&str, &str),
) -> Result<BTreeSet<Uuid>, StoreError> {
    let mut out = BTreeSet::new();
    for hash in keys.search_terms(bureau, kind, text) {
        out.extend(ids(connection, FOUND, &[bureau.0.into(), kind.into(), Value::bytes(&hash), limit()]).await?);
    }
    Ok(out)
}

/// What an account holds: what it handles or provides, and what its person is a party to.
async fn by_holder(connection: &mut Connection, bureau: BureauId, account: &AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
    let body = "SELECT body FROM account WHERE bureau_id = $1 AND account = $2";
    let row = connection.fetch_optional(body, &[bureau.0.into(), account.as_str().into()]).await?;
    let known: Option<Account> = row.map(|row| crate::coding::from_json(column(&row, 0)?)).transpose()?;
    let person = known.and_then(|a| a.actor.person).map(|p| p.to_string());
    let mut out = BTreeSet::new();
    for holder in [Some(own(account.as_str())), person].into_iter().flatten() {
        out.extend(ids(connection, HELD, &[bureau.0.into(), holder.into(), limit()]).await?);
    }
    Ok(out)
}

async fn ids(connection: &mut Connection, text: &'static str, values: &[Value<'_>]) -> Result<Vec<Uuid>, StoreError> {
    connection.fetch_all(text, values).await?.iter().map(|row| column(row, 0)).collect()
}

fn limit() -> Value<'static> {
    Value::Int(i64::try_from(COUNT_CAP).unwrap_or(i64::MAX))
}

fn passes(filter: &MatterFilter, row: &MatterRow) -> bool {
    let presses = row.due_on.filter(|_| !row.paused).map(day);
    // Whoever asks for what is their own needs no unit.
    let may_see = filter.reach.covers(&row.procedure, &row.unit) || (filter.holder.is_some() && filter.reach.is_empty());
    may_see
        && filter.procedure.as_ref().is_none_or(|p| *p == row.procedure)
        && filter.state.as_ref().is_none_or(|s| *s == row.state)
        && filter.closed.is_none_or(|c| c == row.closed)
        && filter.due_before.is_none_or(|before| presses.is_some_and(|on| on < day(before)))
        && filter.due_from.is_none_or(|from| presses.is_some_and(|on| on >= day(from)))
}
