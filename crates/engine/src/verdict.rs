//! How typed rules say no, and what they lack: the words that every module's rules are written with.

use crate::{Chosen, Verdict};
use kernel::{Id, Title};

/// A no, with its sentence in both languages.
#[must_use]
pub fn no(zh: &str, en: &str) -> Verdict {
    Verdict::No(Title::new(zh, en))
}

/// An unknown that these fields would settle.
#[must_use]
pub fn missing(fields: &[&str]) -> Verdict {
    Verdict::Unknown(fields.iter().map(|f| Id::from(*f)).collect())
}

/// A choice that these fields would settle.
#[must_use]
pub fn open(fields: &[&str]) -> Chosen {
    Chosen::Unknown(fields.iter().map(|f| Id::from(*f)).collect())
}
