//! Polls in memory.

use super::MemoryStore;
use crate::ports::{BallotStore, Poll, StoreError};
use async_trait::async_trait;
use kernel::{BureauId, Id};

#[async_trait]
impl BallotStore for MemoryStore {
    async fn poll(&self, bureau: BureauId, id: &Id) -> Result<Option<Poll>, StoreError> {
        Ok(self.with(bureau, |work| work.polls.get(id).cloned()))
    }

    async fn put_poll(&self, bureau: BureauId, id: &Id, before: Option<&Poll>, after: &Poll) -> Result<bool, StoreError> {
        Ok(self.with(bureau, |work| {
            let as_read = work.polls.get(id) == before;
            if as_read {
                work.polls.insert(id.clone(), after.clone());
            }
            as_read
        }))
    }
}
