//! `sinan verify`: chain, replay, projections, encrypted values.

use super::at_hand;
use crate::{cli, output, world};
use anyhow::Result;
use app::ports::SharedStore;
use kernel::BureauId;
use std::process::ExitCode;
use std::sync::Arc;

pub fn run(args: &cli::Verify) -> Result<ExitCode> {
    let options = super::database::existing(&args.database)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let report = runtime.block_on(async {
        let store: SharedStore = Arc::new(store::open(options).await?);
        let standing = app::Standing::read(&store, BureauId(1)).await.map_err(at_hand::said)?;
        let library = world::library(at_hand::calendar(&standing)?, standing.params)?;
        let report = store.verify(BureauId(1), &library).await?;
        anyhow::Ok(report)
    })?;
    if args.json {
        output::line(serde_json::to_string_pretty(&report)?);
    } else {
        for fault in &report.faults {
            output::line(format!("✗ {fault}"));
        }
        output::line(format!(
            "核验 {} 件事项、{} 条记录、{} 个加密值（其中 {} 个已依法销毁）：{}",
            report.matters,
            report.events,
            report.values,
            report.destroyed,
            if report.faults.is_empty() { "全部一致".to_owned() } else { format!("{} 处不一致", report.faults.len()) }
        ));
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
