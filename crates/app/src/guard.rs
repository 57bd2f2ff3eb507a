//! Guessing is slow, nobody is locked out, and every wait ends by itself.
//!
//! A stranger's failures slow strangers; they never slow a browser in which the account signed in before. What many strangers do together
//! sets how long each must wait, and each one's wait is counted from what came from there: so whoever comes from an address of their own
//! waits once, and at most [`Guard::LONGEST`] seconds, however many others try meanwhile. Only whoever shares an address with a guesser and
//! comes in a browser that is not known shares the guesser's wait.

use crate::Fault;
use kernel::{Digest, sm3};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Counts attempts that failed. What is counted before it is looked at cannot be passed by many at once.
#[derive(Debug, Default)]
pub struct Guard {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: HashMap<Digest, Entry>,
    /// How many may stand before those that are over are cleared away.
    room: usize,
}

/// Failures as a debt of time that is paid off by waiting.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Microseconds.
    debt: i64,
    /// The last attempt, or the first that was told to wait; microseconds since 1970.
    at: i64,
}

/// When failures begin to cost time.
#[derive(Clone, Copy)]
struct Gate {
    /// Failures that are free.
    free: i64,
    /// A failure is forgotten after so many microseconds.
    each: i64,
}

const SECOND: i64 = 1_000_000;
/// One name tried from one address, or in one browser that is known.
const ONE: Gate = Gate { free: 5, each: 60 * SECOND };
/// One address, which a whole county may share.
const ADDRESS: Gate = Gate { free: 30, each: 2 * SECOND };
/// One name tried by all strangers.
const NAME: Gate = Gate { free: 20, each: 10 * SECOND };
/// All strangers together.
const EVERYBODY: Gate = Gate { free: 300, each: SECOND };
/// Doublings from one second to the longest wait.
const STEPS: i64 = 6;

/// Who asks to be let in.
#[derive(Clone, Debug)]
pub(crate) struct Caller<'a> {
    /// The account's name as typed.
    pub name: &'a str,
    /// The peer's address.
    pub address: &'a str,
    /// The browser, where the account signed in before.
    pub known: Option<Digest>,
}

impl Gate {
    /// Failures not yet forgotten.
    fn count(self, debt: i64) -> i64 {
        debt.max(0) / self.each + i64::from(debt.max(0) % self.each > 0)
    }

    /// What so many failures cost, in microseconds.
    fn pause(self, debt: i64) -> i64 {
        let over = self.count(debt) - self.free;
        if over < 0 { 0 } else { (1_i64 << over.min(STEPS)).min(Guard::LONGEST) * SECOND }
    }

    /// The debt after one more failure; it never grows past what the longest wait needs, so that it ends.
    fn raised(self, debt: i64) -> i64 {
        (debt.max(0) + self.each).min((self.free + STEPS) * self.each)
    }
}

impl Kept {
    fn debt(&self, key: &Digest, now: i64) -> i64 {
        self.entries.get(key).map_or(0, |e| (e.debt - (now - e.at).max(0)).max(0))
    }

    fn book(&mut self, key: Digest, gate: Gate, now: i64) {
        let debt = gate.raised(self.debt(&key, now));
        self.entries.insert(key, Entry { debt, at: now });
    }

    /// Microseconds until this may be tried, where others' failures cost `shared`.
    fn wait(&self, key: &Digest, gate: Gate, shared: i64, now: i64) -> i64 {
        self.entries.get(key).map_or(shared, |e| e.at + gate.pause(e.debt).max(shared) - now)
    }

    fn clear(&mut self, now: i64) {
        if self.entries.len() >= self.room.max(Guard::ROOM) {
            self.entries.retain(|_, e| now - e.at < Guard::KEPT * SECOND);
            self.room = 2 * self.entries.len();
        }
    }
}

impl Guard {
    /// The longest wait, in seconds.
    pub const LONGEST: i64 = 60;
    /// How long an entry is kept, in seconds: longer than any debt, and long enough for whoever was told to wait to come back late.
    const KEPT: i64 = 15 * 60;
    /// Entries that are kept without looking whether they are over.
    const ROOM: usize = 4_096;

    fn with<T>(&self, now: i64, work: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clear(now);
        work(&mut kept)
    }

    /// Counts an attempt, or says that it comes too early.
    ///
    /// # Errors
    /// [`Fault::Wait`].
    pub(crate) fn attempt(&self, key: &str, now: i64) -> Result<(), Fault> {
        let key = sm3(&[b"one", key.as_bytes()]);
        self.with(now, |kept| {
            in_time(kept.wait(&key, ONE, 0, now))?;
            kept.book(key, ONE, now);
            Ok(())
        })
    }

    /// Whether this happens for the first time within a minute.
    pub(crate) fn first_in_a_minute(&self, key: &str, now: i64) -> bool {
        let key = sm3(&[b"told", key.as_bytes()]);
        self.with(now, |kept| {
            let first = kept.entries.get(&key).is_none_or(|told| now - told.at >= 60 * SECOND);
            if first {
                kept.entries.insert(key, Entry { debt: 0, at: now });
            }
            first
        })
    }

    /// Forgets attempts after one that was right.
    pub(crate) fn succeeded(&self, key: &str, now: i64) {
        self.with(now, |kept| kept.entries.remove(&sm3(&[b"one", key.as_bytes()])));
    }

    /// Counts an attempt to sign in, or says that it comes too early.
    pub(crate) fn call(&self, caller: &Caller, now: i64) -> Result<(), Fault> {
        let keys = caller.keys();
        self.with(now, |kept| {
            let waits = keys.iter().filter_map(|(own, gate, shared)| {
                let cost = shared.map_or(0, |(key, gate)| gate.pause(kept.debt(&key, now)));
                own.map(|own| kept.wait(&own, *gate, cost, now))
            });
            let wait = waits.max().unwrap_or_default();
            if wait > 0 {
                // Whoever is told to wait is remembered from now on, whatever for, so that the wait is theirs alone and ends.
                for own in keys.iter().filter_map(|(own, ..)| *own) {
                    kept.entries.entry(own).or_insert(Entry { debt: 0, at: now });
                }
            }
            in_time(wait)?;
            for (own, gate, shared) in keys {
                own.into_iter().for_each(|own| kept.book(own, gate, now));
                shared.into_iter().for_each(|(key, gate)| kept.book(key, gate, now));
            }
            Ok(())
        })
    }

    /// Takes back what was counted: the attempt was right, or was not looked at.
    pub(crate) fn forgive(&self, caller: &Caller, right: bool, now: i64) {
        self.with(now, |kept| {
            for (n, (own, gate, shared)) in caller.keys().into_iter().enumerate() {
                let all = own.map(|own| (own, gate)).into_iter().chain(shared);
                for (key, gate) in all {
                    // One name from one address starts anew; an address does not, or one good account would cover guesses at others.
                    if right && n == 0 && Some(key) == own {
                        kept.entries.remove(&key);
                    } else if let Some(entry) = kept.entries.get_mut(&key) {
                        entry.debt -= gate.each;
                    }
                }
            }
        });
    }
}

fn in_time(wait: i64) -> Result<(), Fault> {
    if wait > 0 { Err(Fault::Wait((wait + SECOND - 1) / SECOND)) } else { Ok(()) }
}

/// What is counted of a caller, and what many callers together make it cost.
type Keys = [(Option<Digest>, Gate, Option<(Digest, Gate)>); 2];

impl Caller<'_> {
    fn keys(&self) -> Keys {
        let (name, address) = (self.name.as_bytes(), self.address.as_bytes());
        match self.known {
            Some(browser) => [(Some(sm3(&[b"browser", name, &[0], &browser.0])), ONE, None), (None, ONE, None)],
            None => [
                (Some(sm3(&[b"pair", name, &[0], address])), ONE, Some((sm3(&[b"name", name]), NAME))),
                (Some(sm3(&[b"address", address])), ADDRESS, Some((sm3(&[b"everybody"]), EVERYBODY))),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn caller<'a>(name: &'a str, address: &'a str, known: bool) -> Caller<'a> {
        Caller { name, address, known: known.then(|| sm3(&[b"browser of", name.as_bytes()])) }
    }

    fn seconds(answer: Result<(), Fault>) -> i64 {
        match answer {
            Ok(()) => 0,
            Err(Fault::Wait(seconds)) => seconds,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn waits_double_to_the_longest_and_are_forgotten() {
        let guard = Guard::default();
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..20 {
            let wait = seconds(guard.attempt("one", now));
            waits.push(wait);
            now += wait * SECOND;
        }
        assert_eq!(waits[..5], [0; 5], "free");
        assert_eq!(waits[5..11], [1, 0, 2, 0, 4, 0]);
        assert!(waits.iter().all(|w| *w <= Guard::LONGEST) && waits.contains(&Guard::LONGEST), "{waits:?}");
        now += 11 * 60 * SECOND;
        assert_eq!(seconds(guard.attempt("one", now)), 0, "forgotten");
        assert_eq!(seconds(guard.attempt("two", now)), 0, "another key");
    }

    /// Attackers try 1,000 names from 400 addresses as fast as they are let, for half an hour.
    #[test]
    fn hammering_a_county_makes_nobody_wait_longer_than_stated_and_ends() {
        let guard = Guard::default();
        let names: Vec<String> = (0..1_000).map(|n| format!("clerk.{n}")).collect();
        let addresses: Vec<String> = (0..400).map(|n| format!("198.51.{}.{}", n / 250, n % 250)).collect();
        let (mut tried, mut longest) = (0_u64, 0);
        let mut waiting: Vec<(usize, i64, i64)> = Vec::new();
        for second in 0..1_800_i64 {
            let now = second * SECOND;
            for (n, address) in addresses.iter().enumerate() {
                // Each address goes on to another name whenever it is let.
                let name = &names[(n * 7 + usize::try_from(second).unwrap()) % names.len()];
                tried += u64::from(guard.call(&caller(name, address, false), now).is_ok());
            }
            // Every ten seconds somebody signs in where they did before, and somebody comes in a new browser from an address of their own.
            if second % 10 == 0 {
                let n = usize::try_from(second / 10).unwrap();
                let known = caller(&names[n], &addresses[n % 400], true);
                assert_eq!(seconds(guard.call(&known, now)), 0, "a known browser waits for nobody, even at an attacker's address");
                guard.forgive(&known, true, now);
                waiting.push((n, now, now));
            }
            waiting.retain_mut(|(n, since, again)| {
                if *again > now {
                    return true;
                }
                let address = format!("203.0.113.{n}");
                let person = caller(&names[*n], &address, false);
                let wait = seconds(guard.call(&person, now));
                *again = now + wait * SECOND;
                longest = longest.max(now - *since);
                if wait == 0 {
                    guard.forgive(&person, true, now);
                }
                wait > 0
            });
        }
        assert!(longest > 0 && longest <= Guard::LONGEST * SECOND, "waited {longest} µs");
        // Unhindered they would have tried 720,000 times.
        assert!(tried < 40_000, "{tried} tries");
        let later = (1_800 + 660) * SECOND;
        for (name, address) in names.iter().zip(addresses.iter().cycle()) {
            assert_eq!(seconds(guard.call(&caller(name, address, false), later)), 0, "it is over");
            guard.forgive(&caller(name, address, false), true, later);
        }
    }

    #[test]
    fn one_good_account_does_not_cover_guesses_at_others() {
        let guard = Guard::default();
        let mut let_in = 0;
        for n in 0..200 {
            let name = format!("clerk.{n}");
            let_in += u32::from(guard.call(&caller(&name, "198.51.100.1", false), 0).is_ok());
            let own = caller("own", "198.51.100.1", false);
            if guard.call(&own, 0).is_ok() {
                guard.forgive(&own, true, 0);
            }
        }
        assert!(let_in <= 31, "{let_in} guesses at once");
    }

    #[test]
    fn what_was_right_begins_anew_for_itself_alone() {
        let guard = Guard::default();
        for _ in 0..5 {
            guard.attempt("one", 0).unwrap();
        }
        guard.succeeded("one", 0);
        assert_eq!(seconds(guard.attempt("one", 0)), 0);
        // Strangers on one name: what they did together costs the next of them, right or wrong.
        let strangers: Vec<String> = (0..26).map(|n| format!("198.51.100.{n}")).collect();
        for address in &strangers[..20] {
            assert_eq!(seconds(guard.call(&caller("li", address, false), 0)), 0, "{address}");
        }
        let person = caller("li", "203.0.113.1", false);
        let wait = seconds(guard.call(&person, 0));
        assert!(wait > 0);
        // They go on meanwhile; the person's wait was counted from their own first call, and ends.
        for address in &strangers[20..] {
            assert!(seconds(guard.call(&caller("li", address, false), 0)) > 0);
        }
        let then = wait * SECOND;
        assert_eq!(seconds(guard.call(&person, then)), 0);
        guard.forgive(&person, true, then);
        assert!(seconds(guard.call(&caller("li", "203.0.113.2", false), then)) > 0, "one right password does not clear the name");
    }

    #[test]
    fn what_is_over_is_cleared_away() {
        let guard = Guard::default();
        for n in 0..20_000_i64 {
            let _ = guard.attempt(&n.to_string(), n * SECOND);
        }
        assert!(guard.kept.lock().unwrap().entries.len() <= 2 * Guard::ROOM);
    }
}
