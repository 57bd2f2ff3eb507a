//! Over which matters somebody's sight goes: by procedure and by unit. Pages, lists, counts and searches all ask this one value.

use kernel::{Id, OrgPath};
use std::collections::BTreeMap;

/// What may be seen: matters of these units and of what lies below them, of every procedure or each procedure's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every procedure: the program itself, and what the bureau replays as a whole.
    Units(Vec<OrgPath>),
    /// Of each procedure, matters of these units and below.
    Lines(BTreeMap<Id, Vec<OrgPath>>),
}

impl Default for Reach {
    /// Nothing.
    fn default() -> Self {
        Self::Lines(BTreeMap::new())
    }
}

impl Reach {
    /// Everything there is.
    #[must_use]
    pub fn everything() -> Self {
        Self::Units(vec![OrgPath::new("/")])
    }

    /// Whether nothing can be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Units(units) => units.is_empty(),
            Self::Lines(lines) => lines.is_empty(),
        }
    }

    /// Adds a unit to a procedure's; a unit that lies below another says nothing of its own.
    pub fn add(&mut self, procedure: &Id, unit: &OrgPath) {
        let units = match self {
            Self::Units(units) => units,
            Self::Lines(lines) => lines.entry(procedure.clone()).or_default(),
        };
        if !units.iter().any(|u| u.covers(unit)) {
            units.retain(|u| !unit.covers(u));
            units.push(unit.clone());
        }
    }

    /// Whether matters of a procedure in a unit can be seen.
    #[must_use]
    pub fn covers(&self, procedure: &Id, unit: &OrgPath) -> bool {
        self.of(procedure).iter().any(|u| u.covers(unit))
    }

    /// Whether matters of any procedure in a unit can be seen.
    #[must_use]
    pub fn touches(&self, unit: &OrgPath) -> bool {
        match self {
            Self::Units(units) => units.iter().any(|u| u.covers(unit)),
            Self::Lines(lines) => lines.values().flatten().any(|u| u.covers(unit)),
        }
    }

    /// The units in which matters of a procedure can be seen.
    #[must_use]
    pub fn of(&self, procedure: &Id) -> &[OrgPath] {
        match self {
            Self::Units(units) => units,
            Self::Lines(lines) => lines.get(procedure).map_or(&[], Vec::as_slice),
        }
    }

    /// What of it lies in a unit and below.
    #[must_use]
    pub fn within(self, unit: &OrgPath) -> Self {
        let narrow = |units: Vec<OrgPath>| -> Vec<OrgPath> {
            if units.iter().any(|u| u.covers(unit)) {
                return vec![unit.clone()];
            }
            units.into_iter().filter(|u| unit.covers(u)).collect()
        };
        match self {
            Self::Units(units) => Self::Units(narrow(units)),
            Self::Lines(lines) => {
                Self::Lines(lines.into_iter().map(|(p, units)| (p, narrow(units))).filter(|(_, units)| !units.is_empty()).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OrgPath {
        OrgPath::new(text)
    }

    fn reach(lines: &[(&str, &str)]) -> Reach {
        let mut out = Reach::default();
        lines.iter().for_each(|(procedure, unit)| out.add(&Id::from(*procedure), &path(unit)));
        out
    }

    #[test]
    fn a_line_of_work_opens_no_other() {
        let reach = reach(&[("aid", "city/east")]);
        assert!(reach.covers(&Id::from("aid"), &path("city/east/office")));
        assert!(!reach.covers(&Id::from("aid"), &path("city")));
        assert!(!reach.covers(&Id::from("correction"), &path("city/east")));
        assert!(reach.touches(&path("city/east/office")) && !reach.touches(&path("city/west")));
        assert!(Reach::everything().covers(&Id::from("correction"), &path("anywhere")));
        assert!(Reach::default().is_empty() && !Reach::default().touches(&path("city")));
    }

    #[test]
    fn a_unit_below_another_adds_nothing() {
        assert_eq!(reach(&[("aid", "city/east"), ("aid", "city"), ("aid", "city/west")]), reach(&[("aid", "city")]));
    }

    #[test]
    fn narrowing_keeps_what_lies_in_both() {
        let wide = reach(&[("aid", "city"), ("other", "city/west")]);
        assert_eq!(wide.clone().within(&path("city/east")), reach(&[("aid", "city/east")]));
        assert_eq!(wide.clone().within(&path("city")), wide);
        assert_eq!(wide.within(&path("province")), Reach::default());
    }
}
