//! Persons' keys: one random key each, wrapped under the master key, kept unwrapped in a bounded cache.

use crate::coding::damaged;
use crate::crypt::{Key, Locked};
use crate::database::{Pool, Row};
use crate::keys::{Keys, Wrapped};
use crate::master::{KeySource, master_keys};
use crate::open::Place;
use crate::random::random;
use crate::sql::column;
use app::ports::StoreError;
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
/// How soon a node hears that there are other keys for new values.
pub(crate) const HEARD: Duration = Duration::from_secs(1);

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

/// A key in use, and how it lay in the database when it was read.
pub(crate) struct LiveKey {
    pub(crate) key: Key,
    /// Tells it from the keys that this person had before and may have later. A new wrapping leaves it as it is.
    pub(crate) name: Vec<u8>,
    pub(crate) wrapped: Wrapped,
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
    source: KeySource,
    place: Place,
    /// What the database knew of keys, and when it was asked.
    known: Mutex<(Arc<Keys>, Instant)>,
    cache: Mutex<Cache>,
}

impl Keyring {
    pub(crate) fn new(source: KeySource, place: Place, keys: Keys) -> Self {
        let cache = Cache { keys: HashMap::new(), swept: Instant::now() };
        Self { source, place, known: Mutex::new((Arc::new(keys), Instant::now())), cache: Mutex::new(cache) }
    }

    /// The keys that all others lie under, as the database knew them within [`HEARD`]: a rotation reaches every node that soon. A key that
    /// is new is looked for in the file anew.
    pub(crate) async fn keys(&self, readers: &Pool) -> Result<Arc<Keys>, StoreError> {
        let known = {
            let known = self.known();
            if known.1.elapsed() < HEARD {
                return Ok(known.0.clone());
            }
            known.0.clone()
        };
        let since = Instant::now();
        let mut on = readers.acquire().await?;
        let fresh = Arc::new(Keys::read(&mut on, &known, || master_keys(&self.source, &self.place, false)).await?);
        *self.known() = (fresh.clone(), since);
        Ok(fresh)
    }

    fn known(&self) -> MutexGuard<'_, (Arc<Keys>, Instant)> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person's key as the database has it.
    pub(crate) async fn find(&self, readers: &Pool, bureau: BureauId, person: PersonId) -> Result<PersonKey, StoreError> {
        if let Some(cached) = self.cache().keys.get(&(bureau, person)).filter(|c| c.is_fresh()) {
            return Ok(PersonKey::Live(cached.key.clone()));
        }
        // Its row may have come under a new master key since those were last asked for, so the row is read first.
        let row = readers.fetch_optional(STORED, &[bureau.0.into(), person.0.into()]).await?;
        let Some(row) = row else { return Ok(PersonKey::None) };
        let Some(key) = stored(&*self.holding(readers, column(&row, 0)?).await?, bureau, person, &row)? else {
            return Ok(PersonKey::Destroyed);
        };
        Ok(PersonKey::Live(self.remember(bureau, person, Arc::new(key), true).0))
    }

    /// The keys, with this master key among them if that can be.
    async fn holding(&self, readers: &Pool, master: i64) -> Result<Arc<Keys>, StoreError> {
        if !self.known().0.holds(master) {
            self.known().1 = Instant::now().checked_sub(HEARD).unwrap_or_else(Instant::now);
        }
        self.keys(readers).await
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
                let key = fresh(&*self.keys(readers).await?, bureau, person)?;
                // Whoever came first decides: two acts at once must not encrypt under two keys.
                let (key, durable) = self.remember(bureau, person, Arc::new(key), false);
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

/// How a person's key lies in the database: see [`stored`].
pub(crate) const STORED: &str = "SELECT master, suite, nonce, wrapped, key_ref FROM person WHERE bureau_id = $1 AND person_id = $2";

/// A person's key from its row; `None` where it was destroyed.
pub(crate) fn stored(keys: &Keys, bureau: BureauId, person: PersonId, row: &Row) -> Result<Option<LiveKey>, StoreError> {
    let Some(bytes) = column::<Option<Vec<u8>>>(row, 3)? else { return Ok(None) };
    let (master, suite, nonce): (i64, i64, Vec<u8>) = (column(row, 0)?, column(row, 1)?, column(row, 2)?);
    let key = keys.unwrapped(master, &place(bureau, person), suite, &nonce, &bytes)?;
    let nonce = nonce.try_into().map_err(|_| damaged("密文的随机数长度不对"))?;
    Ok(Some(LiveKey { key, name: column(row, 4)?, wrapped: Wrapped { master, locked: Locked { suite, nonce, bytes } } }))
}

/// A new key for a person.
pub(crate) fn fresh(keys: &Keys, bureau: BureauId, person: PersonId) -> Result<LiveKey, StoreError> {
    let key = Key(random()?);
    let wrapped = keys.wrapped(&place(bureau, person), &key)?;
    Ok(LiveKey { key, name: random::<12>()?.to_vec(), wrapped })
}

/// What binds a wrapped key to its row.
pub(crate) fn place(bureau: BureauId, person: PersonId) -> Vec<u8> {
    [bureau.0.to_be_bytes().as_slice(), person.0.as_bytes()].concat()
}
