//! People of no procedure in particular: whoever is asked for a role holds it, and what is asked is answered at random.

use super::{Cast, Dice, Turn};
use crate::{Answer, Matter, Opening, RegisterEntry, Sealed};
use calendar::{Period, Unit};
use kernel::{AccountId, Actor, Date, Grant, Id, MatterId, OrgPath, PersonId, ValueId, sm3};
use procedure::model::{Action, Field, FieldKind, Procedure};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    registers: BTreeMap<Id, RegisterEntry>,
    /// States at which a matter ends: people come to them late.
    ends: BTreeSet<Id>,
}

const UNITS: [&str; 3] = ["/city/east", "/city/west", "/city/north"];

fn official(role: &Id, account: AccountId, acting_for: Option<AccountId>) -> Actor {
    let grant = Grant { role: role.clone(), unit: OrgPath::new("/city"), from: Date::constant(1990, 1, 1), until: None, acting_for };
    Actor { account, unit: Some(OrgPath::new(UNITS[0])), grants: vec![grant], person: None }
}

fn sealed(person: PersonId, dice: &mut Dice) -> Sealed {
    let value = ValueId(dice.uuid());
    Sealed { value, person, digest: sm3(&[value.0.as_bytes()]) }
}

/// A day near today: mostly today, at times some days back or ahead.
fn near(today: Date, dice: &mut Dice) -> Date {
    let off = match dice.below(4) {
        0 => -(dice.below(20) as i64),
        1 => dice.below(60) as i64,
        _ => 0,
    };
    today.checked_add(jiff::Span::new().days(off)).unwrap_or(today)
}

impl Crowd {
    /// People who would rather go on with a procedure than end it.
    pub(super) fn of(versions: &[Procedure]) -> Self {
        let ends = versions.iter().flat_map(|p| p.states.values()).filter(|s| s.end && s.track.is_none()).map(|s| s.id.clone());
        Self { ends: ends.collect(), registers: BTreeMap::new() }
    }

    fn entry(&mut self, register: &Id, status: &Id, dice: &mut Dice) -> Answer {
        let id = Id::from(format!("{register}.{}", 1 + dice.below(3)));
        let entry = RegisterEntry {
            id: id.clone(),
            register: register.clone(),
            name: id.to_string(),
            status: status.clone(),
            unit: OrgPath::new(UNITS[0]),
            account: Some(id.clone()),
            fields: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        self.registers.insert(id.clone(), entry);
        Answer::Entry { entry: id.clone(), account: Some(id) }
    }
}

impl Cast for Crowd {
    fn opening(&mut self, dice: &mut Dice) -> Opening {
        Opening::new(MatterId(dice.uuid()), OrgPath::new(UNITS[0]), PersonId(dice.uuid()))
    }

    fn actor(&mut self, role: &Id, matter: Option<&Matter>) -> Actor {
        let out = |account: &AccountId| matter.is_some_and(|m| m.recused.contains(account));
        let given = matter.and_then(|m| m.handlers.get(role)).into_iter().flatten().find(|a| !out(a)).cloned();
        let mut others = (1..9).map(|n| if n == 1 { role.clone() } else { Id::from(format!("{role}.{n}")) });
        official(role, given.or_else(|| others.find(|a| !out(a))).unwrap_or_else(|| role.clone()), None)
    }

    fn colleague(&mut self, role: &Id, _: Option<&Matter>, dice: &mut Dice) -> Option<Actor> {
        let account = Id::from(format!("{role}.{}", 2 + dice.below(4)));
        let stands_in = (dice.below(3) == 0).then(|| role.clone());
        Some(official(role, account, stands_in))
    }

    fn unit(&mut self, dice: &mut Dice) -> Option<OrgPath> {
        dice.pick(&UNITS).map(|u| OrgPath::new(u))
    }

    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer> {
        let least = field.bounds.as_ref().and_then(|b| b.min);
        Some(match &field.kind {
            FieldKind::Choice(choice) => Answer::Choice(dice.pick(&procedure.choices.get(choice)?.values)?.id.clone()),
            FieldKind::Date => Answer::Date(near(today, dice)),
            FieldKind::DateTime => Answer::DateTime(today.at(7, 0, 0, 0)),
            FieldKind::Number => Answer::Number(1 + dice.below(30) as i64),
            FieldKind::Money => Answer::Money(100 * dice.below(100_000) as i64),
            FieldKind::YesNo => Answer::YesNo(dice.below(2) == 0),
            FieldKind::Register { register, status } => self.entry(register, status, dice),
            FieldKind::Period => {
                let unit = field.bounds.as_ref().and_then(|b| b.unit).unwrap_or(Unit::Day);
                let period = Period { amount: least.unwrap_or(1) + dice.below(10) as u32, unit };
                Answer::Period { period, article: sealed(PersonId(dice.uuid()), dice) }
            }
            _ => Answer::Sealed(sealed(PersonId(dice.uuid()), dice)),
        })
    }

    fn reasons(&mut self, dice: &mut Dice) -> Sealed {
        sealed(PersonId(dice.uuid()), dice)
    }

    fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }

    /// Some days bring much, and at times nothing happens for a year.
    fn gap(&self, _: &Procedure, _: Option<&Matter>, dice: &mut Dice) -> i64 {
        let days = match dice.below(20) {
            0 => dice.below(400),
            1..=4 => dice.below(60),
            5..=9 => dice.below(12),
            _ => dice.below(3),
        };
        i64::try_from(days).unwrap_or(1)
    }

    fn weight(&self, action: &Action) -> u32 {
        if action.to.iter().any(|s| self.ends.contains(s)) { 1 } else { 8 }
    }

    fn steps(&self) -> usize {
        200
    }

    fn odds(&self, turn: Turn) -> u64 {
        match turn {
            Turn::Waive => 2,
            Turn::Destroy => 3,
            Turn::Afterwards => 4,
            Turn::Meanwhile => 5,
            Turn::Notice => 6,
            Turn::StandIn => 9,
            Turn::Correct | Turn::Countersign => 12,
            Turn::Recall => 25,
            Turn::Companion => 14,
            Turn::Assign => 40,
            Turn::Transfer | Turn::Link => 60,
            Turn::Recuse => 120,
        }
    }
}
