//! A person's matters, and closed matters by the day on which they were opened.

use crate::coding::day;
use crate::sql::{Value, column};
use crate::store::SqlStore;
use app::ports::{PrivacyStore, StoreError};
use async_trait::async_trait;
use kernel::{BureauId, Date, MatterId, OrgPath, PersonId};
use uuid::Uuid;

/// Where a person's values were entered, and where else they are referred to.
pub(crate) const OF_PERSON: &str = "SELECT matter_id FROM value WHERE bureau_id = $1 AND person_id = $2 \
     UNION SELECT value_use.matter_id FROM value JOIN value_use ON value_use.bureau_id = value.bureau_id \
     AND value_use.value_id = value.value_id WHERE value.bureau_id = $1 AND value.person_id = $2 ORDER BY 1";

/// Closed matters of a unit, the oldest first.
pub(crate) const CLOSED: &str = "SELECT opened_on, matter_id FROM matter WHERE bureau_id = $1 AND closed = $2 AND unit = $3 \
     AND (opened_on, matter_id) > ($4, $5) AND opened_on < $6 ORDER BY opened_on, matter_id LIMIT $7";

#[async_trait]
impl PrivacyStore for SqlStore {
    async fn matters_of(&self, bureau: BureauId, person: PersonId) -> Result<Vec<MatterId>, StoreError> {
        let rows = self.readers.fetch_all(OF_PERSON, &[bureau.0.into(), person.0.into()]).await?;
        rows.iter().map(|row| column(row, 0).map(MatterId)).collect()
    }

    async fn closed_before(
        &self,
        bureau: BureauId,
        unit: &OrgPath,
        before: Date,
        after: Option<(Date, MatterId)>,
        limit: u32,
    ) -> Result<Vec<(Date, MatterId)>, StoreError> {
        let (from, id) = after.map_or((i64::MIN, Uuid::nil()), |(opened, id)| (day(opened), id.0));
        let values: [Value<'_>; 7] =
            [bureau.0.into(), true.into(), unit.as_str().into(), from.into(), id.into(), day(before).into(), i64::from(limit).into()];
        let rows = self.readers.fetch_all(CLOSED, &values).await?;
        rows.iter().map(|row| Ok((crate::coding::date(column(row, 0)?)?, MatterId(column(row, 1)?)))).collect()
    }
}
