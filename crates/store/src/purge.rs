//! What was deleted is taken from the disk: the files are written anew without it.

use crate::database::{Connection, Pool};
use crate::dialect::Dialect;
use crate::sql::{Value, column};
use app::ports::StoreError;
use std::time::Duration;

/// How long to wait for reads that began before, and how often to look.
const PATIENCE: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// Waits until nobody reads from before this moment: PostgreSQL keeps what such a reader may still see.
pub(crate) async fn wait_for_readers(readers: &Pool) -> Result<(), StoreError> {
    if readers.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let now = readers.fetch_optional("SELECT pg_current_xact_id()::xid::text", &[]).await?;
    let now: String = now.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
    let before = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                  AND backend_xmin IS NOT NULL AND age(backend_xmin) > age($1::text::xid)";
    for _ in 0..PATIENCE {
        let row = readers.fetch_optional(before, &[Value::text(&now)]).await?;
        if row.map(|row| column::<i64>(&row, 0)).transpose()? == Some(0) {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(still_read())
}

/// Takes what was deleted from the disk.
///
/// # Errors
/// When somebody still reads from before the destruction: it is done, and this is to be tried again.
pub(crate) async fn purge(on: &mut Connection) -> Result<(), StoreError> {
    clean(on, on.dialect().purge()).await
}

/// Leaves nothing of what was written over.
///
/// # Errors
/// When somebody still reads from before: the next one cleans this too.
pub(crate) async fn overwrite(on: &mut Connection) -> Result<(), StoreError> {
    clean(on, on.dialect().overwrite()).await
}

async fn clean(on: &mut Connection, statements: &[&'static str]) -> Result<(), StoreError> {
    for text in statements {
        // SQLite says of its log whether anything kept it from being emptied.
        let said = on.fetch_all(text, &[]).await?;
        let kept =
            on.dialect() == Dialect::Sqlite && said.first().map(|row| column::<i64>(row, 0)).transpose()?.is_some_and(|busy| busy != 0);
        if kept {
            return Err(still_read());
        }
    }
    Ok(())
}

fn still_read() -> StoreError {
    StoreError::Unavailable("已经销毁，但旧数据还在被读取，未能从磁盘上清除；请稍后再试".into())
}
