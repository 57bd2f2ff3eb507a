//! Entries that are kept by hand: outside bodies, as the keeper of their register types them or takes them from a table.
//!
//! Whoever holds the register's own role over a unit of the kind that keeps it enters and changes what that unit keeps. An entry is never
//! removed: matters name it. What ends is its standing.

use super::EntryRow;
use crate::organisation::{Keeper, field};
use crate::ports::{Account, Kept, NoteKind, NoteQuery, Noted};
use crate::{Bureau, Fault, FieldFault};
use engine::{Answer, RegisterEntry};
use kernel::{Id, OrgPath, Title, check_credit_code, fold_width, parse_date, plain_number};
use procedure::model::{FieldKind, KeyKind, Register, RegisterField};
use std::collections::BTreeMap;

/// Characters of a name, and of what is said in one field.
const LONGEST: usize = 300;
/// Characters of a number that a keeper gives.
const LONGEST_NUMBER: usize = 40;
/// Notes shown of an entry.
const NOTES: u32 = 50;

/// An entry as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryTyped {
    /// What tells it apart.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its standing: a name or a title of one; empty: as it was, and for a new entry the first.
    pub status: String,
    /// What is said of it, field by field.
    pub said: BTreeMap<Id, String>,
}

/// An entry with who said what of it, the last first.
#[derive(Clone, Debug)]
pub struct EntryHistory {
    /// The entry as it lies in the store.
    pub entry: RegisterEntry,
    /// Ready to be shown.
    pub row: EntryRow,
    /// Notes of the journal, for its keeper alone.
    pub notes: Option<Vec<Noted>>,
}

impl Bureau {
    /// A register that somebody keeps, with the unit for which they keep it: the one named, else the first of theirs. The operator keeps
    /// it for every unit, and so names one where several may.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody who does not; [`Fault::Input`] where the operator has to name a unit; faults of the store.
    pub async fn kept_register(&self, keeper: Keeper<'_>, id: &Id, unit: Option<&OrgPath>) -> Result<(&Register, OrgPath), Fault> {
        let units = self.store.units(self.id).await?;
        let register = self.library.register(id).ok_or(Fault::NotFound)?;
        let role = &register.keeper.as_ref().ok_or(Fault::NotFound)?.role;
        let today = self.today();
        let may = |unit: &OrgPath| match keeper {
            Keeper::Operator => true,
            Keeper::Administrator(who) => who.actor.holds(role, unit, today),
        };
        let named = |path: &OrgPath| unit.is_none_or(|u| u == path);
        let mut theirs = units.into_iter().filter(|u| u.kind == register.kept_by && may(&u.path) && named(&u.path)).map(|u| u.path);
        let first = theirs.next().ok_or(Fault::NotFound)?;
        let others: Vec<String> = theirs.map(|u| u.to_string()).collect();
        if matches!(keeper, Keeper::Operator) && !others.is_empty() {
            let all = format!("{first}、{}", others.join("、"));
            let (zh, en) = (
                format!("有几个单位可以掌管这个名录，请指明一个：{all}。"),
                format!("Several units may keep this register; name one: {all}."),
            );
            return Err(Fault::Input(Title::new(zh, en)));
        }
        Ok((register, first))
    }

    /// An entry kept by hand, with its history for whoever keeps it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none, or it is not the reader's to see; faults of the store.
    pub async fn entry_history(&self, register: &Id, code: &str, who: Option<&Account>) -> Result<EntryHistory, Fault> {
        let known = self.readable_register(register, who)?;
        let id = entry_id(known, &key(known, code));
        let entry = self.store.entry(self.id, &id).await?.filter(|_| known.key.is_some()).ok_or(Fault::NotFound)?;
        let row = self.shown_entries(known, vec![entry.clone()]).await?.pop().ok_or(Fault::NotFound)?;
        let keeps = match who {
            Some(who) => self.keeps_entry(who, known, &entry),
            None => false,
        };
        let query = NoteQuery { about: Some(id.to_string()), kinds: vec![NoteKind::EntryKept], limit: NOTES, ..NoteQuery::default() };
        let notes = if keeps { Some(self.store.notes(self.id, &query).await?) } else { None };
        Ok(EntryHistory { entry, row, notes })
    }

    /// Adds an entry (`new`), or says something else of one.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but its keeper, and where it is not there to be changed; faults of fields, among them a code that
    /// is there already; faults of the store.
    pub async fn keep_entry(&self, who: &Account, register: &Id, typed: &EntryTyped, new: bool) -> Result<Id, Fault> {
        let (known, unit) = self.kept_register(Keeper::Administrator(who), register, None).await?;
        let before = self.store.entry(self.id, &entry_id(known, &key(known, &typed.code))).await?;
        match &before {
            Some(before) if new => return Err(Fault::Fields(vec![there_already(before)])),
            Some(before) if !self.keeps_entry(who, known, before) => return Err(Fault::NotFound),
            None if !new => return Err(Fault::NotFound),
            _ => {}
        }
        let after = entry(known, typed, before.as_ref(), &unit).map_err(Fault::Fields)?;
        let id = after.id.clone();
        if before.as_ref() != Some(&after) {
            let note = self.noted(&who.actor.account, NoteKind::EntryKept, id.as_str(), changes(before.as_ref(), &after));
            let kept = Kept::Entry { before: before.map(Box::new), after: Box::new(after) };
            self.store.keep(self.id, vec![kept], vec![note]).await?;
        }
        Ok(id)
    }

    /// Whether somebody keeps this entry: they hold the register's role over the unit that it is registered with.
    pub(crate) fn keeps_entry(&self, who: &Account, register: &Register, entry: &RegisterEntry) -> bool {
        register.keeper.as_ref().is_some_and(|k| who.actor.holds(&k.role, &entry.unit, self.today()))
    }
}

/// The code of an entry kept by hand.
#[must_use]
pub fn code_of<'a>(register: &Register, entry: &'a RegisterEntry) -> Option<&'a str> {
    register.key.and_then(|_| entry.id.as_str().strip_prefix(register.id.as_str())?.strip_prefix(':'))
}

/// An entry's id: one body may stand in several registers.
pub(crate) fn entry_id(register: &Register, code: &str) -> Id {
    Id::from(format!("{}:{code}", register.id))
}

/// A code as it is compared and stored.
pub(crate) fn key(register: &Register, typed: &str) -> String {
    match register.key {
        Some(KeyKind::CreditCode) => plain_number(typed.trim()),
        _ => fold_width(typed.trim()).to_ascii_uppercase(),
    }
}

/// What changed, in a few coded words.
pub(crate) fn changes(before: Option<&RegisterEntry>, after: &RegisterEntry) -> String {
    let Some(before) = before else { return format!("new status={}", after.status) };
    let mut said = Vec::new();
    if before.name != after.name {
        said.push("name".to_owned());
    }
    if before.status != after.status {
        said.push(format!("status={}", after.status));
    }
    let fields = before.fields.keys().chain(after.fields.keys()).chain(before.texts.keys()).chain(after.texts.keys());
    let other = |id: &&Id| before.fields.get(*id) != after.fields.get(*id) || before.texts.get(*id) != after.texts.get(*id);
    let fields: std::collections::BTreeSet<&Id> = fields.filter(other).collect();
    said.extend(fields.into_iter().map(ToString::to_string));
    said.join(" ")
}

fn there_already(before: &RegisterEntry) -> FieldFault {
    let (zh, en) = (
        format!("这个代码已经登记：{}。要改请打开那一条。", before.name),
        format!("This code is there already: {}. Change that entry.", before.name),
    );
    field("code", zh, en)
}

/// Reads an entry as typed. What is not asked of it stays as it was.
pub(crate) fn entry(
    register: &Register,
    typed: &EntryTyped,
    before: Option<&RegisterEntry>,
    unit: &OrgPath,
) -> Result<RegisterEntry, Vec<FieldFault>> {
    let code = key(register, &typed.code);
    let mut found: Vec<FieldFault> = code_fault(register, &code).into_iter().collect();
    let name = typed.name.trim();
    if name.is_empty() {
        found.push(field("name", "请填写名称。", "Give its name."));
    }
    if name.chars().count() > LONGEST {
        found.push(too_long("name"));
    }
    let given = typed.status.trim();
    let status = match (given, before) {
        ("", Some(before)) => Some(before.status.clone()),
        ("", None) => register.statuses.first().map(|s| s.id.clone()),
        _ => register.statuses.iter().find(|s| s.id == *given || s.title.zh == given || s.title.en == given).map(|s| s.id.clone()),
    };
    if status.is_none() {
        let all = |pick: fn(&Title) -> &str| register.statuses.iter().map(|s| pick(&s.title)).collect::<Vec<_>>().join("、");
        let (zh, en) =
            (format!("没有这种状态，可以是：{}。", all(|t| &t.zh)), format!("No such standing; it is one of: {}.", all(|t| &t.en)));
        found.push(field("status", zh, en));
    }
    let mut out = before.cloned().unwrap_or_else(|| RegisterEntry {
        id: entry_id(register, &code),
        register: register.id.clone(),
        name: String::new(),
        status: Id::from(""),
        unit: unit.clone(),
        account: None,
        fields: BTreeMap::new(),
        texts: BTreeMap::new(),
    });
    for asked in &register.fields {
        if let Some(said) = typed.said.get(&asked.id) {
            found.extend(say(&mut out, asked, said.trim()));
        }
        let is_said = out.texts.contains_key(&asked.id) || out.fields.contains_key(&asked.id);
        if asked.required && !is_said && !found.iter().any(|f| f.field == asked.id) {
            found.push(field(asked.id.as_str(), format!("请填写{}。", asked.title.zh), format!("Give this: {}.", asked.title.en)));
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    name.clone_into(&mut out.name);
    if let Some(status) = status {
        out.status = status;
    }
    Ok(out)
}

fn code_fault(register: &Register, code: &str) -> Option<FieldFault> {
    if code.is_empty() {
        return Some(field("code", "请填写代码。", "Give its code."));
    }
    if register.key == Some(KeyKind::CreditCode) {
        let wrong = check_credit_code(code).err()?.title();
        return Some(field("code", format!("统一社会信用代码{}。", wrong.zh), format!("As a unified social credit code: {}.", wrong.en)));
    }
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    (code.len() > LONGEST_NUMBER || !code.bytes().all(fits)).then(|| {
        field("code", "代码由字母、数字和连字符组成，不超过40个字符。", "A code has letters, digits and hyphens, 40 characters at most.")
    })
}

/// Takes what is said in one field; an empty text says nothing any more.
fn say(out: &mut RegisterEntry, asked: &RegisterField, said: &str) -> Option<FieldFault> {
    let id = &asked.id;
    out.fields.remove(id);
    out.texts.remove(id);
    if said.is_empty() {
        return None;
    }
    if said.chars().count() > LONGEST {
        return Some(too_long(id.as_str()));
    }
    let answer = match asked.kind {
        FieldKind::Date => match parse_date(said) {
            Some(date) => Answer::Date(date),
            None => return Some(field(id.as_str(), "请写成日期，例如2026-03-01。", "Write a date, such as 2026-03-01.")),
        },
        FieldKind::Number => match fold_width(said).parse() {
            Ok(number) => Answer::Number(number),
            Err(_) => return Some(field(id.as_str(), "请写成整数。", "Write a whole number.")),
        },
        FieldKind::YesNo => match said {
            "是" | "yes" => Answer::YesNo(true),
            "否" | "no" => Answer::YesNo(false),
            _ => return Some(field(id.as_str(), "请写“是”或者“否”。", "Write “yes” or “no”.")),
        },
        _ => {
            out.texts.insert(id.clone(), said.to_owned());
            return None;
        }
    };
    out.fields.insert(id.clone(), answer);
    None
}

fn too_long(name: &str) -> FieldFault {
    field(name, format!("太长了，最多{LONGEST}个字。"), format!("Too long: {LONGEST} characters at most."))
}
