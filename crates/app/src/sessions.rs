//! What people see and do of their own sessions: list, end, change the password.

use crate::ports::{Account, NoteKind, Session};
use crate::{Bureau, Fault, Origin, SignedIn};
use kernel::{AccountId, Digest, Title, sm3};
use std::net::IpAddr;

/// An address so that it tells the office from elsewhere, and not one desk from the next: 10.1.\*.\*.
#[must_use]
pub fn shortened(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(v4)) => format!("{}.{}.*.*", v4.octets()[0], v4.octets()[1]),
        Ok(IpAddr::V6(v6)) => format!("{:x}:{:x}:*", v6.segments()[0], v6.segments()[1]),
        Err(_) => String::new(),
    }
}

impl Bureau {
    /// An account's live sessions, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn live_sessions(&self, account: &Account) -> Result<Vec<Session>, Fault> {
        let now = self.clock.now().micros;
        let all = self.store.sessions(self.id, &account.actor.account).await?;
        Ok(all.into_iter().filter(|s| s.generation == account.credential.generation && self.lives(s, account, now)).collect())
    }

    /// Ends one of an account's own sessions.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when it is not there, or another account's: the two answer alike.
    pub async fn end_own_session(&self, account: &AccountId, session: &Digest) -> Result<(), Fault> {
        let found = self.store.sessions(self.id, account).await?.into_iter().find(|s| s.token == *session).ok_or(Fault::NotFound)?;
        Ok(self.store.end_session(self.id, &found.token).await?)
    }

    /// Ends all of an account's sessions but the one of this token.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn end_other_sessions(&self, account: &AccountId, token: &str) -> Result<(), Fault> {
        Ok(self.store.end_sessions(self.id, account, Some(&sm3(&[token.as_bytes()]))).await?)
    }

    /// Changes a password: every session of the account ends, and a new one begins.
    ///
    /// # Errors
    /// [`Fault::SignIn`] when the old one is wrong, [`Fault::Wait`] after too many of those, [`Fault::Input`] when the new one cannot be taken.
    pub async fn change_password(&self, account: &AccountId, old: &str, new: &str, origin: &Origin) -> Result<SignedIn, Fault> {
        self.prove_password(account, old, origin).await?;
        if old == new {
            return Err(Fault::Input(Title::new("新密码不能与原密码相同。", "The new password must not be the old one.")));
        }
        self.set_password(account, new).await?;
        let changed = self.store.account(self.id, account).await?.filter(|a| !a.credential.disabled).ok_or(Fault::NotFound)?;
        self.tell(account, NoteKind::PasswordChanged, "own").await;
        self.begin_session(changed, origin, false).await
    }

    /// Asks for the password again of somebody who is signed in.
    pub(crate) async fn prove_password(&self, account: &AccountId, password: &str, origin: &Origin) -> Result<(), Fault> {
        let (key, now) = (format!("password:{account}"), self.clock.now().micros);
        self.guard.attempt(&key, now)?;
        let found = self.store.account(self.id, account).await?.ok_or(Fault::NotFound)?;
        if !self.hashing.opens(found.credential.password, password, true).await? {
            self.tell_failure(account.as_str(), true, (origin, "change")).await;
            return Err(Fault::SignIn);
        }
        self.guard.succeeded(&key, now);
        Ok(())
    }
}
