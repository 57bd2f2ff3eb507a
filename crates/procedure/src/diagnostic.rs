//! What is wrong with a file: where, why, and how to go on.

use crate::model::Place;
use kernel::Title;
use serde::Serialize;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code: `P0..` reading, `P1..` law, `P2..` states, `P3..` clocks, `P4..` people and papers, `P5..` limits, `S..` scenarios.
    pub code: &'static str,
    /// Whether the file loads.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub message: Title,
    /// How to go on.
    pub hint: Option<Title>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file does not load.
    Error,
    /// It loads; a jurist should know (a local figure, a reading, an unset parameter, a text not at hand).
    Warning,
}

impl Diagnostic {
    /// Whether it keeps the file from loading.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Findings of one file while it is read or checked.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    file: String,
    found: Vec<Diagnostic>,
}

impl Findings {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), found: Vec::new() }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn error(&mut self, code: &'static str, place: Place, zh: impl Into<String>, en: impl Into<String>) -> &mut Self {
        self.push(code, Severity::Error, place, Title::new(zh, en))
    }

    pub(crate) fn warn(&mut self, code: &'static str, place: Place, zh: impl Into<String>, en: impl Into<String>) -> &mut Self {
        self.push(code, Severity::Warning, place, Title::new(zh, en))
    }

    /// Adds a hint to the finding just made.
    pub(crate) fn hint(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.hint = Some(Title::new(zh, en));
        }
    }

    /// Findings made elsewhere.
    pub(crate) fn extend(&mut self, found: Vec<Diagnostic>) {
        self.found.extend(found);
    }

    /// In the order of the file, errors before warnings at one place.
    pub(crate) fn sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.place.offset, d.severity, d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.zh.cmp(&b.message.zh))
        });
        self.found.dedup();
        self.found
    }

    pub(crate) fn any_error(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }

    fn push(&mut self, code: &'static str, severity: Severity, place: Place, message: Title) -> &mut Self {
        self.found.push(Diagnostic { code, severity, file: self.file.clone(), place, message, hint: None });
        self
    }
}
