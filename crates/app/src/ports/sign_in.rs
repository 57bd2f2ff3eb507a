//! Sessions, tickets, second factors: what signing in needs from a store.

use super::{Account, Identity, StoreError};
use async_trait::async_trait;
use kernel::{AccountId, BureauId, Digest};
use serde::{Deserialize, Serialize};

/// A session. Only the token's digest is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// SM3 of the token.
    pub token: Digest,
    /// Whose.
    pub account: AccountId,
    /// Began, microseconds since 1970.
    pub began: i64,
    /// Last seen, microseconds since 1970.
    pub seen: i64,
    /// Ends at the latest, microseconds since 1970.
    pub ends: i64,
    /// Where it began, shortened so that it tells the office from elsewhere and not one desk from the next.
    pub address: String,
    /// The browser's family; empty when unknown.
    pub browser: String,
    /// The account's generation that it rests on.
    pub generation: i64,
}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The password was right and the second step is awaited.
    SecondStep,
    /// A second factor waits for its first code.
    Enrolment,
    /// The browser is at the city's provider.
    Provider,
}

impl Purpose {
    /// Its name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SecondStep => "second_step",
            Self::Enrolment => "enrolment",
            Self::Provider => "provider",
        }
    }
}

/// What a browser holds for minutes, for one purpose, and uses once. It opens nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// SM3 of the token that the browser holds.
    pub token: Digest,
    /// What for.
    pub purpose: Purpose,
    /// Whose.
    pub account: AccountId,
    /// Too late afterwards, microseconds since 1970.
    pub ends: i64,
    /// Tries so far.
    pub tries: u32,
    /// What must be remembered meanwhile; encrypted at rest.
    pub content: String,
}

/// What an account proves itself by besides its password; encrypted at rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whose.
    pub account: AccountId,
    /// The secret shared with the person's device.
    pub secret: Vec<u8>,
    /// The last time step whose code was used, so that none is used twice.
    pub last_step: u64,
    /// SM3 of the recovery codes not used yet.
    pub recovery: Vec<Digest>,
    /// Counts saves.
    pub revision: u64,
}

/// What signing in reads and writes.
#[async_trait]
pub trait SignInStore: Send + Sync {
    /// The session of a token, by the token's digest, and whose it is: every page asks, so it is one look. None of a disabled account, and
    /// none that began under an earlier generation.
    async fn session(&self, bureau: BureauId, token: &Digest) -> Result<Option<(Session, Account)>, StoreError>;
    /// Begins a session, and clears away those that are over.
    async fn begin_session(&self, bureau: BureauId, session: &Session) -> Result<(), StoreError>;
    /// Remembers when a session was last seen. One that ended meanwhile stays ended.
    async fn see_session(&self, bureau: BureauId, token: &Digest, at: i64) -> Result<(), StoreError>;
    /// Ends a session.
    async fn end_session(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError>;
    /// An account's sessions, the newest first; those that ended by time may be among them.
    async fn sessions(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Session>, StoreError>;
    /// Ends an account's sessions, but for the one kept, and its tickets.
    async fn end_sessions(&self, bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Result<(), StoreError>;

    /// A ticket by its token's digest, if it is for this purpose and not over.
    async fn ticket(&self, bureau: BureauId, token: &Digest, purpose: Purpose, now: i64) -> Result<Option<Ticket>, StoreError>;
    /// Gives a ticket out, and clears away those that are over. One that is out already stays as it is.
    async fn put_ticket(&self, bureau: BureauId, ticket: &Ticket, now: i64) -> Result<(), StoreError>;
    /// Counts one try before it is looked at, so that tries at once are counted too; `false` when there were `most` already.
    async fn count_try(&self, bureau: BureauId, token: &Digest, most: u32) -> Result<bool, StoreError>;
    /// Takes a ticket in; `false` when it is gone already, so that of two who use it at once only one does.
    async fn take_ticket(&self, bureau: BureauId, token: &Digest) -> Result<bool, StoreError>;

    /// Whether an account knows a browser, by the digest of the browser's token.
    async fn knows_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, now: i64) -> Result<bool, StoreError>;
    /// Makes a browser known from one instant to another, and clears away those that are so no longer. A new password ends them all.
    async fn know_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, during: (i64, i64)) -> Result<(), StoreError>;

    /// An account's second factor.
    async fn second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<Option<SecondFactor>, StoreError>;
    /// Saves it, checking that it is still at the revision it was read at; 0 is expected of one that is not there yet.
    async fn put_second_factor(&self, bureau: BureauId, factor: &SecondFactor, expected_revision: u64) -> Result<(), StoreError>;
    /// Removes it.
    async fn drop_second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError>;

    /// The account bound to a provider's subject.
    async fn identity(&self, bureau: BureauId, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError>;
    /// Binds a subject that is bound to nobody; returns whose it is then.
    async fn bind_identity(&self, bureau: BureauId, identity: &Identity) -> Result<AccountId, StoreError>;
    /// What an account is bound to, the oldest first.
    async fn identities(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Identity>, StoreError>;
    /// Ends all of that.
    async fn unbind_identities(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError>;
}
