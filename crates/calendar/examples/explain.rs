//! Prints one deadline with its steps and its strip of days: `cargo run -p sinan-calendar --example explain -- START AMOUNT UNIT RULE [DIRECTION] [A..B …] [+AMOUNTunit …]`.

#![allow(clippy::unwrap_used)]

use calendar::{Calendar, Direction, Period, Query, Rule, Span, compute};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [start, amount, unit, rule, rest @ ..] = args.as_slice() else {
        eprintln!("START AMOUNT UNIT RULE [DIRECTION] [A..B …] [+AMOUNTunit …]");
        return;
    };
    let (mut direction, mut pauses, mut extensions) = (Direction::Within, Vec::<Span>::new(), Vec::new());
    for word in rest {
        if let Some(extension) = word.strip_prefix('+') {
            let digits = extension.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            extensions.push(Period::new(digits.parse().unwrap(), extension[digits.len()..].parse().unwrap()));
        } else if word.contains("..") {
            pauses.push(word.parse().unwrap());
        } else {
            direction = word.parse().unwrap();
        }
    }
    let start = start.parse().or_else(|_| kernel::parse_date(start).map(|d| d.at(0, 0, 0, 0)).ok_or(())).unwrap();
    let query = Query {
        start,
        period: Period::new(amount.parse().unwrap(), unit.parse().unwrap()),
        rule: rule.parse::<Rule>().unwrap(),
        direction,
        pauses: &pauses,
        extensions: &extensions,
    };
    match compute(Calendar::china(), &query) {
        Ok(deadline) => {
            println!("{} {:?} provisional={}", deadline.due_on, deadline.due_at, deadline.provisional);
            for step in &deadline.steps {
                println!("  {:?} {} | {} | {}", step.effect, step.reason.zh, step.reason.en, step.citation.as_deref().unwrap_or("-"));
            }
            for day in &deadline.days {
                print!("{}:{:?}{} ", day.date, day.kind, day.ordinal.map(|n| n.to_string()).unwrap_or_default());
            }
            println!();
        }
        Err(error) => println!("{error}\n{}", error.title().en),
    }
}
