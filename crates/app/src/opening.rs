//! What an account may begin, what it may choose from, and whom it may hand a matter to.

use crate::ports::Account;
use crate::{Bureau, Fault, may_handle};
use engine::{Context, Matter, Opening, RegisterEntry, openings};
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
        let units = self.units().await?;
        let registers = BTreeMap::new();
        let context = Context { actor: &who.actor, now: self.clock.now(), registers: &registers };
        let (matter, subject) = (self.new_matter(), who.actor.person.unwrap_or_else(|| self.new_person()));
        let mut out: Vec<WayIn<'_>> = Vec::new();
        let today = self.today();
        let begun_by_people = self.library.procedures().filter(|p| p.child_of.is_none());
        for procedure in begun_by_people.filter_map(|p| self.library.on(&p.id, today)) {
            let frame = self.library.frame(procedure);
            for unit in units.iter().filter(|u| u.handles) {
                let opening = Opening {
                    matter,
                    unit: unit.path.clone(),
                    subject,
                    number: None,
                    parent: None,
                    opener: None,
                    parties: BTreeMap::new(),
                };
                for action in openings(&frame, &opening, &context).into_iter().filter(|a| may_handle(procedure, a, unit)) {
                    match out.iter_mut().find(|w| w.procedure.id == procedure.id && w.action.id == action.id) {
                        Some(way) => way.units.push(unit.path.clone()),
                        None => out.push(WayIn { procedure, action, units: vec![unit.path.clone()] }),
                    }
                }
            }
        }
        Ok(out)
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
