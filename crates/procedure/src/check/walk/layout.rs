//! A situation in 128 bits: one small number for each variable that is followed.

use super::steps::{Rules, Var};
use crate::model::Procedure;
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// A situation.
pub(super) type Key = u128;

/// Where a variable lies in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    shift: u32,
    width: u32,
}

impl Slot {
    pub(super) fn get(self, key: Key) -> u32 {
        u32::try_from((key >> self.shift) & ((1 << self.width) - 1)).unwrap_or_default()
    }

    pub(super) fn set(self, key: Key, value: u32) -> Key {
        (key & !(((1 << self.width) - 1) << self.shift)) | (Key::from(value) << self.shift)
    }
}

/// Whether a variable has one of some values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) slot: Slot,
    /// Bit v: the value v will do.
    pub(super) mask: u128,
}

impl Test {
    pub(super) fn holds(self, key: Key) -> bool {
        (self.mask >> self.slot.get(key)) & 1 == 1
    }
}

/// One of them holds; no test at all always holds.
pub(super) fn any(tests: &[Test], key: Key) -> bool {
    tests.is_empty() || tests.iter().any(|t| t.holds(key))
}

/// Values of a choice that no condition tells apart, with their names as `only` gives them.
pub(super) type Class = Vec<Id>;

/// Which variables are followed, and where each lies.
pub(super) struct Layout {
    slots: BTreeMap<Var, Slot>,
    /// Main states, in the order of their numbers.
    pub(super) mains: Vec<Id>,
    pub(super) overlays: Vec<Id>,
    /// States of each followed track; number 0 stands for “not running”.
    pub(super) tracks: BTreeMap<Id, Vec<Id>>,
    /// Classes of each followed choice; number 0 stands for “not set”.
    pub(super) choices: BTreeMap<Id, Vec<Class>>,
}

impl Layout {
    /// `None` when the variables do not go into 128 bits.
    pub(super) fn new(rules: &Rules<'_>, followed: &BTreeSet<Var>) -> Option<Self> {
        let states = |track: Option<&Id>, overlay: bool| -> Vec<Id> {
            let here = rules.p.states.values().filter(|s| s.track.as_ref() == track && s.overlay == overlay);
            here.map(|s| s.id.clone()).collect()
        };
        let (mains, overlays) = (states(None, false), states(None, true));
        let mut layout = Self { slots: BTreeMap::new(), mains, overlays, tracks: BTreeMap::new(), choices: BTreeMap::new() };
        let mut shift = 0;
        for var in followed {
            let values = match var {
                Var::Place => layout.mains.len() * (layout.overlays.len() + 1),
                Var::Track(t) => {
                    let states = states(Some(t), false);
                    let count = states.len();
                    layout.tracks.insert(t.clone(), states);
                    count + 1
                }
                Var::Choice(c) => {
                    let classes = classes(rules, c);
                    let count = classes.len();
                    layout.choices.insert(c.clone(), classes);
                    count + 1
                }
                Var::Child(_) => 3,
                Var::Event(_) | Var::Paper(_) | Var::Clock(_) => 2,
            };
            let width = (values.max(2) - 1).ilog2() + 1;
            layout.slots.insert(var.clone(), Slot { shift, width });
            shift += width;
            if width > 7 || shift > 127 {
                return None;
            }
        }
        Some(layout)
    }

    pub(super) fn slot(&self, var: &Var) -> Option<Slot> {
        self.slots.get(var).copied()
    }

    pub(super) fn test(&self, var: &Var, mask: u128) -> Option<Test> {
        Some(Test { slot: self.slot(var)?, mask })
    }

    fn overlay_count(&self) -> u32 {
        u32::try_from(self.overlays.len() + 1).unwrap_or(1)
    }

    /// The number of a main state with nothing over it.
    pub(super) fn place(&self, main: &Id) -> Option<u32> {
        let at = self.mains.iter().position(|m| m == main)?;
        Some(u32::try_from(at).ok()? * self.overlay_count())
    }

    /// The number of an overlay, counted from 1.
    pub(super) fn overlay(&self, id: &Id) -> Option<u32> {
        self.overlays.iter().position(|o| o == id).and_then(|at| u32::try_from(at + 1).ok())
    }

    /// The main state and the overlay in a place.
    pub(super) fn apart(&self, place: u32) -> (Option<&Id>, Option<&Id>) {
        let (main, over) = (place / self.overlay_count(), place % self.overlay_count());
        (self.mains.get(main as usize), over.checked_sub(1).and_then(|o| self.overlays.get(o as usize)))
    }

    /// The place in which a number of an overlay lies over what is below; 0 takes any away.
    pub(super) fn over(&self, place: u32, overlay: u32) -> u32 {
        place - place % self.overlay_count() + overlay
    }

    /// The state that counts for what is offered: the overlay, or the main state.
    pub(super) fn on_top(&self, place: u32) -> Option<&Id> {
        let (main, over) = self.apart(place);
        over.or(main)
    }

    /// Tests that the matter stands in the state.
    pub(super) fn stands_in(&self, p: &Procedure, state: &Id) -> Option<Test> {
        let known = p.states.get(state)?;
        match &known.track {
            Some(track) => {
                let at = self.tracks.get(track)?.iter().position(|s| s == state)?;
                self.test(&Var::Track(track.clone()), 2 << at)
            }
            None => {
                let places = u32::try_from(self.mains.len()).unwrap_or_default() * self.overlay_count();
                let mask = (0..places).filter(|n| self.on_top(*n) == Some(state)).fold(0u128, |mask, n| mask | (1 << n));
                self.test(&Var::Place, mask)
            }
        }
    }

    /// Tests for `only`; `None` where a choice is not followed, which is taken to fit.
    pub(super) fn only(&self, rules: &Rules<'_>, only: &[Id]) -> Option<Vec<Test>> {
        let choices: BTreeSet<Id> = only.iter().map(|v| rules.choice(v)).collect::<Option<_>>()?;
        choices.iter().map(|c| self.test(&Var::Choice(c.clone()), self.mask(rules, c, only))).collect()
    }

    /// The classes that hold one of the values; a choice not set counts as its default.
    fn mask(&self, rules: &Rules<'_>, choice: &Id, values: &[Id]) -> u128 {
        let classes = self.choices.get(choice).map(Vec::as_slice).unwrap_or_default();
        let set = classes.iter().zip(1u32..).filter(|(c, _)| c.iter().any(|v| values.contains(v))).fold(0u128, |m, (_, n)| m | (1 << n));
        let default = rules.p.choices.get(choice).and_then(|c| c.default.as_ref());
        set | u128::from(default.is_some_and(|d| values.contains(d)))
    }

    /// The class of a value.
    pub(super) fn class(&self, choice: &Id, value: &Id) -> Option<u32> {
        let at = self.choices.get(choice)?.iter().position(|c| c.contains(value))?;
        u32::try_from(at + 1).ok()
    }
}

/// Values apart only where a condition tells them apart.
fn classes(rules: &Rules<'_>, choice: &Id) -> Vec<Class> {
    let p = rules.p;
    let lists: Vec<&[Id]> = p
        .actions
        .iter()
        .flat_map(|a| {
            a.needs.iter().map(|n| n.only.as_slice()).chain(a.papers.iter().map(|d| d.only.as_slice())).chain([a.only.as_slice()])
        })
        .chain(p.clocks.iter().flat_map(|c| c.lengths.iter().map(|l| l.only.as_slice()).chain([c.only.as_slice()])))
        .chain(p.fields().flat_map(|(s, f)| [s.only.as_slice(), f.only.as_slice()]))
        .collect();
    let mut apart: BTreeMap<Vec<bool>, Class> = BTreeMap::new();
    for value in rules.values(choice).0 {
        apart.entry(lists.iter().map(|l| l.contains(&value)).collect()).or_default().push(value);
    }
    apart.into_values().collect()
}
