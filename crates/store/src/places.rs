//! Rows derived from matters, written by difference: queues, alarms, holdings, and the tally of lists.

use crate::coding::damaged;
use crate::dialect::Connection;
use crate::figures::Net;
use crate::placed::{Duty, Placed};
use crate::shown::Cell;
use crate::sql::{Many, Value};
use crate::tables;
use app::ports::StoreError;
use kernel::{BureauId, Id, MatterId};
use std::borrow::Cow;

/// Differences of derived rows.
#[derive(Default)]
pub(crate) struct Places<'a> {
    duties: Net<(BureauId, &'a Duty, MatterId)>,
    alarms: Net<(BureauId, &'a (i64, Id), MatterId)>,
    holders: Net<(BureauId, &'a str, MatterId)>,
    queues: Net<(BureauId, &'a str, bool)>,
    cells: Net<(BureauId, &'a Cell)>,
}

impl<'a> Places<'a> {
    /// Takes a matter out of where it lay and puts it where it lies now.
    pub(crate) fn replace(&mut self, (bureau, matter): (BureauId, MatterId), before: &'a Placed, after: &'a Placed) {
        for (placed, n) in [(before, -1), (after, 1)] {
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

    /// Writes the differences.
    pub(crate) async fn write(&self, connection: &mut Connection) -> Result<(), StoreError> {
        self.write_duties(connection).await?;
        let alarm = |(bureau, (due, clock), matter): &(BureauId, &'a (i64, Id), MatterId)| {
            [bureau.0.into(), (*due).into(), matter.0.into(), Value::Text(Cow::Owned(clock.to_string()))]
        };
        remove(connection, &tables::ALARM_GONE, &self.alarms.lost().flat_map(alarm).collect::<Vec<_>>()).await?;
        tables::ALARM.run(connection, &self.alarms.gained().flat_map(alarm).collect::<Vec<_>>()).await?;
        let holding = |(bureau, holder, matter): &(BureauId, &'a str, MatterId)| [bureau.0.into(), (*holder).into(), matter.0.into()];
        remove(connection, &tables::HOLDING_GONE, &self.holders.lost().flat_map(holding).collect::<Vec<_>>()).await?;
        tables::HOLDING.run(connection, &self.holders.gained().flat_map(holding).collect::<Vec<_>>()).await?;
        let cells = self.cells.iter().flat_map(|((bureau, cell), n)| {
            let (procedure, state, unit) = (cell.procedure.as_str(), cell.state.as_str(), cell.unit.as_str());
            [bureau.0.into(), procedure.into(), cell.closed.into(), state.into(), unit.into(), Value::Int(n)]
        });
        tables::TALLY.run(connection, &cells.collect::<Vec<_>>()).await?;
        Ok(())
    }

    async fn write_duties(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let key = |(bureau, duty, matter): &(BureauId, &'a Duty, MatterId)| std::iter::once(Value::Int(bureau.0)).chain(duty.key(*matter));
        remove(connection, &tables::TASK_GONE, &self.duties.lost().flat_map(key).collect::<Vec<_>>()).await?;
        let rows = self.duties.gained().flat_map(|duty| key(duty).chain(duty.1.rest()));
        tables::TASK.run(connection, &rows.collect::<Vec<_>>()).await?;
        let queues = self
            .queues
            .iter()
            .flat_map(|((bureau, owner, waiting), n)| [bureau.0.into(), (*owner).into(), (*waiting).into(), Value::Int(n)]);
        tables::QUEUE.run(connection, &queues.collect::<Vec<_>>()).await?;
        Ok(())
    }
}

/// Deletes rows by key, all of which must be there.
pub(crate) async fn remove(connection: &mut Connection, statement: &Many, keys: &[Value<'_>]) -> Result<(), StoreError> {
    let gone = statement.run(connection, keys).await?;
    if gone as usize == keys.len() / statement.width() { Ok(()) } else { Err(damaged("派生的行与事项不符：要删的行不在")) }
}
