//! Signing in: slow for guessers, sessions kept by digest only.

use crate::guard::Caller;
use crate::noting::place;
use crate::ports::{Account, Kept, NoteKind, Session, SignInChange, StoreError};
use crate::{Bureau, Fault, Office};
use kernel::{AccountId, Digest, Id, sm3};

/// A session just begun: the token goes to the browser, its digest stays.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The token.
    pub token: String,
    /// Who.
    pub account: Account,
    /// By which the browser is known from now on; `None` where it is known already.
    pub known: Option<String>,
}

/// Where a sign-in comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The peer's address.
    pub address: String,
    /// The browser's family; empty when unknown.
    pub browser: String,
    /// The token the browser held before: its session ends, so that nobody goes on with a token known from earlier.
    pub held: Option<String>,
    /// By what the browser says that accounts signed in there before; of several people where they share it.
    pub known: Vec<String>,
}

/// What a right password came to.
#[derive(Clone, Debug)]
pub enum Entered {
    /// A session.
    Whole(Box<SignedIn>),
    /// A token under which the code is asked for.
    Half(String),
}

/// Whose session it is, and what must be done first.
#[derive(Clone, Debug)]
pub struct Present {
    /// The account.
    pub account: Account,
    /// Its role requires a second factor and it has none: only the pages to enrol one are open.
    pub enrol: bool,
    /// Its password is for one use, or too old under the bureau's rules: only the page to change it is open.
    pub renew: bool,
}

/// How people sign in, as the bureau sets it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInPolicy {
    /// What passwords must be.
    pub rules: crate::PasswordRules,
    /// Roles whose holders must have a second factor; `*` stands for every role.
    pub second_factor_roles: std::collections::BTreeSet<String>,
    /// Roles whose holders' sessions end after a shorter idle time; `*` stands for every role.
    pub short_idle_roles: std::collections::BTreeSet<String>,
}

impl SignInPolicy {
    /// Whether an account holds a role that is named.
    pub(crate) fn names(named: &std::collections::BTreeSet<String>, account: &Account) -> bool {
        account.actor.grants.iter().any(|g| named.contains("*") || named.contains(g.role.as_str()))
    }
}

/// Idle time after which a session ends.
const IDLE: i64 = 30 * 60 * 1_000_000;
/// The same for roles that the settings name.
const SHORT_IDLE: i64 = 15 * 60 * 1_000_000;
/// Time after which it ends in any case.
const WHOLE: i64 = 12 * 3600 * 1_000_000;
/// How long a browser stays known to an account that signed in there.
const REMEMBERED: i64 = 180 * 24 * 3600 * 1_000_000;
/// How many people one browser is known to; what it holds beyond is not looked at.
pub const KNOWN: usize = 5;
/// How stale `seen` may be before it is written again; a page is a read, not a write.
const SEEN_STEP: i64 = 60 * 1_000_000;

impl Bureau {
    /// Sets an account's password; its sessions end with it.
    ///
    /// # Errors
    /// [`Fault::Input`] when it cannot be taken, [`Fault::NotFound`] when there is no such account.
    pub async fn set_password(&self, account: &AccountId, password: &str) -> Result<(), Fault> {
        if let Some(wrong) = self.policy.rules.fault_of(password, account.as_str()) {
            return Err(Fault::Input(wrong));
        }
        let hash = self.hashing.hash(password, self.random::<16>()).await?;
        let change = SignInChange::Password { hash, set: self.clock.now().micros };
        match self.store.keep(self.id, vec![Kept::SignIn { account: account.clone(), change }], Vec::new()).await {
            Err(StoreError::Conflict { .. }) => Err(Fault::NotFound),
            other => Ok(other?),
        }
    }

    /// Signs in by name and password; an account with a second factor gives its code next.
    ///
    /// # Errors
    /// [`Fault::SignIn`] alike for a wrong name, a wrong password and a disabled account; [`Fault::Wait`] after too many failures.
    pub async fn sign_in(&self, name: &str, password: &str, origin: &Origin) -> Result<Entered, Fault> {
        let (now, id) = (self.clock.now().micros, Id::from(name));
        let caller = Caller { name, address: &origin.address, known: self.known_browser(&id, origin).await? };
        self.guard.call(&caller, now)?;
        let account = self.store.account(self.id, &id).await?;
        let stored = account.as_ref().and_then(|a| a.credential.password.clone());
        let looked = self.hashing.opens(stored, password, caller.known.is_some()).await;
        let right = looked.inspect_err(|_| self.guard.forgive(&caller, false, now))?;
        let there = account.is_some();
        match account.filter(|a| right && !a.credential.disabled && !a.credential.lapsed(now)) {
            Some(account) => {
                self.guard.forgive(&caller, true, now);
                self.enter(account, origin).await
            }
            None => {
                self.tell_failure(name, there, (origin, "password")).await;
                Err(Fault::SignIn)
            }
        }
    }

    pub(crate) async fn enter(&self, account: Account, origin: &Origin) -> Result<Entered, Fault> {
        match self.second_factor(&account.actor.account).await? {
            Some(_) => Ok(Entered::Half(self.begin_half(&account).await?)),
            None => Ok(Entered::Whole(Box::new(self.admit(account, origin, false).await?))),
        }
    }

    /// Begins the session of somebody who has signed in whole, in steps or by a passkey.
    pub(crate) async fn admit(&self, account: Account, origin: &Origin, passkey: bool) -> Result<SignedIn, Fault> {
        let signed = self.begin_session(account, origin, passkey).await?;
        let by = if passkey { "passkey " } else { "" };
        self.tell(&signed.account.actor.account, NoteKind::SignedIn, format!("{by}{}", place(origin)).trim_end()).await;
        Ok(signed)
    }

    /// The people of a demo bureau.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn personas(&self) -> Result<Vec<Account>, Fault> {
        let mut all: Vec<Account> = self.store.accounts(self.id).await?.into_iter().filter(|a| a.demo).collect();
        // Whoever holds more stands first, then the districts side by side, then the administrators; parties last.
        all.sort_by_key(|a| {
            let grants = &a.actor.grants;
            let office = grants.iter().any(|g| Office::of_role(&g.role).is_some());
            (grants.is_empty(), office, grants.iter().map(|g| g.unit.as_str().len()).min(), a.actor.account.clone())
        });
        Ok(all)
    }

    /// Keeps the day to which a demo bureau was moved.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_business_date(&self, day: kernel::Date) -> Result<(), Fault> {
        Ok(self.store.put_setting(self.id, "business_date", &serde_json::Value::String(day.to_string())).await?)
    }

    /// Begins a session for a demo persona; the caller has checked that this is a demo on loopback. Its second factor is asked for too.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such persona.
    pub async fn enter_demo(&self, persona: &AccountId, origin: &Origin) -> Result<Entered, Fault> {
        let account = self.store.account(self.id, persona).await?.filter(|a| a.demo && !a.credential.disabled).ok_or(Fault::NotFound)?;
        self.enter(account, origin).await
    }

    /// Begins a session under a new token, whatever the browser held before.
    pub(crate) async fn begin_session(&self, account: Account, origin: &Origin, passkey: bool) -> Result<SignedIn, Fault> {
        if let Some(held) = &origin.held {
            self.end_session(held).await?;
        }
        let (token, digest) = self.token();
        let now = self.clock.now().micros;
        let session = Session {
            token: digest,
            account: account.actor.account.clone(),
            began: now,
            seen: now,
            ends: now + WHOLE,
            address: crate::sessions::shortened(&origin.address),
            browser: origin.browser.clone(),
            generation: account.credential.generation,
            passkey,
        };
        self.store.begin_session(self.id, &session).await?;
        let known = self.remember_browser(&session, origin).await?;
        Ok(SignedIn { token, account, known })
    }

    /// The digest by which this account knows the browser, if it does.
    pub(crate) async fn known_browser(&self, account: &AccountId, origin: &Origin) -> Result<Option<Digest>, Fault> {
        let now = self.clock.now().micros;
        for token in origin.known.iter().take(KNOWN) {
            let digest = sm3(&[token.as_bytes()]);
            if self.store.knows_browser(self.id, account, &digest, now).await? {
                return Ok(Some(digest));
            }
        }
        Ok(None)
    }

    /// Makes the browser known to the account that has just signed in there.
    async fn remember_browser(&self, session: &Session, origin: &Origin) -> Result<Option<String>, Fault> {
        if self.known_browser(&session.account, origin).await?.is_some() {
            return Ok(None);
        }
        let (token, digest) = self.token();
        self.store.know_browser(self.id, &session.account, &digest, (session.began, session.began + REMEMBERED)).await?;
        Ok(Some(token))
    }

    /// Who a token stands for, if its session still lives.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn who(&self, token: &str) -> Result<Option<Present>, Fault> {
        let digest = sm3(&[token.as_bytes()]);
        let Some((session, account)) = self.store.session(self.id, &digest).await? else { return Ok(None) };
        let now = self.clock.now().micros;
        if !self.lives(&session, &account, now) {
            self.store.end_session(self.id, &digest).await?;
            return Ok(None);
        }
        if now - session.seen > SEEN_STEP {
            self.store.see_session(self.id, &digest, now).await?;
        }
        // Asked only where a role requires it, so that no other bureau's pages cost a look more.
        let enrol = self.must_enrol(&account) && self.second_factor(&account.actor.account).await?.is_none();
        let (credential, rules) = (&account.credential, self.policy.rules);
        let renew = credential.given() || credential.password.is_some() && rules.too_old(credential.password_set, now);
        Ok(Some(Present { account, enrol, renew }))
    }

    /// Ends a session by its holder's own act.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn sign_out(&self, token: &str) -> Result<(), Fault> {
        let held = self.store.session(self.id, &sm3(&[token.as_bytes()])).await?;
        self.end_session(token).await?;
        if let Some((session, _)) = held {
            self.tell(&session.account, NoteKind::SignedOut, "").await;
        }
        Ok(())
    }

    async fn end_session(&self, token: &str) -> Result<(), Fault> {
        self.abandon_enrolment(token).await?;
        Ok(self.store.end_session(self.id, &sm3(&[token.as_bytes()])).await?)
    }

    /// Whether a session lives at this instant, microseconds since 1970: neither idle for too long nor over.
    pub(crate) fn lives(&self, session: &Session, account: &Account, now: i64) -> bool {
        let idle = if SignInPolicy::names(&self.policy.short_idle_roles, account) { SHORT_IDLE } else { IDLE };
        now <= session.ends && now - session.seen <= idle
    }
}
