//! The procedure files against the language, the statutes, the rules, and the manuals that a jurist has read.

use crate::{Subject, told};
use kernel::Id;
use procedure::Diagnostic;
use procedure::model::{ChoiceSource, Procedure};
use std::collections::BTreeSet;
use std::path::Path;

impl Subject {
    /// Every procedure passes the check.
    ///
    /// # Panics
    /// When one does not.
    pub fn is_sound(&self) {
        let known = self.registered();
        let mut faults = 0;
        for dossier in &self.dossiers {
            let found = procedure::check(dossier, law::Index::embedded(), &known, &self.beside(&dossier.file));
            println!("{}", told(&found));
            faults += found.iter().filter(|d| d.is_error()).count();
        }
        assert_eq!(faults, 0, "{faults} errors, printed above");
    }

    /// The check finds a fault planted in the first file: an error whose code begins with `code` and whose sentence has `words`.
    ///
    /// # Panics
    /// When it does not, or when there is nothing to plant it in.
    pub fn refuses(&self, right: &str, wrong: &str, code: &str, words: &str) {
        let Some((file, text)) = self.module.dossiers.first() else { panic!("{} has no procedures", self.module.id) };
        let planted = text.replacen(right, wrong, 1);
        assert_ne!(planted, *text, "{file} does not have {right}");
        let known = self.registered();
        let (dossier, mut found) = procedure::decode(file, &planted);
        let check = |d| procedure::check(d, law::Index::embedded(), &known, &self.beside(file));
        found.extend(dossier.as_ref().into_iter().flat_map(check));
        let meant = |d: &Diagnostic| d.is_error() && d.code.starts_with(code) && d.message.zh.contains(words);
        assert!(found.iter().any(meant), "{wrong}: {}", told(&found));
    }

    /// The rules that the files name are those that the code registers.
    ///
    /// # Panics
    /// When one side has a rule that the other lacks.
    pub fn names_its_rules(&self) {
        let of_choices = |p: &Procedure| -> Vec<Id> {
            let computed =
                p.choices.values().filter_map(|c| if let ChoiceSource::Rule(rule) = &c.source { Some(rule.clone()) } else { None });
            computed.collect()
        };
        let named: BTreeSet<Id> = self.procedures().flat_map(|p| p.rules.keys().cloned().chain(of_choices(p))).collect();
        assert_eq!(named, self.registered());
    }

    /// Where a plan's sentence meets an indicator, there is one.
    ///
    /// # Panics
    /// When there is none.
    pub fn has_the_indicators_of_its_hooks(&self) {
        let known: BTreeSet<&str> = self.dossiers.iter().flat_map(|d| &d.indicators).map(|i| i.id.as_str()).collect();
        for hook in self.module.hooks {
            assert!(known.contains(hook.indicator), "{}", hook.indicator);
        }
    }

    /// The manuals committed in this folder are what the files say: what a jurist reviews in a diff. `SINAN_BLESS=1` writes them anew.
    ///
    /// # Panics
    /// When one is out of date, or cannot be written.
    pub fn has_its_manuals_in(&self, folder: &Path) {
        for dossier in &self.dossiers {
            let manual = procedure::manual(dossier, law::Index::embedded());
            committed(&folder.join(dossier.file.replace(".kdl", ".snap.md")), &manual);
        }
    }

    /// The tables of permissions committed in this folder, one a version, are what the files say, and there are no others: what a head of
    /// division reviews in a diff. `SINAN_BLESS=1` writes them anew.
    ///
    /// # Panics
    /// When one is out of date, is of nothing, or cannot be written.
    pub fn has_its_permissions_in(&self, folder: &Path) {
        let mut known = BTreeSet::new();
        for (dossier, p) in self.dossiers.iter().flat_map(|d| d.procedures.iter().map(move |p| (d, p))) {
            let name = procedure::permissions_file(p);
            committed(&folder.join(&name), &procedure::permissions(p, dossier));
            known.insert(name);
        }
        let there = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|f| f.file_name().to_string_lossy().into_owned());
        let strays: Vec<String> = there.filter(|name| !known.contains(name)).collect();
        assert!(strays.is_empty(), "of no procedure any more: {strays:?}");
    }
}

/// The file holds this text; `SINAN_BLESS=1` writes it.
fn committed(path: &Path, text: &str) {
    if std::env::var_os("SINAN_BLESS").is_some()
        && let Err(error) = std::fs::write(path, text)
    {
        panic!("{}: {error}", path.display());
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(text == there, "{} is out of date; look at the change, then run with SINAN_BLESS=1", path.display());
}
