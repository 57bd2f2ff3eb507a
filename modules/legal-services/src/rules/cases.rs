//! Facts for the rules' tests, built answer by answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Period, Unit};
use engine::{Answer, Chosen, Facts, Instance, Matter, Opening, Paused, Pin, RegisterEntry, Sealed, Verdict};
use kernel::{Date, Digest, Id, MatterId, OrgPath, PersonId, ValueId, parse_date};
use std::collections::BTreeMap;

/// What a rule is asked about.
#[derive(Clone, Debug)]
pub(super) struct Case {
    today: Date,
    answers: BTreeMap<Id, Answer>,
    registers: BTreeMap<Id, RegisterEntry>,
    matter: Option<Matter>,
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

impl Case {
    pub(super) fn new() -> Self {
        Self::on("2026-03-02")
    }

    pub(super) fn on(today: &str) -> Self {
        Self { today: day(today), answers: BTreeMap::new(), registers: BTreeMap::new(), matter: None }
    }

    fn with(mut self, field: &str, answer: Answer) -> Self {
        self.answers.insert(Id::from(field), answer);
        self
    }

    pub(super) fn chosen(self, field: &str, value: &str) -> Self {
        self.with(field, Answer::Choice(Id::from(value)))
    }

    pub(super) fn many(self, field: &str, values: &[&str]) -> Self {
        self.with(field, Answer::Many(values.iter().map(|v| Answer::Choice(Id::from(*v))).collect()))
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

    /// An answer that is there and cannot be read.
    pub(super) fn sealed(self, field: &str) -> Self {
        let nil = uuid_nil();
        self.with(field, Answer::Sealed(Sealed { value: ValueId(nil), person: PersonId(nil), digest: Digest([0; 32]) }))
    }

    pub(super) fn entry(mut self, field: &str, status: &str, fields: &[(&str, Answer)]) -> Self {
        let entry = RegisterEntry {
            id: Id::from("li"),
            register: Id::from("lawyers"),
            name: "li".to_owned(),
            status: Id::from(status),
            unit: OrgPath::new("example"),
            account: None,
            fields: fields.iter().map(|(k, v)| (Id::from(*k), v.clone())).collect(),
        };
        self.registers.insert(entry.id.clone(), entry);
        self.with(field, Answer::Entry { entry: Id::from("li"), account: None })
    }

    /// A complaint accepted on `started`, whose sixty days end on `due`.
    pub(super) fn handling(mut self, started: &str, due: &str, pauses: &[(&str, &str)]) -> Self {
        let clock = Instance {
            clock: Id::from("handling"),
            holder: None,
            version: 1,
            round: None,
            extended: Vec::new(),
            restarted: false,
            other_law: false,
            start_seq: 2,
            started_on: day(started),
            started_at: None,
            stopped_on: None,
            void: false,
            pauses: pauses.iter().map(|(after, until)| Paused { after: day(after), until: day(until) }).collect(),
            paused_since: None,
            length: Some(Period { amount: 60, unit: Unit::Day }),
            due_on: Some(day(due)),
            due_at: None,
            provisional: false,
            promise_on: None,
            declined: None,
            lapsed: false,
            fires: false,
            proposes: false,
        };
        let opening = Opening {
            matter: MatterId(uuid_nil()),
            unit: OrgPath::new("example"),
            subject: PersonId(uuid_nil()),
            number: None,
            parent: None,
            opener: None,
            parties: BTreeMap::new(),
        };
        let pin = Pin { id: Id::from("legal_aid_complaint"), version: 1, hash: Digest([0; 32]) };
        let begun = Matter::begun(pin, &opening, day(started));
        self.matter = Some(Matter { seq: 2, main: Some(Id::from("investigating")), clocks: vec![clock], ..begun });
        self
    }

    pub(super) fn ask<T>(&self, rule: impl Fn(&Facts<'_>) -> T) -> T {
        rule(&Facts { today: self.today, matter: self.matter.as_ref(), answers: &self.answers, registers: &self.registers })
    }
}

fn uuid_nil() -> uuid::Uuid {
    uuid::Uuid::nil()
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
