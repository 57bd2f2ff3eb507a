//! `sinan demo`: the main job. A furnished bureau on a fixed business day, one address to open.

use super::serve;
use crate::shell::DemoClock;
use crate::{cli, demo, output};
use anyhow::{Context, Result};
use app::Bureau;
use app::ports::SharedStore;
use indicatif::ProgressBar;
use kernel::{Date, Id, parse_date};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

pub fn run(args: cli::Demo) -> Result<ExitCode> {
    let day = parse_date(&args.date).with_context(|| format!("--date “{}”不是日期，请写成 2026-09-15", args.date))?;
    let database = &args.serve.database;
    if args.fresh && database.database_url.is_some() {
        anyhow::bail!("--fresh 只会清空数据目录；数据库另有所在时，请自己换一个空库");
    }
    if args.fresh && database.data.exists() {
        std::fs::remove_dir_all(&database.data).with_context(|| format!("不能删除 {}", database.data.display()))?;
    }
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(start(&args, day))?;
    Ok(ExitCode::SUCCESS)
}

async fn start(args: &cli::Demo, day: Date) -> Result<()> {
    // An earlier run may have moved the day on; the matters in the store are of that day.
    let clock = Arc::new(DemoClock::at(day));
    let (store, bureau) = serve::open(&args.serve, clock.clone()).await?;
    match store.setting(demo::BUREAU, "business_date").await? {
        Some(saved) => {
            let saved: Date = serde_json::from_value(saved)?;
            let days = (saved - day).get_days();
            app::Clock::advance(&*clock, u16::try_from(days).unwrap_or(0));
            let place = super::database::options(&args.serve.database).place;
            output::line(format!("沿用 {place} 里的演示数据，业务日期 {saved}；加 --fresh 从头来。"));
        }
        None => furnish(args, &store, &bureau, day).await?,
    }
    if args.no_serve {
        store.close().await;
        return Ok(());
    }
    serve::listen(&args.serve, bureau, true, &store, "演示局已启动，请用浏览器打开").await
}

async fn furnish(args: &cli::Demo, store: &SharedStore, bureau: &Bureau, day: Date) -> Result<()> {
    let began = Instant::now();
    demo::furnish(store, &bureau.library).await?;
    let (name, bytes) = match &args.plan {
        Some(path) => (path.display().to_string(), std::fs::read(path).with_context(|| format!("读不了 {}", path.display()))?),
        None => (demo::PLAN.0.to_owned(), demo::PLAN.1.to_vec()),
    };
    let imported = bureau.import_plan(&name, &bytes, &Id::from("system")).await.map_err(|f| anyhow::anyhow!(f.message().zh))?;
    let bar = ProgressBar::new(args.matters);
    let figures = demo::populate(store, &bureau.library, args.seed, args.matters, day, &bar).await?;
    store.put_setting(demo::BUREAU, "business_date", &serde_json::to_value(day)?).await?;
    output::line(format!(
        "演示数据：{}个部分、{}个要点；{}件事项、{}条记录（种子 {}），用时 {:.1} 秒。",
        imported.plan.sections.len(),
        imported.plan.points().count(),
        figures.matters,
        figures.events,
        args.seed,
        began.elapsed().as_secs_f64()
    ));
    for (procedure, n) in &figures.procedures {
        tracing::info!(%procedure, n, "walked");
    }
    for (code, n) in &figures.refused {
        tracing::info!(code, n, "refused on the way");
    }
    Ok(())
}
