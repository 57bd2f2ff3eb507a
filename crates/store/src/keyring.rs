//! Persons' keys: one random key each, wrapped under the master key, kept unwrapped in a bounded cache.

use crate::coding::damaged;
use crate::crypt::{Key, Locked, SUITE, derive, keyed_hash, lock, unlock};
use crate::dialect::{Pool, fault};
use crate::random::random;
use crate::sql::{column, query};
use app::ports::StoreError;
use kernel::{BureauId, PersonId, fold_width};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keys kept unwrapped at most; 100 bytes each.
const CACHED: usize = 20_000;

/// A person's key.
#[derive(Clone)]
pub(crate) enum PersonKey {
    /// In use.
    Live(Arc<LiveKey>),
    /// Lawfully destroyed.
    Destroyed,
    /// Never made.
    None,
}

/// A key in use, and how it lies in the database.
pub(crate) struct LiveKey {
    pub(crate) key: Key,
    pub(crate) wrapped: Locked,
}

struct Cached {
    key: Arc<LiveKey>,
    /// Known to be in the database. Until then every commit that uses it carries it along, and it is not forgotten.
    durable: bool,
}

/// All keys that this store uses.
pub(crate) struct Keyring {
    master: Key,
    search: Key,
    drafts: Key,
    cache: Mutex<HashMap<(BureauId, PersonId), Cached>>,
}

impl Keyring {
    pub(crate) fn new(master: Key) -> Self {
        let search = derive(&master, "sinan/search/1");
        let drafts = derive(&master, "sinan/draft/1");
        Self { master, search, drafts, cache: Mutex::default() }
    }

    /// Tells this master key from any other without giving it away.
    pub(crate) fn check_value(&self) -> [u8; 32] {
        derive(&self.master, "sinan/check/1").0
    }

    /// The key that drafts are encrypted under.
    pub(crate) fn drafts(&self) -> &Key {
        &self.drafts
    }

    /// The keyed hash by which a number or name is found. Width, spaces and case of letters make no difference.
    pub(crate) fn search_hash(&self, bureau: BureauId, kind: &str, text: &str) -> [u8; 32] {
        let folded: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        keyed_hash(&self.search, &[&bureau.0.to_be_bytes(), kind.as_bytes(), &[0], folded.as_bytes()])
    }

    /// A person's key as the database has it.
    pub(crate) async fn find(&self, readers: &Pool, bureau: BureauId, person: PersonId) -> Result<PersonKey, StoreError> {
        if let Some(cached) = self.cache().get(&(bureau, person)) {
            return Ok(PersonKey::Live(cached.key.clone()));
        }
        let text = "SELECT suite, nonce, wrapped FROM person WHERE bureau_id = $1 AND person_id = $2";
        let row = query(text, &[bureau.0.into(), person.0.into()])?.fetch_optional(readers).await.map_err(fault)?;
        let Some(row) = row else { return Ok(PersonKey::None) };
        let Some(wrapped) = column::<Option<Vec<u8>>>(&row, 2)? else { return Ok(PersonKey::Destroyed) };
        let (suite, nonce): (i64, Vec<u8>) = (column(&row, 0)?, column(&row, 1)?);
        let key = unlock(&self.master, &place(bureau, person), suite, &nonce, &wrapped)?;
        let key = Key(key.try_into().map_err(|_| damaged("个人密钥长度不对"))?);
        let nonce = nonce.try_into().map_err(|_| damaged("密文的随机数长度不对"))?;
        let key = Arc::new(LiveKey { key, wrapped: Locked { nonce, bytes: wrapped } });
        Ok(PersonKey::Live(self.remember(bureau, person, key, true).0))
    }

    /// The key for a new value, made where there is none. The flag says whether the commit must carry it into the database.
    pub(crate) async fn find_or_make(
        &self,
        readers: &Pool,
        bureau: BureauId,
        person: PersonId,
    ) -> Result<(Arc<LiveKey>, bool), StoreError> {
        match self.find(readers, bureau, person).await? {
            PersonKey::Live(key) => {
                let durable = self.cache().get(&(bureau, person)).is_none_or(|c| c.durable);
                Ok((key, !durable))
            }
            PersonKey::Destroyed => Err(damaged("此人的个人信息已依法销毁，不能再为其写入")),
            PersonKey::None => {
                let key = Key(random()?);
                let wrapped = lock(&self.master, &place(bureau, person), &key.0)?;
                // Whoever came first decides: two acts at once must not encrypt under two keys.
                let (key, durable) = self.remember(bureau, person, Arc::new(LiveKey { key, wrapped }), false);
                Ok((key, !durable))
            }
        }
    }

    /// The database has this key now.
    pub(crate) fn settled(&self, bureau: BureauId, person: PersonId, key: &Arc<LiveKey>) {
        if let Some(cached) = self.cache().get_mut(&(bureau, person)).filter(|c| Arc::ptr_eq(&c.key, key)) {
            cached.durable = true;
        }
    }

    /// The commit that carried this key failed: it is not in the database, unless another commit carried it too.
    pub(crate) fn dropped(&self, bureau: BureauId, person: PersonId, key: &Arc<LiveKey>) {
        let mut cache = self.cache();
        if cache.get(&(bureau, person)).is_some_and(|c| !c.durable && Arc::ptr_eq(&c.key, key)) {
            cache.remove(&(bureau, person));
        }
    }

    /// Forgets a key that was destroyed.
    pub(crate) fn forget(&self, bureau: BureauId, person: PersonId) {
        self.cache().remove(&(bureau, person));
    }

    fn remember(&self, bureau: BureauId, person: PersonId, key: Arc<LiveKey>, durable: bool) -> (Arc<LiveKey>, bool) {
        let mut cache = self.cache();
        if cache.len() >= CACHED {
            cache.retain(|_, c| !c.durable);
        }
        let cached = cache.entry((bureau, person)).or_insert(Cached { key, durable });
        (cached.key.clone(), cached.durable)
    }

    fn cache(&self) -> MutexGuard<'_, HashMap<(BureauId, PersonId), Cached>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What binds a wrapped key to its row.
fn place(bureau: BureauId, person: PersonId) -> Vec<u8> {
    [&SUITE.to_be_bytes(), &bureau.0.to_be_bytes(), person.0.as_bytes().as_slice()].concat()
}
