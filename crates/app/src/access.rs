//! Who may see what. One predicate from role, unit and relation; the same one serves page, list, count and act.

use crate::ports::{Account, Unit};
use crate::{Fault, Library};
use engine::Matter;
use kernel::{Actor, Date, Id, OrgPath};
use procedure::model::{Action, HeldBy, Procedure};

/// What an account may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Matters of these units and below.
    Units(Vec<OrgPath>),
    /// Only matters in which they are a party or a provider.
    Own,
}

impl Scope {
    /// The scope of an account on a day.
    #[must_use]
    pub fn of(account: &Account, day: Date) -> Self {
        let mut units: Vec<OrgPath> =
            account.actor.grants.iter().filter(|g| g.from <= day && g.until.is_none_or(|u| day <= u)).map(|g| g.unit.clone()).collect();
        units.sort();
        units.dedup();
        let top: Vec<OrgPath> = units.iter().filter(|u| !units.iter().any(|v| v != *u && v.covers(u))).cloned().collect();
        if top.is_empty() { Self::Own } else { Self::Units(top) }
    }

    /// Whether the account may see the matter. What it may not see answers like what does not exist.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn check(&self, actor: &Actor, matter: &Matter) -> Result<(), Fault> {
        let unit = match self {
            Self::Units(units) => units.iter().any(|u| u.covers(&matter.unit)),
            Self::Own => false,
        };
        let own = matter.handlers.values().flatten().any(|a| *a == actor.account)
            || matter.pending.iter().any(|p| p.countersign.contains(&actor.account))
            || actor.person.is_some_and(|p| matter.parties.values().flatten().any(|s| s.person == p));
        if unit || own { Ok(()) } else { Err(Fault::NotFound) }
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
    for grant in actor.grants.iter().filter(|g| g.from <= day && g.until.is_none_or(|u| day <= u)) {
        let kinds: Vec<&Id> = library
            .procedures()
            .filter_map(|p| p.roles.get(&grant.role))
            .filter_map(|r| match &r.held_by {
                HeldBy::Unit(kind) => Some(kind),
                _ => None,
            })
            .collect();
        if kinds.is_empty() {
            continue;
        }
        // A role of the bureau works in matters that its agencies handle, so queues lie where the matters lie.
        owners.extend(units.iter().filter(|u| grant.unit.covers(&u.path) && u.handles).map(|u| format!("{}@{}", grant.role, u.path)));
    }
    owners.sort();
    owners.dedup();
    owners
}
