//! Proof that the log is whole and that everything else follows from it.
//!
//! Matters are walked in order of their ids, a page at a time, each with its log: chain, replay, list columns. What follows from
//! them elsewhere (queues, marks, counters) is summed up on the way and compared with the tables at the end, so that a missing row,
//! a row too many and a changed one are all found without keeping everything in memory.

mod ledger;
mod replay;
mod tables;
mod values;

use crate::coding::{digest, unsigned};
use crate::database::{Connection, Pool};
use crate::keyring::Keyring;
use crate::shown::{SHOWN_KINDS, shown_columns};
use crate::sql::{Value, column};
use app::Library;
use app::ports::{StoreError, VerifyReport};
use kernel::BureauId;
use ledger::Ledger;
use replay::{StoredEvent, StoredMatter};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

pub(crate) const MATTERS: &str = concat!(
    "SELECT ",
    shown_columns!(),
    ", matter_id, seq, link, number, placed, body FROM matter WHERE bureau_id = $1 AND matter_id > $2 ORDER BY matter_id LIMIT $3"
);
pub(crate) const LOGS: &str = "SELECT matter_id, seq, link, body FROM event WHERE bureau_id = $1 AND matter_id > $2 AND matter_id <= $3 \
                ORDER BY matter_id, seq";

/// Matters looked at together.
const PAGE: i64 = 500;
/// Faults told one by one; what is beyond is only counted.
const TOLD: usize = 200;

/// Checks a bureau. Reads one state of the database, however long it takes and whatever is written meanwhile.
pub(crate) async fn verify(readers: &Pool, ring: &Keyring, bureau: BureauId, library: &Library) -> Result<VerifyReport, StoreError> {
    let mut moment = readers.moment().await?;
    let mut report = VerifyReport::default();
    let mut ledger = Ledger::default();
    let mut after = Uuid::nil();
    loop {
        let matters = matters(&mut moment, bureau, after).await?;
        let last = matters.last().map_or(Uuid::max(), |m| m.id);
        let mut logs = logs(&mut moment, bureau, after, last).await?;
        let page: Vec<_> = matters.into_iter().map(|m| (logs.remove(&m.id).unwrap_or_default(), m)).collect();
        for id in logs.into_keys() {
            report.faults.push(format!("事项 {id} 有记录而没有事项本身"));
        }
        if page.is_empty() {
            break;
        }
        report.matters += page.len() as u64;
        let mut found = replay::all(library, bureau, &page);
        report.events += found.events;
        ledger.merge(std::mem::take(&mut found.ledger));
        let destroyed = destroyed(&mut moment, bureau, after, last).await?;
        let unlike = found.destroyed.symmetric_difference(&destroyed);
        report.faults.extend(unlike.map(|id| format!("事项 {id} 的销毁与记录不符：只有决定，或者只有销毁")));
        values::check(readers, ring, bureau, std::mem::take(&mut found.sealed), &destroyed, &mut report).await?;
        report.faults.append(&mut found.faults);
        after = last;
    }
    tables::compare(&mut moment, bureau, ledger, &mut report.faults).await?;
    report.notes = crate::journal::check(&mut moment, bureau, &mut report.faults).await?;
    let told = report.faults.len();
    if told > TOLD {
        report.faults.truncate(TOLD);
        report.faults.push(format!("另有 {} 处不符，未逐一列出", told - TOLD));
    }
    Ok(report)
}

async fn matters(connection: &mut Connection, bureau: BureauId, after: Uuid) -> Result<Vec<StoredMatter>, StoreError> {
    let rows = connection.fetch_all(MATTERS, &[bureau.0.into(), after.into(), PAGE.into()]).await?;
    let stored = |row| {
        Ok(StoredMatter {
            shown: crate::sql::values(row, &SHOWN_KINDS)?,
            id: column(row, 13)?,
            seq: unsigned(row, 14)?,
            link: digest(row, 15)?,
            number: column(row, 16)?,
            placed: column(row, 17)?,
            body: column(row, 18)?,
        })
    };
    rows.iter().map(stored).collect()
}

/// Matters after one and up to another whose values were destroyed.
async fn destroyed(connection: &mut Connection, bureau: BureauId, after: Uuid, last: Uuid) -> Result<HashSet<Uuid>, StoreError> {
    let text = "SELECT matter_id FROM destruction WHERE bureau_id = $1 AND matter_id > $2 AND matter_id <= $3";
    let rows = connection.fetch_all(text, &[bureau.0.into(), after.into(), last.into()]).await?;
    rows.iter().map(|row| column(row, 0)).collect()
}

/// Logs of the matters after one and up to another, by matter.
async fn logs(
    connection: &mut Connection,
    bureau: BureauId,
    after: Uuid,
    last: Uuid,
) -> Result<BTreeMap<Uuid, Vec<StoredEvent>>, StoreError> {
    let values: [Value<'_>; 3] = [bureau.0.into(), after.into(), last.into()];
    let mut out: BTreeMap<Uuid, Vec<StoredEvent>> = BTreeMap::new();
    for row in connection.fetch_all(LOGS, &values).await? {
        let event = StoredEvent { seq: unsigned(&row, 1)?, link: digest(&row, 2)?, body: column(&row, 3)? };
        out.entry(column(&row, 0)?).or_default().push(event);
    }
    Ok(out)
}
