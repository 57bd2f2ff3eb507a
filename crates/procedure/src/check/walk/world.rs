//! The steps of a procedure in the form in which a million of them are taken in a second.

use super::compile::compile;
use super::layout::{Key, Layout, Slot, Test, any};
use super::steps::{Rules, Var};
use crate::model::Clock;
use kernel::Id;
use std::collections::BTreeSet;

/// A procedure with the variables that are followed.
pub(super) struct World<'a> {
    pub(super) rules: Rules<'a>,
    pub(super) layout: Layout,
    pub(super) moves: Vec<Move>,
    /// Whether everything is followed on which it depends whether the step is possible.
    pub(super) exact: Vec<bool>,
    ends: Ends,
}

/// One step, compiled.
pub(super) struct Move {
    pub(super) opening: bool,
    /// One holds: where it is offered.
    pub(super) place: Vec<Test>,
    /// One holds: for which choices.
    pub(super) variant: Vec<Test>,
    /// Of each, one holds: what must have happened, be at an end, lie or not lie.
    pub(super) needs: Vec<Vec<Test>>,
    pub(super) sets: Vec<(Slot, u32)>,
    pub(super) asks: Vec<Asked>,
    /// Events that parties named by this step have yet to yield.
    pub(super) forgets: Vec<Slot>,
    pub(super) marks: Vec<(Slot, u32)>,
    pub(super) papers: Vec<(Vec<Test>, Slot)>,
    pub(super) enters: Vec<Enter>,
    pub(super) clocks: Vec<Turn>,
}

/// A choice that a step asks.
pub(super) struct Asked {
    pub(super) slot: Slot,
    pub(super) classes: u32,
    /// Asked although it is known.
    pub(super) anew: bool,
    /// Left open where it need not be answered, or where it is not followed whether it is asked.
    pub(super) may_skip: bool,
    pub(super) only: Vec<Vec<Test>>,
}

/// A run that a step moves.
pub(super) enum Enter {
    Main(u32),
    Overlay(u32),
    Back,
    Track(Slot, u32),
}

/// A clock that a step stops or starts.
pub(super) struct Turn {
    pub(super) slot: Slot,
    pub(super) stops: bool,
    pub(super) starts: Option<Vec<Test>>,
}

/// What an end of the main run takes with it.
struct Ends {
    place: Option<Slot>,
    /// The main state is an end; and nothing is offered there.
    at_end: Option<Test>,
    quiet: Option<Test>,
    /// Tracks that close, and those that outlive it with a test that they still run.
    closing: Vec<Slot>,
    outliving: Vec<Test>,
    /// Clocks of the main run; of tracks, with a test that the track goes on.
    main_clocks: Vec<Slot>,
    track_clocks: Vec<(Slot, Option<Test>)>,
    /// Clocks of overlays, with a test that the overlay lies.
    overlay_clocks: Vec<(Slot, Test)>,
    /// What is kept of a matter in which nothing more can happen.
    kept: Vec<Slot>,
}

impl<'a> World<'a> {
    /// `None` when so many variables cannot be followed.
    pub(super) fn new(rules: Rules<'a>, followed: &BTreeSet<Var>) -> Option<Self> {
        let layout = Layout::new(&rules, followed)?;
        let moves = rules.steps.iter().map(|s| compile(&rules, &layout, s)).collect();
        let exact = rules.steps.iter().map(|s| rules.reads(s, followed).is_subset(followed)).collect();
        let ends = Ends::new(&rules, &layout);
        Some(Self { rules, layout, moves, exact, ends })
    }

    /// Every way into a matter, for every answer that rules or the parent may give of it.
    pub(super) fn openings(&self) -> Vec<(usize, Key)> {
        let mut starts: Vec<Key> = vec![0];
        for (choice, classes) in &self.layout.choices {
            let (_, acts) = self.rules.values(choice);
            if let (false, Some(slot)) = (acts, self.layout.slot(&Var::Choice(choice.clone()))) {
                let count = u32::try_from(classes.len()).unwrap_or_default();
                starts = starts.iter().flat_map(|k| (1..=count).map(move |v| slot.set(*k, v))).collect();
            }
        }
        let mut all = Vec::new();
        for (n, step) in self.moves.iter().enumerate().filter(|(_, m)| m.opening) {
            for key in starts.iter().filter(|k| any(&step.variant, **k)) {
                self.take(step, *key, &mut |to| all.push((n, to)));
            }
        }
        all
    }

    /// Whether the step is possible. Rules are taken to say yes.
    pub(super) fn possible(&self, step: usize, key: Key) -> bool {
        let step = &self.moves[step];
        !step.opening && any(&step.place, key) && any(&step.variant, key) && step.needs.iter().all(|n| any(n, key))
    }

    /// Whether the step is written for this place and these choices, whatever else it waits for.
    pub(super) fn offered(&self, step: usize, key: Key) -> bool {
        let step = &self.moves[step];
        !step.opening && any(&step.place, key) && any(&step.variant, key)
    }

    /// Where a step leads: one situation for each combination of answers.
    pub(super) fn take(&self, step: &Move, key: Key, to: &mut impl FnMut(Key)) {
        let key = step.sets.iter().fold(key, |k, (slot, v)| slot.set(k, *v));
        self.answer(step, &step.asks, key, to);
    }

    fn answer(&self, step: &Move, asks: &[Asked], key: Key, to: &mut impl FnMut(Key)) {
        let Some((asked, rest)) = asks.split_first() else {
            let after = self.finish(step, key);
            to(after);
            if !step.forgets.is_empty() {
                to(step.forgets.iter().fold(after, |k, slot| slot.set(k, 0)));
            }
            return;
        };
        let known = asked.slot.get(key) != 0 && !asked.anew;
        if known || !asked.only.iter().all(|o| any(o, key)) {
            return self.answer(step, rest, key, to);
        }
        for value in 1..=asked.classes {
            self.answer(step, rest, asked.slot.set(key, value), to);
        }
        if asked.may_skip {
            self.answer(step, rest, key, to);
        }
    }

    fn finish(&self, step: &Move, key: Key) -> Key {
        let mut key = step.marks.iter().fold(key, |k, (slot, v)| slot.set(k, *v));
        for (only, slot) in &step.papers {
            if any(only, key) {
                key = slot.set(key, 1);
            }
        }
        for enter in &step.enters {
            key = self.enter(enter, key);
        }
        for turn in &step.clocks {
            key = if turn.stops { turn.slot.set(key, 0) } else { key };
            if turn.starts.as_ref().is_some_and(|only| any(only, key)) {
                key = turn.slot.set(key, 1);
            }
        }
        self.ends.settle(key)
    }

    fn enter(&self, enter: &Enter, key: Key) -> Key {
        let Some(place) = self.ends.place else { return key };
        match enter {
            Enter::Main(to) => place.set(key, *to),
            Enter::Overlay(over) => place.set(key, self.layout.over(place.get(key), *over)),
            Enter::Back => place.set(key, self.layout.over(place.get(key), 0)),
            Enter::Track(slot, to) => slot.set(key, *to),
        }
    }

    /// Whether the main run is at an end.
    pub(super) fn ended(&self, key: Key) -> bool {
        self.ends.at_end.is_some_and(|t| t.holds(key))
    }

    /// The state on top of the main run.
    pub(super) fn on_top(&self, key: Key) -> Option<&Id> {
        self.ends.place.and_then(|p| self.layout.on_top(p.get(key)))
    }

    /// The state of a track; `None`: not running, or not followed.
    pub(super) fn track(&self, track: &Id, key: Key) -> Option<&Id> {
        let at = self.layout.slot(&Var::Track(track.clone()))?.get(key).checked_sub(1)?;
        self.layout.tracks.get(track)?.get(at as usize)
    }
}

impl Ends {
    fn new(rules: &Rules<'_>, layout: &Layout) -> Self {
        let p = rules.p;
        let of_main = |wanted: &dyn Fn(&Id) -> bool| {
            let ends = layout.mains.iter().filter(|m| p.states[*m].end && wanted(m)).filter_map(|m| layout.place(m));
            layout.test(&Var::Place, ends.fold(0, |mask, n| mask | (1 << n)))
        };
        let clock = |c: &Clock| layout.slot(&Var::Clock(c.id.clone()));
        let goes_on = |track: &Id| {
            let states = layout.tracks.get(track)?;
            let mask = states.iter().zip(1u32..).filter(|(s, _)| !p.states[*s].end).fold(0u128, |m, (_, n)| m | (1 << n));
            layout.test(&Var::Track(track.clone()), mask)
        };
        let outlives = |t: &Id| p.tracks.get(t).is_some_and(|t| t.outlives);
        let slot = |t: &Id| layout.slot(&Var::Track(t.clone()));
        Self {
            place: layout.slot(&Var::Place),
            at_end: of_main(&|_| true),
            quiet: of_main(&|end| !p.actions.iter().any(|a| a.offered_in(end))),
            closing: layout.tracks.keys().filter(|t| !outlives(t)).filter_map(slot).collect(),
            outliving: layout.tracks.keys().filter(|t| outlives(t)).filter_map(goes_on).collect(),
            main_clocks: p.clocks.iter().filter(|c| c.track.is_none()).filter_map(clock).collect(),
            track_clocks: p
                .clocks
                .iter()
                .filter_map(|c| Some((clock(c)?, c.track.as_ref()?)))
                .map(|(c, t)| (c, if outlives(t) { goes_on(t) } else { None }))
                .collect(),
            overlay_clocks: p.clocks.iter().filter_map(|c| Some((clock(c)?, layout.stands_in(p, c.overlay.as_ref()?)?))).collect(),
            kept: layout.tracks.keys().filter_map(slot).chain(layout.slot(&Var::Place)).collect(),
        }
    }

    fn settle(&self, mut key: Key) -> Key {
        for (slot, lies) in &self.overlay_clocks {
            key = if lies.holds(key) { key } else { slot.set(key, 0) };
        }
        if !self.at_end.is_some_and(|t| t.holds(key)) {
            return key;
        }
        for slot in self.closing.iter().chain(&self.main_clocks) {
            key = slot.set(key, 0);
        }
        for (slot, goes_on) in &self.track_clocks {
            key = if goes_on.is_some_and(|t| t.holds(key)) { key } else { slot.set(key, 0) };
        }
        let still = self.quiet.is_some_and(|t| t.holds(key)) && !self.outliving.iter().any(|t| t.holds(key));
        if still { self.kept.iter().fold(0, |k, slot| slot.set(k, slot.get(key))) } else { key }
    }
}
