//! The people of one demo matter: who acts, what they answer. Everything follows from the dice.

use super::people;
use super::units::table;
use anyhow::Result;
use app::Library;
use app::ports::{Account, Plain};
use calendar::Unit as Time;
use engine::walk::{Cast, Dice, Turn, Walked};
use engine::{Answer, Matter, Opening, RegisterEntry, Sealed};
use kernel::{Actor, Date, Id, MatterId, OrgPath, PersonId, ValueId, sm3};
use procedure::model::{Action, Field, FieldKind, From, Procedure};
use std::collections::BTreeMap;

/// The cast of one matter.
pub struct DemoCast<'a> {
    accounts: &'a [Account],
    registers: BTreeMap<Id, RegisterEntry>,
    unit: OrgPath,
    subject: PersonId,
    values: Vec<Plain>,
    inclinations: BTreeMap<Id, u32>,
    usual: &'a Usual,
}

/// What people usually do.
pub struct Usual {
    /// By field, or by `procedure.field`, values with their weights. A day is so many days from today (`+20`, `-3`); words stand as they are, with a digit for each `#`.
    answers: BTreeMap<Id, Vec<(Id, u64)>>,
    /// By procedure and action, how inclined they are to it; 0: never.
    habits: BTreeMap<(Id, Id), u32>,
}

/// Usually not answered at all.
const LEFT_OUT: &str = "-";

/// The demo's tables; whatever they leave out is answered at random, and done as [`inclinations`] has it.
pub fn usual() -> Result<Usual> {
    let mut answers = BTreeMap::<_, Vec<_>>::new();
    for row in table(include_str!("../../../../demo/wuhai/answers.csv")) {
        let [field, value, weight] = row?;
        answers.entry(Id::from(field)).or_default().push((Id::from(value), weight.parse()?));
    }
    let habit = |row: Result<[&str; 3]>| {
        let [procedure, action, weight] = row?;
        Ok(((Id::from(procedure), Id::from(action)), weight.parse()?))
    };
    let habits = table(include_str!("../../../../demo/wuhai/habits.csv")).map(habit).collect::<Result<_>>()?;
    Ok(Usual { answers, habits })
}

const SURNAMES: [&str; 24] = [
    "张", "王", "李", "赵", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗", "郑", "梁",
    "谢", "唐",
];
const GIVEN: [&str; 30] = [
    "建国", "秀英", "志强", "桂兰", "海军", "玉梅", "国庆", "淑珍", "建华", "春梅", "永红", "文斌", "丽娟", "小明", "红霞", "立新", "凤英",
    "振东", "晓燕", "金花", "宝山", "素云", "铁柱", "美玲", "德明", "巧珍", "长江", "艳芳", "学军", "月娥",
];
/// The register entry that a matter is, called by its name.
pub fn entry_of(library: &Library, matter: &Matter, values: &[Plain]) -> Option<RegisterEntry> {
    let (entry, name) = engine::entry_of(library.register_of(&matter.procedure.id)?, matter)?;
    let named = name.and_then(|sealed| values.iter().find(|v| v.value == sealed.value));
    Some(match named {
        Some(value) => RegisterEntry { name: value.text.clone(), ..entry },
        None => entry,
    })
}

impl<'a> DemoCast<'a> {
    /// A cast in one of the units.
    pub fn new(
        (procedure, unit): (&Procedure, &OrgPath),
        accounts: &'a [Account],
        entries: &[RegisterEntry],
        usual: &'a Usual,
        dice: &mut Dice,
    ) -> Self {
        // In good standing, in the unit itself or in what it belongs to.
        let good = |e: &RegisterEntry| ["practising", "active"].contains(&e.status.as_str());
        let near = |e: &&RegisterEntry| good(e) && (e.unit == *unit || unit.parent().is_some_and(|d| e.unit == d));
        let registers = entries.iter().filter(near).map(|e| (e.id.clone(), e.clone())).collect();
        let citizen = dice.below(60) == 0;
        let subject = if citizen { people::person("citizen.gao") } else { PersonId(dice.uuid()) };
        Self { accounts, registers, unit: unit.clone(), subject, values: Vec::new(), inclinations: inclinations(procedure, usual), usual }
    }

    /// The personal values that the walked events refer to; answers that were refused leave none behind.
    pub fn into_values(self, walked: &Walked) -> Vec<Plain> {
        let kept = serde_json::to_string(&walked.told().map(|(_, events)| events).collect::<Vec<_>>()).unwrap_or_default();
        self.values.into_iter().filter(|v| kept.contains(&v.value.to_string())).collect()
    }

    fn seal(&mut self, field: &Id, text: String, search: Option<&'static str>, dice: &mut Dice) -> Sealed {
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&dice.next_u64().to_be_bytes());
        salt[8..].copy_from_slice(&dice.next_u64().to_be_bytes());
        let value = ValueId(dice.uuid());
        let digest = sm3(&[&salt, text.as_bytes()]);
        self.values.push(Plain { value, person: self.subject, field: field.clone(), salt, text, search });
        Sealed { value, person: self.subject, digest }
    }

    /// A usual value of a field, where the table knows one.
    fn usual(&self, procedure: &Procedure, field: &Id, dice: &mut Dice) -> Option<Id> {
        let own = Id::from(format!("{}.{field}", procedure.id));
        let values = self.usual.answers.get(&own).or_else(|| self.usual.answers.get(field))?;
        let mut at = dice.below(values.iter().map(|(_, weight)| weight).sum());
        values.iter().find_map(|(value, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here.then(|| value.clone())
        })
    }

    fn name(&self, dice: &mut Dice) -> String {
        if self.subject == people::person("citizen.gao") {
            return "高秀兰（演示）".to_owned();
        }
        format!("{}{}（演示）", dice.pick(&SURNAMES).unwrap_or(&"张"), dice.pick(&GIVEN).unwrap_or(&"某"))
    }
}

/// The words with a digit for each `#`.
fn numbered(words: &str, dice: &mut Dice) -> String {
    words.chars().map(|c| if c == '#' { char::from(b'0' + dice.below(10) as u8) } else { c }).collect()
}

/// An identity number that is well formed and belongs to nobody: no division has the code 999999.
fn citizen_id(dice: &mut Dice) -> String {
    const WEIGHTS: [u64; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("999999{}{:02}{:02}{:03}", 1950 + dice.below(50), 1 + dice.below(12), 1 + dice.below(28), dice.below(1000));
    let sum: u64 = body.bytes().zip(WEIGHTS).map(|(b, w)| u64::from(b - b'0') * w).sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

impl Cast for DemoCast<'_> {
    fn opening(&mut self, dice: &mut Dice) -> Opening {
        let (matter, unit, subject) = (MatterId(dice.uuid()), self.unit.clone(), self.subject);
        Opening::new(matter, unit, subject)
    }

    fn actor(&mut self, role: &Id, matter: Option<&Matter>) -> Actor {
        if let Some(account) = matter.and_then(|m| m.handlers.get(role)).and_then(|all| all.first()) {
            let known = self.accounts.iter().find(|a| a.actor.account == *account).map(|a| a.actor.clone());
            return known.unwrap_or(Actor { account: account.clone(), unit: None, grants: Vec::new(), person: None });
        }
        let day = Date::constant(2026, 6, 1);
        // Who holds it for this very unit, before who holds it for a larger one.
        let holders = self.accounts.iter().filter(|a| a.actor.holds(role, &self.unit, day));
        let nearness = |a: &&Account| a.actor.grants.iter().filter(|g| g.role == *role).map(|g| g.unit.as_str().len()).max();
        if let Some(holder) = holders.rev().max_by_key(nearness) {
            return holder.actor.clone();
        }
        Actor { account: Id::from("portal"), unit: None, grants: Vec::new(), person: Some(self.subject) }
    }

    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer> {
        let usual = self.usual(procedure, &field.id, dice);
        if usual.as_ref().is_some_and(|u| u.as_str() == LEFT_OUT) {
            return None;
        }
        let number = usual.as_ref().and_then(|u| u.as_str().parse::<i64>().ok());
        let words = usual.as_ref().map(ToString::to_string);
        let hours = procedure.clocks.iter().any(|c| c.lengths.iter().any(|l| l.unit == Time::Hour));
        Some(match &field.kind {
            FieldKind::Party(_) | FieldKind::Person => {
                let name = words.unwrap_or_else(|| self.name(dice));
                Answer::Sealed(self.seal(&field.id, name, Some("name"), dice))
            }
            FieldKind::CnId => {
                let number = citizen_id(dice);
                Answer::Sealed(self.seal(&field.id, number, Some("number"), dice))
            }
            FieldKind::Phone => Answer::Sealed(self.seal(&field.id, format!("0473{:07}", dice.below(10_000_000)), Some("phone"), dice)),
            FieldKind::Address => Answer::Sealed(self.seal(&field.id, "乌海市（演示地址）".to_owned(), None, dice)),
            FieldKind::Text | FieldKind::LongText | FieldKind::File | FieldKind::Uscc => {
                let text = words.map_or_else(|| format!("演示：{}", field.title.zh), |words| numbered(&words, dice));
                Answer::Sealed(self.seal(&field.id, text, None, dice))
            }
            FieldKind::Date if number.is_some() => Answer::Date(today.checked_add(jiff::Span::new().days(number?)).ok()?),
            FieldKind::Date => Answer::Date(today.checked_sub(jiff::Span::new().days(dice.below(3) as i64)).unwrap_or(today)),
            FieldKind::DateTime if hours => Answer::DateTime(today.at(8, dice.below(59) as i8, 0, 0)),
            FieldKind::DateTime => return None,
            // No demo matter rests on another law's period.
            FieldKind::Period => return None,
            FieldKind::Number => Answer::Number(number.unwrap_or_else(|| 1 + dice.below(5) as i64)),
            FieldKind::Money => Answer::Money(80_000 + 100 * dice.below(3000) as i64),
            FieldKind::YesNo => Answer::YesNo(usual.map_or_else(|| dice.below(2) == 0, |v| v == "yes")),
            FieldKind::Choice(choice) => match usual {
                Some(value) => Answer::Choice(value),
                None => Answer::Choice(dice.pick(&procedure.choices.get(choice)?.values)?.id.clone()),
            },
            FieldKind::Register { register, .. } => {
                let names: Vec<Id> = self.registers.values().filter(|e| e.register == *register).map(|e| e.id.clone()).collect();
                let entry = self.registers.get(dice.pick(&names)?)?;
                Answer::Entry { entry: entry.id.clone(), account: entry.account.clone() }
            }
        })
    }

    fn reasons(&mut self, dice: &mut Dice) -> Sealed {
        self.seal(&Id::from("reasons"), "演示理由".to_owned(), None, dice)
    }

    fn registers(&self) -> &BTreeMap<Id, RegisterEntry> {
        &self.registers
    }

    fn gap(&self, procedure: &Procedure, matter: Option<&Matter>, dice: &mut Dice) -> i64 {
        let state = matter.and_then(|m| m.main.as_ref()).and_then(|s| procedure.states.get(s));
        let long = state.is_some_and(|s| s.open_ended.is_some()) && matter.is_some_and(|m| m.pending.is_empty());
        // Most things are seen to within a day or two; one in eighty is left lying.
        let days = match dice.below(80) {
            0 => 4 + dice.below(12),
            _ if long => dice.below(30),
            _ => dice.below(3),
        };
        i64::try_from(days).unwrap_or(1)
    }

    fn fills(&self, dice: &mut Dice) -> bool {
        dice.below(10) > 0
    }

    /// Few come back to a matter that is closed.
    fn odds(&self, turn: Turn) -> u64 {
        match turn {
            Turn::Correct => 40,
            Turn::Afterwards => 16,
            Turn::Waive => 2,
            _ => 0,
        }
    }

    fn weight(&self, action: &Action) -> u32 {
        self.inclinations.get(&action.id).copied().unwrap_or(1)
    }
}

/// Most matters go their straight way. What harms somebody, opens another matter, can be done almost anywhere, leaves the main
/// run where it is, or ends a matter that could go on, is rarer.
fn inclinations(procedure: &Procedure, usual: &Usual) -> BTreeMap<Id, u32> {
    let end = |s: &Id| procedure.states.get(s).is_some_and(|s| s.end && s.track.is_none());
    let goes_on = |from: &From| {
        let others = procedure.actions.iter().filter(|o| o.from.contains(from) && o.from.len() <= 2 && o.opens.is_none());
        others.clone().any(|o| !o.to.is_empty() && !o.to.iter().any(end))
    };
    let in_main = |s: &Id| procedure.states.get(s).is_some_and(|s| s.track.is_none());
    // A file tells a procedure from its beginning to its end, so that a state written earlier lies further back.
    let offset = |s: &Id| procedure.states.get(s).map_or(0, |s| s.place.offset);
    let goes_back = |a: &Action| {
        let here = a.from.iter().filter_map(|f| match f {
            From::State(s) => Some(offset(s)),
            From::New => None,
        });
        here.max().is_some_and(|here| a.to.iter().any(|s| offset(s) < here))
    };
    let habit = |a: &Action| usual.habits.get(&(procedure.id.clone(), a.id.clone())).copied();
    let weight = |a: &Action| match a {
        a if habit(a).is_some() => habit(a).unwrap_or_default(),
        a if a.opens_matter() => 900,
        a if a.opens.is_some() || a.from.len() > 2 => 1,
        a if a.against.is_some() => 40,
        a if !a.to.is_empty() && a.to.iter().all(end) && a.from.iter().any(goes_on) => 2,
        a if a.once => 150,
        a if goes_back(a) => 3,
        a if !a.to.iter().any(in_main) && !a.from.iter().any(|f| matches!(f, From::State(s) if !in_main(s))) => 5,
        _ => 900,
    };
    procedure.actions.iter().map(|a| (a.id.clone(), weight(a))).collect()
}
