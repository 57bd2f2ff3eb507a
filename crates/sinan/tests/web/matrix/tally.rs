//! How many cells were compared, over what, and which of them differ.

use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What was asked so far, and what did not come as it should.
#[derive(Debug, Default)]
pub struct Tally {
    /// Cells compared, by what they are about.
    pub cells: BTreeMap<&'static str, (u64, u64)>,
    pub wrong: Vec<String>,
    /// People asked about, and how many there are.
    pub asked: usize,
    pub of: usize,
    pub requests: u64,
    pub procedures: BTreeSet<Id>,
    /// Role, scope and relation.
    pub people: BTreeSet<String>,
    pub states: BTreeSet<String>,
}

impl Tally {
    pub fn with(mut self, other: Self) -> Self {
        for (what, (asked, granted)) in other.cells {
            let cell = self.cells.entry(what).or_default();
            *cell = (cell.0 + asked, cell.1 + granted);
        }
        self.wrong.extend(other.wrong);
        (self.asked, self.of, self.requests) = (self.asked + other.asked, self.of + other.of, self.requests + other.requests);
        self.procedures.extend(other.procedures);
        self.people.extend(other.people);
        self.states.extend(other.states);
        self
    }

    pub fn cell(&mut self, about: &'static str, right: bool, granted: bool, what: impl FnOnce() -> String) {
        let cell = self.cells.entry(about).or_default();
        *cell = (cell.0 + 1, cell.1 + u64::from(granted));
        if !right {
            self.wrong.push(format!("{about}: {}", what()));
        }
    }

    /// The first few of each kind of what differs.
    pub fn first(&self) -> String {
        let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for wrong in &self.wrong {
            kinds.entry(wrong.split(':').next().unwrap_or_default()).or_default().push(wrong);
        }
        kinds.into_values().flat_map(|all| all.into_iter().take(6)).collect::<Vec<_>>().join("\n")
    }

    /// Enough was compared, and of every kind something was granted and something was not.
    pub fn is_enough(&self) {
        let all: u64 = self.cells.values().map(|(asked, _)| asked).sum();
        assert!(all > 15_000, "only {all} cells");
        // What is never granted, and what always is.
        let never = ["act, refused for its form", "values in lists", "field, its end", "field, nothing of it"];
        for (what, (asked, granted)) in &self.cells {
            let both = *granted > 0 && granted < asked;
            let right = if never.contains(what) { *granted == 0 } else { both || *what == "field, whole" && *granted > 0 };
            assert!(right, "{what}: {granted} of {asked} granted");
        }
        for what in never {
            assert!(self.cells.get(what).is_some_and(|(asked, _)| *asked > 0), "nothing was asked about {what}");
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: u64 = self.cells.values().map(|(asked, _)| asked).sum();
        writeln!(f, "{all} cells by {} requests: {} of {} people, in {} states", self.requests, self.asked, self.of, self.states.len())?;
        writeln!(f, "{} combinations of procedure, role, scope and relation", self.people.len())?;
        self.cells.iter().try_for_each(|(what, (asked, granted))| writeln!(f, "  {what}: {asked}, {granted} granted"))
    }
}
