//! Another master key, while everybody works: what lies under the old one is wrapped anew, a few rows a transaction.
//!
//! Each row says under which key and in which suite it lies, so a walk that was stopped anywhere goes on where it stopped, two walks at
//! once do each row once, and what other nodes write meanwhile is found by the next round. Events, digests and figures are not touched.

use crate::coding::{damaged, unsigned};
use crate::crypt::{lock, unlock};
use crate::database::{Connection, Pool, Row};
use crate::keyring::{HEARD, Keyring};
use crate::keys::{Keys, Purpose, enter};
use crate::master::{KeyError, MasterKeys, master_keys};
use crate::open::{OpenError, Options, pools, prepare, reason};
use crate::protected;
use crate::protected::{SEALED, SealedRows, WRAPPED, WrappedKeys};
use crate::renew::{Renewed, renew};
use crate::sql::{Kind, Value, column, values};
use app::ports::StoreError;
use kernel::{BureauId, PersonId};
use std::ops::ControlFlow;
use std::time::Duration;
use thiserror::Error;

/// Rows of keys in one transaction, and persons whose values are encrypted anew.
const ROWS: i64 = 200;
const PERSONS: i64 = 20;
/// Between two transactions: whoever else writes comes first.
const PAUSE: Duration = Duration::from_millis(2);
/// Rounds at most: a node that is still set to another suite could write for ever.
const ROUNDS: usize = 20;
/// How often a batch is tried that somebody else came into the way of.
const TRIES: usize = 8;

/// Tables that a change of the suite writes anew beside [`SEALED`]: the values, and what they are found by; and what lasts minutes.
#[cfg(test)]
pub(crate) const REWRITTEN: [&str; 3] = ["value", "search_term", "ticket"];

/// Persons with anything in another suite, or found by a hash under an older key.
macro_rules! stale {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM person p WHERE p.wrapped IS NOT NULL AND (p.suite <> $1 \
             OR EXISTS (SELECT 1 FROM value v WHERE v.bureau_id = p.bureau_id AND v.person_id = p.person_id AND v.suite <> $1) \
             OR EXISTS (SELECT 1 FROM search_term t WHERE t.bureau_id = p.bureau_id AND t.person_id = p.person_id AND t.key_id <> $2))",
            $rest
        )
    };
}
const STALE: &str =
    stale!("SELECT p.bureau_id, p.person_id", " AND (p.bureau_id, p.person_id) > ($3, $4) ORDER BY p.bureau_id, p.person_id LIMIT $5");
const STALE_STILL: &str = stale!("SELECT 1", " AND p.bureau_id = $3 AND p.person_id = $4");
const STALE_LEFT: &str = stale!("SELECT COUNT(*)", "");

/// Where a rotation is; said before and after each commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Rows done.
    pub done: u64,
    /// Rows that had to be done when it began; others may have come since.
    pub of: u64,
    /// The step is on disk; else it is about to be, and would be undone.
    pub committed: bool,
}

/// What a rotation did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// The current master key.
    pub master: i64,
    /// Keys wrapped anew.
    pub keys: u64,
    /// Persons whose values were encrypted anew under a fresh key.
    pub persons: u64,
    /// Those values.
    pub values: u64,
    /// Drafts and second factors encrypted anew.
    pub drafts: u64,
    /// Values that do not open, and were left as they are.
    pub unopened: u64,
    /// Rows that are not where they should be: written since by a node that has another suite, or left because they do not open.
    pub left: u64,
    /// It was stopped before the end; run again, it goes on.
    pub stopped: bool,
}

/// Why keys were not changed.
#[derive(Debug, Error)]
pub enum KeysError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The keys' file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No such key.
    #[error("没有第 {0} 号主密钥。用 sinan keys list 看有哪些。(There is no master key {0}: see sinan keys list.)")]
    Unknown(i64),
    /// It is current.
    #[error(
        "第 {0} 号是现用的主密钥，不能停用。请先 sinan keys new，再 sinan keys rotate。(Master key {0} is the current one: make a new one and rotate first.)"
    )]
    Current(i64),
    /// Something still lies under it.
    #[error(
        "第 {key} 号主密钥还不能停用，在它之下还有：{}。请先运行 sinan keys rotate。(Master key {key} is still in use: rotate first.)",
        protected::listed(rows)
    )]
    InUse {
        /// Its number.
        key: i64,
        /// What lies under it, and how many rows.
        rows: Vec<(&'static str, u64)>,
    },
    /// Reading or writing failed.
    #[error("没有做完，做完的部分有效，再运行一次就接着做：{0} (Not finished; run it again and it goes on.)")]
    Store(String),
}

impl From<StoreError> for KeysError {
    fn from(error: StoreError) -> Self {
        Self::Store(reason(&error))
    }
}

/// Brings everything under the newest master key; `all`: every value, term and draft into the configured suite as well, each under a
/// fresh key. `heard` may stop it before or after any commit.
///
/// # Errors
/// See [`KeysError`]. What was committed stays, and is all right by itself.
pub async fn rotate(options: &Options, all: bool, mut heard: impl FnMut(Heard) -> ControlFlow<()>) -> Result<Rotated, KeysError> {
    let (writing, readers) = pools(options).await?;
    let ring = prepare(&writing, options).await?;
    let mut walk = Walk { on: writing.acquire().await?, heard: &mut heard, done: 0, of: 0, stopped: false };
    let mut out = Rotated::default();
    let done = steps(&mut walk, (&ring, options), &readers, all, &mut out).await;
    out.stopped = walk.stopped;
    // Whatever was begun and not committed goes with the connection.
    walk.on.abandon().await;
    readers.close().await;
    writing.close().await;
    done.map(|()| out)
}

async fn steps(
    walk: &mut Walk<'_>,
    (ring, options): (&Keyring, &Options),
    readers: &Pool,
    all: bool,
    out: &mut Rotated,
) -> Result<(), KeysError> {
    let masters = master_keys(&options.master_key, &options.place, false)?;
    out.master = walk.begin(&masters).await?;
    let read = || master_keys(&options.master_key, &options.place, false);
    let mut keys = Keys::read(&mut walk.on, &*ring.keys(readers).await?, read).await?;
    if all && walk.next_service_keys(&keys).await? {
        // Until every node has heard of them: one that has not would not find what is hashed with them.
        tokio::time::sleep(2 * HEARD).await;
        keys = Keys::read(&mut walk.on, &keys, read).await?;
    }
    walk.of = walk.left(&keys, all).await?;
    let mut tries = TRIES;
    // Others write meanwhile, under what they knew: until a round finds nothing.
    for _ in 0..ROUNDS {
        if walk.stopped {
            break;
        }
        keys = Keys::read(&mut walk.on, &keys, read).await?;
        out.master = keys.current;
        let before = walk.done;
        match walk.round(&keys, all, out).await {
            Ok(()) if walk.done == before => break,
            Ok(()) => {}
            // Somebody came into its way: what was committed stays, the rest is done in the next round.
            Err(StoreError::Conflict { .. }) if tries > 0 => {
                tries -= 1;
                walk.on.raw("ROLLBACK").await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    out.left = walk.left(&keys, all).await?;
    Ok(())
}

/// A walk over everything, on one connection.
struct Walk<'a> {
    on: Connection,
    heard: &'a mut dyn FnMut(Heard) -> ControlFlow<()>,
    done: u64,
    of: u64,
    stopped: bool,
}

impl Walk<'_> {
    /// Makes the newest master key that is in hand the current one. Returns which that is.
    async fn begin(&mut self, masters: &MasterKeys) -> Result<i64, StoreError> {
        self.open().await?;
        for (id, key) in &masters.0 {
            enter(&mut self.on, *id, key, 0).await?;
        }
        let retired = "SELECT MAX(key_id) FROM master_key WHERE state = 2";
        let retired = self.on.fetch_optional(retired, &[]).await?.map(|row| column::<Option<i64>>(&row, 0)).transpose()?.flatten();
        let newest = masters.0.keys().max().copied().filter(|id| Some(*id) > retired);
        if let Some(newest) = newest {
            let current = "UPDATE master_key SET state = CASE WHEN key_id = $1 THEN 1 ELSE 0 END WHERE state <> 2";
            self.on.execute(current, &[newest.into()]).await?;
        }
        self.commit(0).await?;
        newest.ok_or_else(|| damaged("手边没有可用的主密钥"))
    }

    /// Makes keys of the program's own for the configured suite. Whether any was missing.
    async fn next_service_keys(&mut self, keys: &Keys) -> Result<bool, StoreError> {
        let mut made = false;
        for purpose in Purpose::ALL {
            if !self.stopped && keys.newest(purpose)?.2 != keys.suite {
                self.open().await?;
                keys.make(&mut self.on, purpose).await?;
                made |= self.commit(0).await?;
            }
        }
        Ok(made)
    }

    /// How many rows are to be done.
    async fn left(&mut self, keys: &Keys, all: bool) -> Result<u64, StoreError> {
        let suite = keys.suite.id();
        let mut counts: Vec<(&'static str, [Value<'_>; 2])> =
            WRAPPED.iter().map(|place| (place.left, [keys.current.into(), suite.into()])).collect();
        if all {
            counts.push((STALE_LEFT, [suite.into(), keys.newest(Purpose::Search)?.0.into()]));
            for place in SEALED {
                counts.push((place.left, [suite.into(), keys.newest(place.purpose)?.0.into()]));
            }
        }
        let mut left = 0;
        for (text, values) in counts {
            left += self.on.fetch_optional(text, &values).await?.map_or(Ok(0), |row| unsigned(&row, 0))?;
        }
        Ok(left)
    }

    /// Goes over everything once.
    async fn round(&mut self, keys: &Keys, all: bool, out: &mut Rotated) -> Result<(), StoreError> {
        for place in WRAPPED {
            out.keys += self.wrap(keys, place).await?;
        }
        if all {
            self.values(keys, out).await?;
            for place in SEALED {
                out.drafts += self.sealed(keys, place).await?;
            }
        }
        Ok(())
    }

    /// Wraps the keys of a table anew. Returns how many.
    async fn wrap(&mut self, keys: &Keys, place: &'static WrappedKeys) -> Result<u64, StoreError> {
        let (mut after, mut wrapped) = (place.key.map(|kind| kind.least()), 0);
        let lead = [keys.current.into(), keys.suite.id().into()];
        while let Some(rows) = self.page(place.page, &lead, &after, ROWS).await? {
            let mut put = 0;
            for row in &rows {
                put += put_anew(&mut self.on, keys, place, row).await?;
            }
            after = key_of(place, rows.last())?.unwrap_or(after);
            if self.commit(put).await? {
                wrapped += put;
            }
        }
        Ok(wrapped)
    }

    /// Encrypts anew what is in another suite, person by person.
    async fn values(&mut self, keys: &Keys, out: &mut Rotated) -> Result<(), StoreError> {
        let mut after = [Kind::Int, Kind::Id].map(|kind| kind.least());
        let lead = [keys.suite.id().into(), keys.newest(Purpose::Search)?.0.into()];
        out.unopened = 0;
        while let Some(rows) = self.page(STALE, &lead, &after, PERSONS).await? {
            let (mut persons, mut values) = (0, 0);
            for row in &rows {
                let whose = (BureauId(column(row, 0)?), PersonId(column(row, 1)?));
                after = [whose.0.0.into(), whose.1.0.into()];
                // Whoever is just sealing under the old key holds it until they have committed, and is seen below.
                let text = "UPDATE person SET suite = suite WHERE bureau_id = $1 AND person_id = $2";
                self.on.execute(text, &after).await?;
                // Another walk may have had it while this one waited.
                let still: Vec<Value<'_>> = lead.iter().chain(&after).cloned().collect();
                if self.on.fetch_optional(STALE_STILL, &still).await?.is_none() {
                    continue;
                }
                match renew(&mut self.on, keys, whose, true).await? {
                    Renewed::Values(n) => (persons, values) = (persons + 1, values + n),
                    Renewed::Unopened(n) => out.unopened += n,
                    Renewed::NoKey => {}
                }
            }
            if self.commit(persons).await? {
                (out.persons, out.values) = (out.persons + persons, out.values + values);
            }
        }
        Ok(())
    }

    /// Encrypts rows of one kind anew. Returns how many.
    async fn sealed(&mut self, keys: &Keys, place: &'static SealedRows) -> Result<u64, StoreError> {
        let (id, key, _) = keys.newest(place.purpose)?;
        let mut after = place.key.map(|kind| kind.least());
        let (lead, mut done) = ([keys.suite.id().into(), id.into()], 0);
        while let Some(rows) = self.page(place.page, &lead, &after, ROWS).await? {
            let mut put = 0;
            for row in &rows {
                let (at, nonce) = ((place.place)(row)?, column::<Vec<u8>>(row, 3)?);
                let old = keys.service(place.purpose, column(row, 5)?)?;
                let locked = lock(keys.suite, key, &at, &unlock(old, &at, column(row, 2)?, &nonce, column(row, 4)?)?)?;
                after = values(row, &place.key)?.try_into().map_err(|_| damaged("主键不全"))?;
                let new = [locked.suite.into(), Value::bytes(&locked.nonce), Value::bytes(&locked.bytes), id.into(), Value::bytes(&nonce)];
                put += self.on.execute(place.put, &after.iter().cloned().chain(new).collect::<Vec<_>>()).await?;
            }
            done += if self.commit(put).await? { put } else { 0 };
        }
        Ok(done)
    }

    /// Begins a transaction and reads the next rows that are to be done; `None` at the end, or once it was stopped.
    async fn page(
        &mut self,
        text: &'static str,
        lead: &[Value<'_>],
        after: &[Value<'_>],
        limit: i64,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        if self.stopped {
            return Ok(None);
        }
        tokio::time::sleep(PAUSE).await;
        self.open().await?;
        let limit = Value::Int(limit);
        let values: Vec<Value<'_>> = lead.iter().chain(after).chain([&limit]).cloned().collect();
        let rows = self.on.fetch_all(text, &values).await?;
        if rows.is_empty() {
            self.on.raw("COMMIT").await?;
            return Ok(None);
        }
        Ok(Some(rows))
    }

    async fn open(&mut self) -> Result<(), StoreError> {
        let begin = self.on.dialect().begin_write();
        self.on.raw(begin).await
    }

    /// Commits what was done, unless somebody stops it. Whether it is on disk.
    async fn commit(&mut self, rows: u64) -> Result<bool, StoreError> {
        let said = |done, committed| Heard { done, of: self.of, committed };
        if (self.heard)(said(self.done, false)).is_break() {
            self.stopped = true;
            self.on.raw("ROLLBACK").await?;
            return Ok(false);
        }
        self.on.raw("COMMIT").await?;
        self.done += rows;
        self.stopped = (self.heard)(said(self.done, true)).is_break();
        Ok(true)
    }
}

/// Wraps one key anew, unless it was changed since it was read. How many rows that is.
async fn put_anew(on: &mut Connection, keys: &Keys, place: &WrappedKeys, row: &Row) -> Result<u64, StoreError> {
    let (at, nonce) = ((place.place)(row)?, column::<Vec<u8>>(row, 4)?);
    let key = keys.unwrapped(column(row, 2)?, &at, column(row, 3)?, &nonce, column(row, 5)?)?;
    let new = keys.wrapped(&at, &key)?;
    let whose = values(row, &place.key)?;
    let held = [new.master.into(), new.locked.suite.into(), Value::bytes(&new.locked.nonce), Value::bytes(&new.locked.bytes)];
    on.execute(place.put, &whose.into_iter().chain(held).chain([Value::bytes(&nonce)]).collect::<Vec<_>>()).await
}

fn key_of(place: &WrappedKeys, row: Option<&Row>) -> Result<Option<[Value<'static>; 2]>, StoreError> {
    row.map(|row| values(row, &place.key)?.try_into().map_err(|_| damaged("主键不全"))).transpose()
}
