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
    /// It was begun by a passkey.
    pub passkey: bool,
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
    /// A passkey is being made.
    PasskeyMade,
    /// A passkey is asked to sign in.
    PasskeyAsked,
}

impl Purpose {
    /// Its name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SecondStep => "second_step",
            Self::Enrolment => "enrolment",
            Self::Provider => "provider",
            Self::PasskeyMade => "passkey_made",
            Self::PasskeyAsked => "passkey_asked",
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

/// A key pair whose private half never leaves a person's device; this is the public half and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its id, chosen by the device.
    pub credential: Vec<u8>,
    /// Whose.
    pub account: AccountId,
    /// What its holder calls it; may be empty.
    pub label: String,
    /// Added, microseconds since 1970.
    pub began: i64,
    /// Last used, microseconds since 1970; at first when it was added. Grows with every use.
    pub used: i64,
    /// The public key as `COSE_Key` (RFC 9052).
    pub key: Vec<u8>,
    /// How often it signed, where the device counts; else 0.
    pub counter: u32,
    /// Its holder's devices may share it.
    pub shared: bool,
}

impl Passkey {
    /// Its id as browsers write it; it opens nothing.
    #[must_use]
    pub fn handle(&self) -> String {
        crate::webauthn::written(&self.credential)
    }
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

    /// A passkey by its id.
    async fn passkey(&self, bureau: BureauId, credential: &[u8]) -> Result<Option<Passkey>, StoreError>;
    /// An account's passkeys, the oldest first.
    async fn passkeys(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Passkey>, StoreError>;
    /// Adds a passkey; `false` where there is one of this id, whoever's.
    async fn add_passkey(&self, bureau: BureauId, passkey: &Passkey) -> Result<bool, StoreError>;
    /// Remembers a use: counter and `used`. `false` where the passkey is gone or was used since `before` was read.
    async fn use_passkey(&self, bureau: BureauId, before: &Passkey, after: &Passkey) -> Result<bool, StoreError>;
    /// Removes one of an account's passkeys; `false` where it has none of this id.
    async fn drop_passkey(&self, bureau: BureauId, account: &AccountId, credential: &[u8]) -> Result<bool, StoreError>;

    /// The account bound to a provider's subject.
    async fn identity(&self, bureau: BureauId, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError>;
    /// Binds a subject that is bound to nobody; returns whose it is then.
    async fn bind_identity(&self, bureau: BureauId, identity: &Identity) -> Result<AccountId, StoreError>;
    /// What an account is bound to, the oldest first.
    async fn identities(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Identity>, StoreError>;
    /// Ends all of that.
    async fn unbind_identities(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError>;
}
