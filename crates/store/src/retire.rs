//! Master keys: which there are, one more, one less.

use crate::crypt::Key;
use crate::dialect::Dialect;
use crate::keys::{KeyState, enter, known};
use crate::master::{change, master_keys, proof};
use crate::migration::migrate;
use crate::open::{OpenError, Options, pools, prepare, shown};
use crate::protected::under;
use crate::purge::{purge, wait_for_readers};
use crate::random::random;
use crate::rotate::KeysError;
use std::collections::BTreeMap;

/// A master key as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// Its state; `None` for one that the database has not heard of.
    pub state: Option<KeyState>,
    /// What tells it from others, without giving it away.
    pub proof: String,
    /// It is in hand, and the same.
    pub in_hand: bool,
    /// What lies under it, and how many rows.
    pub rows: Vec<(&'static str, u64)>,
}

/// The master keys of a database; also where one of them is lost.
///
/// # Errors
/// See [`KeysError`].
pub async fn list_keys(options: &Options) -> Result<Vec<Listed>, KeysError> {
    let (writing, readers) = pools(options).await?;
    let mut on = writing.acquire().await?;
    migrate(&mut on).await.map_err(OpenError::from)?;
    let masters = master_keys(&options.master_key, &options.place, false)?;
    let mut out: BTreeMap<i64, Listed> = BTreeMap::new();
    for (id, key) in &masters.0 {
        out.insert(*id, Listed { id: *id, state: None, proof: shown(&proof(key)), in_hand: true, rows: Vec::new() });
    }
    for master in known(&mut on).await? {
        let in_hand = masters.0.get(&master.id).is_some_and(|key| master.proof == proof(key));
        let rows = under(&mut on, master.id).await?;
        out.insert(master.id, Listed { id: master.id, state: Some(master.state), proof: shown(&master.proof), in_hand, rows });
    }
    drop(on);
    readers.close().await;
    writing.close().await;
    Ok(out.into_values().collect())
}

/// Makes a master key and puts it into the file. Nothing lies under it before the next rotation. Returns its number.
///
/// # Errors
/// See [`KeysError`].
pub async fn add_key(options: &Options) -> Result<i64, KeysError> {
    let (writing, readers) = pools(options).await?;
    prepare(&writing, options).await?;
    let mut on = writing.acquire().await?;
    let last = known(&mut on).await?.last().map_or(0, |k| k.id);
    let (key, mut id) = (Key(random()?), 0);
    change(&options.master_key, &options.place, |keys| {
        id = keys.0.keys().max().copied().unwrap_or(0).max(last) + 1;
        keys.0.insert(id, key.clone());
    })?;
    enter(&mut on, id, &key, 0).await?;
    drop(on);
    readers.close().await;
    writing.close().await;
    Ok(id)
}

/// Retires a master key under which nothing lies any more: nothing can come to lie under it again, old copies of what did are taken from
/// the disk, and it is taken out of the file, where the keys are in one. Whether it was.
///
/// # Errors
/// See [`KeysError`].
pub async fn retire_key(options: &Options, id: i64) -> Result<bool, KeysError> {
    let (writing, readers) = pools(options).await?;
    prepare(&writing, options).await?;
    let mut on = writing.acquire().await?;
    let begin = on.dialect().begin_write();
    on.raw(begin).await?;
    if on.dialect() == Dialect::Postgres {
        // Whoever is just writing a key is waited for, and is counted; whoever comes after sees that it is retired.
        on.raw("LOCK TABLE person, service_key IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    let state = known(&mut on).await?.into_iter().find(|k| k.id == id).map(|k| k.state);
    let rows = under(&mut on, id).await?;
    let refused = match state {
        None => Some(KeysError::Unknown(id)),
        Some(KeyState::Current) => Some(KeysError::Current(id)),
        Some(_) if !rows.is_empty() => Some(KeysError::InUse { key: id, rows }),
        Some(_) => None,
    };
    if let Some(refused) = refused {
        on.raw("ROLLBACK").await?;
        return Err(refused);
    }
    on.execute("UPDATE master_key SET state = 2 WHERE key_id = $1", &[id.into()]).await?;
    on.raw("COMMIT").await?;
    wait_for_readers(&readers).await?;
    purge(&mut on).await?;
    drop(on);
    readers.close().await;
    writing.close().await;
    match change(&options.master_key, &options.place, |keys| drop(keys.0.remove(&id))) {
        Ok(_) => Ok(true),
        Err(crate::KeyError::NotAFile) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
