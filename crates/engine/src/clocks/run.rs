//! A run of a clock while the walk goes on.

use super::values::Values;
use super::{Instance, Paused, Round};
use crate::holder::bears;
use crate::{Entry, Frame, Holder};
use kernel::{Date, DateTime};
use procedure::model::{Clock, LapseFor, Length, Mode, Procedure};

/// A run, and what it is a run of.
pub(super) struct Run<'a> {
    pub(super) instance: Instance,
    /// Its place in the order of the starts.
    pub(super) place: usize,
    /// The clock, in the version that the run follows.
    pub(super) clock: &'a Clock,
    /// That version.
    pub(super) procedure: &'a Procedure,
    /// Its `only` does not hold: it comes into being if a choice changes, and till then nobody sees it.
    pub(super) asleep: bool,
    /// The lengths that held when it ended, where they hang on a choice: a later choice does not rewrite them.
    pub(super) held: Option<Lengths<'a>>,
}

/// Lengths that may hold.
#[derive(Clone)]
pub(super) struct Lengths<'a> {
    pub(super) all: Vec<&'a Length>,
    /// Whether the choice on which they hang is known.
    pub(super) sure: bool,
}

/// Where a run begins.
pub(super) struct Beginning {
    pub(super) holder: Option<Holder>,
    pub(super) seq: u64,
    pub(super) on: Date,
    pub(super) at: Option<DateTime>,
    pub(super) round: Option<Round>,
}

impl<'a> Run<'a> {
    /// A run that has just begun, under the version of `law`.
    pub(super) fn new(law: &Frame<'a>, clock: &'a Clock, begins: Beginning) -> Self {
        let instance = Instance {
            clock: clock.id.clone(),
            holder: begins.holder,
            version: law.procedure.version,
            round: begins.round,
            extended: Vec::new(),
            start_seq: begins.seq,
            started_on: begins.on,
            started_at: begins.at,
            restarted: false,
            stopped_on: None,
            void: false,
            pauses: Vec::new(),
            paused_since: None,
            length: None,
            other_law: false,
            due_on: None,
            due_at: None,
            provisional: false,
            promise_on: None,
            declined: None,
            lapsed: false,
            fires: false,
            proposes: false,
        };
        let mut run = Run { instance, place: 0, clock, procedure: law.procedure, asleep: false, held: None };
        run.follow(law.procedure, clock);
        run
    }

    /// Takes the rule of a version.
    pub(super) fn follow(&mut self, procedure: &'a Procedure, clock: &'a Clock) {
        let side = clock.lapse.as_ref().map(|l| &l.side);
        self.instance.version = procedure.version;
        self.instance.fires = matches!(side, Some(LapseFor::For(_))) && !self.instance.lapsed;
        self.instance.proposes = matches!(side, Some(LapseFor::Against { .. }));
        (self.procedure, self.clock) = (procedure, clock);
    }

    /// Whether an entry concerns it: one that can bear a holder of its role concerns that holder's run, any other all of them.
    /// Service by public notice concerns its addressee alone.
    pub(super) fn touched(&self, entry: &Entry) -> bool {
        match (&self.instance.holder, &entry.holder) {
            (Some(own), Some(theirs)) => {
                own == theirs || (own.role != theirs.role && !self.clock.notice && !bears(self.procedure, &entry.name, &own.role))
            }
            (Some(_), None) => !self.clock.notice,
            (None, _) => true,
        }
    }

    /// The state in which it recurs.
    pub(super) fn recurs_in(clock: &Clock) -> Option<&kernel::Id> {
        match &clock.mode {
            Mode::Every(state) | Mode::Yearly { state, .. } => Some(state),
            Mode::Within | Mode::AtLeast(_) | Mode::Before(_) | Mode::Until(_) => None,
        }
    }

    /// Another length holds from this round on: rounds are cut anew from where its own stretch begins.
    pub(super) fn cut_anew(&mut self, from: Option<Date>) {
        if let (Some(from), Some(_)) = (from, self.instance.round) {
            self.instance.round = Some(Round { nth: 1, from });
            self.instance.pauses.retain(|p| p.until > from);
        }
    }

    /// It stands still from a day on; a date put right may have brought the pause before the start, of which nothing can stand still.
    pub(super) fn stand_still(&mut self, since: Date) {
        let begins = self.instance.round.map_or(self.instance.started_on, |r| r.from);
        self.instance.paused_since = Some(since.max(begins));
    }

    /// The clock goes on.
    pub(super) fn resume(&mut self, on: Date) {
        if let Some(after) = self.instance.paused_since.take()
            && on > after
        {
            self.instance.pauses.push(Paused { after, until: on });
        }
    }

    /// It ends under the choices that held before the entry at hand.
    pub(super) fn end(&mut self, on: Date, void: bool, values: &Values<'a>) {
        self.resume(on);
        self.instance.stopped_on = Some(on);
        self.instance.void = void;
        if self.clock.lengths.iter().any(|l| !l.only.is_empty()) {
            self.held = Some(values.lengths_before(self.procedure, self.clock));
        }
    }
}
