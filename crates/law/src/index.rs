//! All statutes at hand, in all their editions.

use crate::entry::read_entry;
use crate::{LawError, Statute};
use kernel::{Date, fold_width};
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/entries.rs"));

/// The statutes, by short title and then by the day from which an edition is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    statutes: Vec<Statute>,
}

impl Index {
    /// The index built into the program: every file of `law/`.
    pub fn embedded() -> &'static Self {
        // A test reads every entry, so the fallback is never taken in a build that passed.
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::from_toml(ENTRIES.iter().copied()).unwrap_or_default());
        &INDEX
    }

    /// Reads index files, each as name and content.
    ///
    /// # Errors
    /// When a file cannot be read, or two editions of one statute are in force on the same day.
    pub fn from_toml<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LawError> {
        files.into_iter().map(|(file, text)| read_entry(file, text)).collect::<Result<Vec<_>, _>>().and_then(Self::new)
    }

    /// Makes an index of statutes.
    ///
    /// # Errors
    /// When two editions of one statute bear the same year or are in force on the same day.
    pub fn new(mut statutes: Vec<Statute>) -> Result<Self, LawError> {
        statutes.sort_by(|a, b| (&a.short, a.in_force_from).cmp(&(&b.short, b.in_force_from)));
        for pair in statutes.windows(2) {
            let [a, b] = pair else { continue };
            let overlap = a.in_force_until.is_none_or(|until| b.in_force_from <= until);
            if a.short == b.short && (overlap || a.edition == b.edition) {
                return Err(LawError::Overlap { short: a.short.clone(), first: a.edition.clone(), second: b.edition.clone() });
            }
        }
        Ok(Self { statutes })
    }

    /// All statutes, by short title and day.
    pub fn statutes(&self) -> impl Iterator<Item = &Statute> {
        self.statutes.iter()
    }

    /// One edition by its short or full title and year.
    #[must_use]
    pub fn edition(&self, name: &str, edition: &str) -> Option<&Statute> {
        self.editions(name).find(|s| s.edition == edition)
    }

    /// The edition in force on a day.
    #[must_use]
    pub fn in_force(&self, name: &str, on: Date) -> Option<&Statute> {
        self.editions(name).find(|s| s.is_in_force(on))
    }

    /// The editions of a statute, the oldest first.
    pub fn editions<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Statute> {
        self.statutes.iter().filter(move |s| s.short == name || s.title == name)
    }

    /// Finds what a person typed: 行政复议法, 《中华人民共和国行政复议法》, 仲裁法-2017, 仲裁法（2017）. Without a year the newest edition.
    ///
    /// # Errors
    /// When there is none; the message names titles that come near.
    pub fn named(&self, typed: &str) -> Result<&Statute, LawError> {
        let folded = fold_width(typed);
        let name = folded.trim().trim_start_matches('《').trim_end_matches(')').replace('》', "");
        let (name, year) = match name.rsplit_once(['-', '(']) {
            Some((name, year)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => (name, Some(year)),
            _ => (name.as_str(), None),
        };
        let found = match year {
            Some(year) => self.edition(name, year),
            None => self.editions(name).last(),
        };
        found.ok_or_else(|| LawError::Unknown { name: typed.trim().to_owned(), hint: self.hint(name) })
    }

    fn hint(&self, name: &str) -> String {
        let near = |s: &&Statute| !name.is_empty() && (s.short.contains(name) || name.contains(&s.short));
        let names: Vec<_> = self.statutes.iter().filter(near).map(|s| format!("{}-{}", s.short, s.edition)).collect();
        if names.is_empty() {
            "；可用 sinan law show 的名称是通用简称加年份，如 行政复议法-2023".to_owned()
        } else {
            format!("；相近的有：{}", names.join("、"))
        }
    }
}
