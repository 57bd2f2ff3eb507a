//! The law as this binary knows it: every module's procedures, scenarios, rules and hooks.

use anyhow::{Context, Result, bail};
use app::{Library, Module, PlanHook};
use calendar::Calendar;
use engine::RuleBook;
use kernel::Id;
use procedure::model::Dossier;
use procedure::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// Every line of work of the bureau.
pub const MODULES: &[Module] = &[legal_services::MODULE, disputes::MODULE, community::MODULE, enforcement::MODULE];

/// A procedure file, decoded.
pub struct Decoded {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says, if it can be read.
    pub dossier: Option<Dossier>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

/// Decodes a file.
pub fn decode(name: &str, text: &str) -> Decoded {
    let (dossier, findings) = procedure::decode(name, text);
    Decoded { name: name.to_owned(), text: text.to_owned(), dossier, findings }
}

/// The built-in files, decoded.
pub fn built_in() -> Vec<Decoded> {
    MODULES.iter().flat_map(|m| m.dossiers).map(|(name, text)| decode(name, text)).collect()
}

/// Every module's rules.
pub fn rules() -> RuleBook {
    let mut book = RuleBook::default();
    for module in MODULES {
        (module.rules)(&mut book);
    }
    book
}

/// Every module's hooks.
pub fn hooks() -> Vec<PlanHook> {
    MODULES.iter().flat_map(|m| m.hooks).copied().collect()
}

/// The library under a calendar and the numbers that a bureau set, refusing to begin with a procedure that has errors.
pub fn library(calendar: &'static Calendar, params: BTreeMap<Id, u64>) -> Result<Library> {
    let mut dossiers = Vec::new();
    for file in built_in() {
        let errors: Vec<&Diagnostic> = file.findings.iter().filter(|d| d.severity == Severity::Error).collect();
        if !errors.is_empty() {
            bail!("程序 {} 有 {} 处错误，不能装入；请运行 sinan procedure check", file.name, errors.len());
        }
        dossiers.push(file.dossier.with_context(|| format!("程序 {} 读不出来", file.name))?);
    }
    Ok(Library::new(dossiers, rules(), calendar, params))
}
