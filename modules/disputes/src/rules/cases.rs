//! Facts for the rules' tests, built answer by answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Period, Unit};
use engine::{Answer, Chosen, Facts, Sealed, Verdict};
use kernel::{Date, Digest, Id, PersonId, ValueId, parse_date};
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

fn sealed() -> Sealed {
    let nil = Default::default();
    Sealed { value: ValueId(nil), person: PersonId(nil), digest: Digest([0; 32]) }
}

impl Case {
    pub(super) fn new() -> Self {
        Self::on("2026-03-02")
    }

    pub(super) fn on(today: &str) -> Self {
        Self { today: day(today), answers: BTreeMap::new() }
    }

    /// An act served on 2 January 2026 with its remedies: sixty days end on 3 March.
    pub(super) fn in_time(self) -> Self {
        let served = self.chosen("counted_by", "handed_over").date("counted_from", "2026-01-02").date("act_on", "2026-01-02");
        served.chosen("estate", "movable").yes_no("told_rights", true)
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

    pub(super) fn money(self, field: &str, fen: i64) -> Self {
        self.with(field, Answer::Money(fen))
    }

    pub(super) fn date(self, field: &str, on: &str) -> Self {
        self.with(field, Answer::Date(day(on)))
    }

    pub(super) fn period(self, field: &str, amount: u32, unit: Unit) -> Self {
        self.with(field, Answer::Period { period: Period { amount, unit }, article: sealed() })
    }

    /// So many names, which cannot be read.
    pub(super) fn names(self, field: &str, many: usize) -> Self {
        let one = Answer::Sealed(sealed());
        self.with(field, if many == 1 { one } else { Answer::Many(vec![one; many]) })
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

pub(super) fn value(id: &str) -> Chosen {
    Chosen::Value(Id::from(id))
}

pub(super) fn value_unknown(fields: &[&str]) -> Chosen {
    Chosen::Unknown(fields.iter().map(|f| Id::from(*f)).collect())
}
