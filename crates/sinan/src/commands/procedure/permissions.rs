//! `sinan procedure permissions`: who may do what where, one table a procedure and version.

use crate::{cli, output};
use anyhow::{Result, bail};
use procedure::model::{Dossier, Procedure};
use std::path::PathBuf;
use std::process::ExitCode;

pub fn run(of: &[String]) -> Result<ExitCode> {
    if of.is_empty() {
        tell(&super::dossiers(&cli::Files { files: Vec::new() })?, |_| true);
    }
    for named in of {
        if named.ends_with(".kdl") {
            tell(&super::dossiers(&cli::Files { files: vec![PathBuf::from(named)] })?, |_| true);
            continue;
        }
        let built_in = super::dossiers(&cli::Files { files: Vec::new() })?;
        if tell(&built_in, |p| p.id == *named.as_str()) == 0 {
            bail!("没有叫 {named} 的程序；自带的有：{}。也可以给一个 .kdl 文件", names(&built_in));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the tables of what is wanted, and says how many there were.
fn tell(dossiers: &[Dossier], wanted: impl Fn(&Procedure) -> bool) -> usize {
    let all = dossiers.iter().flat_map(|d| d.procedures.iter().map(move |p| (d, p)));
    all.filter(|(_, p)| wanted(p)).map(|(dossier, p)| output::text(procedure::permissions(p, dossier))).count()
}

fn names(dossiers: &[Dossier]) -> String {
    let mut names: Vec<&str> = dossiers.iter().flat_map(|d| &d.procedures).map(|p| p.id.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("、")
}
