//! Units as paths: a bureau, its districts, their agencies.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The place of a unit in the organisation, as segments from the bureau down: `/wuhai/haibowan/legal-aid`.
///
/// A grant over a path covers everything below it, which makes "my unit and those under it" one index range in the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrgPath(String);

impl OrgPath {
    /// Makes a path; a missing leading slash is added and a trailing one removed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(format!("/{}", text.trim_matches('/')))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this unit or lies below it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0 == self.0 || (other.0.starts_with(&self.0) && other.0.as_bytes().get(self.0.len()) == Some(&b'/')) || self.0 == "/"
    }

    /// The unit above, if this is not the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.0.rfind('/') {
            Some(0) | None => None,
            Some(at) => Some(Self(self.0[..at].to_owned())),
        }
    }
}

impl fmt::Display for OrgPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_covers_what_lies_below_and_nothing_beside() {
        let district = OrgPath::new("wuhai/haibowan");
        assert!(district.covers(&OrgPath::new("/wuhai/haibowan/legal-aid")));
        assert!(district.covers(&district));
        assert!(!district.covers(&OrgPath::new("/wuhai/haibowan2")));
        assert!(!district.covers(&OrgPath::new("/wuhai")));
        assert_eq!(district.parent(), Some(OrgPath::new("/wuhai")));
        assert_eq!(OrgPath::new("/wuhai").parent(), None);
    }
}
