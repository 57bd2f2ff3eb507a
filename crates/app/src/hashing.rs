//! Passwords are hashed a few at a time: each takes 19 MiB and a processor, and a flood of guesses must leave room for everybody else.

use crate::Fault;
use argon2::password_hash::{
    PasswordHasher, PasswordVerifier,
    phc::{PasswordHash, Salt},
};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A hash that no password opens, with the parameters of [`argon`].
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon() -> Argon2<'static> {
    // 19 MiB, two passes: the recommendation of OWASP's password storage cheat sheet.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or(Params::DEFAULT))
}

/// The two lanes in which passwords are looked at.
#[derive(Debug, Default)]
pub(crate) struct Hashing {
    /// Attempts of anybody.
    strangers: Lane,
    /// Attempts in browsers that are known, and changes by those who are signed in: strangers never stand before them.
    known: Lane,
}

#[derive(Debug)]
struct Lane {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Default for Lane {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(Self::AT_ONCE)), waiting: AtomicUsize::new(0) }
    }
}

/// One who waits, counted until the turn comes or the request is given up.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Lane {
    /// Hashes at once.
    const AT_ONCE: usize = 2;
    /// How many may wait for their turn.
    const QUEUE: usize = 200;
    /// What the next one is told, in seconds.
    const LATER: i64 = 5;

    /// A turn, in the order of coming.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, Fault> {
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= Self::QUEUE {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(Fault::Wait(Self::LATER));
        }
        let _waiting = Waiting(&self.waiting);
        self.permits.clone().acquire_owned().await.map_err(|_| Fault::Wait(Self::LATER))
    }
}

impl Hashing {
    /// Whether a password opens a stored hash. Where there is none it costs as much time, so that names cannot be found out.
    ///
    /// # Errors
    /// [`Fault::Wait`] when too many wait already; the password was then not looked at.
    pub(crate) async fn opens(&self, stored: Option<String>, password: &str, known: bool) -> Result<bool, Fault> {
        let turn = if known { &self.known } else { &self.strangers }.turn().await?;
        let there = stored.is_some();
        let (hash, password) = (stored.unwrap_or_else(|| DECOY.to_owned()), password.to_owned());
        let right = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, even where nobody waits for its answer any more.
            let _turn = turn;
            PasswordHash::new(&hash).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(right.await.unwrap_or(false) && there)
    }

    /// Hashes a password for storage.
    ///
    /// # Errors
    /// [`Fault::Wait`] when too many wait; [`Fault::Input`] when it cannot be taken.
    pub(crate) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, Fault> {
        let turn = self.known.turn().await?;
        let password = password.to_owned();
        let hash = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let salt = Salt::new(&salt).ok()?;
            argon().hash_password_with_salt(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
        });
        let fault = || Fault::Input(kernel::Title::new("这个密码不能使用，请换一个。", "This password cannot be used; choose another."));
        hash.await.ok().flatten().ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use std::time::Instant;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_flood_of_strangers_is_told_to_wait_and_stands_before_nobody_who_is_known() {
        let hashing = Arc::new(Hashing::default());
        let hash = hashing.hash("correct horse battery", [7; 16]).await.unwrap();
        let flood: Vec<_> = (0..400)
            .map(|n| {
                let (hashing, hash) = (hashing.clone(), hash.clone());
                tokio::spawn(async move { hashing.opens(Some(hash), &format!("guess {n}"), false).await })
            })
            .collect();
        tokio::task::yield_now().await;
        let began = Instant::now();
        assert!(hashing.opens(Some(hash.clone()), "correct horse battery", true).await.unwrap());
        let waited = began.elapsed();
        let mut refused = 0;
        for one in flood {
            match one.await.unwrap() {
                Ok(opened) => assert!(!opened),
                Err(Fault::Wait(_)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        let whole = began.elapsed();
        assert!((150..=200).contains(&refused), "{refused} of 400 were told to come again");
        assert!(waited * 4 < whole, "{waited:?} of {whole:?}");
        assert!(!hashing.opens(None, "correct horse battery", false).await.unwrap(), "and the lane is free again");
    }
}
