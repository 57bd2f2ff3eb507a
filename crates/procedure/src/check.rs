//! What can be proved of a procedure before a bureau runs it.
//!
//! Each file below is one group of proofs. Nothing here reads a clock or a file; the same input gives the same findings.

mod acts;
mod clocks;
mod figures;
mod forms;
mod indicators;
mod laws;
mod limits;
mod overlays;
mod people;
mod reach;
mod registers;
mod states;
mod usage;
mod versions;
mod walk;

pub(crate) use figures::figures_of;
pub(crate) use reach::Reach;
pub use walk::{Walked, walked};

use crate::Diagnostic;
use crate::diagnostic::Findings;
use crate::model::{Dossier, Procedure};
use kernel::Id;
use law::Index;
use std::collections::BTreeSet;

/// One procedure under the eye, with what it is held against.
pub(crate) struct Case<'a> {
    pub(crate) p: &'a Procedure,
    pub(crate) dossier: &'a Dossier,
    pub(crate) others: &'a [&'a Dossier],
    pub(crate) index: &'a Index,
    pub(crate) rules: &'a BTreeSet<Id>,
    pub(crate) reach: Reach,
}

/// Proves what can be proved: of law against the statute index, of rules against those that Rust implements (`known_rules`),
/// of names in other files against `others`. An error means that the procedure must not be run.
#[must_use]
pub fn check(dossier: &Dossier, index: &Index, known_rules: &BTreeSet<Id>, others: &[&Dossier]) -> Vec<Diagnostic> {
    let mut found = Findings::new(&dossier.file);
    for p in &dossier.procedures {
        let case = Case { p, dossier, others, index, rules: known_rules, reach: Reach::of(p) };
        laws::check(&case, &mut found);
        figures::check(&case, &mut found);
        states::check(&case, &mut found);
        overlays::check(&case, &mut found);
        versions::check(&case, &mut found);
        clocks::check(&case, &mut found);
        acts::check(&case, &mut found);
        people::check(&case, &mut found);
        forms::check(&case, &mut found);
        usage::check(&case, &mut found);
        limits::check(&case, &mut found);
        walk::check(&case, &mut found);
    }
    registers::check(dossier, index, others, &mut found);
    indicators::check(dossier, others, &mut found);
    found.sorted()
}
