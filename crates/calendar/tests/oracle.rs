//! A million questions, answered by the crate and by the second reckoner in `independent/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod independent;

use calendar::{Calendar, Direction, Due, Period, Query, Rule, Span, Unit, compute, due};
use independent::{Question, Row, answer, answer_hours};
use kernel::Date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::LazyLock;

static ROW: LazyLock<Row> = LazyLock::new(|| Row::lay(include_str!("../../../calendars/cn.csv")));

const RULES: [&str; 10] = [
    "civil-code",
    "civil-procedure",
    "reconsideration-short",
    "penalty-short",
    "compulsion-short",
    "licensing",
    "criminal-procedure",
    "criminal-custody",
    "plain-days",
    "plain-workdays",
];

fn date(place: usize) -> Date {
    let at = ROW.at(place);
    Date::new(i16::try_from(at.year).unwrap(), i8::try_from(at.month).unwrap(), i8::try_from(at.day).unwrap()).unwrap()
}

fn length() -> impl Strategy<Value = (u32, &'static str)> {
    prop_oneof![
        4 => (1..=12u32).prop_map(|n| (n, "day")),
        3 => (1..=120u32).prop_map(|n| (n, "day")),
        3 => (1..=45u32).prop_map(|n| (n, "workday")),
        2 => (1..=14u32).prop_map(|n| (n, "month")),
        1 => (1..=3u32).prop_map(|n| (n, "year")),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let days = ROW.place(2003, 6, 1)..ROW.place(2028, 7, 1);
    let pause = (-10..130i64, 0..40usize);
    (days, length(), 0..RULES.len(), 0..4usize, prop::collection::vec(pause, 0..4), prop::collection::vec(length(), 0..3)).prop_map(
        |(start, (amount, unit), rule, way, pauses, extensions)| {
            let way = ["within", "within", "before", "at-least"][way];
            let side = if way == "before" { -1 } else { 1 };
            let pauses = pauses.into_iter().map(|(off, long)| {
                let near = usize::try_from(i64::try_from(start).unwrap() + off * side).unwrap();
                (near, near + long)
            });
            Question { start, amount, unit, rule: RULES[rule], way, pauses: pauses.collect(), extensions }
        },
    )
}

fn ask(q: &Question, minute: i64, with_steps: bool) -> Due {
    let pauses: Vec<Span> = q.pauses.iter().map(|&(after, until)| Span { after: date(after), until: date(until) }).collect();
    let extensions: Vec<Period> = q.extensions.iter().map(|&(n, unit)| Period::new(n, unit.parse::<Unit>().unwrap())).collect();
    let query = Query {
        start: date(q.start).at(i8::try_from(minute / 60).unwrap(), i8::try_from(minute % 60).unwrap(), 30, 0),
        period: Period::new(q.amount, q.unit.parse().unwrap()),
        rule: q.rule.parse::<Rule>().unwrap(),
        direction: q.way.parse::<Direction>().unwrap(),
        pauses: &pauses,
        extensions: &extensions,
    };
    let short = due(Calendar::china(), &query).unwrap();
    if with_steps {
        let long = compute(Calendar::china(), &query).unwrap();
        assert_eq!(
            (short.due_on, short.due_at, short.provisional),
            (long.due_on, long.due_at, long.provisional),
            "with and without explanation"
        );
    }
    short
}

#[test]
fn a_million_questions_get_the_same_answer_twice() {
    const CASES: u32 = 1_000_000;
    let began = std::time::Instant::now();
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let asked = std::cell::Cell::new(0u32);
    runner
        .run(&question(), |q| {
            asked.set(asked.get() + 1);
            let (place, certain) = answer(&ROW, &q);
            let found = ask(&q, 570, asked.get().is_multiple_of(16));
            prop_assert_eq!((found.due_on, found.provisional), (date(place), !certain));
            Ok(())
        })
        .unwrap();
    println!("{} questions in {:?}", asked.get(), began.elapsed());
    assert!(asked.get() >= CASES);
}

#[test]
fn hours_run_out_at_the_minute_that_a_minute_hand_finds() {
    let mut runner = TestRunner::new(Config { cases: 20_000, failure_persistence: None, ..Config::default() });
    let asked = (question(), 1..400u32, prop::collection::vec(1..48u32, 0..2), 0..1440i64);
    runner
        .run(&asked, |(mut q, hours, more, minute)| {
            (q.amount, q.unit, q.rule) = (hours, "hour", "running-hours");
            q.extensions = more.into_iter().map(|n| (n, "hour")).collect();
            let (place, at) = answer_hours(&q, minute);
            let found = ask(&q, minute, true);
            let at = date(place).at(i8::try_from(at / 60).unwrap(), i8::try_from(at % 60).unwrap(), 0, 0);
            prop_assert_eq!((found.due_at, found.due_on, found.provisional), (Some(at), at.date(), false));
            Ok(())
        })
        .unwrap();
}
