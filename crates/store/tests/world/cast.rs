//! The people of the test procedure.

use super::timely;
use app::ports::{Plain, Unit};
use engine::walk::{Cast, Dice};
use engine::{Answer, Matter, Opening, RegisterEntry, Sealed};
use kernel::{Actor, Date, Grant, Id, MatterId, OrgPath, PersonId, ValueId, sm3};
use procedure::model::{Field, FieldKind, Procedure};
use std::collections::BTreeMap;

pub struct PermitCast {
    unit: OrgPath,
    subject: PersonId,
    registers: BTreeMap<Id, RegisterEntry>,
    values: Vec<Plain>,
    reasons: u64,
    /// Milliseconds since 1970, for ids.
    at: u64,
}

impl PermitCast {
    pub fn new(units: &[Unit], at: u64, subject: Option<PersonId>, dice: &mut Dice) -> Self {
        let offices: Vec<&Unit> = units.iter().filter(|u| u.path.as_str().matches('/').count() == 3).collect();
        let unit = dice.pick(&offices).unwrap().path.clone();
        let entry = RegisterEntry {
            id: Id::from("expert_lin"),
            register: Id::from("experts"),
            name: "林专家".to_owned(),
            status: Id::from("active"),
            unit: OrgPath::new("/city"),
            account: Some(Id::from("lin")),
            fields: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        Self {
            unit,
            subject: subject.unwrap_or_else(|| PersonId(timely(at, dice))),
            registers: BTreeMap::from([(entry.id.clone(), entry)]),
            values: Vec::new(),
            reasons: 0,
            at,
        }
    }

    pub fn values(&self) -> &[Plain] {
        &self.values
    }

    pub fn subject(&self) -> PersonId {
        self.subject
    }

    fn seal(&mut self, field: &Id, text: String, search: Option<&'static str>, dice: &mut Dice) -> Sealed {
        let salt = *dice.uuid().as_bytes();
        let value = ValueId(timely(self.at, dice));
        let digest = sm3(&[&salt, text.as_bytes()]);
        self.values.push(Plain { value, person: self.subject, field: field.clone(), salt, text, search });
        Sealed { value, person: self.subject, digest }
    }
}

impl Cast for PermitCast {
    fn opening(&mut self, dice: &mut Dice) -> Opening {
        let (matter, unit, subject) = (MatterId(timely(self.at, dice)), self.unit.clone(), self.subject);
        Opening::new(matter, unit, subject)
    }

    fn actor(&mut self, role: &Id, matter: Option<&Matter>) -> Actor {
        let plain = |account: &str| Actor { account: Id::from(account), unit: None, grants: Vec::new(), person: None };
        match role.as_str() {
            "applicant" => Actor { person: Some(self.subject), ..plain("portal") },
            "expert" => plain(matter.and_then(|m| m.handlers.get(role)).and_then(|all| all.first()).map_or("lin", Id::as_str)),
            other => {
                let grant = Grant {
                    role: role.clone(),
                    unit: OrgPath::new("/city"),
                    from: Date::constant(2020, 1, 1),
                    until: None,
                    acting_for: None,
                };
                Actor { unit: Some(self.unit.clone()), grants: vec![grant], ..plain(&format!("{other}.of")) }
            }
        }
    }

    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer> {
        Some(match &field.kind {
            FieldKind::Party(_) => {
                let name = format!("演示{}", dice.below(1_000_000));
                Answer::Sealed(self.seal(&field.id, name, Some("name"), dice))
            }
            FieldKind::CnId => {
                let number = format!("99999919700101{:04}", dice.below(10_000));
                Answer::Sealed(self.seal(&field.id, number, Some("number"), dice))
            }
            FieldKind::Date => Answer::Date(today),
            FieldKind::Choice(choice) => Answer::Choice(dice.pick(&procedure.choices.get(choice)?.values)?.id.clone()),
            FieldKind::Register { .. } => Answer::Entry { entry: Id::from("expert_lin"), account: Some(Id::from("lin")) },
            _ => Answer::Sealed(self.seal(&field.id, "演示：某项事由".to_owned(), None, dice)),
        })
    }

    fn reasons(&mut self, dice: &mut Dice) -> Sealed {
        self.reasons += 1;
        self.seal(&Id::from("reasons"), format!("演示理由{}", self.reasons), None, dice)
    }

    fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }
}
