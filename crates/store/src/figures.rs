//! Marks and counters: what is booked when a matter begins or ceases to count for something.

use crate::coding::day;
use crate::sql::Value;
use engine::Mark;
use kernel::{BureauId, Id, MatterId};
use std::collections::BTreeMap;

/// A mark row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MarkRow {
    pub(crate) bureau: BureauId,
    pub(crate) procedure: String,
    pub(crate) measure: String,
    pub(crate) unit: String,
    pub(crate) day: i64,
    pub(crate) matter: MatterId,
}

/// A counter row's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CounterKey {
    pub(crate) bureau: BureauId,
    pub(crate) procedure: String,
    pub(crate) measure: String,
    pub(crate) day: i64,
    pub(crate) unit: String,
}

impl MarkRow {
    pub(crate) fn new(bureau: BureauId, procedure: &Id, unit: &str, matter: MatterId, mark: &Mark) -> Self {
        Self {
            bureau,
            procedure: procedure.to_string(),
            measure: mark.measure.to_string(),
            unit: unit.to_owned(),
            day: day(mark.day),
            matter,
        }
    }

    /// Its columns within the bureau, in the order of the table.
    pub(crate) fn values(&self) -> [Value<'_>; 5] {
        [self.procedure.as_str().into(), self.measure.as_str().into(), self.unit.as_str().into(), self.day.into(), self.matter.0.into()]
    }

    /// The whole row.
    pub(crate) fn row(&self) -> impl Iterator<Item = Value<'_>> {
        std::iter::once(Value::Int(self.bureau.0)).chain(self.values())
    }

    /// The counter that counts it.
    pub(crate) fn counter(&self) -> CounterKey {
        CounterKey {
            bureau: self.bureau,
            procedure: self.procedure.clone(),
            measure: self.measure.clone(),
            day: if is_standing(&self.measure) { 0 } else { self.day },
            unit: self.unit.clone(),
        }
    }
}

impl CounterKey {
    /// The row that adds `n` to it.
    pub(crate) fn row(&self, n: i64) -> [Value<'_>; 6] {
        let (procedure, measure, unit) = (self.procedure.as_str(), self.measure.as_str(), self.unit.as_str());
        [self.bureau.0.into(), procedure.into(), measure.into(), self.day.into(), unit.into(), Value::Int(n)]
    }
}

/// Whether a measure says where matters stand now; it has no period, so its counter has no day.
pub(crate) fn is_standing(measure: &str) -> bool {
    measure.starts_with("state:")
}

/// A sum of changes by key, in the order of keys: rows are locked in that order, and what cancels out is not written.
#[derive(Debug)]
pub(crate) struct Net<K>(BTreeMap<K, i64>);

impl<K> Default for Net<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Net<K> {
    pub(crate) fn add(&mut self, key: K, n: i64) {
        *self.0.entry(key).or_default() += n;
    }

    /// Adds another sum.
    pub(crate) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(key, n)| self.add(key, n));
    }

    /// Keys with what they changed by, zeros left out.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, i64)> {
        self.0.iter().filter(|(_, n)| **n != 0).map(|(k, n)| (k, *n))
    }

    /// Keys that came.
    pub(crate) fn gained(&self) -> impl Iterator<Item = &K> {
        self.iter().filter(|(_, n)| *n > 0).map(|(k, _)| k)
    }

    /// Keys that went.
    pub(crate) fn lost(&self) -> impl Iterator<Item = &K> {
        self.iter().filter(|(_, n)| *n < 0).map(|(k, _)| k)
    }
}
