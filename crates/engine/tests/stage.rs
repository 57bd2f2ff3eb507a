//! A stage on which the example procedure is played.

use calendar::Calendar;
use engine::{
    Answer, Chosen, Context, Evidence, Facts, Frame, Holder, Manner, Matter, Opening, Order, Refusal, RegisterEntry, RuleBook, Sealed,
    Verdict, decide, evolve,
};

use kernel::{Actor, Date, Grant, Id, MatterId, Moment, OrgPath, PersonId, Title, ValueId, sm3};
use procedure::model::{Dossier, Procedure};
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub static DOSSIER: LazyLock<Dossier> = LazyLock::new(|| crate::families::decoded("example.kdl", include_str!("example.kdl")));

pub static PROCEDURE: LazyLock<Procedure> = LazyLock::new(|| DOSSIER.procedures[0].clone());

pub static RULES: LazyLock<RuleBook> = LazyLock::new(|| {
    let mut book = RuleBook::default();
    book.predicate("allowed", |facts: &Facts<'_>| match facts.chosen("size").map(Id::as_str) {
        Some("large") => Verdict::No(Title::new("太大。", "Too large.")),
        Some(_) => Verdict::Yes,
        None => Verdict::Unknown(vec![Id::from("size")]),
    });
    book.choice("is_fast", |facts: &Facts<'_>| match facts.date("wanted_on") {
        Some(_) => Chosen::Value(Id::from("quick")),
        None => Chosen::Unknown(vec![Id::from("wanted_on")]),
    });
    book
});

static PARAMS: BTreeMap<Id, u64> = BTreeMap::new();
static NOBODY: BTreeMap<Id, RegisterEntry> = BTreeMap::new();

pub const SIGN: Order = Order::Sign { of: None, minutes: None };
pub const RECALL: Order = Order::Recall { of: None };

pub fn frame() -> Frame<'static> {
    Frame { procedure: &PROCEDURE, versions: std::slice::from_ref(&PROCEDURE), calendar: Calendar::china(), params: &PARAMS, rules: &RULES }
}

pub fn unit() -> OrgPath {
    OrgPath::new("city/office")
}

fn uuid(name: &str) -> uuid::Uuid {
    uuid::Uuid::from_slice(&sm3(&[name.as_bytes()]).0[..16]).unwrap()
}

pub fn person(name: &str) -> PersonId {
    PersonId(uuid(name))
}

pub fn sealed(text: &str) -> Sealed {
    Sealed { value: ValueId(uuid(text)), person: person("applicant"), digest: sm3(&[text.as_bytes()]) }
}

pub fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

/// An official with one role; the account has the role's name unless another is given.
pub fn official(role: &str, account: &str) -> Actor {
    let grant = Grant { role: Id::from(role), unit: OrgPath::new("city"), from: day(1, 1), until: None, acting_for: None };
    Actor { account: Id::from(account), unit: Some(unit()), grants: vec![grant], person: None }
}

pub fn applicant() -> Actor {
    Actor { account: Id::from("portal"), unit: None, grants: Vec::new(), person: Some(person("applicant")) }
}

pub fn opening() -> Opening {
    Opening::new(MatterId(uuid("matter")), unit(), person("applicant"))
}

pub fn act(action: &str, answers: &[(&str, Answer)]) -> Order {
    let answers = answers.iter().map(|(f, a)| (Id::from(*f), a.clone())).collect();
    Order::Act {
        action: Id::from(action),
        holder: None,
        with: Vec::new(),
        child: BTreeMap::new(),
        opening: Some(opening()),
        answers,
        on: None,
        at: None,
        evidence: Evidence::System,
    }
}

pub fn act_on(action: &str, on: Date, evidence: Evidence) -> Order {
    Order::Act {
        action: Id::from(action),
        holder: None,
        with: Vec::new(),
        child: BTreeMap::new(),
        opening: None,
        answers: BTreeMap::new(),
        on: Some(on),
        at: None,
        evidence,
    }
}

pub fn application(size: &str) -> Vec<(&'static str, Answer)> {
    vec![("applicant", Answer::Sealed(sealed("name"))), ("size", Answer::Choice(Id::from(size)))]
}

pub struct Stage {
    pub matter: Option<Matter>,
}

impl Stage {
    /// A matter applied for on a day.
    pub fn opened(on: Date, size: &str) -> Self {
        let mut stage = Self { matter: None };
        stage.does(&applicant(), on, &act("apply", &application(size))).unwrap();
        stage
    }

    pub fn does(&mut self, actor: &Actor, on: Date, order: &Order) -> Result<(), Refusal> {
        let context = Context { actor, now: Moment::morning(on), registers: &NOBODY };
        for event in decide(&frame(), self.matter.as_ref(), order, &context)? {
            self.matter = evolve(&frame(), self.matter.take(), &event);
        }
        Ok(())
    }

    pub fn refused(&mut self, actor: &Actor, on: Date, order: &Order) -> &'static str {
        self.does(actor, on, order).expect_err("should have been refused").code
    }

    pub fn served(&mut self, paper: &str, on: Date) {
        let order = Order::Serve {
            paper: Id::from(paper),
            to: Holder::first(&Id::from("applicant")),
            manner: Manner::Direct,
            on,
            evidence: Evidence::Receipt,
        };
        self.does(&official("clerk", "clerk"), on, &order).unwrap();
    }

    pub fn matter(&self) -> &Matter {
        self.matter.as_ref().unwrap()
    }

    pub fn due(&self, clock: &str) -> Option<Date> {
        self.matter().clocks.iter().rev().find(|i| i.clock == *clock).and_then(|i| i.due_on)
    }
}
