//! Which version of a procedure governs an order: what `transition` says.

use super::Law;
use crate::{Matter, Order, Pin};
use kernel::{Date, DateTime};
use procedure::model::{Procedure, TransitionMode};

/// What governs an order.
#[derive(Debug, Default)]
pub(super) struct Governed {
    /// Versions to which the matter goes over first, in order.
    pub repins: Vec<Pin>,
    /// The version that decides, where it is not the one the matter is then pinned to.
    pub under: Option<Pin>,
}

/// The legal day of an order.
pub(super) fn day_of(order: &Order, today: Date) -> Date {
    match order {
        Order::Act { on, at, .. } => at.map(DateTime::date).or(*on).unwrap_or(today),
        _ => today,
    }
}

pub(super) fn govern(law: &dyn Law, matter: &Matter, order: &Order, today: Date) -> Governed {
    let Some(frame) = law.pinned(&matter.procedure) else { return Governed::default() };
    let is_act = matches!(order, Order::Act { .. });
    let (day, closed) = (day_of(order, today), matter.closed(frame.procedure));
    let mut out = Governed::default();
    let mut at = matter.procedure.version;
    // Newer versions follow each other; a matter goes through each that reaches it.
    while let Some(next) = frame.versions.iter().find(|p| p.transition.as_ref().is_some_and(|t| t.from == at)) {
        let reaches = match next.transition.as_ref().map(|t| t.mode) {
            Some(TransitionMode::Moves) => next.in_force_from <= today,
            Some(TransitionMode::ByAct) => is_act && next.in_force_from <= day,
            Some(TransitionMode::Keeps) | None => false,
        };
        if !reaches || closed {
            break;
        }
        out.repins.push(pin(next));
        at = next.version;
    }
    // Entered late: judged by the version in force on the day it bears.
    let by_act = |p: &Procedure| p.transition.as_ref().is_some_and(|t| t.mode == TransitionMode::ByAct);
    let mut judged = at;
    while let Some(p) = frame.versions.iter().find(|p| p.version == judged).filter(|p| is_act && by_act(p) && day < p.in_force_from) {
        judged = p.transition.as_ref().map_or(judged, |t| t.from);
    }
    if judged != at {
        out.under = frame.versions.iter().find(|p| p.version == judged).map(pin);
    }
    out
}

/// The version to which a running matter goes over by itself by a day, and since when.
pub(super) fn gone_over(law: &dyn Law, matter: &Matter, until: Date) -> Option<(Date, Pin)> {
    let frame = law.pinned(&matter.procedure)?;
    let moves =
        |p: &&Procedure| p.transition.as_ref().is_some_and(|t| t.from == matter.procedure.version && t.mode == TransitionMode::Moves);
    let next = frame.versions.iter().find(moves).filter(|p| p.in_force_from <= until && !matter.closed(frame.procedure))?;
    Some((next.in_force_from, pin(next)))
}

fn pin(p: &Procedure) -> Pin {
    Pin { id: p.id.clone(), version: p.version, hash: p.hash }
}
