//! What the derived tables should hold, as sums: for each matter a fingerprint of its rows, for each counter its count.

use crate::figures::{CounterKey, Net};
use crate::shown::Cell;
use crate::sql::Value;
use kernel::BureauId;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

/// A derived table with rows by matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Task,
    Alarm,
    Holding,
    Mark,
}

/// Expected rows less stored rows.
#[derive(Default)]
pub(super) struct Ledger {
    /// Sums of row fingerprints; 0 where expected and stored rows are the same.
    rows: HashMap<Uuid, [u64; 4]>,
    pub cells: Net<Cell>,
    pub queues: Net<(BureauId, String, bool)>,
    pub counters: Net<CounterKey>,
}

impl Ledger {
    /// A row should be there.
    pub fn expect(&mut self, table: Table, matter: Uuid, row: &[Value<'_>]) {
        let sum = &mut self.rows.entry(matter).or_default()[table as usize];
        *sum = sum.wrapping_add(fingerprint(row));
    }

    /// A row is there.
    pub fn found(&mut self, table: Table, matter: Uuid, row: &[Value<'_>]) {
        let sum = &mut self.rows.entry(matter).or_default()[table as usize];
        *sum = sum.wrapping_sub(fingerprint(row));
    }

    pub fn merge(&mut self, other: Self) {
        for (matter, sums) in other.rows {
            let own = self.rows.entry(matter).or_default();
            own.iter_mut().zip(sums).for_each(|(a, b)| *a = a.wrapping_add(b));
        }
        self.cells.merge(other.cells);
        self.queues.merge(other.queues);
        self.counters.merge(other.counters);
    }

    /// Matters whose rows in a table are not what they should be.
    pub fn unlike(&self, table: Table) -> impl Iterator<Item = Uuid> {
        let mut ids: Vec<Uuid> = self.rows.iter().filter(|(_, sums)| sums[table as usize] != 0).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.into_iter()
    }
}

fn fingerprint(row: &[Value<'_>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.hash(&mut hasher);
    hasher.finish()
}
