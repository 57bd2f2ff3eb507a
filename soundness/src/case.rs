//! Facts for the unit tests of rules, built answer by answer. What stands in a matter's log is tried in the scenarios.

use calendar::{Period, Unit};
use engine::{Answer, Chosen, Facts, Matter, RegisterEntry, Sealed, Verdict};
use kernel::{Date, Digest, Id, OrgPath, PersonId, ValueId, parse_date};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a rule is asked about.
#[derive(Clone, Debug)]
pub struct Case {
    today: Date,
    answers: BTreeMap<Id, Answer>,
    registers: BTreeMap<Id, RegisterEntry>,
    matter: Option<Matter>,
}

/// The day that this text names.
fn day(text: &str) -> Date {
    parse_date(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// A value that is there and cannot be read.
fn sealed() -> Sealed {
    Sealed { value: ValueId(Uuid::nil()), person: PersonId(Uuid::nil()), digest: Digest([0; 32]) }
}

#[allow(clippy::new_without_default, reason = "a default day would say nothing")]
impl Case {
    /// Nothing answered, on 2026-03-02.
    #[must_use]
    pub fn new() -> Self {
        Self::on("2026-03-02")
    }

    /// Nothing answered, on this day.
    #[must_use]
    pub fn on(today: &str) -> Self {
        Self { today: day(today), answers: BTreeMap::new(), registers: BTreeMap::new(), matter: None }
    }

    /// Any answer.
    #[must_use]
    pub fn with(mut self, field: &str, answer: Answer) -> Self {
        self.answers.insert(Id::from(field), answer);
        self
    }

    /// One value of a choice.
    #[must_use]
    pub fn chosen(self, field: &str, value: &str) -> Self {
        self.with(field, Answer::Choice(Id::from(value)))
    }

    /// Several values of a choice.
    #[must_use]
    pub fn many(self, field: &str, values: &[&str]) -> Self {
        self.with(field, Answer::Many(values.iter().map(|v| Answer::Choice(Id::from(*v))).collect()))
    }

    /// Yes or no.
    #[must_use]
    pub fn yes_no(self, field: &str, yes: bool) -> Self {
        self.with(field, Answer::YesNo(yes))
    }

    /// A number.
    #[must_use]
    pub fn number(self, field: &str, number: i64) -> Self {
        self.with(field, Answer::Number(number))
    }

    /// Money, in 分.
    #[must_use]
    pub fn money(self, field: &str, fen: i64) -> Self {
        self.with(field, Answer::Money(fen))
    }

    /// A day.
    #[must_use]
    pub fn date(self, field: &str, on: &str) -> Self {
        self.with(field, Answer::Date(day(on)))
    }

    /// A period under some article.
    #[must_use]
    pub fn period(self, field: &str, amount: u32, unit: Unit) -> Self {
        self.with(field, Answer::Period { period: Period { amount, unit }, article: sealed() })
    }

    /// So many texts, which cannot be read.
    #[must_use]
    pub fn sealed(self, field: &str, many: usize) -> Self {
        let one = Answer::Sealed(sealed());
        self.with(field, if many == 1 { one } else { Answer::Many(vec![one; many]) })
    }

    /// An entry of a register, with its standing and what the register says of it.
    #[must_use]
    pub fn entry(self, field: &str, status: &str, fields: &[(&str, Answer)]) -> Self {
        let (case, answer) = self.listed(field, status, fields);
        case.with(field, answer)
    }

    /// Several entries, each by name in good standing (`active`) and what the register says of it.
    #[must_use]
    pub fn entries(mut self, field: &str, entries: &[(String, Vec<(&str, Answer)>)]) -> Self {
        let mut answers = Vec::new();
        for (name, fields) in entries {
            let (case, answer) = self.listed(name, "active", fields);
            self = case;
            answers.push(answer);
        }
        self.with(field, Answer::Many(answers))
    }

    fn listed(mut self, name: &str, status: &str, fields: &[(&str, Answer)]) -> (Self, Answer) {
        let entry = RegisterEntry {
            id: Id::from(name),
            register: Id::from("some_register"),
            name: name.to_owned(),
            status: Id::from(status),
            unit: OrgPath::new("example"),
            account: None,
            fields: fields.iter().map(|(k, v)| (Id::from(*k), v.clone())).collect(),
            texts: std::collections::BTreeMap::new(),
        };
        self.registers.insert(entry.id.clone(), entry);
        (self, Answer::Entry { entry: Id::from(name), account: None })
    }

    /// Asked within this matter.
    #[must_use]
    pub fn within(mut self, matter: Matter) -> Self {
        self.matter = Some(matter);
        self
    }

    /// What the rule says.
    pub fn ask<T>(&self, rule: impl Fn(&Facts<'_>) -> T) -> T {
        rule(&Facts { today: self.today, matter: self.matter.as_ref(), answers: &self.answers, registers: &self.registers })
    }
}

/// Whether the rule says no.
#[must_use]
pub fn refused(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::No(_))
}

/// An unknown that these fields would settle.
#[must_use]
pub fn unknown(fields: &[&str]) -> Verdict {
    engine::verdict::missing(fields)
}

/// The value of a choice.
#[must_use]
pub fn value(id: &str) -> Chosen {
    Chosen::Value(Id::from(id))
}

/// A choice that these fields would settle.
#[must_use]
pub fn value_unknown(fields: &[&str]) -> Chosen {
    engine::verdict::open(fields)
}
