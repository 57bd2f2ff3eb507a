//! Scenario files: every step is typed as it is written.

use procedure::model::Dossier;
use procedure::scenario::{Answer, ClockIs, Expect, What};
use procedure::{check_scenarios, decode, decode_scenarios};

const ALL: &str = include_str!("../good/scenarios/all_steps.kdl");

fn small() -> Dossier {
    decode("small.kdl", include_str!("../good/small.kdl")).0.unwrap()
}

#[test]
fn every_step_is_typed() {
    let (scenarios, found) = decode_scenarios("all_steps.kdl", ALL);
    assert_eq!(found, []);
    let [scenario] = scenarios.as_slice() else { panic!("one scenario") };
    assert_eq!(scenario.params.get("objection_days"), Some(&15));
    let steps = &scenario.steps;
    let What::Act(act) = &steps[0].what else { panic!("an act") };
    assert_eq!((act.at.timed, act.at.civil.to_string().as_str()), (true, "2026-03-02T09:30:00"));
    assert_eq!(act.received.map(|w| w.day().to_string()).as_deref(), Some("2026-03-01"));
    assert_eq!(act.who.as_ref().and_then(|w| w.person.clone()), Some("zhang".into()));
    assert_eq!(act.fields[0].values, [Answer::Text("张某".to_owned())]);
    // One expect of a clock becomes one expectation for each property.
    let clock: Vec<_> =
        steps.iter().filter_map(|s| if let What::Expect(Expect::Clock { is, .. }) = &s.what { Some(is) } else { None }).collect();
    assert!(matches!(
        clock[..],
        [ClockIs::Due(Some(_)), ClockIs::Running(true), ClockIs::Light(_), ClockIs::Due(None), ClockIs::Stopped(true)]
    ));
    let refused: Vec<_> = steps.iter().filter_map(|s| s.refused.as_deref()).collect();
    assert_eq!(refused, ["E101"]);
    assert!(steps.iter().any(|s| matches!(&s.what, What::Lapse { confirmed: false, .. })));
    assert!(steps.iter().any(|s| matches!(&s.what, What::Correct { to, .. } if to.day().to_string() == "2026-02-28")));
}

#[test]
fn names_are_held_against_the_procedure() {
    let (scenarios, _) = decode_scenarios("all_steps.kdl", ALL);
    let found = check_scenarios("all_steps.kdl", &scenarios, &small());
    // The small procedure has no such parameter; all other names are there.
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["S101"]);
    assert!(found[0].message.zh.contains("objection_days"));
}
