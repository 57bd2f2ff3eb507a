//! The dossiers of this module against the language, the statutes, and each other; their examples against the engine.

use soundness::Subject;
use std::path::Path;

fn subject() -> Subject {
    Subject::new(&disputes::MODULE)
}

#[test]
fn every_procedure_is_sound_against_the_statutes() {
    subject().is_sound();
}

#[test]
fn a_planted_figure_does_not_pass() {
    subject().refuses("within 7 unit=workday only=ordinary", "within 8 unit=workday only=ordinary", "P105", "七日");
}

#[test]
fn every_example_holds() {
    subject().keeps_its_examples();
}

#[test]
fn rules_and_procedures_name_the_same_rules() {
    subject().names_its_rules();
}

#[test]
fn every_action_is_done_in_some_example() {
    subject().shows_every_action();
}

#[test]
fn plan_hooks_name_indicators() {
    subject().has_the_indicators_of_its_hooks();
}

#[test]
fn the_committed_manuals_are_what_the_files_say() {
    subject().has_its_manuals_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/manuals")));
}

#[test]
fn the_committed_permissions_are_what_the_files_say() {
    subject().has_its_permissions_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/permissions")));
}

#[test]
fn the_program_grants_what_the_files_grant() {
    subject().grants_what_it_declares(20_000);
}
