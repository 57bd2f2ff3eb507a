//! `sinan calendar load`: a notice of days off, previewed or carried through every matter.

use super::at_hand::{AtHand, counting, said, two_persons};
use super::simulate::told::tell;
use crate::{cli, output};
use anyhow::{Context, Result};
use app::ports::Reach;
use app::simulation::{Supposed, Supposition, Which};
use std::process::ExitCode;
use std::sync::Arc;

/// Faults of a table that are listed.
const LISTED: usize = 50;

pub fn run(args: cli::Calendar) -> Result<ExitCode> {
    let cli::Calendar::Load(args) = args;
    tokio::runtime::Runtime::new()?.block_on(load(&args))
}

async fn load(args: &cli::Load) -> Result<ExitCode> {
    let csv = std::fs::read_to_string(&args.file).with_context(|| format!("读不了 {}", args.file.display()))?;
    let at = AtHand::open(&args.shown.database).await?;
    let (by, agreed) = two_persons(&at, args.by.as_deref(), args.agreed_by.as_deref()).await?;
    let (next, calendar) = match at.standing.with_table(&csv, &by, agreed) {
        Ok(next) => next,
        Err(faults) => {
            faults.iter().take(LISTED).for_each(|f| output::line(format!("✗ {}", f.zh)));
            output::line(format!("{} 有 {} 处错误，没有写入任何内容。", args.file.display(), faults.len()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let supposed = Supposed::new(&at.bureau.library, &[Supposition::Calendar(calendar)], None, at.bureau.today());
    let supposed = Arc::new(supposed.map_err(super::at_hand::sentence)?);
    let bar = counting("推演");
    // Closed matters too: their dates are part of what replay must give again.
    let which = Which { reach: Reach::everything(), closed: true };
    let found = at.bureau.simulate(supposed.clone(), which, &|n| bar.set_position(n)).await.map_err(said)?;
    bar.finish_and_clear();
    tell(&at.bureau, &supposed, &found, &args.shown)?;
    if args.apply {
        at.apply(next).await?;
    } else if !args.shown.json {
        output::line("以上是预览，没有写入；确认后加 --apply。");
    }
    Ok(ExitCode::SUCCESS)
}
