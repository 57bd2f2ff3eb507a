//! Procedures on a shelf: every version of each, with what engine calls rest on.

use crate::family::Law;
use crate::{Frame, Pin, RuleBook};
use calendar::Calendar;
use kernel::{Date, Id};
use procedure::model::{Dossier, Procedure, Register};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Procedures in all their versions, rules, calendar and parameters. A copy is cheap.
#[derive(Clone, Debug)]
pub struct Shelf<'a> {
    procedures: Arc<BTreeMap<Id, Vec<Procedure>>>,
    registers: Arc<BTreeMap<Id, Register>>,
    calendar: &'a Calendar,
    rules: &'a RuleBook,
    params: BTreeMap<Id, u64>,
}

impl<'a> Shelf<'a> {
    /// Puts dossiers on a shelf; of one version that is there twice the later one counts.
    #[must_use]
    pub fn new<'d>(dossiers: impl IntoIterator<Item = &'d Dossier>, calendar: &'a Calendar, rules: &'a RuleBook) -> Self {
        let mut procedures: BTreeMap<Id, Vec<Procedure>> = BTreeMap::new();
        let mut registers = BTreeMap::new();
        for dossier in dossiers {
            for procedure in &dossier.procedures {
                put(procedures.entry(procedure.id.clone()).or_default(), procedure.clone());
            }
            registers.extend(dossier.registers.clone());
        }
        Self { procedures: Arc::new(procedures), registers: Arc::new(registers), calendar, rules, params: BTreeMap::new() }
    }

    /// The same shelf with parameters as a bureau has set them.
    #[must_use]
    pub fn with_params(&self, params: BTreeMap<Id, u64>) -> Self {
        Self { params, ..self.clone() }
    }

    /// Versions of a procedure, oldest first.
    #[must_use]
    pub fn versions(&self, id: &Id) -> &[Procedure] {
        self.procedures.get(id).map_or(&[], Vec::as_slice)
    }

    /// Newest versions, by name.
    pub fn newest(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.values().filter_map(|versions| versions.last())
    }

    /// Registers, by name.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        self.registers.values()
    }

    /// What engine calls under a procedure rest on.
    #[must_use]
    pub fn frame<'s>(&'s self, procedure: &'s Procedure) -> Frame<'s> {
        Frame { procedure, versions: self.versions(&procedure.id), calendar: self.calendar, params: &self.params, rules: self.rules }
    }
}

/// Adds a version in its place.
pub(crate) fn put(versions: &mut Vec<Procedure>, procedure: Procedure) {
    versions.retain(|p| p.version != procedure.version);
    let at = versions.partition_point(|p| p.version < procedure.version);
    versions.insert(at, procedure);
}

/// The version in force on a day; before the first one, the first.
pub(crate) fn in_force(versions: &[Procedure], on: Date) -> Option<&Procedure> {
    versions.iter().rev().find(|p| p.in_force_from <= on).or(versions.first())
}

impl Law for Shelf<'_> {
    fn pinned(&self, pin: &Pin) -> Option<Frame<'_>> {
        let found = self.versions(&pin.id).iter().find(|p| p.version == pin.version && p.hash == pin.hash);
        found.map(|p| self.frame(p))
    }

    fn in_force(&self, procedure: &Id, on: Date) -> Option<Frame<'_>> {
        in_force(self.versions(procedure), on).map(|p| self.frame(p))
    }
}
