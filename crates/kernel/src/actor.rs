//! Who acts.

use crate::{Date, Id, OrgPath, PersonId};
use serde::{Deserialize, Serialize};

/// An account's name, unique in its bureau: `li.jing`, or `system` for what the program does by law.
pub type AccountId = Id;

/// A role held over a unit and everything below it, for a span of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role's name in the procedures, e.g. `reviewer`.
    pub role: Id,
    /// The unit whose matters it covers.
    pub unit: OrgPath,
    /// First day it holds.
    pub from: Date,
    /// Last day it holds; `None` when open.
    pub until: Option<Date>,
    /// The colleague in whose place it is held (代岗).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<AccountId>,
}

impl Grant {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A person with the roles they hold, as the engine sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account that signed in.
    pub account: AccountId,
    /// The unit they work in; parties have none.
    pub unit: Option<OrgPath>,
    /// Roles held.
    pub grants: Vec<Grant>,
    /// The natural person behind the account, known for parties and for whoever may be party to a matter.
    pub person: Option<PersonId>,
}

impl Actor {
    /// The program itself, carrying out what the law attaches to a date.
    #[must_use]
    pub fn system() -> Self {
        Self { account: Id::from("system"), unit: None, grants: Vec::new(), person: None }
    }

    /// Whether this is the program itself.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.account == "system"
    }

    /// Whether the actor holds `role` over `unit` on `day`.
    #[must_use]
    pub fn holds(&self, role: &Id, unit: &OrgPath, day: Date) -> bool {
        self.held(role, unit, day).next().is_some()
    }

    /// The colleague in whose place the actor holds `role` over `unit` on `day`; `None` where they hold it in their own right.
    #[must_use]
    pub fn acting_for(&self, role: &Id, unit: &OrgPath, day: Date) -> Option<&AccountId> {
        let own = self.held(role, unit, day).any(|g| g.acting_for.is_none());
        if own { None } else { self.held(role, unit, day).find_map(|g| g.acting_for.as_ref()) }
    }

    fn held(&self, role: &Id, unit: &OrgPath, day: Date) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |g| g.role == *role && g.unit.covers(unit) && g.holds_on(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_holds_a_role_themself_acts_for_nobody() {
        let (role, unit, day) = (Id::from("clerk"), OrgPath::new("city/east"), Date::constant(2026, 7, 10));
        let grant = |unit: &str, acting_for: Option<&str>| Grant {
            role: role.clone(),
            unit: OrgPath::new(unit),
            from: day,
            until: None,
            acting_for: acting_for.map(Id::from),
        };
        let acts = |grants| {
            let actor = Actor { account: Id::from("sun"), unit: None, grants, person: None };
            actor.acting_for(&role, &unit, day).map(ToString::to_string)
        };
        assert_eq!(acts(vec![grant("city", Some("li"))]), Some("li".to_owned()));
        assert_eq!(acts(vec![grant("city", Some("li")), grant("city/east", None)]), None);
        assert_eq!(acts(vec![grant("city", Some("li")), grant("city/west", None)]), Some("li".to_owned()), "a role elsewhere is none here");
    }
}
