//! `sinan copy`: a whole database into an empty one, with equal digests.

use super::database;
use crate::{cli, output};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;

pub fn run(args: &cli::Copy) -> Result<ExitCode> {
    let from = database::at(&args.from, args.from_key.as_deref());
    let to = database::at(&args.to, args.to_key.as_deref());
    let bar = ProgressBar::no_length();
    bar.set_style(
        ProgressStyle::with_template("复制并回读 {bar:32} {pos}/{len} 行  {per_sec}  还需 {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let heard = |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let copied = tokio::runtime::Runtime::new()?.block_on(store::copy(&from, &to, heard));
    bar.finish_and_clear();
    let copied = copied?;
    output::line(format!("已复制 {} 行。", copied.rows));
    output::line(format!("来源 {} 的摘要（SM3）：{}", from.place, copied.from));
    output::line(format!("目标 {} 的摘要（SM3）：{}", to.place, copied.to));
    Ok(ExitCode::SUCCESS)
}
