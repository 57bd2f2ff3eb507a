//! The invented people of an example. Everything about them follows from their names, so that a run repeats exactly.

use crate::{Answer, Matter, RegisterEntry, Sealed};
use kernel::{Actor, Date, Grant, Id, MatterId, OrgPath, PersonId, ValueId, fold_width, parse_date, sm3};
use procedure::model::{FieldKind, HeldBy, Procedure};
use procedure::scenario::{self, Given, Who};
use std::collections::BTreeMap;

/// People and register entries met so far.
#[derive(Debug, Default)]
pub(super) struct Cast {
    registers: BTreeMap<Id, RegisterEntry>,
}

pub(super) fn unit() -> OrgPath {
    OrgPath::new("example/office")
}

pub(super) fn matter() -> MatterId {
    MatterId(id(&["matter"]))
}

/// The person who holds a party's role.
pub(super) fn person(role: &str) -> PersonId {
    PersonId(id(&["person", role]))
}

fn id(parts: &[&str]) -> uuid::Uuid {
    let parts: Vec<&[u8]> = parts.iter().map(|p| p.as_bytes()).collect();
    let digest = sm3(&parts).0;
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Uuid::from_bytes(bytes)
}

impl Cast {
    pub(super) fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }

    /// A sealed stand-in for a text.
    pub(super) fn sealed(&self, field: &str, text: &str) -> Sealed {
        self.sealed_of(field, text, person("applicant"))
    }

    fn sealed_of(&self, field: &str, text: &str, person: PersonId) -> Sealed {
        Sealed { value: ValueId(id(&["value", field, text])), person, digest: sm3(&[text.as_bytes()]) }
    }

    /// Whoever acts. `as=PARTY` makes an official who is also that party, to try recusal.
    pub(super) fn actor(&self, procedure: &Procedure, matter: Option<&Matter>, who: &Who) -> Actor {
        let held = procedure.roles.get(&who.role).map(|r| &r.held_by);
        let party = |name: &Id| procedure.roles.get(name).is_some_and(|r| r.held_by == HeldBy::Party);
        let own = match held {
            Some(HeldBy::Register(_)) => matter.and_then(|m| m.handlers.get(&who.role)).cloned(),
            _ => None,
        };
        let account = who.person.clone().or(own).unwrap_or_else(|| who.role.clone());
        let person = match (held, &who.person) {
            (Some(HeldBy::Party), _) => Some(match matter {
                None => person("applicant"),
                Some(_) => person(who.role.as_str()),
            }),
            (_, Some(name)) if party(name) => Some(person(name.as_str())),
            _ => None,
        };
        let grants = match held {
            Some(HeldBy::Unit(_)) => vec![Grant { role: who.role.clone(), unit: unit(), from: Date::constant(2000, 1, 1), until: None }],
            _ => Vec::new(),
        };
        let works = matches!(held, Some(HeldBy::Unit(_))).then(unit);
        Actor { account, unit: works, grants, person }
    }

    /// Answers as the engine takes them.
    pub(super) fn answers(&mut self, procedure: &Procedure, given: &[Given]) -> Result<BTreeMap<Id, Answer>, String> {
        let mut out = BTreeMap::new();
        for given in given {
            let kind = procedure.field(given.field.as_str()).map(|f| f.kind.clone());
            let kind = kind.ok_or_else(|| format!("没有“{}”这个字段", given.field))?;
            let mut all = given.values.iter().map(|v| self.answer(&given.field, &kind, v)).collect::<Result<Vec<_>, _>>()?;
            let answer = if all.len() == 1 { all.swap_remove(0) } else { Answer::Many(all) };
            out.insert(given.field.clone(), answer);
        }
        Ok(out)
    }

    fn answer(&mut self, field: &Id, kind: &FieldKind, value: &scenario::Answer) -> Result<Answer, String> {
        let wrong = || format!("“{field}”的值不合它的类型：{value:?}");
        Ok(match (kind, value) {
            (FieldKind::Date, scenario::Answer::Text(t)) => Answer::Date(parse_date(t).ok_or_else(wrong)?),
            (FieldKind::DateTime, scenario::Answer::Text(t)) => Answer::DateTime(date_time(t).ok_or_else(wrong)?),
            (FieldKind::Choice(_), scenario::Answer::Text(t)) => Answer::Choice(Id::from(t.as_str())),
            (FieldKind::Number, scenario::Answer::Number(n)) => Answer::Number(*n),
            (FieldKind::Money, scenario::Answer::Number(n)) => Answer::Money(*n),
            (FieldKind::YesNo, scenario::Answer::YesNo(b)) => Answer::YesNo(*b),
            (FieldKind::Register { register, status }, scenario::Answer::Text(t)) => self.entry(register, status, t),
            (FieldKind::Party(role), scenario::Answer::Text(t)) => Answer::Sealed(self.sealed_of(field.as_str(), t, person(role.as_str()))),
            (_, scenario::Answer::Text(t)) => Answer::Sealed(self.sealed(field.as_str(), t)),
            _ => return Err(wrong()),
        })
    }

    /// `li years=5 minors status=suspended`: an entry named `li` with a number, a yes, and a standing.
    fn entry(&mut self, register: &Id, status: &Id, text: &str) -> Answer {
        let mut words = text.split_whitespace();
        let name = Id::from(words.next().unwrap_or("nobody"));
        let mut entry = RegisterEntry {
            id: name.clone(),
            register: register.clone(),
            name: name.to_string(),
            status: status.clone(),
            unit: unit(),
            account: Some(name.clone()),
            fields: BTreeMap::new(),
        };
        for word in words {
            match word.split_once('=') {
                Some(("status", status)) => entry.status = Id::from(status),
                Some((key, value)) => {
                    let answer = value.parse().map_or_else(|_| Answer::Choice(Id::from(value)), Answer::Number);
                    entry.fields.insert(Id::from(key), answer);
                }
                None => {
                    entry.fields.insert(Id::from(word), Answer::YesNo(true));
                }
            }
        }
        let answer = Answer::Entry { entry: name.clone(), account: entry.account.clone() };
        self.registers.insert(name, entry);
        answer
    }
}

fn date_time(text: &str) -> Option<kernel::DateTime> {
    fold_width(text.trim()).replace(' ', "T").parse().ok()
}
