//! Signing in: argon2id, slow for guessers, sessions kept by digest only.

use crate::ports::{Account, Session};
use crate::{Bureau, Fault};
use argon2::password_hash::{
    PasswordHasher, PasswordVerifier,
    phc::{PasswordHash, Salt},
};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{AccountId, Id, sm3};

/// A session just begun: the token goes to the browser, its digest stays.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The token.
    pub token: String,
    /// Who.
    pub account: Account,
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
}

/// How people sign in, as the bureau sets it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInPolicy {
    /// Roles whose holders must have a second factor; `*` stands for every role.
    pub second_factor_roles: std::collections::BTreeSet<String>,
}

/// Idle time after which a session ends.
const IDLE: i64 = 30 * 60 * 1_000_000;
/// Time after which it ends in any case.
const WHOLE: i64 = 12 * 3600 * 1_000_000;
/// How stale `seen` may be before it is written again; a page is a read, not a write.
const SEEN_STEP: i64 = 60 * 1_000_000;

fn argon() -> Argon2<'static> {
    // 19 MiB, two passes: the recommendation of OWASP's password storage cheat sheet.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or(Params::DEFAULT))
}

impl Bureau {
    /// Sets an account's password; its sessions end with it.
    ///
    /// # Errors
    /// [`Fault::Input`] when it cannot be taken, [`Fault::NotFound`] when there is no such account.
    pub async fn set_password(&self, account: &AccountId, password: &str) -> Result<(), Fault> {
        let fault = || Fault::Input(kernel::Title::new("这个密码不能使用，请换一个。", "This password cannot be used; choose another."));
        if let Some(wrong) = crate::passwords::fault_of(password, account.as_str()) {
            return Err(Fault::Input(wrong));
        }
        let salt = Salt::new(&self.random::<16>()).map_err(|_| fault())?;
        let hash = argon().hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| fault())?.to_string();
        let known = self.store.set_password(self.id, account, &hash, self.clock.now().micros).await?;
        if known { Ok(()) } else { Err(Fault::NotFound) }
    }

    /// Signs in by name and password; an account with a second factor gives its code next.
    ///
    /// # Errors
    /// [`Fault::SignIn`] alike for a wrong name, a wrong password and a disabled account; [`Fault::Wait`] after too many failures.
    pub async fn sign_in(&self, name: &str, password: &str, origin: &Origin) -> Result<Entered, Fault> {
        let (now, from) = (self.clock.now().micros, &origin.address);
        let keys = [format!("name:{name}@{from}"), format!("from:{from}")];
        if let Some(seconds) = keys.iter().filter_map(|k| self.guard.wait(k, now)).max() {
            return Err(Fault::Wait(seconds));
        }
        let account = self.store.account(self.id, &Id::from(name)).await?;
        let right = opens(account.as_ref().and_then(|a| a.credential.password.clone()), password).await;
        match account.filter(|a| right && !a.credential.disabled) {
            Some(account) => {
                keys.iter().for_each(|k| self.guard.succeeded(k));
                self.enter(account, origin).await
            }
            None => {
                keys.iter().for_each(|k| self.guard.failed(k, now));
                Err(Fault::SignIn)
            }
        }
    }

    async fn enter(&self, account: Account, origin: &Origin) -> Result<Entered, Fault> {
        match self.second_factor(&account.actor.account).await? {
            Some(_) => Ok(Entered::Half(self.begin_half(&account).await?)),
            None => Ok(Entered::Whole(Box::new(self.begin_session(account, origin).await?))),
        }
    }

    /// The people of a demo bureau.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn personas(&self) -> Result<Vec<Account>, Fault> {
        let mut all: Vec<Account> = self.store.accounts(self.id).await?.into_iter().filter(|a| a.demo).collect();
        // Whoever holds more stands first, then the districts side by side; parties last.
        all.sort_by_key(|a| {
            (a.actor.grants.is_empty(), a.actor.grants.iter().map(|g| g.unit.as_str().len()).min(), a.actor.account.clone())
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
    pub(crate) async fn begin_session(&self, account: Account, origin: &Origin) -> Result<SignedIn, Fault> {
        if let Some(held) = &origin.held {
            self.sign_out(held).await?;
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
        };
        self.store.begin_session(self.id, &session).await?;
        Ok(SignedIn { token, account })
    }

    /// Who a token stands for, if its session still lives.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn who(&self, token: &str) -> Result<Option<Present>, Fault> {
        let digest = sm3(&[token.as_bytes()]);
        let Some((session, account)) = self.store.session(self.id, &digest).await? else { return Ok(None) };
        let now = self.clock.now().micros;
        if !session.lives(now) {
            self.store.end_session(self.id, &digest).await?;
            return Ok(None);
        }
        if now - session.seen > SEEN_STEP {
            self.store.see_session(self.id, &digest, now).await?;
        }
        // Asked only where a role requires it, so that no other bureau's pages cost a look more.
        let enrol = self.must_enrol(&account) && self.second_factor(&account.actor.account).await?.is_none();
        Ok(Some(Present { account, enrol }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn sign_out(&self, token: &str) -> Result<(), Fault> {
        self.abandon_enrolment(token).await?;
        Ok(self.store.end_session(self.id, &sm3(&[token.as_bytes()])).await?)
    }
}

impl Session {
    /// Whether it lives at this instant, microseconds since 1970: neither idle for too long nor over.
    #[must_use]
    pub fn lives(&self, now: i64) -> bool {
        now <= self.ends && now - self.seen <= IDLE
    }
}

/// Whether a password opens a stored hash. Where there is none it costs as much time, so that names cannot be found out.
pub(crate) async fn opens(stored: Option<String>, password: &str) -> bool {
    let known = stored.is_some();
    let (hash, password) = (stored.unwrap_or_else(|| DECOY.to_owned()), password.to_owned());
    let right = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
    });
    right.await.unwrap_or(false) && known
}

/// A hash that no password opens, with the parameters above.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
