//! What the bureau keeps beside the program and every date hangs on: notices of days off that came after it was built, and numbers of
//! its own; and what is done to matters when one of them changes.

use crate::ports::{Commit, SharedStore, StoreError, StoredMatter, Unit};
use crate::{Bureau, Fault, Library, change_of};
use calendar::{Calendar, CalendarError};
use engine::{Author, Body, Cause, Event, Evidence, Matter, derive, evolve};
use kernel::{AccountId, BureauId, Id, MatterId, Moment, OperationId, Title, sm3};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The setting under which it lies.
const KEY: &str = "standing";
/// Matters written in one transaction.
const BATCH: u32 = 500;
/// How often matters that somebody else changed meanwhile are tried again.
const TRIES: u32 = 5;
/// A larger table is no notice of days off.
const LARGEST: usize = 1 << 20;

/// What the bureau keeps beside the program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Tables of days off, in the order loaded.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Numbers of its own; those of the settings file give way.
    #[serde(default)]
    pub params: BTreeMap<Id, u64>,
    /// A change that has not yet reached every matter.
    #[serde(default)]
    pub applying: Option<Applying>,
}

/// A change on its way through the matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applying {
    /// What changed.
    pub because: Cause,
    /// Who changed it.
    pub by: AccountId,
    /// The second person.
    pub agreed: Option<AccountId>,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Matters looked at.
    pub matters: u64,
    /// Matters whose dates were counted anew, each with an event of its own.
    pub written: u64,
}

impl Standing {
    /// What a bureau keeps; nothing at first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(store: &SharedStore, bureau: BureauId) -> Result<Self, Fault> {
        let Some(value) = store.setting(bureau, KEY).await? else { return Ok(Self::default()) };
        Ok(serde_json::from_value(value).map_err(|e| StoreError::Damaged(e.to_string()))?)
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn write(&self, store: &SharedStore, bureau: BureauId) -> Result<(), Fault> {
        let value = serde_json::to_value(self).map_err(|e| StoreError::Damaged(e.to_string()))?;
        Ok(store.put_setting(bureau, KEY, &value).await?)
    }

    /// The calendar with every notice. It lives as long as the program: one is made at the start, and one for each notice loaded.
    ///
    /// # Errors
    /// Every line that cannot be read.
    pub fn calendar(&self) -> Result<&'static Calendar, Vec<CalendarError>> {
        if self.tables.is_empty() {
            return Ok(Calendar::china());
        }
        Ok(Box::leak(Box::new(Calendar::china_with(self.tables.iter().map(String::as_str))?)))
    }

    /// The same with one more table of days off, which is on its way through the matters.
    ///
    /// # Errors
    /// Every line that cannot be read, in both languages.
    pub fn with_table(&self, csv: &str, by: &AccountId, agreed: Option<AccountId>) -> Result<(Self, &'static Calendar), Vec<Title>> {
        if csv.len() > LARGEST {
            return Err(vec![Title::new(
                "日历表超过1兆字节，不是放假安排（CAL13）",
                "The table is larger than 1 MiB: no calendar (CAL13)",
            )]);
        }
        let mut next = self.clone();
        // The same notice loaded again goes on where it stopped.
        next.tables.retain(|t| t != csv);
        next.tables.push(csv.to_owned());
        let calendar = next.calendar().map_err(|faults| faults.iter().map(CalendarError::title).collect::<Vec<_>>())?;
        let because = Cause::Calendar { years: Calendar::years_of(csv), table: sm3(&[csv.as_bytes()]) };
        next.applying = Some(Applying { because, by: by.clone(), agreed });
        Ok((next, calendar))
    }

    /// The same with another number of the bureau's own, which is on its way through the matters.
    #[must_use]
    pub fn with_param(&self, name: Id, value: u64, by: &AccountId, agreed: Option<AccountId>) -> Self {
        let mut next = self.clone();
        next.params.insert(name.clone(), value);
        next.applying = Some(Applying { because: Cause::Parameter { name, value }, by: by.clone(), agreed });
        next
    }
}

impl Bureau {
    /// Counts the dates of every matter anew that the calendar and the numbers of this bureau's library no longer give, with one event in
    /// each. What was done before is not done again, so that a run that was cut short is simply begun again.
    ///
    /// # Errors
    /// When the store cannot be read or written; what was written by then stays.
    pub async fn recount(&self, change: &Applying, progress: &(dyn Fn(Reached) + Sync)) -> Result<Reached, Fault> {
        let units = self.units().await?;
        for _ in 1..TRIES {
            match self.recount_once(change, &units, progress).await {
                Err(Fault::Store(StoreError::Conflict { .. })) => {}
                other => return other,
            }
        }
        self.recount_once(change, &units, progress).await
    }

    async fn recount_once(&self, change: &Applying, units: &Arc<Vec<Unit>>, progress: &(dyn Fn(Reached) + Sync)) -> Result<Reached, Fault> {
        let (mut reached, mut after) = (Reached::default(), None::<MatterId>);
        loop {
            let page = self.store.bodies(self.id, after, true, BATCH).await?;
            let Some(last) = page.last() else { return Ok(reached) };
            after = Some(last.id);
            reached.matters += page.len() as u64;
            let (library, change, units, now) = (self.library.clone(), change.clone(), units.clone(), self.clock.now());
            let work = move || page.iter().filter_map(|stored| recounted(&library, &change, &units, now, stored)).collect::<Vec<_>>();
            let commits = tokio::task::spawn_blocking(work).await.map_err(|e| StoreError::Unavailable(e.to_string()))?;
            reached.written += commits.len() as u64;
            if !commits.is_empty() {
                self.store.bulk(self.id, commits).await?;
            }
            progress(reached);
        }
    }
}

/// What to write about a matter whose dates are no longer what they were.
fn recounted(library: &Library, change: &Applying, units: &[Unit], now: Moment, stored: &StoredMatter) -> Option<Commit> {
    let matter: Matter = serde_json::from_str(&stored.body).ok()?;
    let frame = library.frame(library.pinned(&matter.procedure)?);
    if derive(&frame, &matter) == matter.clocks {
        return None;
    }
    let event = Event {
        seq: matter.seq + 1,
        occurred_on: now.today(),
        occurred_at: None,
        evidence: Evidence::System,
        recorded_on: now.today(),
        recorded_at: now.micros,
        by: Author { account: change.by.clone(), role: None, via: None, acting_for: None },
        body: Body::Recounted { because: change.because.clone(), agreed: change.agreed.clone() },
    };
    let after = evolve(&frame, Some(matter.clone()), &event)?;
    let request = sm3(&[b"recount", &serde_json::to_vec(&event.body).ok()?, matter.id.0.as_bytes(), &event.seq.to_be_bytes()]);
    let operation = OperationId(uuid::Builder::from_random_bytes(request.0[..16].try_into().ok()?).into_uuid());
    Some(Commit::new((operation, request), change_of(&frame, Some(&matter), vec![event], after, units), Vec::new()))
}
