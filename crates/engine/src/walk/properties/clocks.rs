//! What holds of clocks.

use super::{Holds, holds};
use crate::{Frame, Holder, Instance, Matter};
use kernel::{Date, Id};
use procedure::model::Mode;
use std::collections::BTreeSet;

pub(super) fn check(frame: &Frame<'_>, matter: &Matter) -> Holds {
    let mut running: BTreeSet<(&Id, Option<&Holder>)> = BTreeSet::new();
    let closed = matter.closed(frame.procedure);
    for instance in &matter.clocks {
        one(frame, matter, instance).map_err(|what| format!("{what}: {instance:?}"))?;
        if !instance.running() {
            continue;
        }
        let first = running.insert((&instance.clock, instance.holder.as_ref()));
        holds(first, || format!("two runs of one clock go on for one holder: {instance:?}"))?;
        let notice = instance.clock_in(frame).is_some_and(|c| c.notice);
        holds(!closed || notice, || format!("a closed matter has a clock running: {instance:?}"))?;
    }
    Ok(())
}

fn one(frame: &Frame<'_>, matter: &Matter, instance: &Instance) -> Holds {
    let clock = instance.clock_in(frame).ok_or("a clock that its version does not know")?;
    let counts_on = !matches!(clock.mode, Mode::Before(_) | Mode::Until(_));
    let begins: Date = instance.round.map_or(instance.started_on, |r| r.from);
    if let Some(due) = instance.due_on.filter(|_| counts_on) {
        holds(due >= begins, || "a negative clock".to_owned())?;
    }
    for pause in &instance.pauses {
        holds(pause.until > pause.after, || "a pause that ends before it begins".to_owned())?;
        holds(pause.after >= begins, || "a pause from before the start".to_owned())?;
    }
    holds(instance.paused_since.is_none_or(|since| since >= begins), || "it stands still from before its start".to_owned())?;
    holds(!(instance.running() && instance.lapsed && instance.fires), || "a lapse that has come about is due again".to_owned())?;
    match (&clock.each, &instance.holder) {
        (Some(role), Some(holder)) => {
            let known = holder.role == *role && (holder.nth == 1 || frame.holders(matter, role).contains(holder));
            holds(known, || "a clock of a holder whom the matter does not know".to_owned())
        }
        (None, None) => Ok(()),
        (each, _) => Err(format!("each={each:?} does not fit the holder")),
    }
}
