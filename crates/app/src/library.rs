//! Procedures, rules, calendar and parameters: the law as this program knows it.

use calendar::Calendar;
use engine::family::Law;
use engine::{Body, Event, Frame, Matter, Pin, RuleBook, evolve};
use kernel::{Date, Id};
use procedure::model::{Action, Dossier, HeldBy, Indicator, Opens, Param, Procedure, Register};
use std::collections::BTreeMap;

/// The law as this program knows it: every procedure in every version, and the Rust rules behind them.
#[derive(Clone, Debug)]
pub struct Library {
    /// Versions of each procedure, oldest first.
    procedures: BTreeMap<Id, Vec<Procedure>>,
    registers: BTreeMap<Id, Register>,
    indicators: BTreeMap<Id, Indicator>,
    shared_params: BTreeMap<Id, Param>,
    rules: RuleBook,
    calendar: &'static Calendar,
    params: BTreeMap<Id, u64>,
}

impl Library {
    /// Gathers dossiers and rules. `params` are what the bureau set.
    #[must_use]
    pub fn new(dossiers: Vec<Dossier>, rules: RuleBook, calendar: &'static Calendar, params: BTreeMap<Id, u64>) -> Self {
        let mut library = Self {
            procedures: BTreeMap::new(),
            registers: BTreeMap::new(),
            indicators: BTreeMap::new(),
            shared_params: BTreeMap::new(),
            rules,
            calendar,
            params,
        };
        for dossier in dossiers {
            dossier.procedures.into_iter().for_each(|p| library.put(p));
            library.registers.extend(dossier.registers);
            library.indicators.extend(dossier.indicators.into_iter().map(|i| (i.id.clone(), i)));
            library.shared_params.extend(dossier.params);
        }
        library
    }

    /// Puts a version of a procedure in its place; the same version known before gives way.
    pub(crate) fn put(&mut self, procedure: Procedure) {
        let versions = self.procedures.entry(procedure.id.clone()).or_default();
        versions.retain(|p| p.version != procedure.version);
        let at = versions.partition_point(|p| p.version < procedure.version);
        versions.insert(at, procedure);
    }

    /// Every version of every procedure, to be supposed otherwise.
    pub(crate) fn procedures_mut(&mut self) -> impl Iterator<Item = &mut Procedure> {
        self.procedures.values_mut().flatten()
    }

    /// Another calendar.
    pub(crate) fn set_calendar(&mut self, calendar: &'static Calendar) {
        self.calendar = calendar;
    }

    /// Another value of a number that the bureau sets.
    pub(crate) fn set_param(&mut self, name: Id, value: u64) {
        self.params.insert(name, value);
    }

    /// The newest version of a procedure.
    #[must_use]
    pub fn procedure(&self, id: &Id) -> Option<&Procedure> {
        self.procedures.get(id)?.last()
    }

    /// Every version of a procedure, oldest first.
    #[must_use]
    pub fn versions(&self, id: &Id) -> &[Procedure] {
        self.procedures.get(id).map_or(&[], Vec::as_slice)
    }

    /// The version in force on a day: under it a matter begins.
    #[must_use]
    pub fn on(&self, id: &Id, day: Date) -> Option<&Procedure> {
        let versions = self.procedures.get(id)?;
        versions.iter().rev().find(|p| p.in_force_from <= day).or(versions.first())
    }

    /// The procedure a matter is pinned to; `None` when its version or text is not the one loaded.
    #[must_use]
    pub fn pinned(&self, pin: &Pin) -> Option<&Procedure> {
        self.procedures.get(&pin.id)?.iter().find(|p| p.version == pin.version && p.hash == pin.hash)
    }

    /// Newest versions, by name.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.values().filter_map(|versions| versions.last())
    }

    /// The procedures, in any version, that name a role among those of our units.
    pub fn procedures_of<'a>(&'a self, role: &'a Id) -> impl Iterator<Item = &'a Id> {
        let names = |p: &Procedure| p.roles.get(role).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_)));
        self.procedures.iter().filter(move |(_, versions)| versions.iter().any(names)).map(|(id, _)| id)
    }

    /// A register, as its file declares it.
    #[must_use]
    pub fn register(&self, id: &Id) -> Option<&Register> {
        self.registers.get(id)
    }

    /// Registers, by name.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        self.registers.values()
    }

    /// The register whose entries are the matters of a procedure.
    #[must_use]
    pub fn register_of(&self, procedure: &Id) -> Option<&Register> {
        self.registers.values().find(|r| r.of.as_ref() == Some(procedure))
    }

    /// The procedure that an act opens, as in force on a day, and its way in.
    #[must_use]
    pub fn opened_by(&self, opens: &Opens, day: Date) -> Option<(&Procedure, &Action)> {
        let procedure = self.on(&opens.procedure, day)?;
        procedure.actions.iter().find(|a| a.opens_matter()).map(|action| (procedure, action))
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, id: &Id) -> Option<&Indicator> {
        self.indicators.get(id)
    }

    /// Indicators, by name.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// A parameter that stands beside the procedures, with the bureau's own value where it set one.
    #[must_use]
    pub fn shared_param(&self, id: &Id) -> Option<(&Param, Option<u64>)> {
        let param = self.shared_params.get(id)?;
        Some((param, self.params.get(id).copied().or(param.value)))
    }

    /// What engine calls rest on.
    #[must_use]
    pub fn frame<'a>(&'a self, procedure: &'a Procedure) -> Frame<'a> {
        Frame { procedure, versions: self.versions(&procedure.id), calendar: self.calendar, params: &self.params, rules: &self.rules }
    }

    /// Folds a log, each event under the version to which the matter was pinned by then. `None` where it does not begin, or a version that
    /// it was pinned to is not loaded.
    #[must_use]
    pub fn replay<'e>(&self, events: impl IntoIterator<Item = &'e Event>) -> Option<(Frame<'_>, Matter)> {
        let (mut frame, mut matter) = (None, None);
        for event in events {
            if let Body::Opened { procedure, .. } | Body::Repinned { procedure } = &event.body {
                frame = Some(self.frame(self.pinned(procedure)?));
            }
            matter = evolve(&frame?, matter, event);
        }
        Some((frame?, matter?))
    }

    /// The calendar.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.calendar
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &RuleBook {
        &self.rules
    }
}

impl Law for Library {
    fn pinned(&self, pin: &Pin) -> Option<Frame<'_>> {
        Some(self.frame(self.pinned(pin)?))
    }

    fn in_force(&self, procedure: &Id, on: Date) -> Option<Frame<'_>> {
        Some(self.frame(self.on(procedure, on)?))
    }
}
