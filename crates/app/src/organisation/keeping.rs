//! Units and people, as the system administrator keeps them. Nobody is removed: matters name them for as long as these last.

use super::{OPERATOR, Office, faults, field};
use crate::ports::{Account, Credential, Kept, NoteKind, Unit};
use crate::{Bureau, Fault, FieldFault};
use kernel::{AccountId, Actor, Id, OrgPath, Title};
use procedure::model::HeldBy;
use std::collections::BTreeSet;

/// A unit as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTyped {
    /// Its place.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its name in English; empty: as in Chinese.
    pub english: String,
    /// Its kind.
    pub kind: String,
    /// Short form within numbers.
    pub short: String,
    /// Matters lie with it.
    pub handles: bool,
    /// Administrative division code.
    pub division: String,
}

/// A person as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonTyped {
    /// The account's name.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// What they do.
    pub post: String,
}

/// Somebody of the bureau, as the directory shows them.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub account: Account,
    /// Their unit, if they work in one.
    pub unit: Option<Unit>,
}

impl Bureau {
    /// Everybody who works for the bureau, unit by unit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn directory(&self) -> Result<Vec<(Unit, Vec<Account>)>, Fault> {
        let accounts = self.store.accounts(self.id).await?;
        let of = |unit: &Unit| accounts.iter().filter(|a| a.actor.unit.as_ref() == Some(&unit.path)).cloned().collect();
        Ok(self.store.units(self.id).await?.into_iter().map(|unit| (unit.clone(), of(&unit))).collect())
    }

    /// Somebody of the bureau.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none; parties and outsiders are not in the directory.
    pub async fn person(&self, account: &AccountId) -> Result<Person, Fault> {
        let account = self.store.account(self.id, account).await?.ok_or(Fault::NotFound)?;
        let units = self.store.units(self.id).await?;
        let unit = units.into_iter().find(|u| Some(&u.path) == account.actor.unit.as_ref());
        if unit.is_none() && account.actor.grants.is_empty() { Err(Fault::NotFound) } else { Ok(Person { account, unit }) }
    }

    /// Kinds of units that procedures and registers know, and those in use.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn unit_kinds(&self) -> Result<BTreeSet<Id>, Fault> {
        let held = self.library.procedures().flat_map(|p| p.roles.values()).filter_map(|r| match &r.held_by {
            HeldBy::Unit(kind) => Some(kind.clone()),
            _ => None,
        });
        let kept = self.library.registers().map(|r| r.kept_by.clone());
        let used: Vec<Id> = self.store.units(self.id).await?.into_iter().map(|u| u.kind).collect();
        Ok(held.chain(kept).chain(used).collect())
    }

    /// Adds a unit or says something else of it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but the system administrator of the unit above; faults of fields or of the store.
    pub async fn keep_unit(&self, who: &Account, typed: &UnitTyped) -> Result<(), Fault> {
        let units = self.store.units(self.id).await?;
        let kinds = self.unit_kinds().await?;
        self.require(who, Office::System, &OrgPath::new(&typed.path))?;
        let unit = unit(typed, &units, &kinds).map_err(Fault::Fields)?;
        let note = self.noted(&who.actor.account, NoteKind::UnitKept, unit.path.as_str(), unit.kind.as_str());
        Ok(self.store.keep(self.id, vec![Kept::Unit(unit)], vec![note]).await?)
    }

    /// Adds an account for somebody, or says something else of them. It holds no role until the security administrator gives one.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but the system administrator of the unit; faults of fields or of the store.
    pub async fn keep_person(&self, who: &Account, typed: &PersonTyped) -> Result<(), Fault> {
        let units = self.store.units(self.id).await?;
        let before = self.store.account(self.id, &Id::from(typed.account.trim())).await?;
        // Somebody is moved between units by whoever administers both.
        self.require(who, Office::System, &OrgPath::new(&typed.unit))?;
        if let Some(unit) = before.as_ref().and_then(|b| b.actor.unit.as_ref()) {
            self.require(who, Office::System, unit)?;
        }
        let after = person(typed, before.as_ref(), &units).map_err(Fault::Fields)?;
        let note = self.noted(&who.actor.account, NoteKind::AccountKept, after.actor.account.as_str(), typed.unit.trim());
        let kept = Kept::Account { before: before.map(Box::new), after: Box::new(after) };
        Ok(self.store.keep(self.id, vec![kept], vec![note]).await?)
    }
}

/// Reads a unit as typed, among those that are there.
pub(super) fn unit(typed: &UnitTyped, units: &[Unit], kinds: &BTreeSet<Id>) -> Result<Unit, Vec<FieldFault>> {
    let path = OrgPath::new(typed.path.trim());
    let mut found = Vec::new();
    let well_formed = |segment: &str| {
        !segment.is_empty() && segment.len() <= 40 && segment.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if !path.as_str().split('/').skip(1).all(well_formed) {
        found.push(field(
            "path",
            "单位代码由小写字母、数字、连字符组成，上下级之间用“/”隔开，例如 wuhai/haibowan。",
            "A code has lower-case letters, digits and hyphens, levels parted by “/”, e.g. wuhai/haibowan.",
        ));
    } else if path.parent().is_some_and(|above| !units.iter().any(|u| u.path == above)) {
        found.push(field("path", "没有这个上级单位，请先登记上级单位。", "There is no unit above; enter that one first."));
    }
    if typed.name.trim().is_empty() {
        found.push(field("name", "请填写单位名称。", "Give the unit's name."));
    }
    if !kinds.contains(typed.kind.trim()) {
        found.push(field("kind", "没有这个单位类别，请从列表中选择。", "There is no such kind; choose one from the list."));
    }
    if typed.handles && typed.short.trim().is_empty() {
        found.push(field(
            "short",
            "承办事项的单位要有编号用的简称，例如“乌海勃湾”。",
            "A unit that handles matters needs the short form for numbers.",
        ));
    }
    let division = typed.division.trim();
    if !(division.is_empty() || matches!(division.len(), 6 | 9) && division.bytes().all(|b| b.is_ascii_digit())) {
        found.push(field("division", "行政区划代码是6位或者9位数字。", "A division code has 6 or 9 digits."));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let (name, english) = (typed.name.trim(), typed.english.trim());
    Ok(Unit {
        path,
        title: Title::new(name, if english.is_empty() { name } else { english }),
        kind: Id::from(typed.kind.trim()),
        short: typed.short.trim().to_owned(),
        handles: typed.handles,
        division: (!division.is_empty()).then(|| division.to_owned()),
    })
}

/// Reads a person as typed; who is known keeps roles and everything else.
pub(super) fn person(typed: &PersonTyped, before: Option<&Account>, units: &[Unit]) -> Result<Account, Vec<FieldFault>> {
    let (account, unit) = (typed.account.trim(), OrgPath::new(typed.unit.trim()));
    let mut found = Vec::new();
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    if !(2..=40).contains(&account.len()) || !account.bytes().all(letters) {
        found.push(field(
            "account",
            "账号是2到40个小写字母、数字、点、连字符或者下划线。",
            "An account name has 2 to 40 lower-case letters, digits, dots, hyphens or underscores.",
        ));
    }
    if ["system", "portal", OPERATOR, crate::noting::UNKNOWN].contains(&account) {
        found.push(field("account", "这个账号名由程序自己使用，请换一个。", "The program itself goes by this name; choose another."));
    }
    if before.is_some_and(|b| b.actor.unit.is_none()) {
        found.push(field(
            "account",
            "这个账号名已由单位以外的人使用，请换一个。",
            "Somebody outside the bureau has this account name; choose another.",
        ));
    }
    if typed.name.trim().is_empty() {
        found.push(field("name", "请填写姓名。", "Give the person's name."));
    }
    if !units.iter().any(|u| u.path == unit) {
        found.push(field("unit", "没有这个单位，请从列表中选择。", "There is no such unit; choose one from the list."));
    }
    faults_or(found)?;
    let mut out = before.cloned().unwrap_or_else(|| Account {
        actor: Actor { account: Id::from(account), unit: None, grants: Vec::new(), person: None },
        name: Title::default(),
        post: Title::default(),
        demo: false,
        credential: Credential::default(),
    });
    let kept = |known: &Title, typed: &str| if known.zh == typed { known.clone() } else { Title::new(typed, typed) };
    out.actor.unit = Some(unit);
    out.name = kept(&out.name, typed.name.trim());
    out.post = kept(&out.post, typed.post.trim());
    Ok(out)
}

fn faults_or(found: Vec<FieldFault>) -> Result<(), Vec<FieldFault>> {
    faults(found).map_err(|fault| match fault {
        Fault::Fields(found) => found,
        _ => Vec::new(),
    })
}
