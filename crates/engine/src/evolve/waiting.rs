//! What waits for somebody else.

use crate::decide::run_of;
use crate::{Author, Body, Event, Frame, Matter, Pending, Signature, Waiting};
use kernel::Id;

/// A proposal begins to wait.
pub(super) fn proposed(frame: &Frame<'_>, matter: &mut Matter, event: &Event) {
    let (what, track) = match &event.body {
        Body::Proposed { act, lines } => {
            let action = frame.procedure.action(act.action.as_str());
            let track: Option<Id> = action.and_then(|a| run_of(frame, matter, a));
            (Waiting::Act { act: act.clone(), lines: lines.clone() }, track)
        }
        Body::CorrectionProposed { of, change, .. } => (Waiting::Correction { of: *of, change: change.clone() }, None),
        Body::DestructionProposed { .. } => (Waiting::Destruction, None),
        _ => return,
    };
    let Author { account, role, via, .. } = event.by.clone();
    let (signed, countersign) = (Vec::new(), Vec::new());
    matter.pending.push(Pending { seq: event.seq, by: account, role, via, track, on: event.occurred_on, what, signed, countersign });
}

/// Somebody signed, or was asked to.
pub(super) fn signed(matter: &mut Matter, event: &Event) {
    match &event.body {
        Body::Signed { of, role, minutes } => {
            let Some(pending) = matter.pending.iter_mut().find(|p| p.seq == *of) else { return };
            let account = event.by.account.clone();
            pending.countersign.retain(|a| *a != account);
            pending.signed.push(Signature { role: role.clone(), account, on: event.occurred_on, minutes: minutes.clone() });
        }
        Body::Countersign { of, account, .. } => {
            if let Some(pending) = matter.pending.iter_mut().find(|p| p.seq == *of) {
                pending.countersign.push(account.clone());
            }
        }
        _ => {}
    }
}
