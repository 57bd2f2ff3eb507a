//! What signing in needs, on a database.

use crate::store::SqlStore;
use crate::{factors, identities, passkeys, sessions};
use app::ports::{Account, Identity, Passkey, Purpose, SecondFactor, Session, SignInStore, StoreError, Ticket};
use async_trait::async_trait;
use kernel::{AccountId, BureauId, Digest};

#[async_trait]
impl SignInStore for SqlStore {
    async fn session(&self, bureau: BureauId, token: &Digest) -> Result<Option<(Session, Account)>, StoreError> {
        sessions::session(&self.readers, bureau, token).await
    }

    async fn begin_session(&self, bureau: BureauId, session: &Session) -> Result<(), StoreError> {
        sessions::begin(&self.writer()?, bureau, session).await
    }

    async fn see_session(&self, bureau: BureauId, token: &Digest, at: i64) -> Result<(), StoreError> {
        sessions::see(&self.writer()?, bureau, token, at).await
    }

    async fn end_session(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
        sessions::end(&self.writer()?, bureau, token).await
    }

    async fn sessions(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Session>, StoreError> {
        sessions::sessions(&self.readers, bureau, account).await
    }

    async fn end_sessions(&self, bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Result<(), StoreError> {
        sessions::end_all(&self.writer()?, bureau, account, keep).await
    }

    async fn ticket(&self, bureau: BureauId, token: &Digest, purpose: Purpose, now: i64) -> Result<Option<Ticket>, StoreError> {
        factors::ticket(&self.readers, &self.ring, bureau, (token, purpose, now)).await
    }

    async fn put_ticket(&self, bureau: BureauId, ticket: &Ticket, now: i64) -> Result<(), StoreError> {
        factors::put_ticket(&self.writer()?, (&self.readers, &self.ring), bureau, ticket, now).await
    }

    async fn count_try(&self, bureau: BureauId, token: &Digest, most: u32) -> Result<bool, StoreError> {
        factors::count_try(&self.writer()?, bureau, token, most).await
    }

    async fn take_ticket(&self, bureau: BureauId, token: &Digest) -> Result<bool, StoreError> {
        factors::take_ticket(&self.writer()?, bureau, token).await
    }

    async fn knows_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, now: i64) -> Result<bool, StoreError> {
        sessions::knows_browser(&self.readers, bureau, account, token, now).await
    }

    async fn know_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, during: (i64, i64)) -> Result<(), StoreError> {
        sessions::know_browser(&self.writer()?, bureau, account, token, during).await
    }

    async fn second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<Option<SecondFactor>, StoreError> {
        factors::factor(&self.readers, &self.ring, bureau, account).await
    }

    async fn put_second_factor(&self, bureau: BureauId, factor: &SecondFactor, expected_revision: u64) -> Result<(), StoreError> {
        factors::put_factor(&self.writer()?, (&self.readers, &self.ring), bureau, factor, expected_revision).await
    }

    async fn drop_second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
        factors::drop_factor(&self.writer()?, bureau, account).await
    }

    async fn passkey(&self, bureau: BureauId, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        passkeys::passkey(&self.readers, bureau, credential).await
    }

    async fn passkeys(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        passkeys::of(&self.readers, bureau, account).await
    }

    async fn add_passkey(&self, bureau: BureauId, passkey: &Passkey) -> Result<bool, StoreError> {
        passkeys::add(&self.writer()?, bureau, passkey).await
    }

    async fn use_passkey(&self, bureau: BureauId, before: &Passkey, after: &Passkey) -> Result<bool, StoreError> {
        passkeys::renew(&self.writer()?, bureau, before, after).await
    }

    async fn drop_passkey(&self, bureau: BureauId, account: &AccountId, credential: &[u8]) -> Result<bool, StoreError> {
        passkeys::drop_one(&self.writer()?, bureau, account, credential).await
    }

    async fn identity(&self, bureau: BureauId, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
        identities::identity(&self.readers, bureau, issuer, subject).await
    }

    async fn bind_identity(&self, bureau: BureauId, identity: &Identity) -> Result<AccountId, StoreError> {
        identities::bind(&self.writer()?, bureau, identity).await?;
        let bound = self.identity(bureau, &identity.issuer, &identity.subject).await?;
        bound.ok_or_else(|| StoreError::Damaged("刚绑定的身份找不到".into()))
    }

    async fn identities(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        identities::of(&self.readers, bureau, account).await
    }

    async fn unbind_identities(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
        identities::unbind(&self.writer()?, bureau, account).await
    }
}
