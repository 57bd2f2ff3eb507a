//! What the demo's year is made of, and what came of it.

use super::units::table;
use anyhow::Result;
use app::{Library, Population};
use engine::walk::{Dice, Walked};
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
        self.matters += 1;
        self.events += walked.events.len() as u64;
        *self.procedures.entry(walked.matter.procedure.id.to_string()).or_default() += 1;
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

/// A procedure for the next matter: the main one of its file most of the time, the small ones now and then.
pub fn choose<'a>(library: &'a Library, dice: &mut Dice) -> Option<&'a Procedure> {
    let weight = |p: &Procedure| (p.actions.len() * p.actions.len()) as u64;
    let all: Vec<&Procedure> = library.procedures().filter(|p| p.actions.iter().any(|a| a.opens_matter())).collect();
    let mut at = dice.below(all.iter().map(|p| weight(p)).sum());
    all.into_iter().find(|p| {
        let here = at < weight(p);
        at = at.saturating_sub(weight(p));
        here
    })
}
