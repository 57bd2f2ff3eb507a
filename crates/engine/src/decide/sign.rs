//! Signatures: in order, by distinct persons, taking effect with the last one.

use super::{check_recusal, extend, minutes, order_of_steps, place, roles, today};
use crate::{Act, Author, Body, Context, Event, Facts, Frame, Matter, Minutes, Pending, Refusal, Sealed, Signature, Waiting};
use kernel::Id;

/// The proposal meant: the one named, the only one, or the only one that the actor may sign.
pub(super) fn waiting<'a>(frame: &Frame<'_>, matter: &'a Matter, of: Option<u64>, context: &Context<'_>) -> Result<&'a Pending, Refusal> {
    let found = match (of, matter.pending.as_slice()) {
        (Some(seq), all) => all.iter().find(|p| p.seq == seq),
        (None, [only]) => Some(only),
        (None, all) => all.iter().find(|p| signer(frame, matter, p, context).is_ok()).or(all.first()),
    };
    found.ok_or_else(|| {
        Refusal::new(
            "E-nothing-waits",
            "没有等待签批的内容，可能已经签过或者撤回。",
            "Nothing waits to be signed; it may have been signed or recalled.",
        )
    })
}

/// The role in which the actor may sign now; `None` for one who was asked to countersign.
pub(super) fn signer(frame: &Frame<'_>, matter: &Matter, pending: &Pending, context: &Context<'_>) -> Result<Option<Id>, Refusal> {
    let actor = context.actor;
    if pending.by == actor.account {
        return Err(Refusal::new("E-own-proposal", "提请人不能签批自己的提请。", "Who proposed does not sign.").lift(
            "请另一位有权签批的同事签批；本单位没有第二人的，由上级单位签批。",
            "Another signer must sign; where the unit has no second person, the parent unit signs.",
        ));
    }
    if pending.signed.iter().any(|s| s.account == actor.account) {
        return Err(Refusal::new("E-signed", "您已经签过，一人只签一次。", "You have signed; one person signs once."));
    }
    if pending.countersign.contains(&actor.account) {
        roles::check_asked(matter, actor)?;
        return Ok(None);
    }
    let role = match &pending.what {
        Waiting::Act { .. } if !pending.countersign.is_empty() => {
            return Err(Refusal::new("E-not-signer", "请先由加签的同事签。", "A colleague who was asked besides must sign first."));
        }
        Waiting::Act { .. } => {
            let awaited = pending.awaited();
            let mine = awaited.into_iter().find(|r| actor.holds(r, &matter.unit, context.now.today()));
            mine.ok_or_else(|| Refusal::new("E-not-signer", "现在不该由您签批。", "It is not your turn to sign."))?
        }
        Waiting::Correction { .. } | Waiting::Destruction => {
            roles::ours(frame, matter, context).map(|r| r.id.clone()).ok_or_else(roles::no_role)?
        }
    };
    if let Some(known) = frame.procedure.roles.get(&role) {
        check_recusal(matter, known, actor)?;
    }
    Ok(Some(role))
}

fn author(matter: &Matter, role: Option<&Id>, context: &Context<'_>) -> Author {
    let acting_for = role.and_then(|r| context.actor.acting_for(r, &matter.unit, context.now.today())).cloned();
    Author { account: context.actor.account.clone(), role: role.cloned(), via: None, acting_for }
}

pub(super) fn sign(
    frame: &Frame<'_>,
    matter: &Matter,
    (of, minutes): (Option<u64>, Option<&Minutes>),
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let pending = waiting(frame, matter, of, context)?;
    let role = signer(frame, matter, pending, context)?;
    let by = author(matter, role.as_ref(), context);
    let proposal = pending.seq;
    match &pending.what {
        Waiting::Correction { of, change } => {
            Ok(vec![today(matter, 0, by, Body::Corrected { proposal, of: *of, change: change.clone() }, context)])
        }
        Waiting::Destruction => {
            super::verbs::check_over(frame, matter)?;
            Ok(vec![today(matter, 0, by, Body::Destroyed { proposal }, context)])
        }
        Waiting::Act { act, .. } => {
            minutes::check(frame, matter, role.as_ref(), minutes, context)?;
            let after = with_signature(pending, role.clone(), minutes, context);
            let mut events = vec![today(matter, 0, by, Body::Signed { of: proposal, role, minutes: minutes.cloned() }, context)];
            if after.complete() {
                events.extend(effect(frame, matter, pending, act, context)?);
            }
            Ok(events)
        }
    }
}

fn with_signature(pending: &Pending, role: Option<Id>, minutes: Option<&Minutes>, context: &Context<'_>) -> Pending {
    let mut after = pending.clone();
    after.countersign.retain(|a| *a != context.actor.account);
    let account = context.actor.account.clone();
    after.signed.push(Signature { role, account, on: context.now.today(), minutes: minutes.cloned() });
    after
}

/// The act takes effect on the day of the last signature; what can have changed since it was proposed is looked at again.
fn effect(frame: &Frame<'_>, matter: &Matter, pending: &Pending, act: &Act, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let today_is = context.now.today();
    let lift = |r: Refusal| r.lift("请退回，由提请人重新办理。", "Return it; the proposer must begin anew.");
    let mut act = act.clone();
    if let Some(action) = frame.procedure.action(act.action.as_str()) {
        order_of_steps::check_gates(frame, matter, action, today_is).map_err(lift)?;
    }
    if !act.extends.is_empty() {
        let facts = Facts { today: today_is, matter: Some(matter), answers: &act.answers, registers: context.registers };
        act.extends = extend::granted(frame, matter.into(), (&act.event, act.holder.as_ref()), today_is, &facts).map_err(lift)?;
    }
    // The act is the proposer's.
    let by = Author { account: pending.by.clone(), role: pending.role.clone(), via: pending.via.clone(), acting_for: None };
    let fallen = place::dropped(frame, matter, &act.to, act.back, Some(pending.seq));
    let mut events: Vec<Event> = Vec::with_capacity(fallen.len() + 1);
    for body in fallen.into_iter().map(|of| Body::Dropped { of }).chain([Body::Acted { act, proposal: Some(pending.seq) }]) {
        events.push(today(matter, 1 + events.len(), by.clone(), body, context));
    }
    Ok(events)
}

pub(super) fn give_back(
    frame: &Frame<'_>,
    matter: &Matter,
    of: Option<u64>,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let pending = waiting(frame, matter, of, context)?;
    let role = signer(frame, matter, pending, context)?;
    let body = match &pending.what {
        Waiting::Act { .. } => Body::Returned { of: pending.seq, reasons },
        Waiting::Correction { .. } => Body::CorrectionRejected { proposal: pending.seq, reasons },
        Waiting::Destruction => Body::DestructionRejected { proposal: pending.seq, reasons },
    };
    Ok(vec![today(matter, 0, author(matter, role.as_ref(), context), body, context)])
}

pub(super) fn recall(frame: &Frame<'_>, matter: &Matter, of: Option<u64>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = || matter.pending.iter().find(|p| p.by == context.actor.account);
    let pending = match of {
        None => own().map_or_else(|| waiting(frame, matter, None, context), Ok)?,
        Some(_) => waiting(frame, matter, of, context)?,
    };
    if pending.by != context.actor.account {
        return Err(Refusal::new("E-not-proposer", "只有提请人可以撤回。", "Only the proposer may take it back."));
    }
    let by = Author { account: context.actor.account.clone(), role: pending.role.clone(), via: None, acting_for: None };
    Ok(vec![today(matter, 0, by, Body::Recalled { of: pending.seq }, context)])
}
