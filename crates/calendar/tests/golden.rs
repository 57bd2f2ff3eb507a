//! The rows of `golden.tsv`: each answer with and without its explanation, and the calendar of the row told by the notice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Calendar, Direction, Period, Query, Rule, Span, Unit, compute, due};
use kernel::DateTime;
use std::collections::BTreeSet;

struct Row<'a> {
    line: usize,
    start: DateTime,
    period: Period,
    rule: Rule,
    direction: Direction,
    pauses: Vec<Span>,
    extensions: Vec<Period>,
    due: &'a str,
    provisional: bool,
    why: &'a str,
}

fn moment(text: &str) -> DateTime {
    if text.contains('T') { text.parse().unwrap() } else { text.parse::<kernel::Date>().unwrap().at(10, 0, 0, 0) }
}

fn period(text: &str) -> Period {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    Period::new(text[..text.len() - unit.len()].parse().unwrap(), unit.parse::<Unit>().unwrap())
}

fn list<T>(text: &str, read: impl Fn(&str) -> T) -> Vec<T> {
    text.split(' ').filter(|word| *word != "-").map(read).collect()
}

fn rows() -> Vec<Row<'static>> {
    let text: &'static str = include_str!("golden.tsv");
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
    lines
        .map(|(line, text)| {
            let cell: Vec<&str> = text.split('\t').collect();
            Row {
                line,
                start: moment(cell[0]),
                period: Period::new(cell[1].parse().unwrap(), cell[2].parse().unwrap()),
                rule: cell[3].parse().unwrap(),
                direction: cell[4].parse().unwrap(),
                pauses: list(cell[5], |word| word.parse().unwrap()),
                extensions: list(cell[6], period),
                due: cell[7],
                provisional: cell[8] == "provisional",
                why: cell[9],
            }
        })
        .collect()
}

#[test]
fn every_row_comes_out_as_worked_by_hand() {
    let rows = rows();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let query = Query {
            start: row.start,
            period: row.period,
            rule: row.rule,
            direction: row.direction,
            pauses: &row.pauses,
            extensions: &row.extensions,
        };
        let long = compute(Calendar::china(), &query).unwrap();
        let short = due(Calendar::china(), &query).unwrap();
        assert_eq!((long.due_on, long.due_at, long.provisional), (short.due_on, short.due_at, short.provisional), "line {}", row.line);
        let found = match long.due_at {
            Some(at) => at.strftime("%Y-%m-%dT%H:%M").to_string(),
            None => long.due_on.to_string(),
        };
        if (found.as_str(), long.provisional) != (row.due, row.provisional) {
            wrong.push(format!("line {}: {found} provisional={}, expected {} ({})", row.line, long.provisional, row.due, row.why));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_direction_and_unit_has_its_rows() {
    let rows = rows();
    let rules: BTreeSet<Rule> = rows.iter().map(|row| row.rule).collect();
    assert_eq!(rules.len(), Rule::ALL.len());
    for unit in Unit::ALL {
        assert!(rows.iter().any(|row| row.period.unit == unit), "{unit}");
    }
    for direction in [Direction::Within, Direction::Before, Direction::AtLeast] {
        assert!(rows.iter().filter(|row| row.direction == direction).count() >= 10, "{direction}");
    }
    assert!(rows.iter().all(|row| !row.why.is_empty()));
}
