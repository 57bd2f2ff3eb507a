//! Sessions, tickets and second factors in memory.

use super::MemoryStore;
use super::work::Work;
use crate::ports::{Account, Identity, Passkey, Purpose, SecondFactor, Session, SignInChange, SignInStore, StoreError, Ticket};
use async_trait::async_trait;
use kernel::{AccountId, BureauId, Digest};

impl Work {
    fn end_sessions(&mut self, account: &AccountId, keep: Option<&Digest>) {
        self.sessions.retain(|token, s| s.account != *account || Some(token) == keep);
        self.tickets.retain(|_, ticket| ticket.account != *account);
    }

    fn clear(&mut self, now: i64) {
        self.sessions.retain(|_, other| other.ends >= now);
        self.tickets.retain(|_, other| other.ends >= now);
    }

    /// Changes what an account signs in by, under a new generation.
    pub fn change(&mut self, account: &AccountId, change: SignInChange) -> Result<(), StoreError> {
        let Some(found) = self.accounts.get_mut(account.as_str()) else { return Err(StoreError::Conflict { expected: 1 }) };
        let credential = &mut found.credential;
        credential.generation += 1;
        match change {
            SignInChange::Password { hash, set } => {
                (credential.password, credential.password_set) = (Some(hash), set);
                self.browsers.retain(|(of, _), _| of != account);
            }
            SignInChange::Disabled(disabled) => credential.disabled = disabled,
            SignInChange::NoFactor => {
                self.factors.remove(account);
                self.passkeys.retain(|_, passkey| passkey.account != *account);
            }
        }
        self.end_sessions(account, None);
        Ok(())
    }
}

#[async_trait]
impl SignInStore for MemoryStore {
    async fn session(&self, bureau: BureauId, token: &Digest) -> Result<Option<(Session, Account)>, StoreError> {
        Ok(self.with(bureau, |work| {
            let session = work.sessions.get(token)?;
            let account = work.accounts.get(session.account.as_str())?;
            let live = !account.credential.disabled && account.credential.generation == session.generation;
            live.then(|| (session.clone(), account.clone()))
        }))
    }

    async fn begin_session(&self, bureau: BureauId, session: &Session) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            work.clear(session.began);
            work.sessions.insert(session.token, session.clone());
        });
        Ok(())
    }

    async fn see_session(&self, bureau: BureauId, token: &Digest, at: i64) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            if let Some(session) = work.sessions.get_mut(token) {
                session.seen = session.seen.max(at);
            }
        });
        Ok(())
    }

    async fn end_session(&self, bureau: BureauId, token: &Digest) -> Result<(), StoreError> {
        self.with(bureau, |work| work.sessions.remove(token));
        Ok(())
    }

    async fn sessions(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Session>, StoreError> {
        let mut found: Vec<Session> = self.with(bureau, |work| work.sessions.values().filter(|s| s.account == *account).cloned().collect());
        found.sort_by_key(|s| (std::cmp::Reverse(s.began), s.token.0));
        Ok(found)
    }

    async fn end_sessions(&self, bureau: BureauId, account: &AccountId, keep: Option<&Digest>) -> Result<(), StoreError> {
        self.with(bureau, |work| work.end_sessions(account, keep));
        Ok(())
    }

    async fn ticket(&self, bureau: BureauId, token: &Digest, purpose: Purpose, now: i64) -> Result<Option<Ticket>, StoreError> {
        Ok(self.with(bureau, |work| work.tickets.get(token).filter(|t| t.purpose == purpose && now <= t.ends).cloned()))
    }

    async fn put_ticket(&self, bureau: BureauId, ticket: &Ticket, now: i64) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            work.clear(now);
            work.tickets.entry(ticket.token).or_insert_with(|| ticket.clone());
        });
        Ok(())
    }

    async fn count_try(&self, bureau: BureauId, token: &Digest, most: u32) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| match work.tickets.get_mut(token).filter(|ticket| ticket.tries < most) {
            Some(ticket) => {
                ticket.tries += 1;
                true
            }
            None => false,
        }))
    }

    async fn take_ticket(&self, bureau: BureauId, token: &Digest) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| work.tickets.remove(token).is_some()))
    }

    async fn knows_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, now: i64) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| work.browsers.get(&(account.clone(), *token)).is_some_and(|ends| now <= *ends)))
    }

    async fn know_browser(&self, bureau: BureauId, account: &AccountId, token: &Digest, during: (i64, i64)) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            work.browsers.retain(|(of, _), ends| of != account || *ends >= during.0);
            work.browsers.insert((account.clone(), *token), during.1);
        });
        Ok(())
    }

    async fn second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<Option<SecondFactor>, StoreError> {
        Ok(self.with(bureau, |work| work.factors.get(account).cloned()))
    }

    async fn put_second_factor(&self, bureau: BureauId, factor: &SecondFactor, expected_revision: u64) -> Result<(), StoreError> {
        self.with(bureau, |work| {
            if work.factors.get(&factor.account).map_or(0, |known| known.revision) != expected_revision {
                return Err(StoreError::Conflict { expected: expected_revision });
            }
            work.factors.insert(factor.account.clone(), SecondFactor { revision: expected_revision + 1, ..factor.clone() });
            Ok(())
        })
    }

    async fn drop_second_factor(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
        self.with(bureau, |work| work.factors.remove(account));
        Ok(())
    }

    async fn passkey(&self, bureau: BureauId, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        Ok(self.with(bureau, |work| work.passkeys.get(credential).cloned()))
    }

    async fn passkeys(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        let mut found: Vec<Passkey> = self.with(bureau, |work| work.passkeys.values().filter(|p| p.account == *account).cloned().collect());
        found.sort_by_key(|p| (p.began, p.credential.clone()));
        Ok(found)
    }

    async fn add_passkey(&self, bureau: BureauId, passkey: &Passkey) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| {
            let free = !work.passkeys.contains_key(&passkey.credential);
            work.passkeys.entry(passkey.credential.clone()).or_insert_with(|| passkey.clone());
            free
        }))
    }

    async fn use_passkey(&self, bureau: BureauId, before: &Passkey, after: &Passkey) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| match work.passkeys.get_mut(&before.credential).filter(|known| known.used == before.used) {
            Some(known) => {
                (known.used, known.counter) = (after.used, after.counter);
                true
            }
            None => false,
        }))
    }

    async fn drop_passkey(&self, bureau: BureauId, account: &AccountId, credential: &[u8]) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| {
            let own = work.passkeys.get(credential).is_some_and(|p| p.account == *account);
            own && work.passkeys.remove(credential).is_some()
        }))
    }

    async fn identity(&self, bureau: BureauId, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
        let key = (issuer.to_owned(), subject.to_owned());
        Ok(self.with(bureau, |work| work.identities.get(&key).map(|i| i.account.clone())))
    }

    async fn bind_identity(&self, bureau: BureauId, identity: &Identity) -> Result<AccountId, StoreError> {
        let key = (identity.issuer.clone(), identity.subject.clone());
        Ok(self.with(bureau, |work| work.identities.entry(key).or_insert_with(|| identity.clone()).account.clone()))
    }

    async fn identities(&self, bureau: BureauId, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        let mut found: Vec<Identity> =
            self.with(bureau, |work| work.identities.values().filter(|i| i.account == *account).cloned().collect());
        found.sort_by_key(|i| (i.began, i.subject.clone()));
        Ok(found)
    }

    async fn unbind_identities(&self, bureau: BureauId, account: &AccountId) -> Result<(), StoreError> {
        self.with(bureau, |work| work.identities.retain(|_, i| i.account != *account));
        Ok(())
    }
}
