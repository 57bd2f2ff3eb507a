//! What starts a clock, for whom, and what starts it afresh.

use super::run::{Beginning, Run};
use super::walk::Walk;
use super::{Round, due};
use crate::holder::bears;
use crate::{Answer, Entry, Frame, Holder};
use kernel::{Date, DateTime, Id};
use procedure::model::{Clock, HeldBy, Trigger};

impl<'a> Walk<'a> {
    /// Dates in forms start clocks.
    pub(super) fn start_from_fields(&mut self, law: &Frame<'a>, entry: &Entry) {
        if entry.fields.is_empty() {
            return;
        }
        for clock in &law.procedure.clocks {
            for start in &clock.starts {
                let Trigger::Field(field) = &start.by else { continue };
                let Some(answer) = self.matter.answers.get(field).filter(|_| entry.fields.contains(field)) else { continue };
                let at = if let Answer::DateTime(at) = answer { Some(*at) } else { None };
                if let Some(on) = answer.date() {
                    self.start(law, clock, entry, (on, at));
                }
            }
        }
    }

    /// Events start clocks; those of kin under `parent.NAME` or `PROCEDURE.NAME` among them.
    pub(super) fn start_from_event(&mut self, law: &Frame<'a>, entry: &Entry) {
        for clock in &law.procedure.clocks {
            if clock.starts.iter().any(|s| matches!(&s.by, Trigger::Event(e) if *e == entry.name)) {
                self.start(law, clock, entry, (entry.on, entry.at));
            }
        }
    }

    /// A start while a run of the same holder goes on changes nothing; after a stop it makes a new one.
    fn start(&mut self, law: &Frame<'a>, clock: &'a Clock, entry: &Entry, (on, at): (Date, Option<DateTime>)) {
        for holder in self.concerned(law, clock, entry) {
            if !self.goes_on(clock, holder.as_ref()) {
                self.begin(law, clock, Beginning { holder, seq: entry.seq, on, at, round: None });
            }
        }
    }

    pub(super) fn goes_on(&self, clock: &Clock, holder: Option<&Holder>) -> bool {
        self.runs.iter().any(|r| r.instance.running() && r.instance.clock == clock.id && r.instance.holder.as_ref() == holder)
    }

    /// Adds a run; it sleeps while the clock's `only` does not hold.
    pub(super) fn begin(&mut self, law: &Frame<'a>, clock: &'a Clock, begins: Beginning) {
        let on = begins.on;
        let mut run = Run::new(law, clock, begins);
        run.asleep = !self.values.holds(law.procedure, &clock.only);
        run.instance.paused_since = self.places.pause(clock).then_some(on);
        self.add(run);
    }

    /// Whose runs an entry starts: that of the holder it bears, else one for each who holds the role by then.
    pub(super) fn concerned(&self, law: &Frame<'a>, clock: &Clock, entry: &Entry) -> Vec<Option<Holder>> {
        let Some(role) = &clock.each else { return vec![None] };
        match &entry.holder {
            Some(one) if one.role == *role => vec![Some(one.clone())],
            _ if clock.notice => Vec::new(),
            Some(_) if bears(law.procedure, &entry.name, role) => Vec::new(),
            _ => self.holders(law, role).into_iter().map(Some).collect(),
        }
    }

    /// Who holds a role by then: the parties named so far, or the one of whom a matter names none.
    fn holders(&self, law: &Frame<'a>, role: &Id) -> Vec<Holder> {
        if !self.matter.parties.contains_key(role) && law.procedure.roles.get(role).is_none_or(|r| r.held_by != HeldBy::Party) {
            return vec![Holder::first(role)];
        }
        let so_far = self.named.get(role).copied().unwrap_or(u16::MAX);
        law.holders(self.matter, role).into_iter().filter(|h| h.nth <= so_far).collect()
    }

    /// What cuts a running clock short and gives it a fresh full length.
    pub(super) fn restart(&mut self, law: &Frame<'a>, entry: &Entry) {
        for at in 0..self.runs.len() {
            let run = &self.runs[at];
            let cut = run.instance.running() && run.instance.start_seq != entry.seq && run.touched(entry);
            if cut && run.clock.restarts.iter().any(|r| r.event == entry.name) {
                self.afresh(law, at, entry);
            }
        }
    }

    /// A choice changed: clocks that hang on it begin, end, or begin afresh.
    pub(super) fn rechoose(&mut self, law: &Frame<'a>, entry: &Entry) {
        if !self.values.changed() {
            return;
        }
        for at in 0..self.runs.len() {
            if !self.runs[at].instance.running() {
                continue;
            }
            let (clock, procedure) = (self.runs[at].clock, self.runs[at].procedure);
            let anew = clock.rechosen.as_ref().is_some_and(|r| r.new_start);
            let otherwise = self.runs[at].instance.start_seq != entry.seq && self.values.changed_for(procedure, &clock.lengths);
            match (self.runs[at].asleep, self.values.holds(procedure, &clock.only)) {
                (true, true) => self.wake(at, entry, anew),
                (false, false) => self.runs[at].end(entry.on, true, &self.values),
                (false, true) if otherwise && anew => self.afresh(law, at, entry),
                (false, true) if otherwise => {
                    let begins = due::begins(&self.frame, self.matter, &self.values, &self.runs[at], None);
                    self.runs[at].cut_anew(begins);
                }
                _ => {}
            }
        }
    }

    /// A run comes into being, from its old start or from this day.
    fn wake(&mut self, at: usize, entry: &Entry, anew: bool) {
        let run = &mut self.runs[at];
        run.asleep = false;
        if anew {
            (run.instance.started_on, run.instance.started_at, run.instance.start_seq) = (entry.on, entry.at, entry.seq);
        }
    }

    /// Ends a run and begins another, under the version of this day where it has the clock.
    fn afresh(&mut self, law: &Frame<'a>, at: usize, entry: &Entry) {
        let old = &mut self.runs[at];
        old.end(entry.on, true, &self.values);
        let before = Frame { procedure: old.procedure, ..self.frame };
        let (law, clock) = law.procedure.clock(old.clock.id.as_str()).map_or((&before, old.clock), |clock| (law, clock));
        let holder = old.instance.holder.clone();
        let round = old.instance.round.map(|_| Round { nth: 1, from: entry.on });
        self.begin(law, clock, Beginning { holder, seq: entry.seq, on: entry.on, at: entry.at, round });
        if let Some(fresh) = self.runs.last_mut() {
            fresh.instance.restarted = true;
        }
    }
}
