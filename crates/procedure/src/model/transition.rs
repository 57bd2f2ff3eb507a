//! What a new version of a procedure means for matters begun under the old one.

use super::{Ground, Place};
use kernel::Id;
use serde::Serialize;

/// How matters of the version before go over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transition {
    /// The version it follows.
    pub from: u32,
    /// Which rule holds for what is under way.
    pub mode: TransitionMode,
    /// Running clocks that keep their rule although the mode moves them.
    pub keeps: Vec<Id>,
    /// Running clocks that take the new rule although the mode keeps them.
    pub moves: Vec<Id>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// Which rule holds for what is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransitionMode {
    /// Running matters stay with the old version.
    Keeps,
    /// All go over on the first day in force.
    Moves,
    /// Each act follows the rule of its own day.
    ByAct,
}
