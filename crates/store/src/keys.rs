//! The keys that all others lie under: the master keys as the database knows them, and keys of the program's own beneath them.

use crate::coding::damaged;
use crate::crypt::{Key, Locked, Suite, derive, keyed_hash, lock, unlock};
use crate::database::Connection;
use crate::master::{KeyError, MasterKeys, proof};
use crate::random::random;
use crate::sql::{Value, column};
use app::ports::{StoreError, folded};
use kernel::BureauId;
use std::collections::BTreeMap;

/// What the program's own keys are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Exact search by keyed hash.
    Search,
    /// Drafts.
    Draft,
    /// Tickets and second factors.
    SignIn,
}

impl Purpose {
    pub(crate) const ALL: [Self; 3] = [Self::Search, Self::Draft, Self::SignIn];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Draft => "draft",
            Self::SignIn => "sign_in",
        }
    }
}

/// A wrapped key and the master key it lies under.
pub(crate) struct Wrapped {
    pub(crate) master: i64,
    pub(crate) locked: Locked,
}

/// A key of the program's own.
struct ServiceKey {
    key: Key,
    /// The suite whose keyed hash it is used with.
    hash: Suite,
}

/// The state of a master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// New keys may come to lie under it.
    Known,
    /// New keys are wrapped under it.
    Current,
    /// Nothing lies under it, and nothing will.
    Retired,
}

impl KeyState {
    pub(crate) fn of(n: i64) -> Self {
        match n {
            1 => Self::Current,
            2 => Self::Retired,
            _ => Self::Known,
        }
    }
}

/// All of them, as they were at one moment.
pub(crate) struct Keys {
    /// The suite that new values are written in.
    pub(crate) suite: Suite,
    pub(crate) masters: MasterKeys,
    pub(crate) current: i64,
    services: BTreeMap<(Purpose, i64), ServiceKey>,
}

/// A master key as the database knows it.
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) proof: Vec<u8>,
    pub(crate) state: KeyState,
}

/// The master keys that a database knows.
pub(crate) async fn known(on: &mut Connection) -> Result<Vec<Known>, StoreError> {
    let rows = on.fetch_all("SELECT key_id, proof, state FROM master_key ORDER BY key_id", &[]).await?;
    rows.iter().map(|row| Ok(Known { id: column(row, 0)?, proof: column(row, 1)?, state: KeyState::of(column(row, 2)?) })).collect()
}

/// Enters a master key that the database does not know yet.
pub(crate) async fn enter(on: &mut Connection, id: i64, key: &Key, state: i64) -> Result<(), StoreError> {
    let text = "INSERT INTO master_key (key_id, proof, state) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING";
    on.execute(text, &[id.into(), Value::bytes(&proof(key)), state.into()]).await.map(drop)
}

impl Keys {
    /// These master keys and nothing below them yet.
    pub(crate) fn new(suite: Suite, masters: MasterKeys, current: i64) -> Self {
        Self { suite, masters, current, services: BTreeMap::new() }
    }

    /// Reads what the database knows now. Master keys that were not known before come from `file`.
    pub(crate) async fn read(
        on: &mut Connection,
        before: &Self,
        file: impl Fn() -> Result<MasterKeys, KeyError>,
    ) -> Result<Self, StoreError> {
        let known: Vec<Known> = known(on).await?.into_iter().filter(|k| k.state != KeyState::Retired).collect();
        let mut masters = before.masters.clone();
        if known.iter().any(|k| !masters.0.contains_key(&k.id)) {
            masters = file().map_err(|e| StoreError::Unavailable(e.to_string()))?;
        }
        masters.0.retain(|id, key| known.iter().any(|k| k.id == *id && k.proof == proof(key)));
        let current = known.iter().find(|k| k.state == KeyState::Current).map_or(before.current, |k| k.id);
        let mut out = Self::new(before.suite, masters, current);
        for row in on.fetch_all("SELECT purpose, key_id, hash, master, suite, nonce, wrapped FROM service_key", &[]).await? {
            let (name, id, master): (&str, i64, i64) = (column(&row, 0)?, column(&row, 1)?, column(&row, 3)?);
            let Some(purpose) = Purpose::ALL.into_iter().find(|p| p.as_str() == name) else { continue };
            let key = out.unwrapped(master, &place(name, id), column(&row, 4)?, column(&row, 5)?, column(&row, 6)?)?;
            out.services.insert((purpose, id), ServiceKey { key, hash: Suite::of(column(&row, 2)?)? });
        }
        Ok(out)
    }

    /// Whether this master key is in hand.
    pub(crate) fn holds(&self, master: i64) -> bool {
        self.masters.0.contains_key(&master)
    }

    fn master(&self, id: i64) -> Result<&Key, StoreError> {
        self.masters.0.get(&id).ok_or_else(|| damaged(format!("第 {id} 号主密钥不在手边：请把它加进主密钥文件")))
    }

    /// A key as it will lie in the database.
    pub(crate) fn wrapped(&self, place: &[u8], key: &Key) -> Result<Wrapped, StoreError> {
        Ok(Wrapped { master: self.current, locked: lock(self.suite, self.master(self.current)?, place, &key.0)? })
    }

    /// A key from what lies in the database.
    pub(crate) fn unwrapped(&self, master: i64, place: &[u8], suite: i64, nonce: &[u8], wrapped: &[u8]) -> Result<Key, StoreError> {
        let plain = unlock(self.master(master)?, place, suite, nonce, wrapped)?;
        Ok(Key(plain.as_slice().try_into().map_err(|_| damaged("密钥长度不对"))?))
    }

    /// The key of a purpose that new values lie under, with its number.
    pub(crate) fn newest(&self, purpose: Purpose) -> Result<(i64, &Key, Suite), StoreError> {
        let mut all = self.services.range((purpose, i64::MIN)..=(purpose, i64::MAX));
        all.next_back().map(|((_, id), s)| (*id, &s.key, s.hash)).ok_or_else(|| damaged(format!("没有用途为 {} 的密钥", purpose.as_str())))
    }

    /// A key of the program's own by its number.
    pub(crate) fn service(&self, purpose: Purpose, id: i64) -> Result<&Key, StoreError> {
        let found = self.services.get(&(purpose, id));
        found.map(|s| &s.key).ok_or_else(|| damaged(format!("用途为 {} 的第 {id} 号密钥不见了", purpose.as_str())))
    }

    /// The keyed hash by which a new number or name will be found, and the number of its key.
    pub(crate) fn search_term(&self, bureau: BureauId, kind: &str, text: &str) -> Result<(i64, [u8; 32]), StoreError> {
        let (id, key, suite) = self.newest(Purpose::Search)?;
        Ok((id, hash(suite, key, bureau, kind, text)))
    }

    /// Every keyed hash by which it may be found: while terms are hashed anew, some lie under the key before.
    pub(crate) fn search_terms(&self, bureau: BureauId, kind: &str, text: &str) -> Vec<[u8; 32]> {
        let all = self.services.range((Purpose::Search, i64::MIN)..=(Purpose::Search, i64::MAX));
        all.map(|(_, s)| hash(s.hash, &s.key, bureau, kind, text)).collect()
    }

    /// Makes the next key of a purpose, for the suite in which new values are written.
    pub(crate) async fn make(&self, on: &mut Connection, purpose: Purpose) -> Result<(), StoreError> {
        let id = self.newest(purpose).map_or(1, |(id, ..)| id + 1);
        self.enter(on, purpose, id, self.suite, &Key(random()?)).await
    }

    /// The key of a purpose in a database whose values lie under it since before such keys were entered.
    pub(crate) async fn inherit(&self, on: &mut Connection, purpose: Purpose) -> Result<(), StoreError> {
        let key = derive(self.master(1)?, &format!("sinan/{}/1", purpose.as_str()));
        self.enter(on, purpose, 1, Suite::Sm4Gcm, &key).await
    }

    async fn enter(&self, on: &mut Connection, purpose: Purpose, id: i64, hash: Suite, key: &Key) -> Result<(), StoreError> {
        let Wrapped { master, locked } = self.wrapped(&place(purpose.as_str(), id), key)?;
        let text = "INSERT INTO service_key (purpose, key_id, hash, master, suite, nonce, wrapped) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                    ON CONFLICT (purpose, key_id) DO NOTHING";
        let whose = [purpose.as_str().into(), id.into(), hash.id().into(), master.into(), locked.suite.into()];
        let values = whose.into_iter().chain([Value::bytes(&locked.nonce), Value::bytes(&locked.bytes)]).collect::<Vec<_>>();
        on.execute(text, &values).await.map(drop)
    }
}

fn hash(suite: Suite, key: &Key, bureau: BureauId, kind: &str, text: &str) -> [u8; 32] {
    keyed_hash(suite, key, &[&bureau.0.to_be_bytes(), kind.as_bytes(), &[0], folded(text).as_bytes()])
}

/// What binds a wrapped key of the program's own to its row.
pub(crate) fn place(purpose: &str, id: i64) -> Vec<u8> {
    [b"service_key\0".as_slice(), purpose.as_bytes(), &[0], &id.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::database::Pool;
    use crate::dialect::sqlite;
    use crate::migration::migrate;

    /// What was hashed before there were keys for it is found by the key that was used then: HMAC-SM3 under one derived from master key 1.
    #[tokio::test]
    async fn an_older_databases_terms_and_drafts_keep_their_keys() {
        let folder = tempfile::tempdir().unwrap();
        let pool = Pool::Sqlite(sqlite::writer(&folder.path().join("bureau.db"), None).await.unwrap());
        let mut on = pool.acquire().await.unwrap();
        migrate(&mut on).await.unwrap();
        let master = Key([7; 32]);
        enter(&mut on, 1, &master, 1).await.unwrap();
        let keys = Keys::new(Suite::Aes256Gcm, MasterKeys(BTreeMap::from([(1, master.clone())])), 1);
        for purpose in Purpose::ALL {
            keys.inherit(&mut on, purpose).await.unwrap();
        }
        let none = || Err(KeyError::NoPlace);
        let keys = Keys::read(&mut on, &keys, none).await.unwrap();
        let old = derive(&master, "sinan/search/1");
        let parts: [&[u8]; 4] = [&5i64.to_be_bytes(), b"name", &[0], "张三".as_bytes()];
        let before = keyed_hash(Suite::Sm4Gcm, &old, &parts);
        assert_eq!(keys.search_terms(BureauId(5), "name", " 张 三"), [before]);
        assert!(*keys.service(Purpose::Draft, 1).unwrap() == derive(&master, "sinan/draft/1"));
        // The next one is another, hashes as the suite does, and both are looked for.
        keys.make(&mut on, Purpose::Search).await.unwrap();
        let keys = Keys::read(&mut on, &keys, none).await.unwrap();
        let (id, now) = keys.search_term(BureauId(5), "name", "张三").unwrap();
        assert_eq!((id, keys.search_terms(BureauId(5), "name", "张三")), (2, vec![before, now]));
        assert!(now != before && keys.newest(Purpose::Search).unwrap().2 == Suite::Aes256Gcm);
    }
}
