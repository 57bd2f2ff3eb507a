//! The dossiers of this module against the language, the statutes, and each other; their examples against the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use engine::RuleBook;
use kernel::Id;
use procedure::Diagnostic;
use procedure::model::{ChoiceSource, Dossier, Procedure};
use std::collections::BTreeSet;

fn book() -> RuleBook {
    let mut book = RuleBook::default();
    enforcement::rules(&mut book);
    book
}

/// Findings, one a line.
fn told(found: &[Diagnostic]) -> String {
    let lines = found.iter().map(|d| format!("{} {}:{} {}", d.code, d.file, d.place.line, d.message.zh));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every dossier; what is wrong with it is printed.
fn dossiers() -> Vec<Dossier> {
    let decoded = enforcement::DOSSIERS.iter().map(|(file, text)| {
        let (dossier, found) = procedure::decode(file, text);
        println!("{}", told(&found));
        dossier.unwrap_or_else(|| panic!("{file} does not decode"))
    });
    decoded.collect()
}

fn procedures(all: &[Dossier]) -> impl Iterator<Item = &Procedure> {
    all.iter().flat_map(|d| &d.procedures)
}

#[test]
fn every_procedure_is_sound_against_the_statutes() {
    let known: BTreeSet<Id> = book().names().cloned().collect();
    let all = dossiers();
    let mut faults = 0;
    for (i, dossier) in all.iter().enumerate() {
        let others: Vec<&Dossier> = all.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, d)| d).collect();
        let found = procedure::check(dossier, law::Index::embedded(), &known, &others);
        println!("{}", told(&found));
        faults += found.iter().filter(|d| Diagnostic::is_error(d)).count();
    }
    assert_eq!(faults, 0, "{faults} errors, printed above");
}

/// No held text fixes a number here, so what can be planted is a passage, a statutory figure, and a standing.
#[test]
fn planted_faults_do_not_pass() {
    let known: BTreeSet<Id> = book().names().cloned().collect();
    let (file, text) = enforcement::DOSSIERS[0];
    let plants = [
        ("cite SUP:10 SUP:11 }", "cite SUP:10 SUP:45 }", "P1"),
        ("within=review_target amber=2 { cite SUP:17.2;", "within=10 unit=workday amber=2 { cite SUP:17.2@1;", "P1"),
        ("in suspended }", "in suspend }", "P0"),
    ];
    for (right, wrong, family) in plants {
        let planted = text.replacen(right, wrong, 1);
        assert_ne!(planted, text, "{right}");
        let (dossier, mut found) = procedure::decode(file, &planted);
        found.extend(dossier.iter().flat_map(|d| procedure::check(d, law::Index::embedded(), &known, &[])));
        assert!(found.iter().any(|d| d.is_error() && d.code.starts_with(family)), "{wrong}: {}", told(&found));
    }
}

#[test]
fn every_example_holds() {
    let all = dossiers();
    let book = book();
    let shelf = engine::Shelf::new(&all, calendar::Calendar::china(), &book);
    let (mut run, mut differences) = (0, Vec::new());
    for (file, text) in enforcement::SCENARIOS {
        let (scenarios, found) = procedure::decode_scenarios(file, text);
        assert!(found.is_empty(), "{}", told(&found));
        for scenario in &scenarios {
            let id = scenario.procedure.clone().unwrap_or_else(|| panic!("{file}: “{}” names no procedure", scenario.title));
            let dossier = all.iter().find(|d| d.procedures.iter().any(|p| p.id == id));
            let dossier = dossier.unwrap_or_else(|| panic!("{file}: there is no procedure {id}"));
            let found = procedure::check_scenarios(file, std::slice::from_ref(scenario), dossier);
            assert!(found.is_empty(), "{}", told(&found));
            let told = engine::scenario::run(&shelf, scenario);
            differences.extend(told.iter().map(|d| format!("{file}:{} {}\n    {}", d.place.line, scenario.title, d.message)));
            run += 1;
        }
    }
    assert!(differences.is_empty(), "{} of {run} examples:\n{}", differences.len(), differences.join("\n"));
    println!("{run} examples hold");
}

#[test]
fn rules_and_procedures_name_the_same_rules() {
    let all = dossiers();
    let of_choices = |p: &Procedure| -> Vec<Id> {
        let computed = p.choices.values().filter_map(|c| if let ChoiceSource::Rule(rule) = &c.source { Some(rule.clone()) } else { None });
        computed.collect()
    };
    let named: BTreeSet<Id> = procedures(&all).flat_map(|p| p.rules.keys().cloned().chain(of_choices(p))).collect();
    let registered: BTreeSet<Id> = book().names().cloned().collect();
    assert_eq!(named, registered);
}

#[test]
fn every_action_is_done_in_some_example() {
    use procedure::scenario::What;
    let all = dossiers();
    let procedure = |id: &Id| procedures(&all).find(|p| p.id == *id).unwrap();
    let mut done: BTreeSet<(Id, Id)> = BTreeSet::new();
    for (file, text) in enforcement::SCENARIOS {
        for scenario in procedure::decode_scenarios(file, text).0 {
            for step in scenario.steps.iter().filter(|s| s.refused.is_none()) {
                let What::Act(act) = &step.what else { continue };
                let of = step.within.clone().or_else(|| scenario.procedure.clone()).unwrap();
                // Whoever opens a matter inside this one does its opening act.
                let opened = procedure(&of).action(act.action.as_str()).and_then(|a| a.opens.as_ref()).map(|o| procedure(&o.procedure));
                let opening = opened.and_then(|p| p.actions.iter().find(|a| a.opens_matter()).map(|a| (p.id.clone(), a.id.clone())));
                done.extend(opening);
                done.insert((of, act.action.clone()));
            }
        }
    }
    let every = procedures(&all).flat_map(|p| p.actions.iter().map(|a| (p.id.clone(), a.id.clone())));
    let missing: Vec<String> = every.filter(|a| !done.contains(a)).map(|(p, a)| format!("{p}.{a}")).collect();
    assert!(missing.is_empty(), "in no example: {}", missing.join(" "));
}

#[test]
fn plan_hooks_name_indicators() {
    let all = dossiers();
    let known: BTreeSet<&str> = all.iter().flat_map(|d| &d.indicators).map(|i| i.id.as_str()).collect();
    for hook in enforcement::MODULE.hooks {
        assert!(known.contains(hook.indicator), "{}", hook.indicator);
    }
}

/// What a jurist reviews in a diff. `SINAN_BLESS=1` writes the manuals anew.
#[test]
fn the_committed_manuals_are_what_the_files_say() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/manuals"));
    for dossier in dossiers() {
        let path = folder.join(dossier.file.replace(".kdl", ".snap.md"));
        let manual = procedure::manual(&dossier, law::Index::embedded());
        if std::env::var_os("SINAN_BLESS").is_some() {
            std::fs::write(&path, &manual).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(manual == committed, "{} is out of date; look at the change, then run with SINAN_BLESS=1", path.display());
    }
}
