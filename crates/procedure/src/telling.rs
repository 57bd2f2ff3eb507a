//! Tells a procedure in words: entries with aspects. The manual prints them, the diff compares them.

mod entries;
mod head;
mod measures;
mod phrases;

pub(crate) use entries::{in_order, parts, registers};
pub(crate) use head::head;
pub(crate) use measures::measure;

use crate::model::{Dossier, Procedure};
use kernel::Title;
use law::Index;

/// A group of entries of one kind, such as the clocks.
pub(crate) struct Part {
    pub(crate) heading: Title,
    pub(crate) entries: Vec<Entry>,
}

/// One thing that has a title: a clock, an action, a field.
pub(crate) struct Entry {
    /// Unique within its part.
    pub(crate) key: String,
    pub(crate) title: Title,
    pub(crate) aspects: Vec<Aspect>,
}

/// One statement about an entry.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Aspect {
    pub(crate) name: Title,
    pub(crate) value: Title,
    /// The article on which it rests, where it has one of its own.
    pub(crate) source: Option<Title>,
}

/// The teller: the procedure, the file in which it stands, and the statutes where figures are to be shown in their surroundings.
pub(crate) struct Teller<'a> {
    pub(crate) p: &'a Procedure,
    pub(crate) dossier: &'a Dossier,
    pub(crate) index: Option<&'a Index>,
}

impl Aspect {
    pub(crate) fn new(zh: &str, en: &str, value: Title) -> Self {
        Self { name: Title::new(zh, en), value, source: None }
    }

    pub(crate) fn resting_on(self, source: Title) -> Self {
        Self { source: (!source.zh.is_empty()).then_some(source), ..self }
    }
}

/// Joins titles in both languages.
pub(crate) fn join(all: impl IntoIterator<Item = Title>, zh: &str, en: &str) -> Title {
    let all: Vec<Title> = all.into_iter().collect();
    let side = |pick: fn(&Title) -> &str, between: &str| all.iter().map(pick).collect::<Vec<_>>().join(between);
    Title::new(side(|t| &t.zh, zh), side(|t| &t.en, en))
}
