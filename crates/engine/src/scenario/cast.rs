//! The invented people of an example. Everything about them follows from their names, so that a run repeats exactly.

use crate::{Answer, Matter, Opening, RegisterEntry, Sealed};
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

/// The person at a place of a party's role, counted from 1.
fn person(role: &str, nth: u32) -> PersonId {
    match nth {
        0 | 1 => PersonId(id(&["person", role])),
        _ => PersonId(id(&["person", role, &nth.to_string()])),
    }
}

fn id(parts: &[&str]) -> uuid::Uuid {
    let parts: Vec<&[u8]> = parts.iter().map(|p| p.as_bytes()).collect();
    let digest = sm3(&parts).0;
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Uuid::from_bytes(bytes)
}

impl Cast {
    /// The matter of this name.
    pub(super) fn matter(name: &str) -> MatterId {
        MatterId(id(&["matter", name]))
    }

    /// How a matter of the example begins: always in the same unit, for the same first party.
    pub(super) fn opening(&self, matter: MatterId) -> Opening {
        let subject = person("applicant", 1);
        Opening::new(matter, unit(), subject)
    }

    pub(super) fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }

    /// A sealed stand-in for a text.
    pub(super) fn sealed(&self, field: &str, text: &str) -> Sealed {
        self.sealed_of(field, text, person("applicant", 1))
    }

    fn sealed_of(&self, field: &str, text: &str, person: PersonId) -> Sealed {
        Sealed { value: ValueId(id(&["value", field, text])), person, digest: sm3(&[text.as_bytes()]) }
    }

    /// Whoever acts. `as=PARTY` makes an official who is also that party, to try recusal.
    pub(super) fn actor(&self, procedure: &Procedure, matter: Option<&Matter>, who: &Who, nth: Option<u32>) -> Actor {
        let held = procedure.roles.get(&who.role).map(|r| &r.held_by);
        let party = |name: &Id| procedure.roles.get(name).is_some_and(|r| r.held_by == HeldBy::Party);
        let own = match held {
            Some(HeldBy::Register(_)) => matter.and_then(|m| m.handlers.get(&who.role)).and_then(|all| all.first()).cloned(),
            _ => None,
        };
        let account = who.person.clone().or(own).unwrap_or_else(|| who.role.clone());
        let person = match (held, &who.person) {
            (Some(HeldBy::Party), _) => Some(match matter {
                None => person("applicant", 1),
                Some(_) => person(who.role.as_str(), nth.unwrap_or(1)),
            }),
            (_, Some(name)) if party(name) => Some(person(name.as_str(), 1)),
            _ => None,
        };
        let grants = match held {
            Some(HeldBy::Unit(_)) => {
                let (role, from) = (who.role.clone(), Date::constant(2000, 1, 1));
                vec![Grant { role, unit: OrgPath::new("/"), from, until: None, acting_for: None }]
            }
            _ => Vec::new(),
        };
        let works = matches!(held, Some(HeldBy::Unit(_))).then(unit);
        Actor { account, unit: works, grants, person }
    }

    /// Answers as the engine takes them.
    pub(super) fn answers(
        &mut self,
        procedure: &Procedure,
        matter: Option<&Matter>,
        given: &[Given],
    ) -> Result<BTreeMap<Id, Answer>, String> {
        let mut out = BTreeMap::new();
        for given in given {
            let kind = procedure.field(given.field.as_str()).map(|f| f.kind.clone());
            let kind = kind.ok_or_else(|| format!("没有“{}”这个字段", given.field))?;
            if kind == FieldKind::Period {
                out.insert(given.field.clone(), self.period(&given.field, &given.values)?);
                continue;
            }
            let mut all = Vec::with_capacity(given.values.len());
            for value in &given.values {
                all.push(match (&kind, value) {
                    (FieldKind::Party(role), scenario::Answer::Text(t)) => {
                        let many = procedure.roles.get(role).is_some_and(|r| r.many);
                        let before = if many { matter.and_then(|m| m.parties.get(role)).map_or(0, Vec::len) } else { 0 };
                        let nth = u32::try_from(before + all.len() + 1).unwrap_or(1);
                        Answer::Sealed(self.sealed_of(given.field.as_str(), t, person(role.as_str(), nth)))
                    }
                    _ => self.answer(&given.field, &kind, value)?,
                });
            }
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
            (_, scenario::Answer::Text(t)) => Answer::Sealed(self.sealed(field.as_str(), t)),
            _ => return Err(wrong()),
        })
    }

    /// `longer_term 90 day "…第几条"`: a number, a unit, an article.
    fn period(&self, field: &Id, values: &[scenario::Answer]) -> Result<Answer, String> {
        let wrong = || format!("“{field}”要写数、单位和依据，例如 90 day \"某法第几条\"");
        let [scenario::Answer::Number(amount), scenario::Answer::Text(unit), scenario::Answer::Text(article)] = values else {
            return Err(wrong());
        };
        let amount = u32::try_from(*amount).map_err(|_| wrong())?;
        let unit = unit.parse().map_err(|_| wrong())?;
        Ok(Answer::Period { period: calendar::Period { amount, unit }, article: self.sealed(field.as_str(), article) })
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
            texts: BTreeMap::new(),
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
