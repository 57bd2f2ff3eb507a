//! A store that keeps everything in memory and looks at all of it for every question.
//!
//! It passes the same suite as the stores on databases, so that tests of use-cases and simulations of years need no disk. It forgets
//! everything when it is dropped, and encrypts nothing.

mod ballots;
mod journal;
mod lists;
mod privacy;
mod sign_in;
mod verify;
mod work;
mod write;

use crate::Library;
use crate::ports::{
    Account, Commit, Counter, CounterQuery, Draft, EntryFind, EntryQuery, IDENTIFIERS, Kept, MarkQuery, MatterFilter, MatterRow, Note,
    NoteQuery, Noted, Page, PlanRecord, QueueQuery, QueueRow, Receipt, Recorded, Store, StoreError, StoredMatter, Unit, VerifyReport,
    folded,
};
use async_trait::async_trait;
use engine::{Matter, RegisterEntry};
use kernel::{AccountId, BureauId, Date, Digest, Id, MatterId, OperationId, PersonId, ValueId};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use work::Work;

/// The store. Every call takes the one lock, so that each sees and leaves a whole state.
#[derive(Default)]
pub struct MemoryStore(Mutex<HashMap<BureauId, Work>>);

impl MemoryStore {
    /// A bureau's work, made when first asked for.
    fn with<T>(&self, bureau: BureauId, use_it: impl FnOnce(&mut Work) -> T) -> T {
        use_it(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(bureau).or_default())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, bureau: BureauId, commit: Commit) -> Result<Receipt, StoreError> {
        self.with(bureau, |work| work.commit(commit))
    }

    async fn bulk(&self, bureau: BureauId, commits: Vec<Commit>) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            let before = work.clone();
            let done = commits.into_iter().try_for_each(|commit| work.commit(commit).map(drop));
            if done.is_err() {
                *work = before;
            }
            done
        })
    }

    async fn operation(&self, bureau: BureauId, operation: OperationId) -> Result<Option<Receipt>, StoreError> {
        Ok(self.with(bureau, |work| work.operations.get(&operation).map(|(_, receipt)| receipt.clone())))
    }

    async fn matter(&self, bureau: BureauId, id: MatterId) -> Result<Option<Matter>, StoreError> {
        Ok(self.with(bureau, |work| work.matters.get(&id).map(|held| held.matter.clone())))
    }

    async fn bodies(&self, bureau: BureauId, after: Option<MatterId>, closed: bool, limit: u32) -> Result<Vec<StoredMatter>, StoreError> {
        self.with(bureau, |work| work.bodies(after, closed, limit))
    }

    async fn matter_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<MatterId>, StoreError> {
        Ok(self.with(bureau, |work| work.numbered(number).map(|held| held.matter.id)))
    }

    async fn children(&self, bureau: BureauId, parent: MatterId) -> Result<Vec<MatterId>, StoreError> {
        let inside = |work: &mut Work| work.matters.values().filter(|h| h.facts.parent == Some(parent)).map(|h| h.matter.id).collect();
        Ok(self.with(bureau, inside))
    }

    async fn events(&self, bureau: BureauId, id: MatterId) -> Result<Vec<Recorded>, StoreError> {
        Ok(self.with(bureau, |work| work.matters.get(&id).map(|held| held.log.clone()).unwrap_or_default()))
    }

    async fn reveal(&self, bureau: BureauId, values: &[ValueId]) -> Result<Vec<Option<String>>, StoreError> {
        Ok(self.with(bureau, |work| values.iter().map(|id| work.values.get(id).map(|value| value.text.clone())).collect()))
    }

    async fn person_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<PersonId>, StoreError> {
        let number = folded(number);
        Ok(self.with(bureau, |work| work.terms("number", &number).next().map(|(_, person)| person)))
    }

    async fn persons_by_identifier(&self, bureau: BureauId, identifier: &str) -> Result<Vec<PersonId>, StoreError> {
        let found = |work: &mut Work| IDENTIFIERS.into_iter().flat_map(|kind| work.terms(kind, identifier).collect::<Vec<_>>()).collect();
        let found: Vec<(MatterId, PersonId)> = self.with(bureau, found);
        Ok(found.into_iter().map(|(_, person)| person).collect::<BTreeSet<_>>().into_iter().collect())
    }

    async fn destroy_person(&self, bureau: BureauId, person: PersonId) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            work.destroyed.insert(person);
            work.values.retain(|_, value| value.person != person);
        });
        Ok(())
    }

    async fn queue(&self, bureau: BureauId, query: &QueueQuery) -> Result<Page<QueueRow>, StoreError> {
        Ok(self.with(bureau, |work| work.queue(query)))
    }

    async fn queue_len(&self, bureau: BureauId, query: &QueueQuery) -> Result<u64, StoreError> {
        Ok(self.with(bureau, |work| work.queue(query).total))
    }

    async fn matters(&self, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
        Ok(self.with(bureau, |work| work.list(filter)))
    }

    async fn counters(&self, bureau: BureauId, query: &CounterQuery) -> Result<Vec<Counter>, StoreError> {
        Ok(self.with(bureau, |work| work.counters(query)))
    }

    async fn marked(&self, bureau: BureauId, query: &MarkQuery) -> Result<Page<MatterRow>, StoreError> {
        Ok(self.with(bureau, |work| work.marked(query)))
    }

    async fn lapsing(&self, bureau: BureauId, today: Date, limit: u32) -> Result<Vec<MatterId>, StoreError> {
        Ok(self.with(bureau, |work| work.lapsing(today, limit)))
    }

    async fn units(&self, bureau: BureauId) -> Result<Vec<Unit>, StoreError> {
        Ok(self.with(bureau, |work| work.units.values().cloned().collect()))
    }

    async fn put_unit(&self, bureau: BureauId, unit: &Unit) -> Result<(), StoreError> {
        self.with(bureau, |work| work.units.insert(unit.path.to_string(), unit.clone()));
        Ok(())
    }

    async fn account(&self, bureau: BureauId, id: &AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.with(bureau, |work| work.accounts.get(id.as_str()).cloned()))
    }

    async fn accounts(&self, bureau: BureauId) -> Result<Vec<Account>, StoreError> {
        Ok(self.with(bureau, |work| work.accounts.values().cloned().collect()))
    }

    async fn put_account(&self, bureau: BureauId, account: &Account) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            let known = work.accounts.get(account.actor.account.as_str());
            let credential = known.map_or_else(|| account.credential.clone(), |known| known.credential.clone());
            work.accounts.insert(account.actor.account.to_string(), Account { credential, ..account.clone() });
        });
        Ok(())
    }

    async fn entries(&self, bureau: BureauId, register: &Id) -> Result<Vec<RegisterEntry>, StoreError> {
        let mut found: Vec<RegisterEntry> =
            self.with(bureau, |work| work.entries.values().filter(|e| e.register == *register).cloned().collect());
        found.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(found)
    }

    async fn entries_page(&self, bureau: BureauId, query: &EntryQuery) -> Result<Vec<RegisterEntry>, StoreError> {
        let by_id = matches!(query.find, EntryFind::Id(_));
        let place = |e: &RegisterEntry| (if by_id { String::new() } else { e.name.clone() }, e.id.clone());
        let after = query.after.as_ref().map(|(name, id)| (if by_id { String::new() } else { name.clone() }, id.clone()));
        let mut found = self.entries(bureau, &query.register).await?;
        found.retain(|e| match &query.find {
            EntryFind::All => true,
            EntryFind::Name(name) => e.name.starts_with(name),
            EntryFind::Id(id) => e.id.as_str().starts_with(id),
        });
        found.sort_by_key(place);
        Ok(found.into_iter().filter(|e| after.as_ref().is_none_or(|a| place(e) > *a)).take(query.limit as usize).collect())
    }

    async fn entry(&self, bureau: BureauId, id: &Id) -> Result<Option<RegisterEntry>, StoreError> {
        Ok(self.with(bureau, |work| work.entries.get(id).cloned()))
    }

    async fn put_entry(&self, bureau: BureauId, entry: &RegisterEntry) -> Result<(), StoreError> {
        self.with(bureau, |work| work.entries.insert(entry.id.clone(), entry.clone()));
        Ok(())
    }

    async fn draft(&self, bureau: BureauId, token: &Digest) -> Result<Option<Draft>, StoreError> {
        Ok(self.with(bureau, |work| work.drafts.get(token).cloned()))
    }

    async fn put_draft(&self, bureau: BureauId, draft: &Draft) -> Result<(), StoreError> {
        self.with(bureau, |work| work.drafts.insert(draft.token, draft.clone()));
        Ok(())
    }

    async fn drop_draft(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
        self.with(bureau, |work| work.drafts.remove(token));
        Ok(())
    }

    async fn lookup(&self, bureau: BureauId, number: &str) -> Result<Option<(MatterId, Digest)>, StoreError> {
        Ok(self.with(bureau, |work| work.numbered(number).and_then(|held| Some((held.matter.id, held.lookup?)))))
    }

    async fn setting(&self, bureau: BureauId, key: &str) -> Result<Option<serde_json::Value>, StoreError> {
        Ok(self.with(bureau, |work| work.settings.get(key).cloned()))
    }

    async fn put_setting(&self, bureau: BureauId, key: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        self.with(bureau, |work| work.settings.insert(key.to_owned(), value.clone()));
        Ok(())
    }

    async fn plan(&self, bureau: BureauId, year: i16) -> Result<Option<PlanRecord>, StoreError> {
        Ok(self.with(bureau, |work| work.plans.get(&year).cloned()))
    }

    async fn put_plan(&self, bureau: BureauId, plan: &PlanRecord, expected_revision: u64) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            if work.plans.get(&plan.year).map_or(0, |known| known.revision) != expected_revision {
                return Err(StoreError::Conflict { expected: expected_revision });
            }
            work.plans.insert(plan.year, PlanRecord { revision: expected_revision + 1, ..plan.clone() });
            Ok(())
        })
    }

    async fn note(&self, bureau: BureauId, notes: Vec<Note>) -> Result<(), StoreError> {
        self.with(bureau, |work| work.note(notes));
        Ok(())
    }

    async fn keep(&self, bureau: BureauId, kept: Vec<Kept>, notes: Vec<Note>) -> Result<(), StoreError> {
        self.with(bureau, |work| work.keep(kept).map(|()| work.note(notes)))
    }

    async fn notes(&self, bureau: BureauId, query: &NoteQuery) -> Result<Vec<Noted>, StoreError> {
        Ok(self.with(bureau, |work| work.notes(query)))
    }

    async fn verify(&self, bureau: BureauId, library: &Library) -> Result<VerifyReport, StoreError> {
        Ok(self.with(bureau, |work| work.verify(library)))
    }
}
