//! Choices along the walk: a clock that has stopped follows the choice as it was then.

use super::run::Lengths;
use crate::{Entry, Facts, Frame, Matter};
use kernel::Id;
use procedure::model::{ChoiceSource, Clock, Length, Procedure};
use std::collections::BTreeMap;

/// Choices at the entry at hand.
pub(super) struct Values<'a> {
    frame: Frame<'a>,
    facts: Facts<'a>,
    /// Choices that acts changed in the course of the timeline; every other has one value throughout.
    moving: Vec<Moving<'a>>,
}

/// A choice that changes.
struct Moving<'a> {
    choice: &'a Id,
    /// Its value after the entry at hand.
    now: Option<&'a Id>,
    /// Its value before it.
    was: Option<&'a Id>,
    /// The entry that set it last: its value is the matter's, which a correction may have put right.
    last: u64,
}

impl<'a> Values<'a> {
    pub(super) fn new(frame: Frame<'a>, matter: &'a Matter) -> Self {
        let facts = frame.facts(matter, matter.opened_on);
        let mut values = Values { frame, facts, moving: Vec::new() };
        values.find(matter);
        values
    }

    /// Finds the choices that change. What is learnt late was so all along; only another value than before is a change.
    fn find(&mut self, matter: &'a Matter) {
        let chosen = matter.timeline.iter().flat_map(|e| e.chosen.keys().map(|c| (c, e.seq)));
        for (choice, last) in chosen.collect::<BTreeMap<&Id, u64>>() {
            let mut moving = Moving { choice, now: None, was: None, last };
            let mut values = matter.timeline.iter().filter_map(|e| set(&moving, e, matter)).peekable();
            let first = self.by_default(choice).or_else(|| values.peek().copied());
            if values.any(|v| Some(v) != first) {
                (moving.now, moving.was) = (first, first);
                self.moving.push(moving);
            }
        }
    }

    /// What it is until an act sets it, where that is written.
    fn by_default(&self, choice: &Id) -> Option<&'a Id> {
        let choice = self.frame.procedure.choices.get(choice)?;
        choice.default.as_ref().filter(|_| matches!(choice.source, ChoiceSource::Act))
    }

    /// On to the next entry.
    pub(super) fn advance(&mut self, entry: &'a Entry) {
        let Some(matter) = self.facts.matter else { return };
        for moving in &mut self.moving {
            moving.was = moving.now;
            moving.now = set(moving, entry, matter).or(moving.now);
        }
    }

    /// Whether the entry at hand changed a choice.
    pub(super) fn changed(&self) -> bool {
        self.moving.iter().any(|m| m.was != m.now)
    }

    /// Whether it changed the choice on which these lengths hang.
    pub(super) fn changed_for(&self, procedure: &Procedure, lengths: &[Length]) -> bool {
        let hangs = |choice: &Id| {
            let mut named = lengths.iter().flat_map(|l| &l.only);
            named.any(|v| procedure.choice_of(v.as_str()).is_some_and(|c| c.id == *choice))
        };
        self.moving.iter().any(|m| m.was != m.now && hangs(m.choice))
    }

    /// Whether a node with these `only` values holds after the entry at hand.
    pub(super) fn holds(&self, procedure: &'a Procedure, only: &[Id]) -> bool {
        self.hold(procedure, only, |m| m.now)
    }

    /// The lengths that may hold after the entry at hand.
    pub(super) fn lengths(&self, procedure: &'a Procedure, clock: &'a Clock) -> Lengths<'a> {
        self.held(procedure, clock, |m| m.now)
    }

    /// The lengths that may have held before it.
    pub(super) fn lengths_before(&self, procedure: &'a Procedure, clock: &'a Clock) -> Lengths<'a> {
        self.held(procedure, clock, |m| m.was)
    }

    fn held(&self, procedure: &'a Procedure, clock: &'a Clock, value: fn(&Moving<'a>) -> Option<&'a Id>) -> Lengths<'a> {
        let all: Vec<&Length> = clock.lengths.iter().filter(|l| self.hold(procedure, &l.only, value)).collect();
        if all.is_empty() { Lengths { all: clock.lengths.iter().collect(), sure: false } } else { Lengths { all, sure: true } }
    }

    fn hold(&self, procedure: &'a Procedure, only: &[Id], value: fn(&Moving<'a>) -> Option<&'a Id>) -> bool {
        let law = Frame { procedure, ..self.frame };
        if self.moving.is_empty() || only.is_empty() {
            return law.holds(only, &self.facts);
        }
        only.iter().any(|v| {
            let moving = procedure.choice_of(v.as_str()).and_then(|c| self.moving.iter().find(|m| *m.choice == c.id));
            moving.map_or_else(|| law.holds(std::slice::from_ref(v), &self.facts), |m| value(m) == Some(v))
        })
    }
}

/// The value that an entry set.
fn set<'a>(moving: &Moving<'a>, entry: &'a Entry, matter: &'a Matter) -> Option<&'a Id> {
    let value = entry.chosen.get(moving.choice)?;
    let put_right = || matter.choices.get(moving.choice).unwrap_or(value);
    Some(if entry.seq == moving.last { put_right() } else { value })
}
