//! A person's matters, and those whose retention is over, in memory.

use super::MemoryStore;
use crate::ports::{PrivacyStore, StoreError};
use async_trait::async_trait;
use kernel::{BureauId, Date, MatterId, OrgPath, PersonId};
use std::collections::BTreeSet;

#[async_trait]
impl PrivacyStore for MemoryStore {
    async fn matters_of(&self, bureau: BureauId, person: PersonId) -> Result<Vec<MatterId>, StoreError> {
        let all: BTreeSet<MatterId> =
            self.with(bureau, |work| work.values.values().filter(|v| v.person == person).flat_map(|v| v.used.clone()).collect());
        Ok(all.into_iter().collect())
    }

    async fn closed_before(
        &self,
        bureau: BureauId,
        unit: &OrgPath,
        before: Date,
        after: Option<(Date, MatterId)>,
        limit: u32,
    ) -> Result<Vec<(Date, MatterId)>, StoreError> {
        let all: BTreeSet<(Date, MatterId)> = self.with(bureau, |work| {
            let closed = work.matters.values().filter(|h| h.facts.closed && h.matter.unit == *unit && h.matter.opened_on < before);
            closed.map(|h| (h.matter.opened_on, h.matter.id)).filter(|key| after.is_none_or(|after| *key > after)).collect()
        });
        Ok(all.into_iter().take(limit as usize).collect())
    }
}
