//! Walks a procedure at random, from a seed: the source of demo matters and of property tests.
//!
//! Every step goes through [`crate::family::carry_out`], so a walk can only do what the law allows; what is refused is simply tried
//! otherwise. Matters that an act opens are walked on as well. Nothing here knows a procedure's names: a [`Cast`] supplies people,
//! answers and inclinations.

mod acts;
mod crowd;
mod dice;
mod forms;
mod properties;
mod signing;
mod simulate;
mod verbs;
mod walker;

pub use dice::Dice;
pub use simulate::{Broken, Simulated, simulate};

use crate::family::{Done, Law};
use crate::{Answer, Event, Matter, Opening, Refusal, RegisterEntry, Sealed};
use kernel::{Actor, Date, Id, MatterId, OrgPath};
use procedure::model::{Action, Field, Procedure};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Who appears in a walk and what they are like.
pub trait Cast {
    /// How the matter begins.
    fn opening(&mut self, dice: &mut Dice) -> Opening;
    /// Somebody who holds a role; for a register's role the entry's own account. A party's person is the walk's to fill in.
    fn actor(&mut self, role: &Id, matter: Option<&Matter>) -> Actor;
    /// What is answered to a field.
    fn answer(&mut self, procedure: &Procedure, field: &Field, today: Date, dice: &mut Dice) -> Option<Answer>;
    /// Free text given as reasons.
    fn reasons(&mut self, dice: &mut Dice) -> Sealed;
    /// Register entries that answers may name.
    fn registers(&self) -> &BTreeMap<Id, RegisterEntry>;
    /// Another holder of a role: to be assigned beside the first, to sign where the first may not, to stand in.
    fn colleague(&mut self, _role: &Id, _matter: Option<&Matter>, _dice: &mut Dice) -> Option<Actor> {
        None
    }
    /// Another unit to which a matter may be handed.
    fn unit(&mut self, _dice: &mut Dice) -> Option<OrgPath> {
        None
    }
    /// How inclined people are to an action, where several are open; 0: never.
    fn weight(&self, _action: &Action) -> u32 {
        1
    }
    /// How many days pass before the next step. What takes as long as the case itself takes, takes long.
    fn gap(&self, procedure: &Procedure, matter: Option<&Matter>, dice: &mut Dice) -> i64 {
        let state = matter.and_then(|m| m.main.as_ref()).and_then(|s| procedure.states.get(s));
        let waits = matter.is_some_and(|m| !m.pending.is_empty());
        let days = match dice.below(25) {
            // Now and then something is left lying.
            0 => 5 + dice.below(20),
            _ if state.is_some_and(|s| s.open_ended.is_some()) && !waits => dice.below(30),
            _ => dice.below(4),
        };
        i64::try_from(days).unwrap_or(1)
    }
    /// Whether a field that may be left empty is filled in.
    fn fills(&self, dice: &mut Dice) -> bool {
        dice.below(2) == 0
    }
    /// How many steps a walk has at most.
    fn steps(&self) -> usize {
        60
    }
    /// One in how many times something out of the ordinary happens where it can; 0: never.
    fn odds(&self, turn: Turn) -> u64 {
        match turn {
            Turn::Correct => 40,
            Turn::Afterwards => 4,
            Turn::Waive => 2,
            _ => 0,
        }
    }
}

/// What may happen besides the acts of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A date or an answer is put right.
    Correct,
    /// A need that keeps an act back is waived.
    Waive,
    /// One more is asked to sign.
    Countersign,
    /// A proposal is taken back.
    Recall,
    /// Something is done, or left undone, while a paper waits to be served or a proposal to be signed.
    Meanwhile,
    /// Service by public notice.
    Notice,
    /// The matter goes to another unit.
    Transfer,
    /// It is linked with another one.
    Link,
    /// It is given to somebody.
    Assign,
    /// Somebody withdraws.
    Recuse,
    /// A colleague acts in somebody's place.
    StandIn,
    /// Another matter of the same kind begins beside it.
    Companion,
    /// What the law still allows in a closed matter is tried: an objection, an appeal.
    Afterwards,
    /// At the end, what it held is destroyed.
    Destroy,
}

/// A walked matter: its events, and where they led.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The events.
    pub events: Vec<Event>,
    /// The matter after them.
    pub matter: Matter,
    /// Matters that came about on the way: inside it, beside it, joined with it.
    pub kin: Vec<(Matter, Vec<Event>)>,
    /// Orders that were refused on the way.
    pub refused: Vec<Refusal>,
}

impl Walked {
    /// All matters with their logs, the one that was walked first.
    pub fn told(&self) -> impl Iterator<Item = (&Matter, &[Event])> {
        let kin = self.kin.iter().map(|(matter, events)| (matter, events.as_slice()));
        std::iter::once((&self.matter, self.events.as_slice())).chain(kin)
    }
}

/// Looks on after every deed: all matters as they now stand, and what was done. A break ends the walk.
pub type Watch<'a> = &'a mut dyn FnMut(&BTreeMap<MatterId, Matter>, &[Done]) -> ControlFlow<()>;

/// Walks one matter from `start` until it is closed, nothing more is open, or `until` is reached.
///
/// `None` when the opening was refused every time it was tried.
pub fn walk(law: &dyn Law, procedure: &Id, cast: &mut dyn Cast, dice: &mut Dice, (start, until): (Date, Date)) -> Option<Walked> {
    watched(law, procedure, cast, dice, (start, until), &mut |_, _| ControlFlow::Continue(()))
}

/// A walk on which somebody looks.
pub fn watched(
    law: &dyn Law,
    procedure: &Id,
    cast: &mut dyn Cast,
    dice: &mut Dice,
    (start, until): (Date, Date),
    watch: Watch<'_>,
) -> Option<Walked> {
    let mut walk = walker::Walk::new(law, procedure, (cast, dice), start, watch);
    (0..8).any(|_| walk.open()).then(|| walk.go(until))?
}
