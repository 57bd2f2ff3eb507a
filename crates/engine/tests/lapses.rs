//! Deemed outcomes.

use crate::stage::*;
use engine::{Answer, Order};
use kernel::{Actor, Id};

fn asked() -> Stage {
    let mut stage = Stage::opened(day(3, 2), "small");
    stage.does(&official("clerk", "clerk"), day(3, 3), &act("ask", &[])).unwrap();
    stage.served("notice", day(3, 3));
    stage
}

#[test]
fn a_lapse_against_a_person_waits_for_a_person() {
    let mut stage = asked();
    let clock = Id::from("answer_in");
    let confirm = Order::ConfirmLapse { holder: None, clock: clock.clone(), reasons: sealed("no answer") };
    let clerk = official("clerk", "clerk");
    assert_eq!(stage.refused(&clerk, day(3, 8), &confirm), "E-not-lapsed", "the due day itself is in time");
    assert_eq!(stage.refused(&Actor::system(), day(3, 9), &Order::Lapse { holder: None, clock: clock.clone() }), "E-confirm");
    assert_eq!(stage.refused(&official("head", "head"), day(3, 9), &confirm), "E-role");
    assert!(stage.matter().clocks.iter().any(|i| i.lapse_proposed(day(3, 9))));
    stage.does(&clerk, day(3, 11), &confirm).unwrap();
    assert!(stage.matter().is_in(&Id::from("dropped")));
    assert_eq!(stage.matter().last("abandoned").unwrap().on, day(3, 8), "a lapse bears the due day's date");
    assert!(stage.matter().clocks.iter().all(|i| !i.running()), "a matter at its end leaves no clock running");
}

#[test]
fn a_declined_lapse_is_not_proposed_again() {
    let mut stage = asked();
    let clock = Id::from("answer_in");
    let clerk = official("clerk", "clerk");
    stage
        .does(&clerk, day(3, 9), &Order::DeclineLapse { holder: None, clock: clock.clone(), reasons: sealed("the mail was late") })
        .unwrap();
    assert!(!stage.matter().clocks.iter().any(|i| i.lapse_proposed(day(3, 20))));
    assert_eq!(stage.refused(&clerk, day(3, 10), &Order::ConfirmLapse { holder: None, clock, reasons: sealed("x") }), "E-declined");
    stage.does(&applicant(), day(3, 10), &act("answer", &[])).unwrap();
    assert!(stage.matter().is_in(&Id::from("open")));
}

#[test]
fn an_act_that_came_in_time_by_its_postmark_leaves_nothing_to_confirm() {
    let mut stage = asked();
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 12), &act_on("answer", day(3, 7), engine::Evidence::Postmark)).unwrap();
    let confirm = Order::ConfirmLapse { holder: None, clock: Id::from("answer_in"), reasons: sealed("x") };
    assert_eq!(stage.refused(&clerk, day(3, 12), &confirm), "E-not-lapsed");
}

#[test]
fn a_lapse_in_favour_happens_by_itself_and_once() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 6), &act("decide", &[])).unwrap();
    stage.does(&official("second", "second"), day(3, 6), &SIGN).unwrap();
    stage.does(&official("head", "head"), day(3, 6), &SIGN).unwrap();
    let expert = Answer::Entry { entry: Id::from("wu"), account: Some(Id::from("wu")) };
    stage.does(&clerk, day(3, 6), &act("name_expert", &[("expert", expert)])).unwrap();
    let wu = Actor { account: Id::from("wu"), unit: None, grants: Vec::new(), person: None };
    stage.does(&wu, day(3, 9), &act("forward", &[])).unwrap();
    let fire = Order::Lapse { holder: None, clock: Id::from("silence") };
    assert_eq!(stage.refused(&Actor::system(), day(3, 24), &fire), "E-not-lapsed");
    assert_eq!(stage.refused(&clerk, day(3, 25), &fire), "E-role", "nobody does by hand what the law does");
    stage.does(&Actor::system(), day(3, 25), &fire).unwrap();
    assert!(stage.matter().is_in(&Id::from("done")));
    assert_eq!(stage.refused(&Actor::system(), day(3, 26), &fire), "E-not-lapsed");
}
