//! What the writer must know of a matter before it adds to it.

use crate::coding::{digest, from_json, unsigned};
use crate::database::Connection;
use crate::many::Many;
use crate::placed::Placed;
use crate::prepare::Prepared;
use crate::shown::Cell;
use crate::sql::{Value, column, flag};
use crate::tables::PERSON_KEYS;
use app::ports::{Receipt, StoreError};
use kernel::{BureauId, Digest, MatterId, OperationId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// The end of a matter's log, and where the matter lies in lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) seq: u64,
    pub(crate) link: Digest,
    pub(crate) number: Option<String>,
    /// `None` for a matter that has not begun.
    pub(crate) cell: Option<Cell>,
    /// The days it is ordered by in its cell: see [`Shown::listed_on`](crate::shown::Shown::listed_on).
    pub(crate) listed_on: (i64, i64),
    pub(crate) placed: Placed,
}

/// An act done before.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) request: Digest,
    pub(crate) receipt: Receipt,
}

pub(crate) static HEADS: Many = Many::locked(
    "SELECT matter_id, seq, link, number, procedure, closed, state, unit, press_on, opened_on, placed FROM matter WHERE bureau_id = ?int AND matter_id IN (",
    "?id",
    " ORDER BY matter_id FOR UPDATE",
);

pub(crate) static DONE: Many =
    Many::among("SELECT operation_id, request, matter_id, seq, number FROM operation WHERE bureau_id = ?int AND operation_id IN (", "?id");

/// Heads of the matters that acts add to. Matters that have not begun have none.
pub(crate) async fn heads(connection: &mut Connection, acts: &[&Prepared]) -> Result<BTreeMap<(BureauId, MatterId), Head>, StoreError> {
    let mut out = BTreeMap::new();
    for (bureau, ids) in by_bureau(acts.iter().flat_map(|a| a.steps.iter().map(|s| (a.bureau, s.matter.0)))) {
        for row in HEADS.fetch(connection, &[bureau.0.into()], &ids, &[]).await? {
            let head = Head {
                seq: unsigned(&row, 1)?,
                link: digest(&row, 2)?,
                number: column(&row, 3)?,
                cell: Some(Cell { procedure: column(&row, 4)?, closed: flag(&row, 5)?, state: column(&row, 6)?, unit: column(&row, 7)? }),
                listed_on: (column(&row, 8)?, column(&row, 9)?),
                placed: from_json(column(&row, 10)?)?,
            };
            out.insert((bureau, MatterId(column(&row, 0)?)), head);
        }
    }
    Ok(out)
}

/// Which of the acts were done before.
pub(crate) async fn done(connection: &mut Connection, acts: &[&Prepared]) -> Result<BTreeMap<(BureauId, OperationId), Done>, StoreError> {
    let mut out = BTreeMap::new();
    for (bureau, ids) in by_bureau(acts.iter().map(|a| (a.bureau, a.operation.0))) {
        for row in DONE.fetch(connection, &[bureau.0.into()], &ids, &[]).await? {
            let receipt = Receipt { matter: MatterId(column(&row, 2)?), seq: unsigned(&row, 3)?, number: column(&row, 4)? };
            out.insert((bureau, OperationId(column(&row, 0)?)), Done { request: digest(&row, 1)?, receipt });
        }
    }
    Ok(out)
}

/// The names of keys in the database; `None` for one that was destroyed.
pub(crate) type Keys = BTreeMap<(BureauId, PersonId), Option<Vec<u8>>>;

/// The keys that acts seal with and did not make themselves, as they are now: another node, or a destruction, may have come between.
/// Those they made are inserted, and another one in their place shows then.
pub(crate) async fn keys(connection: &mut Connection, acts: &[&Prepared]) -> Result<Keys, StoreError> {
    let mut out = BTreeMap::new();
    let known = |a: &&Prepared| a.sealing.keys.iter().filter(|used| !used.carried).map(|used| used.person.0).collect::<Vec<_>>();
    for (bureau, ids) in by_bureau(acts.iter().flat_map(|a| known(a).into_iter().map(|person| (a.bureau, person)))) {
        for row in PERSON_KEYS.fetch(connection, &[bureau.0.into()], &ids, &[]).await? {
            out.insert((bureau, PersonId(column(&row, 0)?)), column(&row, 1)?);
        }
    }
    Ok(out)
}

fn by_bureau(ids: impl Iterator<Item = (BureauId, uuid::Uuid)>) -> BTreeMap<BureauId, Vec<Value<'static>>> {
    let distinct: BTreeSet<_> = ids.collect();
    let mut out: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (bureau, id) in distinct {
        out.entry(bureau).or_default().push(Value::Id(id));
    }
    out
}
