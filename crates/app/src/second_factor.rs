//! The second factor: enrolled by its owner, confirmed by a first code, asked for after the password.

use crate::one_time::{accept, base32, from_base32, recovery_digest};
use crate::ports::{Account, NoteKind, Purpose, SecondFactor, StoreError, Ticket};
use crate::{Bureau, Fault, Origin, SignedIn};
use kernel::{AccountId, Digest, sm3};

/// How long a half-finished sign-in waits for its code, in microseconds.
const HALF: i64 = 5 * 60 * 1_000_000;
/// How long a new secret waits for its first code, in microseconds.
const ENROLMENT: i64 = 15 * 60 * 1_000_000;
/// Codes that may be tried in one.
const TRIES: u32 = 5;
/// Recovery codes given out.
const RECOVERY: usize = 10;

impl Bureau {
    /// Whether an account must have a second factor: it holds a role that the settings name.
    #[must_use]
    pub fn must_enrol(&self, account: &Account) -> bool {
        crate::SignInPolicy::names(&self.policy.second_factor_roles, account)
    }

    /// An account's second factor.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn second_factor(&self, account: &AccountId) -> Result<Option<SecondFactor>, Fault> {
        Ok(self.store.second_factor(self.id, account).await?)
    }

    /// Begins a sign-in that waits for its code; the token opens nothing else.
    pub(crate) async fn begin_half(&self, account: &Account) -> Result<String, Fault> {
        let (token, digest) = self.token();
        let now = self.clock.now().micros;
        let ticket = Ticket {
            token: digest,
            purpose: Purpose::SecondStep,
            account: account.actor.account.clone(),
            ends: now + HALF,
            tries: 0,
            content: account.credential.generation.to_string(),
        };
        self.store.put_ticket(self.id, &ticket, now).await?;
        Ok(token)
    }

    /// Finishes a sign-in by a code of the device or a recovery code.
    ///
    /// # Errors
    /// [`Fault::Code`] when it is wrong or used; [`Fault::SignInOver`] when it must begin again; [`Fault::Wait`] after too many failures.
    pub async fn finish_sign_in(&self, half: &str, code: &str, origin: &Origin) -> Result<SignedIn, Fault> {
        let (digest, now) = (sm3(&[half.as_bytes()]), self.clock.now().micros);
        let half = self.store.ticket(self.id, &digest, Purpose::SecondStep, now).await?.ok_or(Fault::SignInOver)?;
        // Where the password was changed or the account disabled since, the first step no longer counts.
        let known = |a: &Account| !a.credential.disabled && a.credential.generation.to_string() == half.content;
        let account = self.store.account(self.id, &half.account).await?.filter(known).ok_or(Fault::SignInOver)?;
        if !self.store.count_try(self.id, &digest, TRIES).await? {
            return Err(Fault::SignInOver);
        }
        let factor = self.second_factor(&half.account).await?.ok_or(Fault::SignInOver)?;
        let used = self.use_code(factor, code).await;
        self.tell_wrong(&used, &half.account, (origin, "code")).await;
        used?;
        if !self.store.take_ticket(self.id, &digest).await? {
            return Err(Fault::SignInOver);
        }
        self.admit(account, origin, false).await
    }

    /// Takes a code and remembers that it was used. Of two who use it at once the store lets one.
    pub(crate) async fn use_code(&self, factor: SecondFactor, code: &str) -> Result<(), Fault> {
        let factor = self.taken(factor, code)?;
        self.save(&factor).await
    }

    /// The factor after this code was used; a wrong one is booked.
    fn taken(&self, mut factor: SecondFactor, code: &str) -> Result<SecondFactor, Fault> {
        let (key, now) = (format!("code:{}", factor.account), self.clock.now().micros);
        self.guard.attempt(&key, now)?;
        if !accept(&mut factor, code, now) {
            return Err(Fault::Code);
        }
        self.guard.succeeded(&key, now);
        Ok(factor)
    }

    async fn save(&self, factor: &SecondFactor) -> Result<(), Fault> {
        match self.store.put_second_factor(self.id, factor, factor.revision).await {
            Err(StoreError::Conflict { .. }) => Err(Fault::Code),
            other => Ok(other?),
        }
    }

    /// Makes a secret for an account that has no second factor. It waits in a ticket for its first code, and if none comes nothing of it
    /// is left; one that waits already stays.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn begin_enrolment(&self, account: &AccountId, session: &str) -> Result<(), Fault> {
        if self.second_factor(account).await?.is_some() {
            return Ok(());
        }
        let now = self.clock.now().micros;
        let ticket = Ticket {
            token: enrolment(session),
            purpose: Purpose::Enrolment,
            account: account.clone(),
            ends: now + ENROLMENT,
            tries: 0,
            content: base32(&self.random::<20>()),
        };
        Ok(self.store.put_ticket(self.id, &ticket, now).await?)
    }

    /// The secret that waits for its first code, as people copy it; `None` where nothing waits: a secret in use is never shown again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn enrolling(&self, account: &AccountId, session: &str) -> Result<Option<String>, Fault> {
        let ticket = self.store.ticket(self.id, &enrolment(session), Purpose::Enrolment, self.clock.now().micros).await?;
        Ok(ticket.filter(|t| t.account == *account).map(|t| t.content))
    }

    /// Forgets a secret that waits for its first code.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn abandon_enrolment(&self, session: &str) -> Result<(), Fault> {
        self.store.take_ticket(self.id, &enrolment(session)).await?;
        Ok(())
    }

    /// Puts the second factor in force by a first code, ends the account's other sessions, and gives the recovery codes, once.
    ///
    /// # Errors
    /// [`Fault::Code`] when it is wrong; [`Fault::NotFound`] where nothing waits; [`Fault::Wait`] after too many failures.
    pub async fn confirm_enrolment(&self, account: &AccountId, code: &str, session: &str) -> Result<Vec<String>, Fault> {
        let secret = self.enrolling(account, session).await?.as_deref().and_then(from_base32).ok_or(Fault::NotFound)?;
        let codes: Vec<String> = (0..RECOVERY).map(|_| grouped(&base32(&self.random::<10>()))).collect();
        let factor = SecondFactor { account: account.clone(), secret, last_step: 0, recovery: Vec::new(), revision: 0 };
        let factor = self.taken(factor, code)?;
        let recovery = codes.iter().map(|c| recovery_digest(c)).collect();
        self.save(&SecondFactor { recovery, ..factor }).await?;
        // With the other sessions end the account's tickets, this one among them.
        self.store.end_sessions(self.id, account, Some(&sm3(&[session.as_bytes()]))).await?;
        self.tell(account, NoteKind::FactorChanged, "on").await;
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
        self.use_code(factor, code).await?;
        self.store.drop_second_factor(self.id, id).await?;
        self.tell(id, NoteKind::FactorChanged, "off").await;
        Ok(())
    }
}

/// The ticket of an enrolment belongs to the session that began it.
fn enrolment(session: &str) -> Digest {
    sm3(&[b"enrolment", session.as_bytes()])
}

/// ABCD-EFGH-IJKL-MNOP: read out and typed without losing the place.
pub(crate) fn grouped(code: &str) -> String {
    code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
