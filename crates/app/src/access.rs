//! Who may see what. One predicate from role, unit and relation; the same one serves page, list, count and act.

use crate::ports::{Account, Reach, Unit};
use crate::{Fault, Library};
use engine::Matter;
use kernel::{Actor, Date, Id};
use procedure::model::{Action, HeldBy, Procedure};

/// What an account may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Matters of the procedures in which they hold a role, in the units over which they hold it; and their own.
    Over(Reach),
    /// Only matters in which they are a party or a provider.
    Own,
}

impl Scope {
    /// The scope of an account on a day. A role opens the procedures that name it among ours, and no others: whoever keeps the
    /// register of certificates has no business in a correction file of the same city.
    #[must_use]
    pub fn of(library: &Library, account: &Account, day: Date) -> Self {
        let mut reach = Reach::default();
        for grant in account.actor.grants.iter().filter(|g| g.holds_on(day)) {
            library.procedures_of(&grant.role).for_each(|procedure| reach.add(procedure, &grant.unit));
        }
        if reach.is_empty() { Self::Own } else { Self::Over(reach) }
    }

    /// The scope of the program itself.
    #[must_use]
    pub fn everything() -> Self {
        Self::Over(Reach::everything())
    }

    /// Whether a matter lies in it by role and unit, not merely as one's own.
    #[must_use]
    pub fn covers(&self, matter: &Matter) -> bool {
        matches!(self, Self::Over(reach) if reach.covers(&matter.procedure.id, &matter.unit))
    }

    /// Whether the account may see the matter. What it may not see answers like what does not exist.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn check(&self, actor: &Actor, matter: &Matter) -> Result<(), Fault> {
        let own = matter.handlers.values().flatten().any(|a| *a == actor.account)
            || matter.pending.iter().any(|p| p.countersign.contains(&actor.account))
            || actor.person.is_some_and(|p| matter.parties.values().flatten().any(|s| s.person == p));
        if own || self.covers(matter) { Ok(()) } else { Err(Fault::NotFound) }
    }
}

/// Whether matters begun by an action can lie with a unit: it handles matters, and is of the kind that holds the action's roles of
/// ours, or the procedure's, where only a party begins it.
#[must_use]
pub fn may_handle(procedure: &Procedure, action: &Action, unit: &Unit) -> bool {
    let kind = |role: &Id| match procedure.roles.get(role).map(|r| &r.held_by) {
        Some(HeldBy::Unit(kind)) => Some(kind.clone()),
        _ => None,
    };
    let own: Vec<Id> = action.by.iter().chain(&action.via).filter_map(kind).collect();
    let all = || procedure.roles.keys().filter_map(kind).collect();
    let kinds: Vec<Id> = if own.is_empty() { all() } else { own };
    unit.handles && kinds.contains(&unit.kind)
}

/// Keys of the queues in which the account's work lies: its own, and those of its roles in each unit of the kind that holds the role.
#[must_use]
pub fn queue_owners(library: &Library, units: &[Unit], actor: &Actor, day: Date) -> Vec<String> {
    let mut owners = vec![format!("@{}", actor.account)];
    for grant in actor.grants.iter().filter(|g| g.holds_on(day)) {
        if library.procedures_of(&grant.role).next().is_none() {
            continue;
        }
        // A role of the bureau works in matters that its agencies handle, so queues lie where the matters lie.
        owners.extend(units.iter().filter(|u| grant.unit.covers(&u.path) && u.handles).map(|u| format!("{}@{}", grant.role, u.path)));
    }
    owners.sort();
    owners.dedup();
    owners
}
