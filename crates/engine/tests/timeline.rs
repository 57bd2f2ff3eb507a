//! Clocks follow the timeline: starts, pauses, stops, corrections, minimum periods, hours.

use crate::stage::*;
use engine::{Answer, Change, Evidence, Light, Order, light};
use kernel::{Id, Lang};

#[test]
fn a_pause_moves_the_due_day_by_its_own_length() {
    let mut stage = Stage::opened(day(3, 2), "small");
    assert_eq!(stage.due("decide_in"), Some(day(3, 12)));
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 4), &act("ask", &[])).unwrap();
    let instance = stage.matter().clocks.iter().find(|i| i.clock == "decide_in").unwrap();
    assert_eq!((instance.due_on, instance.paused_since), (None, Some(day(3, 4))));
    assert_eq!(light(&frame(), instance, day(3, 5)), Light::Paused);
    stage.served("notice", day(3, 5));
    stage.does(&applicant(), day(3, 9), &act("answer", &[])).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 17)));
}

#[test]
fn an_interval_pauses_as_a_state_does() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 3), &act("begin_survey", &[])).unwrap();
    assert_eq!(stage.due("decide_in"), None);
    stage.does(&clerk, day(3, 6), &act("end_survey", &[])).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 15)));
}

#[test]
fn late_mail_counts_from_its_postmark_and_needs_evidence() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 4), &act("ask", &[])).unwrap();
    assert_eq!(stage.refused(&clerk, day(3, 9), &act_on("answer", day(3, 6), Evidence::System)), "E-evidence");
    assert_eq!(stage.refused(&clerk, day(3, 9), &act_on("answer", day(3, 3), Evidence::Postmark)), "E-date-before");
    assert_eq!(stage.refused(&clerk, day(3, 9), &act_on("answer", day(3, 10), Evidence::Postmark)), "E-date-ahead");
    stage.does(&clerk, day(3, 9), &act_on("answer", day(3, 6), Evidence::Postmark)).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 14)));
    let entry = stage.matter().last("answered").unwrap();
    assert_eq!((entry.on, entry.recorded_on), (day(3, 6), day(3, 9)));
}

#[test]
fn a_corrected_date_moves_every_clock_that_rests_on_it_and_keeps_both_values() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let correct = Order::Correct { of: 2, change: Change::OccurredOn(day(2, 27)), reasons: sealed("misread") };
    stage.does(&official("clerk", "clerk"), day(3, 3), &correct).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 12)), "nothing moves before a second person agrees");
    assert_eq!(stage.refused(&official("clerk", "clerk"), day(3, 3), &SIGN), "E-own-proposal");
    stage.does(&official("head", "head"), day(3, 3), &SIGN).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 9)));
    let entry = stage.matter().last("applied").unwrap();
    assert_eq!((entry.on, entry.was), (day(2, 27), Some(day(3, 2))));
    assert_eq!(stage.matter().opened_on, day(2, 27));
}

#[test]
fn a_corrected_date_counts_although_a_time_of_day_was_entered() {
    let mut stage = Stage { matter: None };
    let mut order = act("apply", &application("small"));
    if let Order::Act { at, evidence, .. } = &mut order {
        (*at, *evidence) = (Some(day(3, 2).at(11, 30, 0, 0)), Evidence::Record);
    }
    stage.does(&applicant(), day(3, 3), &order).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 12)));
    let correct = Order::Correct { of: 2, change: Change::OccurredOn(day(2, 27)), reasons: sealed("misread") };
    stage.does(&official("clerk", "clerk"), day(3, 3), &correct).unwrap();
    stage.does(&official("head", "head"), day(3, 3), &SIGN).unwrap();
    assert_eq!(stage.due("decide_in"), Some(day(3, 9)));
    assert_eq!(stage.matter().last("applied").unwrap().at, Some(day(2, 27).at(11, 30, 0, 0)));
}

#[test]
fn a_minimum_period_gates_its_action() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    assert_eq!(stage.refused(&clerk, day(3, 5), &act("decide", &[])), "E-too-early");
    stage.does(&clerk, day(3, 6), &act("decide", &[])).unwrap();
}

#[test]
fn a_clock_that_starts_from_a_field_counts_hours_to_the_minute() {
    let mut stage = Stage { matter: None };
    let mut answers = application("small");
    answers.push(("handed_at", Answer::DateTime(day(3, 2).at(15, 30, 0, 0))));
    stage.does(&official("clerk", "clerk"), day(3, 3), &act("hand", &answers)).unwrap();
    let instance = stage.matter().clocks.iter().find(|i| i.clock == "hand_over").unwrap();
    assert_eq!(instance.due_at, Some(day(3, 3).at(15, 30, 0, 0)));
    assert!(!instance.running());
}

#[test]
fn a_promise_drives_the_light_and_not_the_law() {
    let stage = Stage::opened(day(3, 2), "small");
    let instance = stage.matter().clocks.iter().find(|i| i.clock == "decide_in").unwrap();
    assert_eq!((instance.promise_on, instance.due_on), (Some(day(3, 8)), Some(day(3, 12))));
    assert_eq!(light(&frame(), instance, day(3, 3)), Light::Green);
    assert_eq!(light(&frame(), instance, day(3, 6)), Light::Amber);
    assert!(!instance.overdue(day(3, 12)));
    assert_eq!(light(&frame(), instance, day(3, 13)), Light::Red);
}

#[test]
fn an_unset_parameter_gives_no_date_and_says_so() {
    let mut stage = Stage::opened(day(3, 2), "small");
    let clerk = official("clerk", "clerk");
    stage.does(&clerk, day(3, 3), &act("ask", &[])).unwrap();
    stage.served("notice", day(3, 3));
    assert_eq!(stage.due("answer_in"), Some(day(3, 8)));
    let instance = stage.matter().clocks.iter().find(|i| i.clock == "answer_in").unwrap();
    assert!(engine::sentence(&frame(), instance, Lang::Zh).contains("3月8日"));
    let steps = engine::explain(&frame(), stage.matter(), instance, &[]).unwrap();
    assert_eq!(steps.due_on, day(3, 8));
}

#[test]
fn a_computed_choice_is_frozen_by_its_event() {
    let mut stage = Stage { matter: None };
    let mut answers = application("small");
    answers.push(("wanted_on", Answer::Date(day(4, 1))));
    stage.does(&applicant(), day(3, 2), &act("apply", &answers)).unwrap();
    assert_eq!(stage.matter().choices.get("fast"), None);
    stage.does(&official("clerk", "clerk"), day(3, 6), &act("decide", &[])).unwrap();
    stage.does(&official("second", "second"), day(3, 6), &SIGN).unwrap();
    stage.does(&official("head", "head"), day(3, 9), &SIGN).unwrap();
    assert_eq!(stage.matter().choices.get("fast"), Some(&Id::from("quick")));
    let stopped = stage.matter().clocks.iter().find(|i| i.clock == "decide_in").unwrap().stopped_on;
    assert_eq!(stopped, Some(day(3, 9)), "an act takes effect on the day of the last signature");
}
