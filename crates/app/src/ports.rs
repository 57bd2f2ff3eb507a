//! What the use-cases need from a store. The store crate implements it; nothing here knows SQL.

mod ballot;
mod commit;
mod journal;
mod lists;
mod people;
mod privacy;
mod provider;
mod reach;
mod sign_in;

pub use ballot::{BallotStore, Poll, PollRefused};
pub use commit::{Change, Commit, MatterFacts, Numbering, Plain, Receipt};
pub use journal::{Kept, Note, NoteKind, NoteQuery, Noted, SignInChange};
pub use lists::{
    COUNT_CAP, Counter, CounterQuery, EntryFind, EntryQuery, IDENTIFIERS, Interval, MarkQuery, MatterFilter, MatterRow, Page, QueueQuery,
    QueueRow, Recorded, StoredMatter, TaskRow, folded, identifier,
};
pub use people::{Account, Credential, Draft, PlanRecord, Unit, VerifyReport};
pub use privacy::PrivacyStore;
pub use provider::{Claimed, Identity, Provider, ProviderError, Secrets};
pub use reach::Reach;
pub use sign_in::{Passkey, Purpose, SecondFactor, Session, SignInStore, Ticket};

use async_trait::async_trait;
use engine::{Matter, RegisterEntry};
use kernel::{AccountId, BureauId, Digest, Id, MatterId, OrgPath, PersonId, ValueId};
use std::sync::Arc;
use thiserror::Error;

/// What can go wrong below. Every one of them has a sentence for the person at the screen (see [`crate::Fault`]).
#[derive(Clone, Debug, Error)]
pub enum StoreError {
    /// Somebody else changed the matter since it was read.
    #[error("the matter is no longer at version {expected}")]
    Conflict {
        /// The version the commit rested on.
        expected: u64,
    },
    /// The operation id was used for a different request.
    #[error("this operation id was used for something else")]
    OperationReused,
    /// The disk is full; nothing was written.
    #[error("the disk is full")]
    Full,
    /// The store is shutting down or gone.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What was read does not make sense: a damaged row, a missing key.
    #[error("the stored data is damaged: {0}")]
    Damaged(String),
}

/// A shared store.
pub type SharedStore = Arc<dyn Store>;

/// Everything the use-cases read and write. All of it is within one bureau; nothing joins across bureaus.
#[async_trait]
pub trait Store: SignInStore + PrivacyStore + BallotStore {
    /// Writes events, projections, values, counters and the operation's answer in one durable transaction, batched with others
    /// (group commit). Returns after the commit is on disk. Several matters change together or not at all; each must be at the version
    /// expected. A repeated operation id with the same request returns the first receipt.
    ///
    /// An event that says that what a matter holds is destroyed (销毁) is carried out with it: the values entered in the matter that no other
    /// matter refers to, its search terms, its code for enquiries, and the keys of persons of whom nothing is left. Logs, numbers and figures
    /// stay, and the chains still verify.
    async fn commit(&self, bureau: BureauId, commit: Commit) -> Result<Receipt, StoreError>;

    /// The same projections for many commits in few transactions; for demo data and imports.
    async fn bulk(&self, bureau: BureauId, commits: Vec<Commit>) -> Result<(), StoreError>;

    /// The receipt of an operation already done.
    async fn operation(&self, bureau: BureauId, operation: kernel::OperationId) -> Result<Option<Receipt>, StoreError>;

    /// A matter as it stands.
    async fn matter(&self, bureau: BureauId, id: MatterId) -> Result<Option<Matter>, StoreError>;

    /// The matter of this number.
    async fn matter_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<MatterId>, StoreError>;

    /// The matters that live inside another, oldest first: one index range.
    async fn children(&self, bureau: BureauId, parent: MatterId) -> Result<Vec<MatterId>, StoreError>;

    /// A matter's log, oldest first.
    async fn events(&self, bureau: BureauId, id: MatterId) -> Result<Vec<Recorded>, StoreError>;

    /// Decrypted values in the order asked; `None` where one was destroyed or never existed.
    async fn reveal(&self, bureau: BureauId, values: &[ValueId]) -> Result<Vec<Option<String>>, StoreError>;

    /// The person whose identity number this is, found by keyed hash.
    async fn person_by_number(&self, bureau: BureauId, number: &str) -> Result<Option<PersonId>, StoreError>;

    /// Everybody who gave this identifier, in its normal form (see [`identifier`]), found by keyed hash; each once, by id. Somebody who came
    /// several times may be several persons.
    async fn persons_by_identifier(&self, bureau: BureauId, identifier: &str) -> Result<Vec<PersonId>, StoreError>;

    /// Destroys a person's key and values for good; the chain still verifies. Nothing can be written about them any more.
    async fn destroy_person(&self, bureau: BureauId, person: PersonId) -> Result<(), StoreError>;

    /// One page of a work queue: a single index range for each owner key, merged by due day.
    async fn queue(&self, bureau: BureauId, query: &QueueQuery) -> Result<Page<QueueRow>, StoreError>;

    /// How long each queue is.
    async fn queue_len(&self, bureau: BureauId, query: &QueueQuery) -> Result<u64, StoreError>;

    /// One page of matters.
    async fn matters(&self, bureau: BureauId, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError>;

    /// Sums of counters.
    async fn counters(&self, bureau: BureauId, query: &CounterQuery) -> Result<Vec<Counter>, StoreError>;

    /// One page of the matters behind a counter.
    async fn marked(&self, bureau: BureauId, query: &MarkQuery) -> Result<Page<MatterRow>, StoreError>;

    /// Matters with a running clock whose lapse works by itself and whose due day lies before `today`, each once, oldest due day first.
    /// At most `limit` clocks are looked at.
    async fn lapsing(&self, bureau: BureauId, today: kernel::Date, limit: u32) -> Result<Vec<MatterId>, StoreError>;

    /// Matters as they stand, after one in the order of their ids; with those that are closed, or without. They are decoded by the
    /// caller, on as many threads as it likes.
    async fn bodies(&self, bureau: BureauId, after: Option<MatterId>, closed: bool, limit: u32) -> Result<Vec<StoredMatter>, StoreError>;

    /// Units, the bureau first.
    async fn units(&self, bureau: BureauId) -> Result<Vec<Unit>, StoreError>;
    /// Adds or replaces a unit.
    async fn put_unit(&self, bureau: BureauId, unit: &Unit) -> Result<(), StoreError>;

    /// An account.
    async fn account(&self, bureau: BureauId, id: &AccountId) -> Result<Option<Account>, StoreError>;
    /// All accounts, by name.
    async fn accounts(&self, bureau: BureauId) -> Result<Vec<Account>, StoreError>;
    /// Adds an account, or replaces what is said of it; its credential then stays as it is.
    async fn put_account(&self, bureau: BureauId, account: &Account) -> Result<(), StoreError>;

    /// Entries of a register, by name.
    async fn entries(&self, bureau: BureauId, register: &Id) -> Result<Vec<RegisterEntry>, StoreError>;
    /// One page of a register's entries: a single index range.
    async fn entries_page(&self, bureau: BureauId, query: &EntryQuery) -> Result<Vec<RegisterEntry>, StoreError>;
    /// One entry.
    async fn entry(&self, bureau: BureauId, id: &Id) -> Result<Option<RegisterEntry>, StoreError>;
    /// Adds or replaces an entry.
    async fn put_entry(&self, bureau: BureauId, entry: &RegisterEntry) -> Result<(), StoreError>;

    /// A draft by its token's digest; its text is encrypted at rest.
    async fn draft(&self, bureau: BureauId, token: &Digest) -> Result<Option<Draft>, StoreError>;
    /// Saves a draft.
    async fn put_draft(&self, bureau: BureauId, draft: &Draft) -> Result<(), StoreError>;
    /// Removes a draft once it became a matter.
    async fn drop_draft(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError>;

    /// The matter and lookup-code digest belonging together, for enquiries without an account.
    async fn lookup(&self, bureau: BureauId, number: &str) -> Result<Option<(MatterId, Digest)>, StoreError>;

    /// A setting, as JSON.
    async fn setting(&self, bureau: BureauId, key: &str) -> Result<Option<serde_json::Value>, StoreError>;
    /// Sets it.
    async fn put_setting(&self, bureau: BureauId, key: &str, value: &serde_json::Value) -> Result<(), StoreError>;

    /// The plan of a year.
    async fn plan(&self, bureau: BureauId, year: i16) -> Result<Option<PlanRecord>, StoreError>;
    /// Saves it, checking that it is still at the revision it was read at.
    async fn put_plan(&self, bureau: BureauId, plan: &PlanRecord, expected_revision: u64) -> Result<(), StoreError>;

    /// Appends to the journal.
    async fn note(&self, bureau: BureauId, notes: Vec<Note>) -> Result<(), StoreError>;
    /// Keeps what administrators say of units, accounts and entries, with the notes of it: all or nothing.
    async fn keep(&self, bureau: BureauId, kept: Vec<Kept>, notes: Vec<Note>) -> Result<(), StoreError>;
    /// Notes of the journal, the last first.
    async fn notes(&self, bureau: BureauId, query: &NoteQuery) -> Result<Vec<Noted>, StoreError>;

    /// Checks chain, replay, projections and counters.
    async fn verify(&self, bureau: BureauId, library: &crate::Library) -> Result<VerifyReport, StoreError>;

    /// Units under a path, for turning a grant into queue keys.
    async fn units_under(&self, bureau: BureauId, path: &OrgPath) -> Result<Vec<OrgPath>, StoreError> {
        Ok(self.units(bureau).await?.into_iter().map(|u| u.path).filter(|p| path.covers(p)).collect())
    }

    /// Finishes what was accepted and closes; afterwards every call answers [`StoreError::Unavailable`].
    async fn close(&self) {}
}
