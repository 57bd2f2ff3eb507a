//! One walk along the timeline, from which every clock follows.

use super::places::Places;
use super::run::Run;
use super::values::Values;
use super::{Instance, due};
use crate::{Entry, Frame, Matter};
use kernel::Id;
use std::collections::BTreeMap;

/// Derives every clock of a matter from its timeline, answers and choices.
#[must_use]
pub fn derive(frame: &Frame<'_>, matter: &Matter) -> Vec<Instance> {
    let mut walk = Walk {
        frame: *frame,
        matter,
        values: Values::new(*frame, matter),
        places: Places::new(frame.procedure),
        runs: Vec::new(),
        ended: Vec::new(),
        named: BTreeMap::new(),
        turned: Vec::new(),
    };
    for entry in &matter.timeline {
        walk.step(entry);
    }
    walk.finish()
}

/// What is known on the way.
pub(super) struct Walk<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) matter: &'a Matter,
    /// Choices as they stand at the entry at hand.
    pub(super) values: Values<'a>,
    /// Where the matter is.
    pub(super) places: Places<'a>,
    /// Runs that go on, and those that the entry at hand ended.
    pub(super) runs: Vec<Run<'a>>,
    /// Runs that ended before it: no entry concerns them any more.
    ended: Vec<Run<'a>>,
    /// How many parties hold a role by then, where the timeline says.
    pub(super) named: BTreeMap<&'a Id, u16>,
    /// Rounds that the entry at hand ended: the next ones open if the state is not left.
    pub(super) turned: Vec<usize>,
}

impl<'a> Walk<'a> {
    /// One entry. The order matters: what an act ends, it ends under the choices it found; what it starts, under those it leaves.
    fn step(&mut self, entry: &'a Entry) {
        let law = Frame { procedure: self.frame.under(entry.version), ..self.frame };
        self.values.advance(entry);
        self.named.extend(entry.named.iter().map(|(role, n)| (role, *n)));
        self.extend(entry);
        self.start_from_fields(&law, entry);
        self.stop(entry);
        self.rechoose(&law, entry);
        self.restart(&law, entry);
        self.start_from_event(&law, entry);
        self.repinned(&law, entry);
        let entered = self.places.enter(entry);
        self.stand_still(entry);
        self.leave(entry);
        self.next_rounds(entry);
        self.first_rounds(&law, entry, &entered);
        self.ended.extend(self.runs.extract_if(.., |r| !r.instance.running()));
    }

    /// Pauses begin and end as the matter moves.
    fn stand_still(&mut self, entry: &Entry) {
        for run in self.runs.iter_mut().filter(|r| r.instance.running()) {
            match (self.places.pause(run.clock), run.instance.paused_since) {
                (true, None) => run.stand_still(entry.on),
                (false, Some(_)) => run.resume(entry.on),
                _ => {}
            }
        }
    }

    /// Whatever ends with its state, its overlay, or the matter.
    fn leave(&mut self, entry: &Entry) {
        for run in &mut self.runs {
            if run.instance.running() && !self.places.carries(run.clock) {
                run.end(entry.on, true, &self.values);
                // A clock of an overlay that does not lie never began.
                run.asleep |= run.clock.overlay.is_some() && run.instance.start_seq == entry.seq;
            }
        }
    }

    /// Lengths and due days, in the order of the starts; what no choice ever woke is left out.
    fn finish(self) -> Vec<Instance> {
        let Walk { frame, matter, values, runs, ended: mut all, .. } = self;
        all.extend(runs);
        all.sort_by_key(|r| r.place);
        all.into_iter().filter(|r| !r.asleep).map(|run| due::settle(&frame, matter, &values, run)).collect()
    }

    /// Adds a run, in its place among all.
    pub(super) fn add(&mut self, mut run: Run<'a>) {
        run.place = self.runs.len() + self.ended.len();
        self.runs.push(run);
    }
}
