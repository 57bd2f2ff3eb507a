//! Signatures: in order, by distinct persons, taking effect with the last one.

use super::{check_recusal, roles, today};
use crate::{Author, Body, Context, Event, Frame, Matter, Pending, Refusal, Sealed, Waiting};
use kernel::Id;

fn waiting(matter: &Matter) -> Result<&Pending, Refusal> {
    matter.pending.as_ref().ok_or_else(|| {
        Refusal::new(
            "E-nothing-waits",
            "没有等待签批的内容，可能已经签过或者撤回。",
            "Nothing waits to be signed; it may have been signed or recalled.",
        )
    })
}

/// The role in which the actor may sign now.
fn signer(frame: &Frame<'_>, matter: &Matter, pending: &Pending, context: &Context<'_>) -> Result<Id, Refusal> {
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
    let role = match &pending.what {
        Waiting::Act { .. } => {
            let awaited = matter.awaited();
            let mine = awaited.into_iter().find(|r| actor.holds(r, &matter.unit, context.now.today()));
            mine.ok_or_else(|| Refusal::new("E-not-signer", "现在不该由您签批。", "It is not your turn to sign."))?
        }
        Waiting::Correction { .. } => roles::ours(frame, matter, context).map(|r| r.id.clone()).ok_or_else(roles::no_role)?,
    };
    if let Some(known) = frame.procedure.roles.get(&role) {
        check_recusal(matter, known, actor)?;
    }
    Ok(role)
}

pub(super) fn sign(frame: &Frame<'_>, matter: &Matter, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let pending = waiting(matter)?;
    let role = signer(frame, matter, pending, context)?;
    let by = Author { account: context.actor.account.clone(), role: Some(role.clone()), via: None };
    match &pending.what {
        Waiting::Correction { of, change } => Ok(vec![today(matter, 0, by, Body::Corrected { of: *of, change: change.clone() }, context)]),
        Waiting::Act { act, lines } => {
            let mut events = vec![today(matter, 0, by, Body::Signed { role: role.clone() }, context)];
            let signed = |r: &Id| *r == role || pending.signed.iter().any(|s| s.role == *r);
            let complete = lines.iter().all(|l| if l.any { l.roles.iter().any(signed) } else { l.roles.iter().all(signed) });
            if complete {
                // The act is the proposer's; it takes effect on the day of the last signature.
                let author = Author { account: pending.by.clone(), role: pending.role.clone(), via: pending.via.clone() };
                events.push(today(matter, 1, author, Body::Acted(act.clone()), context));
            }
            Ok(events)
        }
    }
}

pub(super) fn give_back(frame: &Frame<'_>, matter: &Matter, reasons: Sealed, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let pending = waiting(matter)?;
    let role = signer(frame, matter, pending, context)?;
    let by = Author { account: context.actor.account.clone(), role: Some(role), via: None };
    let body = match &pending.what {
        Waiting::Act { .. } => Body::Returned { reasons },
        Waiting::Correction { .. } => Body::CorrectionRejected { reasons },
    };
    Ok(vec![today(matter, 0, by, body, context)])
}

pub(super) fn recall(matter: &Matter, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let pending = waiting(matter)?;
    if pending.by != context.actor.account {
        return Err(Refusal::new("E-not-proposer", "只有提请人可以撤回。", "Only the proposer may take it back."));
    }
    let by = Author { account: context.actor.account.clone(), role: pending.role.clone(), via: None };
    Ok(vec![today(matter, 0, by, Body::Recalled, context)])
}
