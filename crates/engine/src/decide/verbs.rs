//! Verbs of the kernel that need no declaration: hand over, link, waive, ask one more to sign, hold, release, destroy.

use super::{author, order_of_steps, roles, sign, titles, today};
use crate::{Body, Context, Event, Facts, Frame, Matter, Refusal, Sealed, Waiting};
use kernel::{AccountId, Id, Lang, MatterId, OrgPath};
use procedure::model::Role;
use std::collections::BTreeMap;

/// A role of ours in which the actor may touch the matter at all.
fn ours<'a>(frame: &Frame<'a>, matter: &Matter, context: &Context<'_>) -> Result<&'a Role, Refusal> {
    let own = roles::ours(frame, matter, context).ok_or_else(roles::no_role)?;
    roles::check_recusal(matter, own, context.actor)?;
    Ok(own)
}

/// Corrections and destructions wait one at a time.
pub(super) fn nothing_about_the_record(matter: &Matter) -> Result<(), Refusal> {
    if matter.pending.iter().any(|p| !matches!(p.what, Waiting::Act { .. })) {
        return Err(Refusal::new(
            "E-pending",
            "有一项更正或者销毁正等待第二人确认。",
            "A correction or destruction waits for a second person.",
        )
        .lift("请先确认、退回或者撤回。", "Agree, return or recall it first."));
    }
    Ok(())
}

/// Hands the matter to another unit. Handlers fall, clocks go on; nothing may wait for a signature, for its signers stay behind.
pub(super) fn transfer(
    frame: &Frame<'_>,
    matter: &Matter,
    unit: &OrgPath,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context)?;
    if !matter.pending.is_empty() {
        return Err(Refusal::new("E-pending", "有一项提请正等待签批，签批后才能转办。", "Something is waiting to be signed.")
            .lift("请先签批、退回或者撤回。", "Sign, return or recall it first."));
    }
    if *unit == matter.unit {
        return Err(Refusal::new("E-same", "本件已经由这个单位承办。", "That unit handles it already."));
    }
    let by = author(matter, own, context);
    Ok(vec![today(matter, 0, by, Body::Transferred { unit: unit.clone(), reasons }, context)])
}

/// Notes another matter beside this one.
pub(super) fn link(frame: &Frame<'_>, matter: &Matter, to: MatterId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let by = if context.actor.is_system() { super::system() } else { author(matter, ours(frame, matter, context)?, context) };
    if to == matter.id || matter.links.contains(&to) {
        return Err(Refusal::new("E-same", "已经关联过，或者选择了本件自己。", "It is linked already, or is this very matter."));
    }
    Ok(vec![today(matter, 0, by, Body::Linked { to }, context)])
}

/// Waives a need where the law's procedure lets a role do so.
pub(super) fn waive(
    frame: &Frame<'_>,
    matter: &Matter,
    (action, event): (&Id, &Id),
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let facts = Facts { today: context.now.today(), matter: Some(matter), answers: &BTreeMap::new(), registers: context.registers };
    let by = frame.procedure.action(action.as_str()).and_then(|a| order_of_steps::waivable(frame, matter, a, event, &facts));
    let Some(role) = by.and_then(|r| frame.procedure.roles.get(r)) else {
        return Err(Refusal::new("E-waive", "这一要求不能免除，或者已经满足。", "That need cannot be waived, or is met already."));
    };
    if !context.actor.holds(&role.id, &matter.unit, context.now.today()) {
        let title = |lang| titles::role(frame, &role.id, lang);
        return Err(Refusal::new("E-role", format!("须由{}免除。", title(Lang::Zh)), format!("To be waived by: {}.", title(Lang::En))));
    }
    roles::check_recusal(matter, role, context.actor)?;
    let body = Body::Waived { action: action.clone(), event: event.clone(), reasons };
    Ok(vec![today(matter, 0, author(matter, role, context), body, context)])
}

/// Asks one more to sign before the line that is awaited. The proposer and whoever may sign now can ask.
pub(super) fn countersign(
    frame: &Frame<'_>,
    matter: &Matter,
    (of, account): (Option<u64>, &AccountId),
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context)?;
    let pending = sign::waiting(frame, matter, of, context)?;
    if !matches!(pending.what, Waiting::Act { .. }) {
        return Err(Refusal::new(
            "E-countersign",
            "更正和销毁只由第二人确认，不能加签。",
            "Only a second person agrees to this; nobody else is asked.",
        ));
    }
    let may = pending.by == context.actor.account || sign::signer(frame, matter, pending, context).is_ok();
    if !may {
        return Err(Refusal::new(
            "E-not-signer",
            "只有提请人或者现在的签批人可以加签。",
            "Only the proposer or the present signer may ask for one more.",
        ));
    }
    let known = pending.by == *account
        || pending.countersign.contains(account)
        || pending.signed.iter().any(|s| s.account == *account)
        || matter.recused.contains(account);
    if known {
        return Err(Refusal::new(
            "E-countersign",
            "这位同事是提请人、已经签过、已在加签之列，或者应当回避。",
            "That colleague proposed it, has signed, has been asked already, or must stand aside.",
        ));
    }
    let body = Body::Countersign { of: pending.seq, account: account.clone(), reasons };
    Ok(vec![today(matter, 0, author(matter, own, context), body, context)])
}

/// Keeps what a matter holds from being destroyed, whether it is open or closed. A destruction that waits cannot be agreed to meanwhile.
pub(super) fn hold(frame: &Frame<'_>, matter: &Matter, reasons: Sealed, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context)?;
    if matter.held.is_some() {
        return Err(Refusal::new("E-held", "本件已经保全。", "The matter is held already."));
    }
    Ok(vec![today(matter, 0, author(matter, own, context), Body::Held { reasons }, context)])
}

/// Keeps it no longer.
pub(super) fn release(frame: &Frame<'_>, matter: &Matter, reasons: Sealed, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context)?;
    if matter.held.is_none() {
        return Err(Refusal::new("E-not-held", "本件没有保全。", "The matter is not held."));
    }
    Ok(vec![today(matter, 0, author(matter, own, context), Body::Released { reasons }, context)])
}

/// Proposes to destroy what a closed matter holds.
pub(super) fn destroy(frame: &Frame<'_>, matter: &Matter, reasons: Sealed, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = ours(frame, matter, context)?;
    nothing_about_the_record(matter)?;
    check_over(frame, matter)?;
    Ok(vec![today(matter, 0, author(matter, own, context), Body::DestructionProposed { reasons }, context)])
}

/// What is destroyed has ended, is not held, and no act waits in it: when it is proposed, and when it is agreed.
pub(super) fn check_over(frame: &Frame<'_>, matter: &Matter) -> Result<(), Refusal> {
    if matter.held.is_some() {
        return Err(Refusal::new("E-held", "本件已经保全，不能销毁。", "The matter is held; it cannot be destroyed.")
            .lift("保全的原因消失以后，先解除保全。", "Once the reason is gone, release it first."));
    }
    let act_waits = matter.pending.iter().any(|p| matches!(p.what, Waiting::Act { .. }));
    if act_waits || !matter.ended(frame.procedure) {
        return Err(Refusal::new("E-open", "事项尚未办结，不能销毁。", "The matter is still open; it cannot be destroyed."));
    }
    Ok(())
}
