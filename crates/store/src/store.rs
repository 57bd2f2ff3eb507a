//! The store as use-cases see it.

use crate::coding::unsigned;
use crate::database::Pool;
use crate::destroy::Target;
use crate::dialect::{Dialect, sqlite};
use crate::keyring::Keyring;
use crate::prepare::{Prepared, prepare};
use crate::purge::wait_for_readers;
use crate::seal::{Opened, Used, open_values};
use crate::writer::{Destruction, Work, Writer};
use crate::{counters, journal, lists, log, people, queue, records, search, verify};
use app::ports::{
    Account, Commit, Counter, CounterQuery, Draft, EntryQuery, Kept, MarkQuery, MatterFilter, MatterRow, Note, NoteQuery, Noted, Page,
    PlanRecord, QueueQuery, QueueRow, Receipt, Recorded, Store, StoreError, StoredMatter, Unit, VerifyReport,
};
use async_trait::async_trait;
use engine::{Matter, RegisterEntry};
use kernel::{AccountId, BureauId, Date, Digest, Id, MatterId, OperationId, PersonId, ValueId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinHandle;

/// Acts in one transaction of a bulk load.
const BULK: usize = 1_000;

/// A store in one SQLite file, or on a PostgreSQL server that other nodes work with too.
pub struct SqlStore {
    pub(crate) readers: Pool,
    writer: Mutex<Option<Writer>>,
    pub(crate) ring: Arc<Keyring>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl SqlStore {
    pub(crate) fn new(readers: Pool, writer: Writer, ring: Arc<Keyring>, task: JoinHandle<()>) -> Self {
        Self { readers, writer: Mutex::new(Some(writer)), ring, task: Mutex::new(Some(task)) }
    }

    /// Finishes what was accepted and closes the file. Whatever comes after is refused.
    pub async fn close(&self) {
        drop(self.writer.lock().unwrap_or_else(PoisonError::into_inner).take());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.readers.close().await;
        if let Some(task) = task {
            let _ = task.await;
        }
    }

    /// Sets how many bytes a file may grow to; beyond, writes are refused as on a full disk, and reads go on. A server's disk is its own.
    ///
    /// # Errors
    /// If the store is closed.
    pub async fn set_limit(&self, bytes: u64) -> Result<(), StoreError> {
        match self.readers.dialect() {
            Dialect::Sqlite => self.writer()?.write(Work::Alone(sqlite::limit(bytes))).await.map(drop),
            Dialect::Postgres => Ok(()),
        }
    }

    /// The schema's version: how many steps it went through.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn schema_version(&self) -> Result<u64, StoreError> {
        let found = self.readers.fetch_optional("SELECT MAX(version) FROM migration", &[]).await?;
        found.map_or(Ok(0), |row| unsigned(&row, 0))
    }

    /// Batches written since the store was opened. Acts divided by it say how many share one write to disk.
    ///
    /// # Errors
    /// If the store is closed.
    pub fn batches(&self) -> Result<u64, StoreError> {
        Ok(self.writer()?.batches())
    }

    pub(crate) fn writer(&self) -> Result<Writer, StoreError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.clone().ok_or_else(|| StoreError::Unavailable("数据库已关闭".into()))
    }

    async fn destroy(&self, bureau: BureauId, targets: Vec<Target>) -> Result<(), StoreError> {
        let writer = self.writer()?;
        let persons: Vec<PersonId> = targets.iter().flat_map(Target::persons).collect();
        let done = writer.write(Work::Destroy(Destruction { keys: self.ring.keys(&self.readers).await?, bureau, targets })).await;
        // Forgotten in any case: if it failed, keys are read again.
        persons.into_iter().for_each(|person| self.ring.forget(bureau, person));
        done?;
        self.purge().await
    }

    async fn purge(&self) -> Result<(), StoreError> {
        wait_for_readers(&self.readers).await?;
        self.writer()?.write(Work::Purge).await.map(drop)
    }

    async fn prepare(&self, bureau: BureauId, commit: Commit) -> Result<Prepared, StoreError> {
        prepare(&self.ring, &self.readers, bureau, commit).await
    }

    async fn prepare_some(&self, bureau: BureauId, commits: &mut std::vec::IntoIter<Commit>) -> Result<Vec<Prepared>, StoreError> {
        let mut acts = Vec::with_capacity(BULK.min(commits.len()));
        for commit in commits.take(BULK) {
            acts.push(self.prepare(bureau, commit).await?);
        }
        Ok(acts)
    }

    /// Notes what became of keys that an act sealed with. Unless it wrote them they are read again: what is there may be another key.
    fn settle(&self, bureau: BureauId, used: &[Used], written: bool) {
        for Used { person, key, .. } in used {
            if written { self.ring.settled(bureau, *person, key) } else { self.ring.dropped(bureau, *person, key) }
        }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn commit(&self, bureau: BureauId, commit: Commit) -> Result<Receipt, StoreError> {
        let writer = self.writer()?;
        let coming = writer.announce();
        let act = self.prepare(bureau, commit).await?;
        let (used, destroys) = (act.sealing.keys.clone(), act.destroys.is_some());
        let answer = writer.act(act, coming).await;
        let written = answer.as_ref().is_ok_and(|answer| answer.written);
        self.settle(bureau, &used, written);
        if destroys && written {
            self.ring.forget_all();
            // It is done; what keeps the disk from being cleaned now does not undo it, and the next destruction cleans it too.
            if let Err(error) = self.purge().await {
                tracing::warn!(%error, "what was destroyed is not yet off the disk");
            }
        }
        answer.map(|answer| answer.receipt)
    }

    async fn bulk(&self, bureau: BureauId, commits: Vec<Commit>) -> Result<(), StoreError> {
        let writer = self.writer()?;
        let mut commits = commits.into_iter();
        let mut ready = self.prepare_some(bureau, &mut commits).await?;
        while !ready.is_empty() {
            let used: Vec<_> = ready.iter().flat_map(|act| act.sealing.keys.clone()).collect();
            // The next acts are made ready while these are written.
            let (done, next) = tokio::join!(writer.write(Work::Bulk(ready)), self.prepare_some(bureau, &mut commits));
            // Some may have been done before, under other keys.
            self.settle(bureau, &used, false);
            done?;
            ready = next?;
        }
        Ok(())
    }

    async fn operation(&self, bureau: BureauId, operation: OperationId) -> Result<Option<Receipt>, StoreError> {
        log::operation(&self.readers, bureau, operation).await
    }

    async fn matter(&self, bureau: BureauId, id: MatterId) -> Result<Option<Matter>, StoreError> {
        log::matter(&self.readers, bureau, id).await
    }

    async fn bodies(&self, bureau: BureauId, after: Option<MatterId>, closed: bool, limit: u32) -> Result<Vec<StoredMatter>, StoreError> {
        log::bodies(&self.readers, bureau, after, closed, limit).await
    }

    async fn matter_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<MatterId>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        Ok(search::by_number(&mut connection, bureau, number).await?.map(MatterId))
    }

    async fn children(&self, bureau: BureauId, parent: MatterId) -> Result<Vec<MatterId>, StoreError> {
        log::children(&self.readers, bureau, parent).await
    }

    async fn events(&self, bureau: BureauId, id: MatterId) -> Result<Vec<Recorded>, StoreError> {
        log::events(&self.readers, bureau, id).await
    }

    async fn reveal(&self, bureau: BureauId, values: &[ValueId]) -> Result<Vec<Option<String>>, StoreError> {
        let mut known = HashMap::new();
        for found in open_values(&self.ring, &self.readers, bureau, values).await? {
            match found.text {
                Opened::Text(text) => drop(known.insert(found.value, text)),
                Opened::Destroyed => {}
                Opened::Damaged(error) => return Err(error),
            }
        }
        Ok(values.iter().map(|value| known.get(value).cloned()).collect())
    }

    async fn person_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<PersonId>, StoreError> {
        search::person_by_number(&self.readers, &self.ring, bureau, number).await
    }

    async fn persons_by_identifier(&self, bureau: BureauId, identifier: &str) -> Result<Vec<PersonId>, StoreError> {
        search::persons_by_identifier(&self.readers, &self.ring, bureau, identifier).await
    }

    async fn destroy_person(&self, bureau: BureauId, person: PersonId) -> Result<(), StoreError> {
        self.destroy(bureau, vec![Target::Person(person)]).await
    }

    async fn queue(&self, bureau: BureauId, query: &QueueQuery) -> Result<Page<QueueRow>, StoreError> {
        queue::queue(&self.readers, bureau, query).await
    }

    async fn queue_len(&self, bureau: BureauId, query: &QueueQuery) -> Result<u64, StoreError> {
        queue::queue_len(&self.readers, bureau, query).await
    }

    async fn matters(&self, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
        if filter.text.is_some() || filter.identifier.is_some() || filter.holder.is_some() {
            search::search(&self.readers, &self.ring, bureau, filter).await
        } else {
            lists::matters(&self.readers, bureau, filter).await
        }
    }

    async fn counters(&self, bureau: BureauId, query: &CounterQuery) -> Result<Vec<Counter>, StoreError> {
        counters::counters(&self.readers, bureau, query).await
    }

    async fn marked(&self, bureau: BureauId, query: &MarkQuery) -> Result<Page<MatterRow>, StoreError> {
        counters::marked(&self.readers, bureau, query).await
    }

    async fn lapsing(&self, bureau: BureauId, today: Date, limit: u32) -> Result<Vec<MatterId>, StoreError> {
        log::lapsing(&self.readers, bureau, today, limit).await
    }

    async fn units(&self, bureau: BureauId) -> Result<Vec<Unit>, StoreError> {
        people::units(&self.readers, bureau).await
    }

    async fn put_unit(&self, bureau: BureauId, unit: &Unit) -> Result<(), StoreError> {
        people::put_unit(&self.writer()?, bureau, unit).await
    }

    async fn account(&self, bureau: BureauId, id: &AccountId) -> Result<Option<Account>, StoreError> {
        people::account(&self.readers, bureau, id).await
    }

    async fn accounts(&self, bureau: BureauId) -> Result<Vec<Account>, StoreError> {
        people::accounts(&self.readers, bureau).await
    }

    async fn put_account(&self, bureau: BureauId, account: &Account) -> Result<(), StoreError> {
        people::put_account(&self.writer()?, bureau, account).await
    }

    async fn entries(&self, bureau: BureauId, register: &Id) -> Result<Vec<RegisterEntry>, StoreError> {
        records::entries(&self.readers, bureau, register).await
    }

    async fn entries_page(&self, bureau: BureauId, query: &EntryQuery) -> Result<Vec<RegisterEntry>, StoreError> {
        records::entries_page(&self.readers, bureau, query).await
    }

    async fn entry(&self, bureau: BureauId, id: &Id) -> Result<Option<RegisterEntry>, StoreError> {
        records::entry(&self.readers, bureau, id).await
    }

    async fn put_entry(&self, bureau: BureauId, entry: &RegisterEntry) -> Result<(), StoreError> {
        records::put_entry(&self.writer()?, bureau, entry).await
    }

    async fn draft(&self, bureau: BureauId, token: &Digest) -> Result<Option<Draft>, StoreError> {
        records::draft(&self.readers, &self.ring, bureau, token).await
    }

    async fn put_draft(&self, bureau: BureauId, draft: &Draft) -> Result<(), StoreError> {
        records::put_draft(&self.writer()?, (&self.readers, &self.ring), bureau, draft).await
    }

    async fn drop_draft(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
        records::drop_draft(&self.writer()?, bureau, token).await
    }

    async fn lookup(&self, bureau: BureauId, number: &str) -> Result<Option<(MatterId, Digest)>, StoreError> {
        log::lookup(&self.readers, bureau, number).await
    }

    async fn setting(&self, bureau: BureauId, key: &str) -> Result<Option<serde_json::Value>, StoreError> {
        records::setting(&self.readers, bureau, key).await
    }

    async fn put_setting(&self, bureau: BureauId, key: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        records::put_setting(&self.writer()?, bureau, key, value).await
    }

    async fn plan(&self, bureau: BureauId, year: i16) -> Result<Option<PlanRecord>, StoreError> {
        records::plan(&self.readers, bureau, year).await
    }

    async fn put_plan(&self, bureau: BureauId, plan: &PlanRecord, expected_revision: u64) -> Result<(), StoreError> {
        records::put_plan(&self.writer()?, bureau, plan, expected_revision).await
    }

    async fn note(&self, bureau: BureauId, notes: Vec<Note>) -> Result<(), StoreError> {
        self.writer()?.write(Work::Note(bureau, notes)).await.map(drop)
    }

    async fn keep(&self, bureau: BureauId, kept: Vec<Kept>, notes: Vec<Note>) -> Result<(), StoreError> {
        self.writer()?.write(Work::Keep(bureau, kept, notes)).await.map(drop)
    }

    async fn notes(&self, bureau: BureauId, query: &NoteQuery) -> Result<Vec<Noted>, StoreError> {
        journal::notes(&self.readers, bureau, query).await
    }

    async fn verify(&self, bureau: BureauId, library: &app::Library) -> Result<VerifyReport, StoreError> {
        verify::verify(&self.readers, &self.ring, bureau, library).await
    }
}
