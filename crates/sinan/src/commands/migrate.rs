//! `sinan migrate`: the schema brought up to date, and nothing else.

use super::database;
use crate::{cli, output};
use anyhow::Result;
use std::process::ExitCode;

pub fn run(args: &cli::Database) -> Result<ExitCode> {
    let options = database::options(args);
    let place = options.place.clone();
    tokio::runtime::Runtime::new()?.block_on(async {
        let store = store::open(options).await?;
        output::line(format!("{place} 的结构是第 {} 版，与本程序一致。", store.schema_version().await?));
        store.close().await;
        anyhow::Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
