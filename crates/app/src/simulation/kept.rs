//! A simulation for a page: one runs at a time, and the last one is kept for whoever turns its pages.

use super::{Simulation, Supposed, Which};
use crate::ports::Account;
use crate::{Bureau, Fault, Scope};
use kernel::Title;
use std::sync::{Arc, Mutex, PoisonError};

/// How long the last result is shown again, in microseconds. Matters move on meanwhile; dates that would move hardly do.
const FRESH: i64 = 60_000_000;

/// The place of the last one.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Two at once would only slow each other down.
    turn: tokio::sync::Semaphore,
    last: Mutex<Option<Last>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { turn: tokio::sync::Semaphore::new(1), last: Mutex::default() }
    }
}

/// What was asked, when, and what came of it.
#[derive(Clone, Debug)]
struct Last {
    asked: String,
    at: i64,
    found: (Arc<Supposed>, Arc<Simulation>),
}

impl Bureau {
    /// Whether an account signs for others in some procedure: who answers for what a change of the law would do.
    #[must_use]
    pub fn signs(&self, who: &Account) -> bool {
        let held = |role: &kernel::Id| who.actor.grants.iter().any(|g| g.role == *role);
        let mut lines = self.library.procedures().flat_map(|p| &p.actions).flat_map(|a| &a.sign);
        lines.any(|line| line.roles.iter().any(held))
    }

    /// The open matters that an account may see, replayed as supposed. `asked` names the supposition.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for whoever signs nothing or sees no unit's matters; what is wrong with the supposition; faults of the store.
    pub async fn simulated(
        &self,
        who: &Account,
        asked: &str,
        suppose: impl FnOnce() -> Result<Supposed, Title>,
    ) -> Result<(Arc<Supposed>, Arc<Simulation>), Fault> {
        let Scope::Over(reach) = Scope::of(&self.library, who, self.today()) else { return Err(Fault::NotFound) };
        if !self.signs(who) {
            return Err(Fault::NotFound);
        }
        let asked = format!("{asked} {reach:?} {}", self.today());
        let _turn = self.simulations.turn.acquire().await.map_err(|_| Fault::NotFound)?;
        let now = self.clock.now().micros;
        let last = self.simulations.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(last) = last.filter(|l| l.asked == asked && now - l.at < FRESH) {
            return Ok(last.found);
        }
        let supposed = Arc::new(suppose().map_err(Fault::Input)?);
        let which = Which { reach, closed: false };
        let found = (supposed.clone(), Arc::new(self.simulate(supposed, which, &|_| {}).await?));
        *self.simulations.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Last { asked, at: now, found: found.clone() });
        Ok(found)
    }
}
