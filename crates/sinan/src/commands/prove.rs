//! `sinan prove`: a matter's proof file; `sinan verify-proof`: checks one with the verifier that shares no code with the rest.

use super::at_hand::AtHand;
use crate::{cli, demo, output};
use anyhow::{Context, Result, bail};
use kernel::MatterId;
use std::process::ExitCode;

pub fn run(args: &cli::Prove) -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    let text = runtime.block_on(async {
        let at = AtHand::open(&args.database).await?;
        let by_id = args.case.parse().ok().map(MatterId);
        let id = match by_id {
            Some(id) => Some(id),
            None => at.store.matter_by_number(demo::BUREAU, &args.case).await?,
        };
        let id = id.with_context(|| format!("没有编号为 {} 的事项", args.case))?;
        let matter = at.store.matter(demo::BUREAU, id).await?.with_context(|| format!("没有编号为 {} 的事项", args.case))?;
        let log = at.store.events(demo::BUREAU, id).await?;
        app::proof(&at.bureau.library, &matter, &log, at.bureau.today()).context("它所依的程序没有装载，写不出证明文件")
    })?;
    let Some(out) = &args.out else {
        output::text(text);
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::write(out, &text).with_context(|| format!("写不了 {}", out.display()))?;
    output::line(format!("写好 {}。任何人都可以用 sinan-proof 或 sinan verify-proof 核对。", out.display()));
    Ok(ExitCode::SUCCESS)
}

pub fn verify(args: &cli::VerifyProof) -> Result<ExitCode> {
    let mut good = true;
    for path in &args.files {
        let text = std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
        let found = proof::verify(&text);
        found.iter().for_each(|f| output::line(format!("✗ {f}")));
        good &= found.is_empty();
        let end = if found.is_empty() {
            "链和每一个日期重新计算，全部相符".to_owned()
        } else {
            format!("{} 处不符", found.len())
        };
        output::line(format!("{}：{end}", path.display()));
    }
    if args.files.is_empty() {
        bail!("没有给证明文件");
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
