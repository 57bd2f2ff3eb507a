//! Runs the worked examples of a procedure: the same `decide` and `evolve`, invented people, no store.

mod cast;
mod expect;
mod stage;

use crate::Shelf;
use procedure::model::Place;
use procedure::scenario::Scenario;
use stage::Stage;

/// Where an example and the engine differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step, in the scenario's file.
    pub place: Place,
    /// What was expected and what happened, in one sentence.
    pub message: String,
}

/// Runs one example. An empty list means that it holds.
#[must_use]
pub fn run(shelf: &Shelf<'_>, scenario: &Scenario) -> Vec<Difference> {
    let shelf = shelf.with_params(scenario.params.clone());
    let mut stage = Stage::new(&shelf, scenario);
    let mut out = Vec::new();
    for step in &scenario.steps {
        if let Err(message) = stage.step(step) {
            out.push(Difference { place: step.place, message });
        }
    }
    out
}
