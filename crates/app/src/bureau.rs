//! Everything one request needs.

use crate::ports::{SharedStore, Unit};
use crate::{Fault, Library, PlanHook};
use kernel::{BureauId, Date, Digest, MatterId, Moment, OperationId, PersonId, ValueId, sm3};
use std::sync::{Arc, Mutex};

/// Source of time. The engine never reads one; the use-cases read this one.
pub trait Clock: Send + Sync {
    /// Now, with the business day.
    fn now(&self) -> Moment;
    /// The fixed business day of a demo bureau.
    fn fixed(&self) -> Option<Date> {
        None
    }
    /// Moves a demo bureau's day forward; `None` where the day is real.
    fn advance(&self, _days: u16) -> Option<Date> {
        None
    }
}

/// Source of randomness for ids, salts, tokens.
pub trait Entropy: Send + Sync {
    /// Fills the bytes unpredictably.
    fn fill(&self, bytes: &mut [u8]);
}

/// One bureau at work.
pub struct Bureau {
    /// Which.
    pub id: BureauId,
    /// Where its work lies.
    pub store: SharedStore,
    /// The law.
    pub library: Arc<Library>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Where plans meet indicators.
    pub hooks: Vec<PlanHook>,
    /// Sign-in attempts.
    pub guard: crate::Guard,
    /// How people sign in.
    pub policy: crate::SignInPolicy,
    /// The city's provider of identities, where people may sign in through it.
    pub provider: Option<Arc<dyn crate::ports::Provider>>,
    /// For whom passkeys are made, where the site has an address that browsers make them for.
    pub relying_party: Option<crate::RelyingParty>,
    pub(crate) hashing: crate::hashing::Hashing,
    units: Mutex<Option<(i64, Arc<Vec<Unit>>)>>,
    pub(crate) looks: crate::looking::Looks,
    pub(crate) reasons: crate::care::Reasons,
    pub(crate) simulations: crate::simulation::Kept,
}

impl Bureau {
    /// Puts a bureau together.
    #[must_use]
    pub fn new(
        id: BureauId,
        store: SharedStore,
        library: Arc<Library>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        hooks: Vec<PlanHook>,
    ) -> Self {
        Self {
            id,
            store,
            library,
            clock,
            entropy,
            hooks,
            guard: Default::default(),
            policy: Default::default(),
            provider: None,
            relying_party: None,
            hashing: Default::default(),
            units: Mutex::new(None),
            looks: Default::default(),
            reasons: Default::default(),
            simulations: Default::default(),
        }
    }

    /// Units, kept for a moment: they change with the organisation, not with the day, and another node may change them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn units(&self) -> Result<Arc<Vec<Unit>>, Fault> {
        const KEPT: i64 = 10_000_000;
        let now = self.clock.now().micros;
        if let Some((_, units)) = self.units.lock().ok().and_then(|u| u.clone()).filter(|(read, _)| (*read..*read + KEPT).contains(&now)) {
            return Ok(units);
        }
        let read = Arc::new(self.store.units(self.id).await?);
        if let Ok(mut slot) = self.units.lock() {
            *slot = Some((now, read.clone()));
        }
        Ok(read)
    }

    /// The business day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.now().today()
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    fn uuid(&self) -> uuid::Uuid {
        let micros = self.clock.now().micros.unsigned_abs();
        uuid::Builder::from_unix_timestamp_millis(micros / 1000, &self.random::<10>()).into_uuid()
    }

    /// A fresh matter id, later ones sorting after earlier ones.
    #[must_use]
    pub fn new_matter(&self) -> MatterId {
        MatterId(self.uuid())
    }

    /// A fresh operation id, for a form that is about to be shown.
    #[must_use]
    pub fn new_operation(&self) -> OperationId {
        OperationId(self.uuid())
    }

    pub(crate) fn new_person(&self) -> PersonId {
        PersonId(self.uuid())
    }

    pub(crate) fn new_value(&self) -> ValueId {
        ValueId(self.uuid())
    }

    /// A token that its holder alone knows, and its digest, which is what the store keeps.
    #[must_use]
    pub fn token(&self) -> (String, Digest) {
        let token: String = self.random::<32>().iter().map(|b| format!("{b:02x}")).collect();
        let digest = sm3(&[token.as_bytes()]);
        (token, digest)
    }
}
