//! What an account may begin, what it may choose from, and whom it may hand a matter to.

use crate::ports::{Account, Unit};
use crate::{Bureau, Fault, may_handle};
use engine::{Context, Matter, RegisterEntry, may_open};
use kernel::{Id, OrgPath};
use procedure::model::{Action, HeldBy, Procedure};
use std::collections::BTreeMap;

/// A way in: an act that opens a matter, and the units in which the account may do it.
#[derive(Clone, Debug)]
pub struct WayIn<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The act.
    pub action: &'a Action,
    /// Units that would handle it.
    pub units: Vec<OrgPath>,
}

impl Bureau {
    /// The ways in that an account may use, in the order of the procedures.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn ways_in(&self, who: &Account) -> Result<Vec<WayIn<'_>>, Fault> {
        let (units, today) = (self.units().await?, self.today());
        let begun_by_people = self.library.procedures().filter(|p| p.child_of.is_none());
        let current = begun_by_people.filter_map(|p| self.library.on(&p.id, today));
        let actions = current.flat_map(|p| p.actions.iter().map(move |a| (p, a)));
        Ok(actions.filter_map(|(p, a)| self.way(who, p, a, &units)).collect())
    }

    /// One way in, if the account may use it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn way_in(&self, who: &Account, procedure: &str, action: &str) -> Result<Option<WayIn<'_>>, Fault> {
        let known = self.library.on(&Id::from(procedure), self.today()).filter(|p| p.child_of.is_none());
        let Some((procedure, action)) = known.and_then(|p| Some((p, p.action(action)?))) else { return Ok(None) };
        Ok(self.way(who, procedure, action, &self.units().await?))
    }

    fn way<'a>(&'a self, who: &Account, procedure: &'a Procedure, action: &'a Action, units: &[Unit]) -> Option<WayIn<'a>> {
        if !action.opens_matter() {
            return None;
        }
        let (frame, registers) = (self.library.frame(procedure), BTreeMap::new());
        let context = Context { actor: &who.actor, now: self.clock.now(), registers: &registers };
        let subject = who.actor.person.unwrap_or_else(|| self.new_person());
        let may = |u: &&Unit| may_open(&frame, &u.path, subject, action, &context) && may_handle(procedure, action, u);
        let units: Vec<OrgPath> = units.iter().filter(may).map(|u| u.path.clone()).collect();
        (!units.is_empty()).then_some(WayIn { procedure, action, units })
    }

    /// The receipt of an operation that has been carried out: what a form sent twice is answered with.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn receipt(&self, operation: kernel::OperationId) -> Result<Option<crate::ports::Receipt>, Fault> {
        Ok(self.store.operation(self.id, operation).await?)
    }

    /// Entries of a register, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn register(&self, register: &Id) -> Result<Vec<RegisterEntry>, Fault> {
        Ok(self.store.entries(self.id, register).await?)
    }

    /// Roles of ours in a matter with the colleagues who hold them over its unit.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn colleagues<'a>(
        &self,
        procedure: &'a Procedure,
        matter: &Matter,
    ) -> Result<Vec<(&'a procedure::model::Role, Vec<Account>)>, Fault> {
        let accounts = self.store.accounts(self.id).await?;
        let today = self.today();
        let ours = procedure.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_)));
        let held = ours.map(|role| {
            let free = |a: &&Account| a.actor.holds(&role.id, &matter.unit, today) && !matter.recused.contains(&a.actor.account);
            (role, accounts.iter().filter(free).cloned().collect::<Vec<_>>())
        });
        Ok(held.filter(|(_, all)| !all.is_empty()).collect())
    }
}
