//! Facts for the rules' tests, built answer by answer. What stands in a matter's log is tried in the scenarios.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use engine::{Answer, Facts, Verdict};
use kernel::{Date, Id, parse_date};
use std::collections::BTreeMap;

/// What a rule is asked about.
#[derive(Clone, Debug)]
pub(super) struct Case {
    today: Date,
    answers: BTreeMap<Id, Answer>,
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

impl Case {
    pub(super) fn new() -> Self {
        Self::on("2026-03-02")
    }

    pub(super) fn on(today: &str) -> Self {
        Self { today: day(today), answers: BTreeMap::new() }
    }

    fn with(mut self, field: &str, answer: Answer) -> Self {
        self.answers.insert(Id::from(field), answer);
        self
    }

    pub(super) fn chosen(self, field: &str, value: &str) -> Self {
        self.with(field, Answer::Choice(Id::from(value)))
    }

    pub(super) fn yes_no(self, field: &str, yes: bool) -> Self {
        self.with(field, Answer::YesNo(yes))
    }

    pub(super) fn number(self, field: &str, number: i64) -> Self {
        self.with(field, Answer::Number(number))
    }

    pub(super) fn date(self, field: &str, on: &str) -> Self {
        self.with(field, Answer::Date(day(on)))
    }

    pub(super) fn ask<T>(&self, rule: impl Fn(&Facts<'_>) -> T) -> T {
        rule(&Facts { today: self.today, matter: None, answers: &self.answers, registers: &BTreeMap::new() })
    }
}

pub(super) fn refused(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::No(_))
}

pub(super) fn unknown(fields: &[&str]) -> Verdict {
    super::missing(fields)
}
