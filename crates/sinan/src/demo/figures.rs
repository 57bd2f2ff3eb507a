//! What the demo's year is made of, and what came of it.

use super::units::table;
use anyhow::Result;
use app::{Library, Population};
use engine::walk::{Dice, Walked};
use kernel::Id;
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

/// A procedure for the next matter, by the shares of the demo's year.
pub fn choose<'a>(library: &'a Library, dice: &mut Dice) -> Result<Option<&'a Procedure>> {
    let mix = table(include_str!("../../../../demo/wuhai/mix.csv"))
        .map(|row| {
            let [procedure, share] = row?;
            Ok((Id::from(procedure), share.parse::<u64>()?))
        })
        .collect::<Result<Vec<_>>>()?;
    let mut at = dice.below(mix.iter().map(|(_, share)| share).sum());
    for (procedure, share) in &mix {
        if at < *share {
            return Ok(library.procedure(procedure));
        }
        at -= share;
    }
    Ok(None)
}
