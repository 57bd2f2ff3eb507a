//! Scenario files: every step is typed as it is written.

use procedure::model::Dossier;
use procedure::scenario::{Answer, ClockIs, Expect, Scenario, Votes, What};
use procedure::{Diagnostic, check_scenarios, check_scenarios_across, decode, decode_scenarios};

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

/// The scenarios of a good file, with what is found of them.
fn played(name: &str) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let good = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good");
    let dossier = decode(name, &std::fs::read_to_string(good.join(name)).unwrap()).0.unwrap();
    let (scenarios, mut found) = decode_scenarios(name, &std::fs::read_to_string(good.join("scenarios").join(name)).unwrap());
    found.extend(check_scenarios(name, &scenarios, &dossier));
    (scenarios, found)
}

#[test]
fn steps_name_holders_votes_and_waivers() {
    let (scenarios, found) = played("holders.kdl");
    assert_eq!(found, []);
    assert_eq!(scenarios[0].version, Some(1));
    let steps: Vec<&What> = scenarios[0].steps.iter().map(|s| &s.what).collect();
    let votes = Some(Votes { present: 5, ayes: 4, noes: 1, abstained: 0 });
    assert!(steps.iter().any(|s| matches!(s, What::Act(a) if a.holder == Some(2))));
    assert!(steps.iter().any(|s| matches!(s, What::Act(a) if a.signed.first().is_some_and(|s| s.votes == votes))));
    assert!(steps.iter().any(|s| matches!(s, What::Sign { signature, .. } if signature.votes.is_some_and(|v| v.abstained == 1))));
    assert!(steps.iter().any(|s| matches!(s, What::Serve { holder: Some(2), how: Some(how), .. } if *how == *"notice")));
    assert!(steps.iter().any(|s| matches!(s, What::Lapse { holder: Some(2), .. })));
    assert!(steps.iter().any(|s| matches!(s, What::Assign { role, to, .. } if *role == *"handler" && *to == *"li")));
    assert!(steps.iter().any(|s| matches!(s, What::Waive { event, .. } if *event == *"heard")));
    assert!(steps.iter().any(|s| matches!(s, What::Countersign { action: Some(_), with, .. } if *with == *"wang")));
    assert!(steps.iter().any(|s| matches!(s, What::Expect(Expect::Remedy { due: None, holder: None, .. }))));
    assert!(steps.iter().any(|s| matches!(s, What::Expect(Expect::Clock { holder: Some(2), is: ClockIs::Started(false), .. }))));
}

#[test]
fn steps_name_children_and_other_matters() {
    let (scenarios, found) = played("children.kdl");
    assert_eq!(found, []);
    let steps = &scenarios[0].steps;
    assert_eq!(steps.iter().filter(|s| s.within.as_ref().is_some_and(|id| *id == *"side_review")).count(), 2);
    let openings: Vec<_> = steps.iter().filter_map(|s| if let What::Act(a) = &s.what { a.opens.as_ref() } else { None }).collect();
    assert_eq!(openings.iter().map(|o| o.action.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(openings.iter().all(|o| o.fields.len() == 1));
    assert!(steps.iter().any(|s| matches!(&s.what, What::Act(a) if a.with == ["乙案"])));
    assert!(steps.iter().any(|s| matches!(&s.what, What::Matter { name, version: Some(1) } if name == "乙案")));
    assert!(steps.iter().any(|s| matches!(&s.what, What::Transfer { to, .. } if to == "example/branch")));
    assert!(steps.iter().any(|s| matches!(s.what, What::Expect(Expect::Joined(true)))));
}

/// An example that plays across versions may name what either knows, and nothing else.
#[test]
fn names_of_any_version_will_do() {
    let old = small();
    let text = include_str!("../good/versions.kdl").replace("action grant ", "action grant_aid ");
    let new = decode("versions.kdl", &text).0.unwrap();
    let example = |steps: &str| decode_scenarios("a.kdl", &format!("scenario \"换版\" procedure=small {{ {steps} }}")).0;
    let both = example("sign \"2024-03-02\" grant by=approver; sign \"2025-03-02\" grant_aid by=approver");
    assert_eq!(check_scenarios("a.kdl", &both, &old).len(), 1);
    assert_eq!(check_scenarios_across("a.kdl", &both, &[&old, &new]), []);
    let neither = example("sign \"2024-03-02\" give by=approver");
    assert_eq!(check_scenarios_across("a.kdl", &neither, &[&old, &new]).len(), 1);
    let (unknown, _) = decode_scenarios("a.kdl", "scenario \"别处\" procedure=smal { wait \"2024-03-02\" }");
    let found = check_scenarios_across("a.kdl", &unknown, &[&old, &new]);
    assert_eq!((found.len(), found[0].hint.as_ref().map(|h| h.zh.as_str())), (1, Some("是不是 small？")));
}

#[test]
fn names_are_held_against_the_procedure() {
    let (scenarios, _) = decode_scenarios("all_steps.kdl", ALL);
    let found = check_scenarios("all_steps.kdl", &scenarios, &small());
    // The small procedure has no such parameter; all other names are there.
    assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), ["S101"]);
    assert!(found[0].message.zh.contains("objection_days"));
}
