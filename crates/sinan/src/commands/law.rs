//! `sinan law`: the index of statutes.

use crate::{cli, output};
use anyhow::{Context, Result};
use law::{Citation, Index};
use std::path::Path;
use std::process::ExitCode;

pub fn run(args: cli::Law) -> Result<ExitCode> {
    match args {
        cli::Law::Index { dir, out } => index(&dir, &out)?,
        cli::Law::Simulate(args) => return super::simulate::run(&args),
        cli::Law::Show { name, citation, law_texts } => output::line(show(&name, &citation, law_texts.as_deref())?),
    }
    Ok(ExitCode::SUCCESS)
}

fn index(dir: &Path, out: &Path) -> Result<()> {
    let csv = std::fs::read_to_string(dir.join("index.csv")).with_context(|| format!("{} 里没有 index.csv", dir.display()))?;
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // The folder's own README is no statute.
        if name.ends_with(".txt") {
            texts.push((name, std::fs::read_to_string(&path).with_context(|| format!("读不了 {}", path.display()))?));
        }
    }
    texts.sort();
    let files = law::index_folder(texts, &csv)?;
    std::fs::create_dir_all(out)?;
    for (name, toml) in &files {
        std::fs::write(out.join(name), toml).with_context(|| format!("写不了 {name}"))?;
    }
    output::line(format!("写好 {} 部法规的索引：只有元数据和数字，没有条文。", files.len()));
    Ok(())
}

/// A passage where the texts are at hand, else its figures and where to read it.
pub fn show(name: &str, citation: &str, texts: Option<&Path>) -> Result<String> {
    let index = Index::embedded();
    let parsed: Citation = citation.parse()?;
    let file = index.named(name)?.text_with(&parsed).map(|t| t.file.clone());
    let text = match (texts, file) {
        (Some(dir), Some(file)) => Some(std::fs::read_to_string(dir.join(&file)).with_context(|| format!("法规文本目录里没有 {file}"))?),
        _ => None,
    };
    Ok(law::show(index, name, citation, text.as_deref())?)
}
