//! Real proof files: every worked example of every line of work, played to its end.

use app::ports::Recorded;
use app::{Library, Module, proof};
use engine::{Event, Matter, RuleBook, Shelf, canonical, link};
use kernel::{Date, Digest};
use procedure::model::Dossier;

const MODULES: [Module; 3] = [legal_services::MODULE, disputes::MODULE, community::MODULE];

/// A proof file, and the example from which it comes.
pub struct Proved {
    pub of: String,
    pub procedure: String,
    pub text: String,
}

/// One for every matter of every example.
pub fn proofs() -> Vec<Proved> {
    let mut rules = RuleBook::default();
    MODULES.iter().for_each(|m| (m.rules)(&mut rules));
    let dossiers: Vec<Dossier> =
        MODULES.iter().flat_map(|m| m.dossiers).filter_map(|(name, text)| procedure::decode(name, text).0).collect();
    let calendar = calendar::Calendar::china();
    let shelf = Shelf::new(&dossiers, calendar, &rules);
    let mut out = Vec::new();
    for (file, text) in MODULES.iter().flat_map(|m| m.scenarios) {
        for scenario in procedure::decode_scenarios(file, text).0 {
            let library = Library::new(dossiers.clone(), rules.clone(), calendar, scenario.params.clone());
            for (matter, events) in engine::scenario::play(&shelf, &scenario) {
                let log = recorded(&matter, events);
                let text = proof(&library, &matter, &log, Date::constant(2026, 11, 24)).expect("its procedure is loaded");
                out.push(Proved { of: format!("{file} {}", scenario.title), procedure: matter.procedure.id.to_string(), text });
            }
        }
    }
    out
}

/// The log with its chain.
fn recorded(matter: &Matter, events: Vec<Event>) -> Vec<Recorded> {
    let mut before = Digest::default();
    let chained = events.into_iter().map(|event| {
        before = link(&before, matter.id, &canonical(&event).expect("an event is JSON"));
        Recorded { event, link: before }
    });
    chained.collect()
}
