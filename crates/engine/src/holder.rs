//! Who of several: a role and a place in it.

use kernel::Id;
use procedure::model::Procedure;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// One holder of a role that several may hold: `respondent/2`. Places count from 1 in the order entered and are never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holder {
    /// The role.
    pub role: Id,
    /// The place in it, from 1.
    pub nth: u16,
}

impl Holder {
    /// The holder of a role at a place counted from 1.
    #[must_use]
    pub fn new(role: Id, nth: u16) -> Self {
        Self { role, nth }
    }

    /// The first, where a role has one.
    #[must_use]
    pub fn first(role: &Id) -> Self {
        Self { role: role.clone(), nth: 1 }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.role, self.nth)
    }
}

/// A text that is no `role/place`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a holder is written role/place, counted from 1")]
pub struct NoHolder;

impl FromStr for Holder {
    type Err = NoHolder;

    fn from_str(text: &str) -> Result<Self, NoHolder> {
        let (role, nth) = text.split_once('/').ok_or(NoHolder)?;
        let nth = nth.parse().ok().filter(|n| *n > 0).ok_or(NoHolder)?;
        if role.is_empty() { Err(NoHolder) } else { Ok(Self { role: Id::from(role), nth }) }
    }
}

// As text, so that it can be the key of a map in JSON.
impl Serialize for Holder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Holder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Whether an event can bear a holder of a role: service of a paper that goes to it, an act or a lapse that is done for each of it.
/// Such an event, borne by somebody else, says nothing about this role's holders.
pub(crate) fn bears(procedure: &Procedure, event: &Id, role: &Id) -> bool {
    let paper = event.as_str().strip_suffix(".served").or_else(|| event.as_str().strip_suffix(".noticed"));
    if let Some(paper) = paper.and_then(|id| procedure.papers.get(id)) {
        return paper.to.contains(role) || paper.copies.contains(role);
    }
    let acts = procedure.actions.iter().any(|a| a.event == *event && a.each.contains(role));
    acts || procedure.clocks.iter().any(|c| c.each.as_ref() == Some(role) && c.lapse.as_ref().is_some_and(|l| l.event == *event))
}
