//! In which capacity somebody acts: role, unit, relation to the matter; and who may not.

use super::{author, today};
use crate::{Author, Body, Context, Event, Facts, Frame, Matter, Refusal, Sealed};
use kernel::{AccountId, Actor, Id, OrgPath, PersonId};
use procedure::model::{Action, HeldBy, Role};
use std::collections::BTreeMap;

/// The matter in which somebody acts, or the one that they would begin.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// None before it is begun.
    pub matter: Option<&'a Matter>,
    /// The unit that handles it.
    pub unit: &'a OrgPath,
    /// Whose it is.
    pub subject: PersonId,
}

/// The role in which the actor may do the action, and the role of ours through which they enter it for somebody else.
pub(super) fn capacity(frame: &Frame<'_>, at: Setting<'_>, action: &Action, context: &Context<'_>) -> Result<Author, Refusal> {
    let Setting { matter, unit, .. } = at;
    // A matter opened by an act in another is the program's: whoever might act there has done so.
    if matter.is_none() && context.actor.is_system() {
        return Ok(super::system());
    }
    // Somebody may hold several of the roles: what is closed to them in one may be open in another.
    let mut first: Option<Refusal> = None;
    for (role, via) in ways(frame, at, action, context) {
        let acting = via.unwrap_or(role);
        match matter.map_or(Ok(()), |m| open_to(m, unit, acting, context)) {
            Ok(()) => {
                let acting_for = standing_in(unit, acting, context).cloned();
                let (role, via) = (Some(role.id.clone()), via.map(|v| v.id.clone()));
                return Ok(Author { account: context.actor.account.clone(), role, via, acting_for });
            }
            Err(refusal) => first = first.or(Some(refusal)),
        }
    }
    Err(first.unwrap_or_else(|| not_yours(frame, action)))
}

/// A role that the actor holds is open to them: they need not stand aside, and it was not given to a colleague.
fn open_to(matter: &Matter, unit: &OrgPath, acting: &Role, context: &Context<'_>) -> Result<(), Refusal> {
    check_recusal(matter, acting, context.actor)?;
    let given_to = matter.handlers.get(&acting.id).filter(|all| !all.is_empty());
    match (&acting.held_by, given_to) {
        (HeldBy::Unit(_), Some(given_to))
            if !given_to.contains(&context.actor.account)
                && !standing_in(unit, acting, context).is_some_and(|absent| given_to.contains(absent)) =>
        {
            Err(Refusal::new("E-assigned", "这件事项已经交给另一位同事承办。", "This matter has been given to a colleague.")
                .lift("请承办人办理，或者先转办给您。", "Ask the handler, or have it transferred to you."))
        }
        _ => Ok(()),
    }
}

/// Whether the actor holds any role for the action, or one of ours that enters it for somebody else.
pub(crate) fn holds_any(frame: &Frame<'_>, at: Setting<'_>, action: &Action, context: &Context<'_>) -> bool {
    ways(frame, at, action, context).next().is_some()
}

/// The roles that the actor holds for the action, in the order of the file, and last that of ours through which they enter it for
/// somebody else.
fn ways<'a>(
    frame: &Frame<'a>,
    at: Setting<'a>,
    action: &'a Action,
    context: &'a Context<'_>,
) -> impl Iterator<Item = (&'a Role, Option<&'a Role>)> {
    let (frame, procedure) = (*frame, frame.procedure);
    let known = move |r: &Id| procedure.roles.get(r);
    let held = move |r: &&Role| holds(at, r, context);
    let own = action.by.iter().filter_map(known).filter(move |r| exists(&frame, at.matter, r, context)).filter(held).map(|r| (r, None));
    let via = action.via.as_ref().and_then(known).filter(held);
    let entered = via.and_then(|via| Some((action.by.first().and_then(known)?, Some(via))));
    own.chain(entered)
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

fn holds(at: Setting<'_>, role: &Role, context: &Context<'_>) -> bool {
    let Setting { matter, unit, subject } = at;
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
    let excluded = matter.recused.contains(&actor.account);
    if excluded || (is_party(matter, actor) && !matches!(role.held_by, HeldBy::Party | HeldBy::Public)) {
        return Err(stands_aside());
    }
    Ok(())
}

/// The same for one who was asked to countersign, in no role of their own: they may have become a party, or been excluded, since.
pub(super) fn check_asked(matter: &Matter, actor: &Actor) -> Result<(), Refusal> {
    if matter.recused.contains(&actor.account) || is_party(matter, actor) { Err(stands_aside()) } else { Ok(()) }
}

fn is_party(matter: &Matter, actor: &Actor) -> bool {
    actor.person.is_some_and(|p| matter.parties.values().flatten().any(|s| s.person == p))
}

fn stands_aside() -> Refusal {
    Refusal::new("E-recused", "您与本件有利害关系，应当回避。", "You are concerned in this matter and must stand aside.")
        .lift("请另一位同事办理。", "Ask a colleague to act.")
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
    // Whoever must stand aside does not choose who decides either.
    check_recusal(matter, own, context.actor)?;
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
