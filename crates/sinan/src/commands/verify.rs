//! `sinan verify`: chain, replay, projections, encrypted values.

use crate::{cli, output, world};
use anyhow::Result;
use app::ports::Store;
use kernel::BureauId;
use std::collections::BTreeMap;
use std::process::ExitCode;

pub fn run(args: &cli::Verify) -> Result<ExitCode> {
    let options = super::database::options(&args.database);
    if matches!(&options.place, store::Place::File(path) if !path.exists()) {
        anyhow::bail!("没有数据库 {}，没有可核验的；请用 --data 指明数据目录，或用 --database-url 指明数据库", options.place);
    }
    let runtime = tokio::runtime::Runtime::new()?;
    let library = world::library(BTreeMap::new())?;
    let report = runtime.block_on(async {
        let store = store::open(options).await?;
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
