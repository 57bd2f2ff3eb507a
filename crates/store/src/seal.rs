//! Personal values: encrypted before they reach the writer, decrypted for whoever may see them.

use crate::coding::damaged;
use crate::crypt::{Key, Locked, lock, unlock};
use crate::database::{Pool, Row};
use crate::keyring::{Keyring, LiveKey, PersonKey};
use crate::many::Many;
use crate::sql::{Value, column};
use app::ports::{Commit, StoreError};
use kernel::{BureauId, Id, MatterId, PersonId, ValueId};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// An encrypted value on its way into the database.
pub(crate) struct SealedValue {
    pub(crate) value: ValueId,
    pub(crate) person: PersonId,
    pub(crate) field: Id,
    pub(crate) salt: [u8; 16],
    pub(crate) locked: Locked,
    /// Kind, keyed hash and the number of its key, for exact search.
    pub(crate) term: Option<(&'static str, [u8; 32], i64)>,
    /// The matters that refer to it; the one whose it is comes first.
    pub(crate) matters: Vec<MatterId>,
}

/// A key that an act seals with.
#[derive(Clone)]
pub(crate) struct Used {
    pub(crate) person: PersonId,
    pub(crate) key: Arc<LiveKey>,
    /// It may be new: the act carries it into the database.
    pub(crate) carried: bool,
}

/// Values of one act, and the keys they lie under.
#[derive(Default)]
pub(crate) struct Sealing {
    pub(crate) values: Vec<SealedValue>,
    pub(crate) keys: Vec<Used>,
    /// Which matters refer to which values, where an act changes more than one.
    pub(crate) uses: Vec<(ValueId, MatterId)>,
}

/// Encrypts the values of an act.
pub(crate) async fn seal(ring: &Keyring, readers: &Pool, bureau: BureauId, commit: &Commit) -> Result<Sealing, StoreError> {
    let mut out = Sealing::default();
    let above = ring.keys(readers).await?;
    let mut keys: HashMap<PersonId, Arc<LiveKey>> = HashMap::new();
    let mut used = uses(commit);
    out.uses = used.iter().flat_map(|(value, matters)| matters.iter().map(|matter| (*value, *matter))).collect();
    for value in &commit.values {
        let key = match keys.get(&value.person) {
            Some(key) => key.clone(),
            None => {
                let (key, carried) = ring.find_or_make(readers, bureau, value.person).await?;
                keys.insert(value.person, key.clone());
                out.keys.push(Used { person: value.person, key: key.clone(), carried });
                key
            }
        };
        out.values.push(SealedValue {
            value: value.value,
            person: value.person,
            field: value.field.clone(),
            salt: value.salt,
            locked: lock(above.suite, &key.key, &place(bureau, value.value, value.field.as_str()), value.text.as_bytes())?,
            term: match value.search {
                Some(kind) => above.search_term(bureau, kind, &value.text).map(|(id, hash)| Some((kind, hash, id)))?,
                None => None,
            },
            matters: used.remove(&value.value).unwrap_or_else(|| commit.changes.iter().map(|c| c.after.id).take(1).collect()),
        });
    }
    Ok(out)
}

/// Which matters refer to which values, where an act changes more than one.
fn uses(commit: &Commit) -> HashMap<ValueId, Vec<MatterId>> {
    let mut out: HashMap<ValueId, Vec<MatterId>> = HashMap::new();
    for change in commit.changes.iter().filter(|_| commit.changes.len() > 1) {
        let mut sealed = Vec::new();
        sealed.extend(change.events.iter().flat_map(|event| event.body.sealed()));
        for reference in sealed {
            let matters = out.entry(reference.value).or_default();
            if !matters.contains(&change.after.id) {
                matters.push(change.after.id);
            }
        }
    }
    out
}

pub(crate) static VALUES: Many = Many::among(
    "SELECT value_id, person_id, field, suite, salt, nonce, ciphertext, matter_id FROM value WHERE bureau_id = ?int AND value_id IN (",
    "?id",
);

/// A value as it was found.
pub(crate) struct StoredValue {
    pub(crate) value: ValueId,
    pub(crate) person: PersonId,
    pub(crate) salt: Vec<u8>,
    pub(crate) text: Opened,
    /// The matter whose it is.
    pub(crate) owner: Option<uuid::Uuid>,
}

/// What opening a value came to.
pub(crate) enum Opened {
    Text(String),
    /// Its person's key was lawfully destroyed.
    Destroyed,
    /// It does not open.
    Damaged(StoreError),
}

/// Reads and decrypts values; in no order, without those that do not exist.
///
/// What does not open is read again with its key: another node may have encrypted it anew a moment ago.
pub(crate) async fn open_values(
    ring: &Keyring,
    readers: &Pool,
    bureau: BureauId,
    values: &[ValueId],
) -> Result<Vec<StoredValue>, StoreError> {
    let found = open_once(ring, readers, bureau, values).await?;
    let (closed, mut opened): (Vec<_>, Vec<_>) = found.into_iter().partition(|v| matches!(v.text, Opened::Damaged(_)));
    if !closed.is_empty() {
        closed.iter().for_each(|value| ring.forget(bureau, value.person));
        let again: Vec<ValueId> = closed.iter().map(|v| v.value).collect();
        opened.extend(open_once(ring, readers, bureau, &again).await?);
    }
    Ok(opened)
}

async fn open_once(ring: &Keyring, readers: &Pool, bureau: BureauId, values: &[ValueId]) -> Result<Vec<StoredValue>, StoreError> {
    let wanted: Vec<Value<'_>> = values.iter().map(|v| v.0.into()).collect();
    let rows = {
        let mut connection = readers.acquire().await?;
        VALUES.fetch(&mut connection, &[bureau.0.into()], &wanted, &[]).await?
    };
    let mut keys: HashMap<PersonId, Result<PersonKey, StoreError>> = HashMap::new();
    let mut out = Vec::with_capacity(rows.len());
    for row in &rows {
        let person = PersonId(column(row, 1)?);
        if let Entry::Vacant(unknown) = keys.entry(person) {
            unknown.insert(match ring.find(readers, bureau, person).await {
                Err(error) if !matches!(error, StoreError::Damaged(_)) => return Err(error),
                found => found,
            });
        }
        let text = match keys.get(&person) {
            Some(Ok(PersonKey::Live(key))) => text(&key.key, bureau, row).map_or_else(Opened::Damaged, Opened::Text),
            Some(Ok(PersonKey::Destroyed)) => Opened::Destroyed,
            Some(Err(error)) => Opened::Damaged(error.clone()),
            Some(Ok(PersonKey::None)) | None => Opened::Damaged(damaged(format!("个人 {person} 的密钥不见了"))),
        };
        out.push(StoredValue { value: ValueId(column(row, 0)?), person, salt: column(row, 4)?, text, owner: column(row, 7)? });
    }
    Ok(out)
}

fn text(key: &Key, bureau: BureauId, row: &Row) -> Result<String, StoreError> {
    let place = place(bureau, ValueId(column(row, 0)?), column(row, 2)?);
    let plain = unlock(key, &place, column(row, 3)?, column(row, 5)?, column(row, 6)?)?;
    String::from_utf8(plain.to_vec()).map_err(|_| damaged("个人信息解密后不是文字"))
}

/// What binds a ciphertext to its row and column.
pub(crate) fn place(bureau: BureauId, value: ValueId, field: &str) -> Vec<u8> {
    [bureau.0.to_be_bytes().as_slice(), value.0.as_bytes(), field.as_bytes()].concat()
}
