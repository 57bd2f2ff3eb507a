//! What stops a clock, what lengthens it, and what the handler decided about its lapse.

use super::run::Run;
use super::walk::Walk;
use super::{Extended, due};
use crate::Entry;
use calendar::Span;
use procedure::model::{Lapse, LapseFor};

impl<'a> Walk<'a> {
    /// Time that an act adds to the runs it concerns.
    pub(super) fn extend(&mut self, entry: &Entry) {
        for extension in &entry.extends {
            for run in self.runs.iter_mut().filter(|r| r.instance.running() && r.instance.clock == extension.clock) {
                if run.touched(entry) {
                    run.instance.extended.push(Extended { by: entry.name.clone(), on: entry.on, period: extension.period });
                }
            }
        }
    }

    /// Events that stop, lapses, lapses declined.
    pub(super) fn stop(&mut self, entry: &Entry) {
        let declined = entry.name.as_str().strip_suffix(".declined");
        for at in 0..self.runs.len() {
            let run = &self.runs[at];
            if !run.instance.running() || !run.touched(entry) {
                continue;
            }
            let lapse = run.clock.lapse.as_ref().filter(|l| l.event == entry.name);
            let (lapsed, stops) = (lapse.is_some(), run.clock.stops.contains(&entry.name));
            if lapse.is_some_and(goes_on) && !stops && Run::recurs_in(run.clock).is_none() {
                // What the law attaches to the day has come about; the duty is not done, and stays red until it is.
                (self.runs[at].instance.lapsed, self.runs[at].instance.fires) = (true, false);
            } else if lapsed || stops {
                self.stop_one(at, entry, lapsed);
            } else if declined == Some(run.instance.clock.as_str()) {
                self.runs[at].instance.declined = Some(entry.on);
            }
        }
    }

    fn stop_one(&mut self, at: usize, entry: &Entry, lapsed: bool) {
        let recurs = Run::recurs_in(self.runs[at].clock).is_some();
        if recurs && !self.begun(&self.runs[at], entry) {
            return;
        }
        let run = &mut self.runs[at];
        run.end(entry.on, false, &self.values);
        run.instance.lapsed = lapsed;
        if recurs {
            self.turned.push(at);
        }
    }

    /// Whether a round's own stretch began before the day of an event; what is done earlier belongs to the round before it.
    fn begun(&self, run: &Run<'a>, entry: &Entry) -> bool {
        let still = run.instance.paused_since.filter(|since| *since < entry.on).map(|after| Span { after, until: entry.on });
        due::begins(&self.frame, self.matter, &self.values, run, still).is_none_or(|begins| begins < entry.on)
    }
}

/// Whether a lapse leaves the duty where it was: an effect that comes by itself and moves nothing, such as a way to court.
fn goes_on(lapse: &Lapse) -> bool {
    lapse.to.is_none() && matches!(lapse.side, LapseFor::For(_))
}
