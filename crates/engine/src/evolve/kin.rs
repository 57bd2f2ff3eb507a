//! Other matters, as this one knows them.

use super::entry;
use crate::{Act, Body, Child, Echo, Entry, Event, Frame, Joined, Kin, Matter};
use kernel::Id;
use procedure::model::KinAct;
use std::collections::BTreeSet;

/// An echo becomes a line of the timeline, `parent.NAME` or `PROCEDURE.NAME`; a second one of the same event puts its date right.
pub(super) fn heard(matter: &mut Matter, event: &Event) {
    let Body::Heard { kin, name, of, choices } = &event.body else { return };
    let (child, prefix) = match kin {
        Kin::Parent => (None, "parent"),
        Kin::Child { matter, procedure, .. } => (Some(*matter), procedure.as_str()),
    };
    if let Kin::Child { matter: id, procedure, closed } = kin {
        match matter.children.iter_mut().find(|c| c.matter == *id) {
            Some(known) => known.closed = *closed,
            None => matter.children.push(Child { matter: *id, procedure: procedure.clone(), closed: *closed }),
        }
    } else if !choices.is_empty() {
        matter.inherited = choices.clone();
    }
    let name = Id::from(format!("{prefix}.{name}"));
    let echo = Echo { child, of: *of };
    match matter.timeline.iter_mut().find(|e| e.echo == Some(echo) && e.name == name) {
        Some(known) if known.on != event.occurred_on => {
            known.was.get_or_insert(known.on);
            known.on = event.occurred_on;
            known.at = event.occurred_at;
        }
        Some(_) => {}
        None => matter.timeline.push(Entry { echo: Some(echo), ..entry(matter, event, name) }),
    }
}

/// The lead of a joint act takes others in, or lets them go.
pub(super) fn joined(frame: &Frame<'_>, matter: &mut Matter, act: &Act) {
    let kin = frame.procedure.action(act.action.as_str()).and_then(|a| a.kin);
    let mut led = match &matter.joined {
        Some(Joined::Leads(led)) => led.clone(),
        _ => BTreeSet::new(),
    };
    match kin {
        Some(KinAct::Join) => led.extend(act.with.iter().copied()),
        Some(KinAct::Split) => led.retain(|id| !act.with.contains(id)),
        Some(KinAct::Transfer) | None => return,
    }
    matter.joined = (!led.is_empty()).then_some(Joined::Leads(led));
}
