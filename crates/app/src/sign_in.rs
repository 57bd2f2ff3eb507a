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
    /// Hashes a password for storage.
    ///
    /// # Errors
    /// [`Fault::Input`] when it is too short.
    pub fn hash_password(&self, password: &str) -> Result<String, Fault> {
        const SHORTEST: usize = 12;
        let fault = || Fault::Input(kernel::Title::new("密码至少12位。", "A password has at least 12 characters."));
        if password.chars().count() < SHORTEST {
            return Err(fault());
        }
        let salt = Salt::new(&self.random::<16>()).map_err(|_| fault())?;
        argon().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|_| fault())
    }

    /// Signs in by name and password. `from` is the peer's address.
    ///
    /// # Errors
    /// [`Fault::SignIn`] alike for a wrong name and a wrong password; [`Fault::Wait`] after too many failures.
    pub async fn sign_in(&self, name: &str, password: &str, from: &str) -> Result<SignedIn, Fault> {
        let now = self.clock.now().micros;
        let keys = [format!("name:{name}@{from}"), format!("from:{from}")];
        if let Some(seconds) = keys.iter().filter_map(|k| self.guard.wait(k, now)).max() {
            return Err(Fault::Wait(seconds));
        }
        let account = self.store.account(self.id, &Id::from(name)).await?;
        // A missing account costs as much time as a wrong password, so that names cannot be found out.
        let stored = account.as_ref().and_then(|a| a.password.clone());
        let hash = stored.clone().unwrap_or_else(|| DECOY.to_owned());
        let password = password.to_owned();
        let right = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
        .unwrap_or(false);
        match account {
            Some(account) if right && stored.is_some() => {
                keys.iter().for_each(|k| self.guard.succeeded(k));
                self.begin_session(account).await
            }
            _ => {
                keys.iter().for_each(|k| self.guard.failed(k, now));
                Err(Fault::SignIn)
            }
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

    /// Begins a session for a demo persona; the caller has checked that this is a demo on loopback.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such persona.
    pub async fn enter_demo(&self, persona: &AccountId) -> Result<SignedIn, Fault> {
        let account = self.store.account(self.id, persona).await?.filter(|a| a.demo).ok_or(Fault::NotFound)?;
        self.begin_session(account).await
    }

    async fn begin_session(&self, account: Account) -> Result<SignedIn, Fault> {
        let (token, digest) = self.token();
        let now = self.clock.now().micros;
        let session = Session { token: digest, account: account.actor.account.clone(), began: now, seen: now, ends: now + WHOLE };
        self.store.put_session(self.id, &session).await?;
        Ok(SignedIn { token, account })
    }

    /// The account behind a token, if its session still lives.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn who(&self, token: &str) -> Result<Option<Account>, Fault> {
        let digest = sm3(&[token.as_bytes()]);
        let Some((mut session, account)) = self.store.session(self.id, &digest).await? else { return Ok(None) };
        let now = self.clock.now().micros;
        if now > session.ends || now - session.seen > IDLE {
            self.store.end_session(self.id, &digest).await?;
            return Ok(None);
        }
        if now - session.seen > SEEN_STEP {
            session.seen = now;
            self.store.put_session(self.id, &session).await?;
        }
        Ok(Some(account))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn sign_out(&self, token: &str) -> Result<(), Fault> {
        Ok(self.store.end_session(self.id, &sm3(&[token.as_bytes()])).await?)
    }
}

/// A hash that no password opens, with the parameters above.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
