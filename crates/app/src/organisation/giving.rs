//! Roles given and ended by the security administrator, and the offices that only the operator at the machine gives.

use super::{OPERATOR, Office, collision, faults, field};
use crate::ports::{Account, Kept, NoteKind};
use crate::{Bureau, Fault};
use kernel::{AccountId, Date, Grant, Id, OrgPath, Title};
use procedure::model::{HeldBy, Role};

impl Bureau {
    /// Roles that can be given: those that procedures name among ours, each once, with the titles of the procedures it opens.
    #[must_use]
    pub fn roles(&self) -> Vec<(&Role, Vec<Title>)> {
        let mut out: Vec<(&Role, Vec<Title>)> = Vec::new();
        for procedure in self.library.procedures() {
            for role in procedure.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_))) {
                match out.iter_mut().find(|(known, _)| known.id == role.id) {
                    Some((_, opened)) => opened.push(procedure.title.clone()),
                    None => out.push((role, vec![procedure.title.clone()])),
                }
            }
        }
        out
    }

    /// Roles of the keepers of registers, each once, with the titles of the registers.
    #[must_use]
    pub fn keeper_roles(&self) -> Vec<(&procedure::model::Keeper, Vec<Title>)> {
        let mut out: Vec<(&procedure::model::Keeper, Vec<Title>)> = Vec::new();
        for register in self.library.registers() {
            let Some(keeper) = &register.keeper else { continue };
            match out.iter_mut().find(|(known, _)| known.role == keeper.role) {
                Some((_, opened)) => opened.push(register.title.clone()),
                None => out.push((keeper, vec![register.title.clone()])),
            }
        }
        out
    }

    /// Gives somebody a role over a unit and what lies below it, for a span of days.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but the security administrator of the unit; faults of fields, among them: nobody gives themself a
    /// role, and an administrator holds no other. Faults of the store.
    pub async fn give(&self, who: &Account, to: &AccountId, grant: Grant) -> Result<(), Fault> {
        self.require(who, Office::Security, &grant.unit)?;
        let before = self.person(to).await?.account;
        let mut found = Vec::new();
        if *to == who.actor.account {
            found.push(field(
                "role",
                "不能给自己授权，请由另一名安全管理员办理。",
                "Nobody gives themself a role; ask another security administrator.",
            ));
        }
        if self.library.procedures_of(&grant.role).next().is_none() && !self.keeper_roles().iter().any(|(k, _)| k.role == grant.role) {
            found.push(field("role", "没有这个角色，请从列表中选择。", "There is no such role; choose one from the list."));
        }
        if !self.store.units(self.id).await?.iter().any(|u| u.path == grant.unit) {
            found.push(field("unit", "没有这个单位，请从列表中选择。", "There is no such unit; choose one from the list."));
        }
        if grant.until.is_some_and(|until| until < grant.from) {
            found.push(field("until", "截止日不能早于起始日。", "The last day cannot lie before the first."));
        }
        faults(found)?;
        let mut after = before.clone();
        after.actor.grants.push(Grant { acting_for: None, ..grant.clone() });
        self.changed(who.actor.account.clone(), (before, after), NoteKind::Granted, &grant).await
    }

    /// Ends a role with a last day; one that has not begun is taken away.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but the security administrator of the unit, and where the role is not held; of the store.
    pub async fn end(&self, who: &Account, of: &AccountId, (role, unit): (&Id, &OrgPath), last: Date) -> Result<(), Fault> {
        self.require(who, Office::Security, unit)?;
        // The offices of others are ended where they are given.
        if Office::of_role(role).is_some() {
            return Err(Fault::NotFound);
        }
        let before = self.person(of).await?.account;
        let mut after = before.clone();
        let Some(ended) = ended(&mut after.actor.grants, (role, unit), last) else { return Err(Fault::NotFound) };
        self.changed(who.actor.account.clone(), (before, after), NoteKind::GrantEnded, &ended).await
    }

    /// Gives an office, from the machine's own command line.
    ///
    /// # Errors
    /// Where there is no such account, or it holds something that an office may not meet.
    pub async fn appoint(&self, to: &AccountId, office: Office, unit: &OrgPath) -> Result<(), Fault> {
        let before = self.store.account(self.id, to).await?.ok_or(Fault::NotFound)?;
        let mut after = before.clone();
        let grant = Grant { role: office.role(), unit: unit.clone(), from: self.today(), until: None, acting_for: None };
        after.actor.grants.push(grant.clone());
        self.changed(Id::from(OPERATOR), (before, after), NoteKind::Granted, &grant).await
    }

    /// Takes an office back, from the machine's own command line: from today nothing of it is held.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where it is not held.
    pub async fn dismiss(&self, from: &AccountId, office: Office) -> Result<(), Fault> {
        let before = self.store.account(self.id, from).await?.ok_or(Fault::NotFound)?;
        let mut after = before.clone();
        let held = after.actor.grants.iter().find(|g| g.role == office.role()).cloned().ok_or(Fault::NotFound)?;
        after.actor.grants.retain(|g| g.role != office.role());
        self.changed(Id::from(OPERATOR), (before, after), NoteKind::GrantEnded, &held).await
    }

    pub(super) async fn changed(
        &self,
        by: AccountId,
        (before, after): (Account, Account),
        kind: NoteKind,
        grant: &Grant,
    ) -> Result<(), Fault> {
        if let Some((a, b)) = collision(&after.actor.grants) {
            return Err(Fault::Fields(vec![field(
                "role",
                format!("系统、安全、审计三种管理员不能由一人兼任，也不能兼任业务角色：{} 与 {} 的日期重叠。", a.role, b.role),
                format!("The three administrators are different people and hold no other role: {} and {} meet.", a.role, b.role),
            )]));
        }
        let until = grant.until.map_or_else(String::new, |u| u.to_string());
        let place = grant.acting_for.as_ref().map_or_else(String::new, |a| format!(" for {a}"));
        let detail = format!("{}@{} {}..{until}{place}", grant.role, grant.unit, grant.from);
        let note = self.noted(&by, kind, after.actor.account.as_str(), detail);
        let kept = Kept::Account { before: Some(Box::new(before)), after: Box::new(after) };
        Ok(self.store.keep(self.id, vec![kept], vec![note]).await?)
    }
}

/// Ends the grants of a role over a unit; returns the last of them as it then stands.
pub(super) fn ended(grants: &mut Vec<Grant>, (role, unit): (&Id, &OrgPath), last: Date) -> Option<Grant> {
    let mut found = None;
    for grant in grants.iter_mut().filter(|g| g.role == *role && g.unit == *unit && g.until.is_none_or(|u| u > last)) {
        grant.until = Some(last);
        found = Some(grant.clone());
    }
    grants.retain(|g| g.until.is_none_or(|u| g.from <= u));
    found
}
