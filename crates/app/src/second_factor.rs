//! The second factor: enrolled by its owner, confirmed by a first code, asked for after the password.

use crate::one_time::{accept, base32, recovery_digest};
use crate::ports::{Account, HalfSignIn, SecondFactor, StoreError};
use crate::{Bureau, Fault, Origin, SignedIn};
use kernel::{AccountId, sm3};

/// How long a half-finished sign-in waits for its code, in microseconds.
const HALF: i64 = 5 * 60 * 1_000_000;
/// Codes that may be tried in one.
const TRIES: u32 = 5;
/// Recovery codes given out.
const RECOVERY: usize = 10;

impl Bureau {
    /// Whether an account must have a second factor: it holds a role that the settings name.
    #[must_use]
    pub fn must_enrol(&self, account: &Account) -> bool {
        let named = &self.policy.second_factor_roles;
        account.actor.grants.iter().any(|g| named.contains("*") || named.contains(g.role.as_str()))
    }

    /// An account's second factor, once confirmed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn second_factor(&self, account: &AccountId) -> Result<Option<SecondFactor>, Fault> {
        Ok(self.store.second_factor(self.id, account).await?.filter(|f| f.confirmed))
    }

    /// Begins a sign-in that waits for its code; the token opens nothing else.
    pub(crate) async fn begin_half(&self, account: &Account) -> Result<String, Fault> {
        let (token, digest) = self.token();
        let began = self.clock.now().micros;
        let half = HalfSignIn { token: digest, account: account.actor.account.clone(), began, ends: began + HALF, tries: 0 };
        self.store.put_half_sign_in(self.id, &half).await?;
        Ok(token)
    }

    /// Finishes a sign-in by a code of the device or a recovery code.
    ///
    /// # Errors
    /// [`Fault::Code`] when it is wrong or used; [`Fault::SignInOver`] when it must begin again; [`Fault::Wait`] after too many failures.
    pub async fn finish_sign_in(&self, half: &str, code: &str, origin: &Origin) -> Result<SignedIn, Fault> {
        let (digest, now) = (sm3(&[half.as_bytes()]), self.clock.now().micros);
        let half = self.store.half_sign_in(self.id, &digest).await?.filter(|h| now <= h.ends).ok_or(Fault::SignInOver)?;
        let account = self.store.account(self.id, &half.account).await?.filter(|a| !a.disabled).ok_or(Fault::SignInOver)?;
        let key = format!("code:{}", half.account);
        if let Some(seconds) = self.guard.wait(&key, now) {
            return Err(Fault::Wait(seconds));
        }
        if !self.store.count_try(self.id, &digest, TRIES).await? {
            return Err(Fault::SignInOver);
        }
        let factor = self.second_factor(&half.account).await?.ok_or(Fault::SignInOver)?;
        self.use_code(factor, code).await?;
        if !self.store.end_half_sign_in(self.id, &digest).await? {
            return Err(Fault::SignInOver);
        }
        self.begin_session(account, origin).await
    }

    /// Takes a code and remembers that it was used. Of two who use it at once the store lets one.
    async fn use_code(&self, mut factor: SecondFactor, code: &str) -> Result<SecondFactor, Fault> {
        let (key, now) = (format!("code:{}", factor.account), self.clock.now().micros);
        if !accept(&mut factor, code, now) {
            self.guard.failed(&key, now);
            return Err(Fault::Code);
        }
        self.save(&factor).await?;
        self.guard.succeeded(&key);
        Ok(SecondFactor { revision: factor.revision + 1, ..factor })
    }

    async fn save(&self, factor: &SecondFactor) -> Result<(), Fault> {
        match self.store.put_second_factor(self.id, factor, factor.revision).await {
            Err(StoreError::Conflict { .. }) => Err(Fault::Code),
            other => Ok(other?),
        }
    }

    /// Makes a secret for an account that has no second factor; one that waits for its first code stays as it is.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn begin_enrolment(&self, account: &AccountId) -> Result<(), Fault> {
        if self.store.second_factor(self.id, account).await?.is_some() {
            return Ok(());
        }
        let secret = self.random::<20>().to_vec();
        let factor = SecondFactor { account: account.clone(), secret, confirmed: false, last_step: 0, recovery: Vec::new(), revision: 0 };
        match self.store.put_second_factor(self.id, &factor, 0).await {
            // Another page of the same person was first; its secret is shown.
            Err(StoreError::Conflict { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    /// The secret that waits for its first code, as people copy it; `None` where nothing waits: a secret in use is never shown again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn enrolling(&self, account: &AccountId) -> Result<Option<String>, Fault> {
        Ok(self.store.second_factor(self.id, account).await?.filter(|f| !f.confirmed).map(|f| base32(&f.secret)))
    }

    /// Puts the second factor in force by a first code, ends the account's other sessions, and gives the recovery codes, once.
    ///
    /// # Errors
    /// [`Fault::Code`] when it is wrong; [`Fault::NotFound`] where nothing waits; [`Fault::Wait`] after too many failures.
    pub async fn confirm_enrolment(&self, account: &AccountId, code: &str, token: &str) -> Result<Vec<String>, Fault> {
        let factor = self.store.second_factor(self.id, account).await?.filter(|f| !f.confirmed).ok_or(Fault::NotFound)?;
        self.check_wait(account)?;
        let factor = self.use_code(factor, code).await?;
        let codes: Vec<String> = (0..RECOVERY).map(|_| grouped(&base32(&self.random::<10>()))).collect();
        let recovery = codes.iter().map(|c| recovery_digest(c)).collect();
        self.save(&SecondFactor { confirmed: true, recovery, ..factor }).await?;
        self.store.end_sessions(self.id, account, Some(&sm3(&[token.as_bytes()]))).await?;
        Ok(codes)
    }

    /// Turns the second factor off, by a code.
    ///
    /// # Errors
    /// [`Fault::Code`] when it is wrong; [`Fault::Input`] where the account must have one; [`Fault::Wait`] after too many failures.
    pub async fn remove_second_factor(&self, account: &Account, code: &str) -> Result<(), Fault> {
        if self.must_enrol(account) {
            return Err(Fault::Input(kernel::Title::new(
                "您的岗位必须使用两步登录，不能停用。",
                "Your role requires sign-in in two steps; it cannot be turned off.",
            )));
        }
        let id = &account.actor.account;
        let factor = self.second_factor(id).await?.ok_or(Fault::NotFound)?;
        self.check_wait(id)?;
        self.use_code(factor, code).await?;
        Ok(self.store.drop_second_factor(self.id, id).await?)
    }

    fn check_wait(&self, account: &AccountId) -> Result<(), Fault> {
        let wait = self.guard.wait(&format!("code:{account}"), self.clock.now().micros);
        wait.map_or(Ok(()), |seconds| Err(Fault::Wait(seconds)))
    }
}

/// ABCD-EFGH-IJKL-MNOP: read out and typed without losing the place.
fn grouped(code: &str) -> String {
    code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
