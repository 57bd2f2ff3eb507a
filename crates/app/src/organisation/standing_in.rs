//! Acting duty (代岗): whoever is away gives a role of theirs to a colleague, for a span of days that ends by itself.

use super::{faults, field};
use crate::ports::{Account, NoteKind};
use crate::{Bureau, Fault, Office};
use kernel::{AccountId, Date, Grant, Id, OrgPath};

/// Days for which somebody may stand in at a time; longer, and the role is given anew. Internal: no statute says how long.
pub const LONGEST: i32 = 92;

impl Bureau {
    /// Gives a role that one holds oneself to a colleague of the bureau, who then acts in one's place.
    ///
    /// # Errors
    /// Faults of fields: not held in one's own right, not a colleague, an administrator, too long; of the store.
    pub async fn stand_in(&self, who: &Account, colleague: &AccountId, grant: Grant) -> Result<(), Fault> {
        let today = self.today();
        let own = who.actor.grants.iter().find(|g| {
            g.role == grant.role
                && g.unit == grant.unit
                && g.acting_for.is_none()
                && g.until.is_none_or(|u| grant.until.is_some_and(|v| v <= u))
        });
        let mut found = Vec::new();
        if own.is_none() || Office::of_role(&grant.role).is_some() {
            found.push(field(
                "role",
                "只能把自己本来担任、到期日之后仍担任的业务角色交人代岗。",
                "Only a role of your own that lasts beyond the span can be passed on.",
            ));
        }
        match grant.until {
            None => found.push(field("until", "请写明代岗到哪一天。", "Say until which day.")),
            Some(until) if until < grant.from || grant.from < today => {
                found.push(field(
                    "until",
                    "代岗从今天或者以后开始，截止日不早于起始日。",
                    "It begins today or later and does not end before it begins.",
                ));
            }
            Some(until) if (until - grant.from).get_days() >= LONGEST => found.push(field(
                "until",
                format!("一次代岗最长{LONGEST}天（内部规定）；更长的请由安全管理员授权。"),
                format!("At most {LONGEST} days at a time (a rule of ours); for longer, ask the security administrator."),
            )),
            Some(_) => {}
        }
        let before = self.store.account(self.id, colleague).await?.filter(|a| a.actor.unit.is_some());
        if *colleague == who.actor.account || before.is_none() {
            found.push(field("colleague", "请从本局人员中选择一名同事。", "Choose a colleague of the bureau."));
        }
        faults(found)?;
        let Some(before) = before else { return Err(Fault::NotFound) };
        let mut after = before.clone();
        let grant = Grant { acting_for: Some(who.actor.account.clone()), ..grant };
        after.actor.grants.push(grant.clone());
        self.changed(who.actor.account.clone(), (before, after), NoteKind::Granted, &grant).await
    }

    /// Ends an acting duty before its day: by whoever is stood in for, or whoever stands in.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none between the two; faults of the store.
    pub async fn end_stand_in(&self, who: &Account, colleague: &AccountId, (role, unit): (&Id, &OrgPath)) -> Result<(), Fault> {
        let before = self.store.account(self.id, colleague).await?.ok_or(Fault::NotFound)?;
        let theirs = |g: &Grant| g.acting_for.as_ref() == Some(&who.actor.account) || *colleague == who.actor.account;
        let mut after = before.clone();
        let meant = |g: &Grant| g.acting_for.is_some() && g.role == *role && g.unit == *unit && theirs(g);
        let Some(ended) = after.actor.grants.iter().find(|g| meant(g)).cloned() else { return Err(Fault::NotFound) };
        after.actor.grants.retain(|g| !meant(g));
        self.changed(who.actor.account.clone(), (before, after), NoteKind::GrantEnded, &ended).await
    }

    /// Who stands in for an account, and for whom it stands in, from a day on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn acting_duties(&self, who: &AccountId, from: Date) -> Result<Vec<(Account, Grant)>, Fault> {
        let mut out = Vec::new();
        for account in self.store.accounts(self.id).await? {
            let here = account.actor.account == *who;
            let grants = account.actor.grants.iter().filter(|g| g.until.is_none_or(|u| from <= u));
            let met: Vec<Grant> = grants.filter(|g| g.acting_for.as_ref().is_some_and(|a| here || a == who)).cloned().collect();
            out.extend(met.into_iter().map(|g| (account.clone(), g)));
        }
        Ok(out)
    }
}
