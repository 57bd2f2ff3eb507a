//! The explanations as a reader sees them, in both languages; a change of wording shows as a diff of the snapshot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Calendar, Direction, Period, Query, Rule, Span, Unit, compute};
use std::fmt::Write;

struct Case {
    about: &'static str,
    start: &'static str,
    period: (u32, Unit),
    rule: Rule,
    direction: Direction,
    pauses: &'static [&'static str],
    extensions: &'static [(u32, Unit)],
}

const fn case(about: &'static str, start: &'static str, period: (u32, Unit), rule: Rule, direction: Direction) -> Case {
    Case { about, start, period, rule, direction, pauses: &[], extensions: &[] }
}

const CASES: [Case; 14] = [
    case("the last day on a Saturday", "2026-03-09", (5, Unit::Day), Rule::CivilCode, Direction::Within),
    case("days that are working days", "2026-03-12", (3, Unit::Day), Rule::PenaltyShort, Direction::Within),
    Case {
        pauses: &["2026-09-22..2026-09-28"],
        ..case(
            "a pause across a holiday; the last day a Saturday worked in exchange",
            "2026-09-17",
            (10, Unit::Day),
            Rule::ReconsiderationShort,
            Direction::Within,
        )
    },
    case("a month's last day", "2026-01-31", (1, Unit::Month), Rule::CivilProcedure, Direction::Within),
    Case {
        extensions: &[(1, Unit::Month)],
        ..case("months extended by a month, across the year", "2025-12-31", (2, Unit::Month), Rule::CivilCode, Direction::Within)
    },
    Case {
        extensions: &[(30, Unit::Day)],
        ..case("days extended by days, the last on a holiday", "2026-08-02", (30, Unit::Day), Rule::CompulsionShort, Direction::Within)
    },
    Case {
        pauses: &["2026-03-14..2026-03-20"],
        ..case("a pause that begins on the last day", "2026-03-11", (3, Unit::Day), Rule::CivilCode, Direction::Within)
    },
    case("custody", "2026-09-21", (10, Unit::Day), Rule::CriminalCustody, Direction::Within),
    case("backwards, over a weekend to a working day", "2026-03-16", (5, Unit::Workday), Rule::CivilCode, Direction::Before),
    case("backwards by months", "2026-03-31", (1, Unit::Month), Rule::PlainDays, Direction::Before),
    Case {
        pauses: &["2026-03-31..2026-04-02"],
        ..case("no sooner, held by a pause", "2026-03-01", (30, Unit::Day), Rule::CivilCode, Direction::AtLeast)
    },
    case("a year without a notice", "2026-12-28", (5, Unit::Workday), Rule::Licensing, Direction::Within),
    case("a year beyond the table", "2026-02-28", (3, Unit::Year), Rule::CriminalProcedure, Direction::Within),
    Case {
        pauses: &["2026-03-09..2026-03-11"],
        extensions: &[(12, Unit::Hour)],
        ..case("hours", "2026-03-09T09:30", (24, Unit::Hour), Rule::RunningHours, Direction::Within)
    },
];

#[test]
fn explanations_read_as_they_should() {
    let mut text = String::new();
    for case in &CASES {
        let start =
            if case.start.contains('T') { case.start.parse().unwrap() } else { kernel::parse_date(case.start).unwrap().at(0, 0, 0, 0) };
        let pauses: Vec<Span> = case.pauses.iter().map(|span| span.parse().unwrap()).collect();
        let extensions: Vec<Period> = case.extensions.iter().map(|&(n, unit)| Period::new(n, unit)).collect();
        let period = Period::new(case.period.0, case.period.1);
        let query = Query { start, period, rule: case.rule, direction: case.direction, pauses: &pauses, extensions: &extensions };
        let answer = compute(Calendar::china(), &query).unwrap();
        writeln!(text, "{}: {} {} {} from {} -> {}", case.about, case.rule, case.direction, period.title().en, case.start, answer.due_on)
            .unwrap();
        for step in &answer.steps {
            let citation = step.citation.as_deref().unwrap_or("-");
            writeln!(
                text,
                "  {}{}\n    {}  [{citation}]\n    {}",
                step.date,
                step.until.map(|until| format!("..{until}")).unwrap_or_default(),
                step.reason.zh,
                step.reason.en
            )
            .unwrap();
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}
