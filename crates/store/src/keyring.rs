//! Persons' keys: one random key each, wrapped under the master key, kept unwrapped in a bounded cache.

use crate::coding::damaged;
use crate::crypt::{Key, Locked, SUITE, derive, keyed_hash, lock, unlock};
use crate::database::Pool;
use crate::random::random;
use crate::sql::column;
use app::ports::{StoreError, folded};
use kernel::{BureauId, PersonId};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Keys kept unwrapped at most; 100 bytes each.
const CACHED: usize = 20_000;
/// How long a key is kept. Another node may destroy it meanwhile: what is written is checked against the database, and what is read is gone
/// from there; but the key itself should not outlive its destruction by long.
const KEPT: Duration = Duration::from_secs(60);

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
    since: Instant,
}

impl Cached {
    fn is_fresh(&self) -> bool {
        !self.durable || self.since.elapsed() < KEPT
    }
}

/// Keys kept, and when those that had lain too long were last thrown out.
struct Cache {
    keys: HashMap<(BureauId, PersonId), Cached>,
    swept: Instant,
}

/// All keys that this store uses.
pub(crate) struct Keyring {
    master: Key,
    search: Key,
    drafts: Key,
    factors: Key,
    cache: Mutex<Cache>,
}

impl Keyring {
    pub(crate) fn new(master: Key) -> Self {
        let search = derive(&master, "sinan/search/1");
        let drafts = derive(&master, "sinan/draft/1");
        let factors = derive(&master, "sinan/second-factor/1");
        Self { master, search, drafts, factors, cache: Mutex::new(Cache { keys: HashMap::new(), swept: Instant::now() }) }
    }

    /// Tells this master key from any other without giving it away.
    pub(crate) fn check_value(&self) -> [u8; 32] {
        derive(&self.master, "sinan/check/1").0
    }

    /// The key that drafts are encrypted under.
    pub(crate) fn drafts(&self) -> &Key {
        &self.drafts
    }

    /// The key that second factors are encrypted under.
    pub(crate) fn factors(&self) -> &Key {
        &self.factors
    }

    /// The keyed hash by which a number or name is found.
    pub(crate) fn search_hash(&self, bureau: BureauId, kind: &str, text: &str) -> [u8; 32] {
        keyed_hash(&self.search, &[&bureau.0.to_be_bytes(), kind.as_bytes(), &[0], folded(text).as_bytes()])
    }

    /// A person's key as the database has it.
    pub(crate) async fn find(&self, readers: &Pool, bureau: BureauId, person: PersonId) -> Result<PersonKey, StoreError> {
        if let Some(cached) = self.cache().keys.get(&(bureau, person)).filter(|c| c.is_fresh()) {
            return Ok(PersonKey::Live(cached.key.clone()));
        }
        let text = "SELECT suite, nonce, wrapped FROM person WHERE bureau_id = $1 AND person_id = $2";
        let row = readers.fetch_optional(text, &[bureau.0.into(), person.0.into()]).await?;
        let Some(row) = row else { return Ok(PersonKey::None) };
        let Some(wrapped) = column::<Option<Vec<u8>>>(&row, 2)? else { return Ok(PersonKey::Destroyed) };
        let (suite, nonce): (i64, Vec<u8>) = (column(&row, 0)?, column(&row, 1)?);
        let key = unwrapped(self, bureau, person, suite, &nonce, &wrapped)?;
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
                let durable = self.cache().keys.get(&(bureau, person)).is_none_or(|c| c.durable);
                Ok((key, !durable))
            }
            PersonKey::Destroyed => Err(destroyed()),
            PersonKey::None => {
                let key = Key(random()?);
                let wrapped = wrapped(self, bureau, person, &key)?;
                // Whoever came first decides: two acts at once must not encrypt under two keys.
                let (key, durable) = self.remember(bureau, person, Arc::new(LiveKey { key, wrapped }), false);
                Ok((key, !durable))
            }
        }
    }

    /// The database has this key now.
    pub(crate) fn settled(&self, bureau: BureauId, person: PersonId, key: &Arc<LiveKey>) {
        if let Some(cached) = self.cache().keys.get_mut(&(bureau, person)).filter(|c| Arc::ptr_eq(&c.key, key)) {
            cached.durable = true;
        }
    }

    /// The commit that used this key failed: it may not be in the database, or no longer.
    pub(crate) fn dropped(&self, bureau: BureauId, person: PersonId, key: &Arc<LiveKey>) {
        let mut cache = self.cache();
        if cache.keys.get(&(bureau, person)).is_some_and(|c| Arc::ptr_eq(&c.key, key)) {
            cache.keys.remove(&(bureau, person));
        }
    }

    /// Forgets a key that was destroyed.
    pub(crate) fn forget(&self, bureau: BureauId, person: PersonId) {
        self.cache().keys.remove(&(bureau, person));
    }

    /// Forgets all keys that the database has: some of them were destroyed or made anew.
    pub(crate) fn forget_all(&self) {
        self.cache().keys.retain(|_, c| !c.durable);
    }

    fn remember(&self, bureau: BureauId, person: PersonId, key: Arc<LiveKey>, durable: bool) -> (Arc<LiveKey>, bool) {
        let mut cache = self.cache();
        if cache.keys.len() >= CACHED {
            cache.keys.retain(|_, c| !c.durable);
        }
        if cache.swept.elapsed() > KEPT {
            cache.keys.retain(|_, c| c.is_fresh());
            cache.swept = Instant::now();
        }
        let made = Cached { key, durable, since: Instant::now() };
        let cached = match cache.keys.entry((bureau, person)) {
            Entry::Occupied(known) if !known.get().is_fresh() => {
                let known = known.into_mut();
                *known = made;
                known
            }
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(made),
        };
        (cached.key.clone(), cached.durable)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nothing is written any more for a person whose values the law had destroyed.
pub(crate) fn destroyed() -> StoreError {
    damaged("此人的个人信息已依法销毁，不能再为其写入")
}

/// A person's key as it lies in the database.
pub(crate) fn wrapped(ring: &Keyring, bureau: BureauId, person: PersonId, key: &Key) -> Result<Locked, StoreError> {
    lock(&ring.master, &place(bureau, person), &key.0)
}

/// A person's key from what lies in the database.
pub(crate) fn unwrapped(
    ring: &Keyring,
    bureau: BureauId,
    person: PersonId,
    suite: i64,
    nonce: &[u8],
    wrapped: &[u8],
) -> Result<Key, StoreError> {
    let key = unlock(&ring.master, &place(bureau, person), suite, nonce, wrapped)?;
    Ok(Key(key.try_into().map_err(|_| damaged("个人密钥长度不对"))?))
}

/// What binds a wrapped key to its row.
fn place(bureau: BureauId, person: PersonId) -> Vec<u8> {
    [&SUITE.to_be_bytes(), &bureau.0.to_be_bytes(), person.0.as_bytes().as_slice()].concat()
}
