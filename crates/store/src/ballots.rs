//! Polls. A poll is one row whose body keeps its length, so that each version is written over the one before; then the write-ahead log,
//! in which the earlier ones would still lie in their order, is emptied.

use crate::coding::damaged;
use crate::sql::{Value, column};
use crate::store::SqlStore;
use crate::writer::Work;
use app::ports::{BallotStore, Poll, StoreError};
use async_trait::async_trait;
use kernel::{BureauId, Id};
use std::borrow::Cow;

const POLL: &str = "SELECT body FROM poll WHERE bureau_id = $1 AND poll = $2";
const NEW: &str = "INSERT INTO poll (bureau_id, poll, body) VALUES ($1, $2, $3) ON CONFLICT (bureau_id, poll) DO NOTHING";
const CHANGED: &str = "UPDATE poll SET body = $3 WHERE bureau_id = $1 AND poll = $2 AND body = $4";

#[async_trait]
impl BallotStore for SqlStore {
    async fn poll(&self, bureau: BureauId, id: &Id) -> Result<Option<Poll>, StoreError> {
        let row = self.readers.fetch_optional(POLL, &[bureau.0.into(), id.as_str().into()]).await?;
        let Some(row) = row else { return Ok(None) };
        let bytes: Vec<u8> = column(&row, 0)?;
        Poll::from_bytes(&bytes).map(Some).ok_or_else(|| damaged(format!("评议 {id} 读不出来")))
    }

    async fn put_poll(&self, bureau: BureauId, id: &Id, before: Option<&Poll>, after: &Poll) -> Result<bool, StoreError> {
        let owned = |poll: &Poll| Value::Bytes(Cow::Owned(poll.to_bytes()));
        let mut values = vec![bureau.0.into(), Value::Text(Cow::Owned(id.to_string())), owned(after)];
        values.extend(before.map(owned));
        let writer = self.writer()?;
        let written = writer.plain(if before.is_some() { CHANGED } else { NEW }, values).await? == 1;
        if written && let Err(error) = writer.write(Work::Overwrite).await {
            tracing::warn!(%error, "an earlier version of a poll is not yet off the disk");
        }
        Ok(written)
    }
}
