//! What a new version of the procedure means for clocks that run.

use super::due;
use super::walk::Walk;
use crate::{Entry, Frame};
use procedure::model::{Clock, TransitionMode};

/// The name under which going over to another version stands in the timeline.
const REPINNED: &str = "repinned";

impl<'a> Walk<'a> {
    /// Runs that move take rule and length of the new version from their old start; one that it no longer knows ends.
    pub(super) fn repinned(&mut self, law: &Frame<'a>, entry: &Entry) {
        if entry.name != *REPINNED {
            return;
        }
        let Some(transition) = &law.procedure.transition else { return };
        for run in self.runs.iter_mut().filter(|r| r.instance.running()) {
            let begins = due::begins(&self.frame, self.matter, &self.values, run, None);
            let id = &run.instance.clock;
            let moves = match transition.mode {
                TransitionMode::Moves => !transition.keeps.contains(id),
                TransitionMode::ByAct | TransitionMode::Keeps => transition.moves.contains(id),
            };
            match law.procedure.clock(id.as_str()) {
                _ if !moves => {}
                Some(clock) => {
                    if differ(run.clock, clock) {
                        run.cut_anew(begins);
                    }
                    run.follow(law.procedure, clock);
                }
                None => run.end(entry.on, true, &self.values),
            }
        }
    }
}

/// Whether two versions of a clock count otherwise.
fn differ(old: &Clock, new: &Clock) -> bool {
    let lengths = |c: &'_ Clock| -> Vec<_> { c.lengths.iter().map(|l| (l.amount.clone(), l.unit, l.only.clone())).collect() };
    old.mode != new.mode || lengths(old) != lengths(new)
}
