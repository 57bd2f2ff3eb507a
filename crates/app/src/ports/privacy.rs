//! What privacy asks of a store: a person's matters, and those whose retention is over.

use super::StoreError;
use async_trait::async_trait;
use kernel::{BureauId, Date, MatterId, OrgPath, PersonId};

/// What the rights of persons read.
#[async_trait]
pub trait PrivacyStore: Send + Sync {
    /// Every matter in which a value of this person still lies or is referred to, in the order of their ids.
    async fn matters_of(&self, bureau: BureauId, person: PersonId) -> Result<Vec<MatterId>, StoreError>;

    /// Closed matters of exactly this unit that were opened before a day, the oldest first, after one of them: one range of an index.
    /// A matter cannot have closed before it was opened, so what may be destroyed is among them.
    async fn closed_before(
        &self,
        bureau: BureauId,
        unit: &OrgPath,
        before: Date,
        after: Option<(Date, MatterId)>,
        limit: u32,
    ) -> Result<Vec<(Date, MatterId)>, StoreError>;
}
