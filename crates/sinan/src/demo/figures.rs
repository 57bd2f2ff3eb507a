//! What the demo's year is made of, and what came of it.

use super::units::table;
use anyhow::Result;
use app::{Library, Population};
use engine::walk::{Dice, Walked};
use kernel::{Id, OrgPath};
use procedure::model::Procedure;
use std::collections::BTreeMap;

/// What the walks came to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Matters.
    pub matters: u64,
    /// Events.
    pub events: u64,
    /// Matters by procedure.
    pub procedures: BTreeMap<String, u64>,
    /// Refusals by code: what the walks tried and the law did not allow.
    pub refused: BTreeMap<&'static str, u64>,
}

impl Figures {
    /// Adds one walk.
    pub fn add(&mut self, walked: &Walked) {
        for (matter, events) in walked.told() {
            self.matters += 1;
            self.events += events.len() as u64;
            *self.procedures.entry(matter.procedure.id.to_string()).or_default() += 1;
        }
        for refusal in &walked.refused {
            *self.refused.entry(refusal.code).or_default() += 1;
        }
    }
}

/// Residents by district, as officially published.
pub fn population() -> Result<Vec<Population>> {
    table(include_str!("../../../../demo/wuhai/population.csv"))
        .map(|row| {
            let [division, persons, year, source] = row?;
            Ok(Population { division: division.to_owned(), persons: persons.parse()?, year: year.parse()?, source: source.to_owned() })
        })
        .collect()
}

/// What the demo's year is made of: procedure, the unit that handles it, its share.
pub type Mix = Vec<(Id, OrgPath, u64)>;

/// The demo's table: in proportion to residents, less what a district that lags behind does.
pub fn mix() -> Result<Mix> {
    table(include_str!("../../../../demo/wuhai/mix.csv"))
        .map(|row| {
            let [procedure, unit, share] = row?;
            Ok((Id::from(procedure), OrgPath::new(unit), share.parse()?))
        })
        .collect()
}

/// Procedure and unit of the next matter.
pub fn choose<'a>(mix: &'a Mix, library: &'a Library, dice: &mut Dice) -> Option<(&'a Procedure, &'a OrgPath)> {
    let mut at = dice.below(mix.iter().map(|(_, _, share)| share).sum());
    for (procedure, unit, share) in mix {
        if at < *share {
            return Some((library.procedure(procedure)?, unit));
        }
        at -= share;
    }
    None
}
