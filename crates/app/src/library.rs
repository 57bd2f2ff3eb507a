//! Procedures, rules, calendar and parameters: the law as this program knows it.

use calendar::Calendar;
use engine::{Frame, Pin, RuleBook};
use kernel::Id;
use procedure::model::{Dossier, Indicator, Param, Procedure};
use std::collections::BTreeMap;

/// The law as this program knows it: every procedure in every version, and the Rust rules behind them.
#[derive(Debug)]
pub struct Library {
    procedures: BTreeMap<(Id, u32), Procedure>,
    current: BTreeMap<Id, u32>,
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
            current: BTreeMap::new(),
            indicators: BTreeMap::new(),
            shared_params: BTreeMap::new(),
            rules,
            calendar,
            params,
        };
        for dossier in dossiers {
            for procedure in dossier.procedures {
                let newest = library.current.entry(procedure.id.clone()).or_insert(procedure.version);
                *newest = (*newest).max(procedure.version);
                library.procedures.insert((procedure.id.clone(), procedure.version), procedure);
            }
            library.indicators.extend(dossier.indicators.into_iter().map(|i| (i.id.clone(), i)));
            library.shared_params.extend(dossier.params);
        }
        library
    }

    /// The newest version of a procedure.
    #[must_use]
    pub fn procedure(&self, id: &Id) -> Option<&Procedure> {
        self.procedures.get(&(id.clone(), *self.current.get(id)?))
    }

    /// The procedure a matter is pinned to; `None` when its version or text is not the one loaded.
    #[must_use]
    pub fn pinned(&self, pin: &Pin) -> Option<&Procedure> {
        self.procedures.get(&(pin.id.clone(), pin.version)).filter(|p| p.hash == pin.hash)
    }

    /// Newest versions, by name.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.current.iter().filter_map(|(id, v)| self.procedures.get(&(id.clone(), *v)))
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
        Frame { procedure, calendar: self.calendar, params: &self.params, rules: &self.rules }
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
