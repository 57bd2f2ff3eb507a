//! In which capacity somebody acts: role, unit, relation to the matter; and who may not.

use super::{author, today};
use crate::{Author, Body, Context, Event, Facts, Frame, Matter, Refusal, Sealed};
use kernel::{AccountId, Actor, Id, OrgPath, PersonId};
use procedure::model::{Action, HeldBy, Role};
use std::collections::BTreeMap;

/// The role in which the actor may do the action, and the role of ours through which they enter it for somebody else.
pub(crate) fn capacity(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    unit: &OrgPath,
    subject: PersonId,
    action: &Action,
    context: &Context<'_>,
) -> Result<Author, Refusal> {
    // A matter opened by an act in another is the program's: whoever might act there has done so.
    if matter.is_none() && context.actor.is_system() {
        return Ok(super::system());
    }
    let (role, via) = holder(frame, matter, unit, subject, action, context).ok_or_else(|| not_yours(frame, action))?;
    let acting = via.unwrap_or(role);
    if let Some(matter) = matter {
        check_recusal(matter, acting, context.actor)?;
        let given_to = matter.handlers.get(&acting.id).filter(|all| !all.is_empty());
        if let (HeldBy::Unit(_), Some(given_to)) = (&acting.held_by, given_to)
            && !given_to.contains(&context.actor.account)
            && !standing_in(unit, acting, context).is_some_and(|absent| given_to.contains(absent))
        {
            return Err(Refusal::new("E-assigned", "这件事项已经交给另一位同事承办。", "This matter has been given to a colleague.")
                .lift("请承办人办理，或者先转办给您。", "Ask the handler, or have it transferred to you."));
        }
    }
    let acting_for = standing_in(unit, acting, context).cloned();
    Ok(Author { account: context.actor.account.clone(), role: Some(role.id.clone()), via: via.map(|v| v.id.clone()), acting_for })
}

/// The role that the actor holds for the action, and that of ours through which they enter it for somebody else.
pub(crate) fn holder<'a>(
    frame: &Frame<'a>,
    matter: Option<&Matter>,
    unit: &OrgPath,
    subject: PersonId,
    action: &Action,
    context: &Context<'_>,
) -> Option<(&'a Role, Option<&'a Role>)> {
    let known = |r: &Id| frame.procedure.roles.get(r);
    let held = |r: &&Role| holds(matter, unit, subject, r, context);
    if let Some(own) = action.by.iter().filter_map(known).filter(|r| exists(frame, matter, r, context)).find(held) {
        return Some((own, None));
    }
    let via = action.via.as_ref().and_then(known).filter(held)?;
    Some((known(action.by.first()?)?, Some(via)))
}

/// The colleague in whose place the actor holds a role of ours.
fn standing_in<'a>(unit: &OrgPath, role: &Role, context: &Context<'a>) -> Option<&'a AccountId> {
    match role.held_by {
        HeldBy::Unit(_) => context.actor.acting_for(&role.id, unit, context.now.today()),
        _ => None,
    }
}

/// A role may exist only while the matter has a choice value.
fn exists(frame: &Frame<'_>, matter: Option<&Matter>, role: &Role, context: &Context<'_>) -> bool {
    let facts = Facts { today: context.now.today(), matter, answers: &BTreeMap::new(), registers: context.registers };
    matter.is_none() || role.only.is_empty() || frame.holds(&role.only, &facts)
}

fn holds(matter: Option<&Matter>, unit: &OrgPath, subject: PersonId, role: &Role, context: &Context<'_>) -> bool {
    match &role.held_by {
        HeldBy::Unit(_) => context.actor.holds(&role.id, unit, context.now.today()),
        HeldBy::Register(_) => matter.and_then(|m| m.handlers.get(&role.id)).is_some_and(|all| all.contains(&context.actor.account)),
        HeldBy::Party => {
            let Some(person) = context.actor.person else { return false };
            match matter {
                Some(matter) => matter.parties.get(&role.id).is_some_and(|p| p.iter().any(|s| s.person == person)),
                None => person == subject,
            }
        }
        HeldBy::Public => context.actor.person.is_some() || context.actor.unit.is_some(),
        HeldBy::Outside => false,
    }
}

/// Whether the actor holds any role of ours over the matter.
pub(super) fn ours<'a>(frame: &Frame<'a>, matter: &Matter, context: &Context<'_>) -> Option<&'a Role> {
    let today = context.now.today();
    frame.procedure.roles.values().find(|r| matches!(r.held_by, HeldBy::Unit(_)) && context.actor.holds(&r.id, &matter.unit, today))
}

/// Nobody acts for the bureau in a matter in which they are a party, or from which they were excluded.
pub(crate) fn check_recusal(matter: &Matter, role: &Role, actor: &Actor) -> Result<(), Refusal> {
    let party = actor.person.is_some_and(|p| matter.parties.values().flatten().any(|s| s.person == p));
    let excluded = matter.recused.contains(&actor.account);
    if excluded || (party && !matches!(role.held_by, HeldBy::Party | HeldBy::Public)) {
        return Err(Refusal::new("E-recused", "您与本件有利害关系，应当回避。", "You are concerned in this matter and must stand aside.")
            .lift("请另一位同事办理。", "Ask a colleague to act."));
    }
    Ok(())
}

pub(super) fn not_yours(frame: &Frame<'_>, action: &Action) -> Refusal {
    let names = |lang| {
        // A body outside never acts here itself: whoever enters it for them is named.
        let acts = |r: &&Role| r.held_by != HeldBy::Outside;
        let roles = action.by.iter().chain(&action.via).filter_map(|r| frame.procedure.roles.get(r)).filter(acts);
        roles.map(|r| r.title.text(lang).to_owned()).collect::<Vec<_>>().join("、")
    };
    Refusal::new(
        "E-role",
        format!("“{}”须由{}办理。", action.title.zh, names(kernel::Lang::Zh)),
        format!("“{}” is for: {}.", action.title.en, names(kernel::Lang::En)),
    )
    .for_action(frame, action)
}

pub(super) fn no_role() -> Refusal {
    Refusal::new("E-role", "您在这件事项中没有承办职责。", "You hold no role of ours in this matter.")
        .lift("请承办单位的同事办理。", "Ask a colleague of the unit that handles it.")
}

/// Gives a role to one of its holders. That the account holds it is the caller's to check.
pub(super) fn assign(
    frame: &Frame<'_>,
    matter: &Matter,
    role: &Id,
    account: &AccountId,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context).ok_or_else(no_role)?;
    let known = frame.procedure.roles.get(role).filter(|r| matches!(r.held_by, HeldBy::Unit(_)));
    if known.is_none() {
        return Err(Refusal::new("E-assign", "只有本单位的职责可以分派。", "Only roles of our own units can be given out."));
    }
    if matter.recused.contains(account) {
        return Err(Refusal::new("E-recused", "该同事在本件中已经回避。", "That colleague has been excluded from this matter."));
    }
    let by = author(matter, own, context);
    Ok(vec![today(matter, 0, by, Body::Assigned { role: role.clone(), account: account.clone() }, context)])
}

/// Excludes somebody: oneself, or by anybody of ours.
pub(super) fn recuse(
    frame: &Frame<'_>,
    matter: &Matter,
    account: &AccountId,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context).ok_or_else(no_role)?;
    if matter.recused.contains(account) {
        return Err(Refusal::new("E-recused", "该同事在本件中已经回避。", "That colleague has already been excluded."));
    }
    let by = author(matter, own, context);
    Ok(vec![today(matter, 0, by, Body::Recused { account: account.clone(), reasons }, context)])
}
