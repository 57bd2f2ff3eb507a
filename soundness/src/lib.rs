//! What every line of work is held to. A module's tests call [`Subject`]; its rules' unit tests build their facts with [`Case`].
//!
//! A fault fails the test with every finding printed, so that one run shows all there is to mend.
#![allow(clippy::panic)]

mod case;
mod examples;
mod files;
pub mod matrix;

pub use case::{Case, refused, unknown, value, value_unknown};

use app::Module;
use engine::RuleBook;
use kernel::Id;
use procedure::Diagnostic;
use procedure::model::{Dossier, Procedure};
use std::collections::BTreeSet;

/// A module as its tests look at it: its files decoded, its rules registered.
#[derive(Debug)]
pub struct Subject {
    module: &'static Module,
    dossiers: Vec<Dossier>,
    book: RuleBook,
}

impl Subject {
    /// Reads the module's files.
    ///
    /// # Panics
    /// When a file does not decode; its findings are printed.
    #[must_use]
    pub fn new(module: &'static Module) -> Self {
        let mut book = RuleBook::default();
        (module.rules)(&mut book);
        let dossiers = module.dossiers.iter().map(|(file, text)| {
            let (dossier, found) = procedure::decode(file, text);
            println!("{}", told(&found));
            dossier.unwrap_or_else(|| panic!("{file} does not decode"))
        });
        Self { module, dossiers: dossiers.collect(), book }
    }

    /// The module's dossiers, decoded.
    #[must_use]
    pub fn dossiers(&self) -> &[Dossier] {
        &self.dossiers
    }

    /// The module's rules.
    #[must_use]
    pub const fn rules(&self) -> &RuleBook {
        &self.book
    }

    /// The module itself.
    #[must_use]
    pub const fn module(&self) -> &'static Module {
        self.module
    }

    fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.dossiers.iter().flat_map(|d| &d.procedures)
    }

    /// The rules that the module registers.
    fn registered(&self) -> BTreeSet<Id> {
        self.book.names().cloned().collect()
    }

    /// Every dossier but this one.
    fn beside(&self, file: &str) -> Vec<&Dossier> {
        self.dossiers.iter().filter(|d| d.file != file).collect()
    }
}

/// Findings, one a line.
fn told(found: &[Diagnostic]) -> String {
    let lines = found.iter().map(|d| format!("{} {}:{} {}", d.code, d.file, d.place.line, d.message.zh));
    lines.collect::<Vec<_>>().join("\n")
}
