//! One durable transaction: begin, write everything, commit; or roll back and leave nothing.

use crate::administering::keep;
use crate::batch;
use crate::database::Connection;
use crate::destroy::destroy;
use crate::journal;
use crate::prepare::Prepared;
use crate::writer::{Destruction, Outcome, Work};
use app::ports::{Note, StoreError};
use kernel::BureauId;
use std::collections::BTreeMap;

/// Does all works in one transaction. An error means that none was done; a work's own error, that it alone was not.
pub(crate) async fn transact(connection: &mut Connection, works: &[&Work]) -> Result<Vec<Result<Outcome, StoreError>>, StoreError> {
    if works.is_empty() {
        return Ok(Vec::new());
    }
    begin(connection).await?;
    let done = write(connection, works).await;
    finish(connection, done).await
}

/// Writes acts all or none: a refused one undoes the rest.
pub(crate) async fn transact_all(connection: &mut Connection, acts: &[Prepared]) -> Result<(), StoreError> {
    begin(connection).await?;
    let acts: Vec<&Prepared> = acts.iter().collect();
    let done = batch::write(connection, &acts).await.and_then(|receipts| receipts.into_iter().try_for_each(|r| r.map(drop)));
    finish(connection, done).await
}

async fn write(connection: &mut Connection, works: &[&Work]) -> Result<Vec<Result<Outcome, StoreError>>, StoreError> {
    let acts: Vec<&Prepared> = works.iter().filter_map(|work| if let Work::Act(act) = work { Some(&**act) } else { None }).collect();
    let mut receipts = if acts.is_empty() { Vec::new() } else { batch::write(connection, &acts).await? }.into_iter();
    let mut outcomes = Vec::with_capacity(works.len());
    for work in works {
        outcomes.push(match work {
            Work::Act(_) => receipts.next().unwrap_or_else(|| Err(StoreError::Unavailable("没有回执".into()))).map(Outcome::Receipt),
            Work::Plain(statements) => {
                let mut rows = 0;
                for statement in statements {
                    rows = connection.execute(statement.text, &statement.values).await?;
                }
                Ok(Outcome::Rows(rows))
            }
            // Written below, after everything else: the journal's head is the last lock that anybody takes.
            Work::Note(..) => Ok(Outcome::Rows(0)),
            Work::Keep(bureau, kept, _) => {
                keep(connection, *bureau, kept).await?;
                Ok(Outcome::Rows(0))
            }
            Work::Destroy(Destruction { keys, bureau, targets }) => {
                destroy(connection, keys, *bureau, targets).await?;
                Ok(Outcome::Rows(0))
            }
            Work::Bulk(_) | Work::Purge | Work::Overwrite | Work::Alone(_) => Err(StoreError::Unavailable("不属于此类写入".into())),
        });
    }
    let mut noted: BTreeMap<BureauId, Vec<Note>> = BTreeMap::new();
    for work in works {
        if let Work::Note(bureau, notes) | Work::Keep(bureau, _, notes) = work {
            noted.entry(*bureau).or_default().extend(notes.iter().cloned());
        }
    }
    for (bureau, notes) in noted {
        journal::append(connection, bureau, &notes).await?;
    }
    Ok(outcomes)
}

/// The statements are written out here: when the database itself undoes a transaction, as on a full disk, a library that counts
/// nested transactions would count wrong from then on.
async fn begin(connection: &mut Connection) -> Result<(), StoreError> {
    let begin = connection.dialect().begin_write();
    connection.raw(begin).await
}

async fn finish<T>(connection: &mut Connection, done: Result<T, StoreError>) -> Result<T, StoreError> {
    let done = match done {
        Ok(value) => connection.raw("COMMIT").await.map(|()| value),
        Err(error) => Err(error),
    };
    if done.is_err() {
        // Fails where the database has already rolled back by itself, which is what is wanted.
        let _ = connection.raw("ROLLBACK").await;
    }
    done
}
