//! Rows derived from matters, by difference: queues, alarms, holdings, and the tally of lists.

use crate::figures::Net;
use crate::placed::{Duty, Placed};
use crate::shown::Cell;
use crate::sql::Value;
use kernel::{BureauId, Id, MatterId};

type Alarm<'a> = (BureauId, &'a (i64, Id), MatterId);

/// Differences of derived rows.
#[derive(Default)]
pub(crate) struct Places<'a> {
    duties: Net<(BureauId, &'a Duty, MatterId)>,
    alarms: Net<Alarm<'a>>,
    holders: Net<(BureauId, &'a str, MatterId)>,
    queues: Net<(BureauId, &'a str, bool)>,
    cells: Net<(BureauId, &'a Cell)>,
}

impl<'a> Places<'a> {
    /// Takes a matter out of where it lay and puts it where it lies now.
    pub(crate) fn replace(&mut self, (bureau, matter): (BureauId, MatterId), before: Option<&'a Placed>, after: &'a Placed) {
        for (placed, n) in before.map(|before| (before, -1)).into_iter().chain([(after, 1)]) {
            for duty in &placed.duties {
                self.duties.add((bureau, duty, matter), n);
                self.queues.add((bureau, &duty.owner, duty.waiting), n);
            }
            placed.alarms.iter().for_each(|alarm| self.alarms.add((bureau, alarm, matter), n));
            placed.holders.iter().for_each(|holder| self.holders.add((bureau, holder, matter), n));
        }
    }

    /// Counts it in its cell of the lists.
    pub(crate) fn move_cell(&mut self, bureau: BureauId, before: Option<&'a Cell>, after: &'a Cell) {
        if let Some(before) = before {
            self.cells.add((bureau, before), -1);
        }
        self.cells.add((bureau, after), 1);
    }

    /// Tasks that went: their keys.
    pub(crate) fn duties_lost(&self) -> Vec<Value<'a>> {
        self.duties.lost().flat_map(key).collect()
    }

    /// Tasks that came.
    pub(crate) fn duties_gained(&self) -> Vec<Value<'a>> {
        self.duties.gained().flat_map(|duty| key(duty).chain(duty.1.rest())).collect()
    }

    /// By how much queues grew.
    pub(crate) fn queues(&self) -> Vec<Value<'a>> {
        let row = |((bureau, owner, waiting), n): (&(BureauId, &'a str, bool), i64)| {
            [bureau.0.into(), (*owner).into(), (*waiting).into(), Value::Int(n)]
        };
        self.queues.iter().flat_map(row).collect()
    }

    /// Alarms that went, and that came.
    pub(crate) fn alarms(&self) -> [Vec<Value<'a>>; 2] {
        fn row<'a>((bureau, (due, clock), matter): &Alarm<'a>) -> [Value<'a>; 4] {
            [bureau.0.into(), (*due).into(), matter.0.into(), clock.as_str().into()]
        }
        [self.alarms.lost().flat_map(row).collect(), self.alarms.gained().flat_map(row).collect()]
    }

    /// Holdings that went, and that came.
    pub(crate) fn holdings(&self) -> [Vec<Value<'a>>; 2] {
        fn row<'a>((bureau, holder, matter): &(BureauId, &'a str, MatterId)) -> [Value<'a>; 3] {
            [bureau.0.into(), (*holder).into(), matter.0.into()]
        }
        [self.holders.lost().flat_map(row).collect(), self.holders.gained().flat_map(row).collect()]
    }

    /// By how much cells of the lists grew.
    pub(crate) fn cells(&self) -> Vec<Value<'a>> {
        let row = |((bureau, cell), n): (&(BureauId, &'a Cell), i64)| {
            let (procedure, state, unit) = (cell.procedure.as_str(), cell.state.as_str(), cell.unit.as_str());
            [bureau.0.into(), procedure.into(), cell.closed.into(), state.into(), unit.into(), Value::Int(n)]
        };
        self.cells.iter().flat_map(row).collect()
    }
}

fn key<'a>((bureau, duty, matter): &(BureauId, &'a Duty, MatterId)) -> impl Iterator<Item = Value<'a>> {
    std::iter::once(Value::Int(bureau.0)).chain(duty.key(*matter))
}
