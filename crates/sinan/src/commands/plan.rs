//! `sinan plan`: the plan document as data.

use super::serve;
use crate::shell::WallClock;
use crate::{cli, output};
use anyhow::{Context, Result};
use kernel::Id;
use plan::{Plan, TraceMap, parse, read};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub fn run(args: cli::Plan) -> Result<ExitCode> {
    match args {
        cli::Plan::Import { file, json, data } => import(&file, json, data.as_deref())?,
        cli::Plan::Diff { old, new } => {
            let (old, new) = (load(&old)?, load(&new)?);
            for change in plan::diff(&old, &new) {
                output::line(change.to_string());
            }
        }
        cli::Plan::Trace { file, map } => {
            let text = std::fs::read_to_string(&map).with_context(|| format!("读不了对照表 {}", map.display()))?;
            let map: TraceMap = text.parse()?;
            output::text(plan::render_trace(&plan::trace(&load(&file)?, &map)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn bytes(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("读不了 {}", file.display()))
}

fn load(file: &Path) -> Result<Plan> {
    Ok(parse(&read(&file.display().to_string(), &bytes(file)?)?))
}

fn import(file: &Path, json: bool, data: Option<&Path>) -> Result<()> {
    let plan = load(file)?;
    if json {
        output::line(serde_json::to_string_pretty(&plan)?);
    } else {
        outline(&plan);
    }
    if let Some(data) = data {
        let database = cli::Database { data: data.to_owned(), database_url: None, key_file: None };
        let args = cli::Serve { listen: ([127, 0, 0, 1], 0).into(), database, config: None, law_texts: None };
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            let (store, bureau) = serve::open(&args, Arc::new(WallClock)).await?;
            let name = file.display().to_string();
            let done = bureau
                .import_plan(&name, &bytes(file)?, &Id::from("system"))
                .await
                .map_err(|f| anyhow::anyhow!("{} {}", f.message().zh, f.way_on().zh))?;
            output::line(format!("已存入 {}：{}年，与上次相比有 {} 处变化。", data.display(), done.year, done.changes.len()));
            store.close().await;
            anyhow::Ok(())
        })?;
    }
    Ok(())
}

fn outline(plan: &Plan) {
    output::line(&plan.head.title);
    for section in &plan.sections {
        output::line(format!("{}{}", section.label, section.title));
        for point in &section.points {
            output::line(format!("  {}{}（{}项任务）", point.label, point.title, point.tasks.len()));
            for quantity in point.tasks.iter().flat_map(|t| &t.quantities) {
                output::line(format!("      {}：{}", quantity.text, told(quantity)));
            }
        }
    }
    output::line(format!("{} 个部分、{} 个要点、{} 项任务", plan.sections.len(), plan.points().count(), plan.tasks().count()));
}

/// A quantity in words: 不少于 115件/10万人, 3至5个.
fn told(quantity: &plan::Quantity) -> String {
    use plan::Comparator as C;
    let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
    let value = match quantity.value_to {
        Some(to) => format!("{}至{to}", number(quantity.value)),
        None => number(quantity.value),
    };
    let word = match quantity.comparator {
        C::AtLeast => "不少于 ",
        C::AtMost => "不超过 ",
        C::Equal | C::Between => "",
        C::About => "约 ",
        C::IncreaseBy => "增加 ",
        C::DecreaseBy => "减少 ",
        C::Multiply => "乘以 ",
        C::Every => "每期 ",
        C::By => "期限",
    };
    let period = quantity.period.map(|p| format!("（{p}）")).unwrap_or_default();
    format!("{word}{value}{}{period}", quantity.unit)
}
