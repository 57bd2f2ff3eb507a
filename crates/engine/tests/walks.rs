//! Random walks: no panic, replay equals live, no negative and no forgotten clock.

use crate::stage::*;
use engine::walk::{Cast, Dice, Walked, walk};
use engine::{Answer, Body, Matter, Opening, RegisterEntry, Sealed, evolve, tasks};
use kernel::{Actor, Date, Id, MatterId};
use procedure::model::{Field, FieldKind, HeldBy, Procedure};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Default)]
struct Anybody {
    registers: BTreeMap<Id, RegisterEntry>,
}

impl Cast for Anybody {
    fn opening(&mut self, dice: &mut Dice) -> Opening {
        Opening { matter: MatterId(dice.uuid()), ..opening() }
    }

    fn actor(&mut self, role: &Id, _: Option<&Matter>) -> Actor {
        match &PROCEDURE.roles[role].held_by {
            HeldBy::Unit(_) => official(role.as_str(), role.as_str()),
            HeldBy::Register(_) => Actor { account: Id::from("wu"), unit: None, grants: Vec::new(), person: None },
            _ => applicant(),
        }
    }

    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer> {
        Some(match &field.kind {
            FieldKind::Choice(choice) => Answer::Choice(dice.pick(&procedure.choices[choice].values)?.id.clone()),
            FieldKind::Date => Answer::Date(today),
            FieldKind::DateTime => Answer::DateTime(today.at(7, 0, 0, 0)),
            FieldKind::Register { .. } => Answer::Entry { entry: Id::from("wu"), account: Some(Id::from("wu")) },
            _ => Answer::Sealed(sealed("text")),
        })
    }

    fn reasons(&mut self, _: &mut Dice) -> Sealed {
        sealed("reasons")
    }

    fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }

    fn corrections(&self) -> u64 {
        6
    }
}

fn walked(seed: u64) -> Walked {
    let mut dice = Dice::new(seed);
    walk(&frame(), &mut Anybody::default(), &mut dice, day(1, 5), day(12, 31)).expect("the opening is allowed")
}

fn check(walked: &Walked) {
    let replayed = walked.events.iter().fold(None, |m, e| evolve(&frame(), m, e)).unwrap();
    assert_eq!(replayed, walked.matter, "replay equals live");
    let through_json: Matter = serde_json::from_str(&serde_json::to_string(&replayed).unwrap()).unwrap();
    assert_eq!(through_json, replayed, "a matter survives being stored");
    for (i, event) in walked.events.iter().enumerate() {
        assert_eq!(event.seq, i as u64 + 1);
        let again: engine::Event = serde_json::from_slice(&engine::canonical(event).unwrap()).unwrap();
        assert_eq!(&again, event, "an event survives being stored");
    }
    for instance in &walked.matter.clocks {
        if let Some(due) = instance.due_on {
            assert!(due >= instance.started_on, "no negative clock: {instance:?}");
        }
        for pause in &instance.pauses {
            assert!(pause.until > pause.after, "{instance:?}");
        }
    }
    if walked.matter.closed(&PROCEDURE) {
        assert!(walked.matter.clocks.iter().all(|i| !i.running()), "a closed matter leaves no clock behind: {:?}", walked.matter.clocks);
        assert!(tasks(&frame(), &walked.matter).is_empty(), "and no work");
    } else {
        assert!(!tasks(&frame(), &walked.matter).is_empty(), "an open matter is somebody's work: {:?}", walked.matter.main);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_panics_and_replay_equals_live(seed: u64) {
        check(&walked(seed));
    }
}

#[test]
fn walks_reach_every_state_and_every_kind_of_event() {
    let mut states = std::collections::BTreeSet::new();
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 0..600 {
        let walked = walked(seed);
        for event in &walked.events {
            kinds.insert(kind(&event.body));
            if let Body::Acted { act, .. } = &event.body {
                states.extend(act.to.iter().cloned());
            }
            if let Body::Lapsed { to: Some(to), .. } = &event.body {
                states.insert(to.clone());
            }
        }
    }
    let missing: Vec<&Id> = PROCEDURE.states.keys().filter(|s| !states.contains(*s)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
    for tag in
        ["opened", "acted", "proposed", "signed", "returned", "served", "lapsed", "lapse_declined", "correction_proposed", "corrected"]
    {
        assert!(kinds.contains(tag), "no walk had: {tag}");
    }
}

/// The tag under which an event's kind is stored.
fn kind(body: &Body) -> String {
    match serde_json::to_value(body).unwrap() {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(map) => map.keys().next().unwrap().clone(),
        other => panic!("{other}"),
    }
}
