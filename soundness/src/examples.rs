//! The worked examples against the engine.

use crate::{Subject, told};
use kernel::Id;
use procedure::model::Dossier;
use procedure::scenario::{Scenario, What};
use std::collections::BTreeSet;

impl Subject {
    /// Every example names what there is, and what it expects comes to pass.
    ///
    /// # Panics
    /// When one does not.
    pub fn keeps_its_examples(&self) {
        let shelf = engine::Shelf::new(&self.dossiers, calendar::Calendar::china(), &self.book);
        let all: Vec<&Dossier> = self.dossiers.iter().collect();
        let (mut run, mut differences) = (0, Vec::new());
        for (file, text) in self.module.scenarios {
            let (scenarios, mut found) = procedure::decode_scenarios(file, text);
            found.extend(procedure::check_scenarios_across(file, &scenarios, &all));
            assert!(found.is_empty(), "{}", told(&found));
            for scenario in &scenarios {
                let told = engine::scenario::run(&shelf, scenario);
                differences.extend(told.iter().map(|d| format!("{file}:{} {}\n    {}", d.place.line, scenario.title, d.message)));
                run += 1;
            }
        }
        assert!(run > 0, "no examples");
        assert!(differences.is_empty(), "{} of {run} examples:\n{}", differences.len(), differences.join("\n"));
        println!("{run} examples hold");
    }

    /// Every action is done in some example.
    ///
    /// # Panics
    /// When one is in none.
    pub fn shows_every_action(&self) {
        let scenarios = self.module.scenarios.iter().flat_map(|(file, text)| procedure::decode_scenarios(file, text).0);
        let done: BTreeSet<(Id, Id)> = scenarios.flat_map(|scenario| self.done_in(&scenario)).collect();
        let every = self.procedures().flat_map(|p| p.actions.iter().map(|a| (p.id.clone(), a.id.clone())));
        let missing: Vec<String> = every.filter(|a| !done.contains(a)).map(|(p, a)| format!("{p}.{a}")).collect();
        assert!(missing.is_empty(), "in no example: {}", missing.join(" "));
    }

    /// What is done in an example, as (procedure, action).
    fn done_in(&self, scenario: &Scenario) -> Vec<(Id, Id)> {
        let mut done = Vec::new();
        for step in scenario.steps.iter().filter(|s| s.refused.is_none()) {
            let What::Act(act) = &step.what else { continue };
            let Some(of) = step.within.as_ref().or(scenario.procedure.as_ref()) else {
                panic!("“{}” names no procedure", scenario.title)
            };
            // Whoever opens a matter inside this one does its opening act. Of several versions any may be meant.
            let actions = self.procedures().filter(|p| p.id == *of).filter_map(|p| p.action(act.action.as_str()));
            let opened: BTreeSet<&Id> = actions.filter_map(|a| a.opens.as_ref()).map(|o| &o.procedure).collect();
            let opening = self.procedures().filter(|p| opened.contains(&p.id));
            done.extend(opening.flat_map(|p| p.actions.iter().filter(|a| a.opens_matter()).map(|a| (p.id.clone(), a.id.clone()))));
            done.push((of.clone(), act.action.clone()));
        }
        done
    }
}
