//! `sinan procedure`: law as text, proved before use.

mod permissions;
mod simulate;

use crate::world::{self, Decoded};
use crate::{cli, output};
use anyhow::{Context, Result};
use engine::RuleBook;
use kernel::{Id, Lang};
use procedure::model::Dossier;
use procedure::scenario::Scenario;
use procedure::{Diagnostic, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

pub fn run(args: cli::Procedure) -> Result<ExitCode> {
    match args {
        cli::Procedure::Check(files) => check(&files),
        cli::Procedure::Test { files, scenarios } => test(&files, &scenarios),
        cli::Procedure::Manual(files) => {
            for dossier in dossiers(&files)? {
                output::text(procedure::manual(&dossier, law::Index::embedded()));
            }
            Ok(ExitCode::SUCCESS)
        }
        cli::Procedure::Permissions { of } => permissions::run(&of),
        cli::Procedure::Diff { old, new } => {
            let (old, new) = (one(&old)?, one(&new)?);
            output::text(procedure::render_diff(&procedure::diff(&old, &new), Lang::Zh));
            Ok(ExitCode::SUCCESS)
        }
        cli::Procedure::Simulate(seeds) => simulate::run(&seeds),
        cli::Procedure::Export(files) => {
            for dossier in dossiers(&files)? {
                output::line(serde_json::to_string_pretty(&procedure::export(&dossier)?)?);
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn read(files: &[PathBuf]) -> Result<Vec<Decoded>> {
    if files.is_empty() {
        return Ok(world::built_in());
    }
    files
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
            Ok(world::decode(&path.display().to_string(), &text))
        })
        .collect()
}

fn dossiers(files: &cli::Files) -> Result<Vec<Dossier>> {
    read(&files.files)?.into_iter().map(|d| d.dossier.with_context(|| format!("{} 有错误，先运行 sinan procedure check", d.name))).collect()
}

fn one(path: &Path) -> Result<Dossier> {
    let text = std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
    world::decode(&path.display().to_string(), &text)
        .dossier
        .with_context(|| format!("{} 有错误，先运行 sinan procedure check", path.display()))
}

fn check(args: &cli::Files) -> Result<ExitCode> {
    let files = read(&args.files)?;
    let known: BTreeSet<Id> = world::rules().names().cloned().collect();
    let index = law::Index::embedded();
    let built_in: Vec<Dossier> =
        if args.files.is_empty() { Vec::new() } else { world::built_in().into_iter().filter_map(|d| d.dossier).collect() };
    let all: Vec<&Dossier> = files.iter().filter_map(|f| f.dossier.as_ref()).chain(&built_in).collect();
    let mut errors = 0;
    for file in &files {
        let mut findings: Vec<Diagnostic> = file.findings.clone();
        if let Some(dossier) = &file.dossier {
            let others: Vec<&Dossier> = all.iter().copied().filter(|d| !std::ptr::eq(*d, dossier)).collect();
            findings.extend(procedure::check(dossier, index, &known, &others));
        }
        errors += findings.iter().filter(|d| d.severity == Severity::Error).count();
        if !findings.is_empty() {
            output::text(procedure::render(&findings, &file.text));
        }
    }
    let shown: Vec<&Dossier> = files.iter().filter_map(|f| f.dossier.as_ref()).collect();
    let scenarios = if args.files.is_empty() { decoded(built_in_scenarios(), &shown)?.len() } else { 0 };
    output::line(procedure::Summary::of(&shown, index, scenarios).to_string());
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A file of scenarios: its name and text.
type Written = (String, String);

fn built_in_scenarios() -> Vec<Written> {
    world::MODULES.iter().flat_map(|m| m.scenarios).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn own_scenarios(files: &[PathBuf]) -> Result<Vec<Written>> {
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
        Ok((path.display().to_string(), text))
    };
    files.iter().map(read).collect()
}

/// The scenarios of these files, each with the file it stands in; a name that no procedure knows is an error.
fn decoded(files: Vec<Written>, dossiers: &[&Dossier]) -> Result<Vec<(Rc<Written>, Scenario)>> {
    let mut out = Vec::new();
    for file in files.into_iter().map(Rc::new) {
        let (scenarios, mut findings) = procedure::decode_scenarios(&file.0, &file.1);
        findings.extend(procedure::check_scenarios_across(&file.0, &scenarios, dossiers));
        findings.retain(Diagnostic::is_error);
        if !findings.is_empty() {
            anyhow::bail!("{}", procedure::render(&findings, &file.1));
        }
        out.extend(scenarios.into_iter().map(|s| (Rc::clone(&file), s)));
    }
    Ok(out)
}

fn test(files: &cli::Files, own: &[PathBuf]) -> Result<ExitCode> {
    let dossiers = dossiers(files)?;
    let written = if own.is_empty() { built_in_scenarios() } else { own_scenarios(own)? };
    let among: Vec<Dossier> = world::built_in().into_iter().filter_map(|d| d.dossier).collect();
    let among: Vec<&Dossier> = dossiers.iter().chain(&among).collect();
    let rules: RuleBook = world::rules();
    let shelf = engine::Shelf::new(&dossiers, calendar::Calendar::china(), &rules);
    let (mut passed, mut failed) = (0, 0);
    for (file, scenario) in decoded(written, &among)? {
        // Without a name it is the file's first.
        let named = |p: &&procedure::model::Procedure| scenario.procedure.as_ref().is_none_or(|id| *id == p.id);
        let Some(procedure) = dossiers.iter().flat_map(|d| &d.procedures).find(named) else { continue };
        let differences = engine::scenario::run(&shelf, &scenario);
        if differences.is_empty() {
            passed += 1;
            output::line(format!("✓ {} · {}", procedure.title.zh, scenario.title));
            continue;
        }
        failed += 1;
        output::line(format!("✗ {} · {}", procedure.title.zh, scenario.title));
        for difference in differences {
            output::line(format!("    {}:{}  {}", file.0, difference.place.line, difference.message));
        }
    }
    output::line(format!("{passed} 个情景通过，{failed} 个不符"));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
