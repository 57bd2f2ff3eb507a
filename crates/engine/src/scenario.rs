//! Runs the worked examples of a procedure: the same `decide` and `evolve`, invented people, no store.

mod cast;
mod expect;
mod stage;

use crate::{Event, Matter, Shelf};
use procedure::model::Place;
use procedure::scenario::{Scenario, What};
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
    for (i, step) in scenario.steps.iter().enumerate() {
        let Err(mut message) = stage.step(step) else { continue };
        // What was not done on the way makes everything after it differ: that would only hide the one mistake.
        let rest = scenario.steps.len() - i - 1;
        let stops = !matches!(step.what, What::Expect(_)) && rest > 0;
        if stops {
            message.push_str(&format!("；其余 {rest} 步因此没有核对"));
        }
        out.push(Difference { place: step.place, message });
        if stops {
            break;
        }
    }
    out
}

/// Plays one example and answers with its matters at the end and their logs: real material for whoever checks more than it expects.
#[must_use]
pub fn play(shelf: &Shelf<'_>, scenario: &Scenario) -> Vec<(Matter, Vec<Event>)> {
    let shelf = shelf.with_params(scenario.params.clone());
    let mut stage = Stage::new(&shelf, scenario);
    for step in &scenario.steps {
        // What is refused on purpose, or differs, leaves the matter as it is.
        let _ = stage.step(step);
    }
    let mut logs = stage.logs;
    stage.matters.into_iter().filter_map(|(id, matter)| Some((matter, logs.remove(&id)?))).collect()
}
