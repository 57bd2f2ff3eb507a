//! `sinan law simulate`: what would move if the law were otherwise.

pub mod told;

use super::at_hand::{AtHand, counting, said, sentence, two_persons};
use crate::{cli, output, world};
use anyhow::{Context, Result, anyhow, bail};
use app::ports::Reach;
use app::simulation::{Supposed, Supposition, Which};
use kernel::{Date, Id, parse_date};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use told::tell;

pub fn run(args: &cli::Simulate) -> Result<ExitCode> {
    tokio::runtime::Runtime::new()?.block_on(simulate(args))
}

async fn simulate(args: &cli::Simulate) -> Result<ExitCode> {
    let own = own(args)?;
    let at = AtHand::open(&args.shown.database).await?;
    let from = args.from.as_deref().map(|text| parse_date(text).with_context(|| format!("--from “{text}”不是日期"))).transpose()?;
    let supposed = Arc::new(supposed(args, &at, from)?);
    let bar = counting("推演");
    let which = Which { reach: Reach::everything(), closed: args.closed || args.apply };
    let found = at.bureau.simulate(supposed.clone(), which, &|n| bar.set_position(n)).await.map_err(said)?;
    bar.finish_and_clear();
    tell(&at.bureau, &supposed, &found, &args.shown)?;
    if let Some((name, value)) = own {
        let (by, agreed) = two_persons(&at, args.by.as_deref(), args.agreed_by.as_deref()).await?;
        at.apply(at.standing.with_param(name, value, &by, agreed)).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The one thing that can be written: a number of the bureau's own.
fn own(args: &cli::Simulate) -> Result<Option<(Id, u64)>> {
    let alone = args.figures.is_empty() && args.procedures.is_empty() && args.newest.is_none();
    match args.params.as_slice() {
        _ if !args.apply => Ok(None),
        [param] if alone => parameter(param).map(Some),
        _ => bail!(
            "能写入的只有本单位自己的参数，一次一个（--param 名称=数）。条文和程序改了，要随程序的新版本发布，经检查后到生效日自动过渡，不能在这里改"
        ),
    }
}

fn supposed(args: &cli::Simulate, at: &AtHand, from: Option<Date>) -> Result<Supposed> {
    if let Some(procedure) = &args.newest {
        return Supposed::newest(&at.bureau.library, &Id::from(procedure.as_str()), !args.transition)
            .with_context(|| format!("程序 {procedure} 没有带过渡规定的新版本"));
    }
    let figures = args.figures.iter().map(|text| figure(text));
    let params = args.params.iter().map(|text| parameter(text).map(|(name, value)| Supposition::Parameter { name, value }));
    let texts = args.procedures.iter().map(|path| procedure(path));
    let all = figures.chain(params).chain(texts).collect::<Result<Vec<_>>>()?;
    if all.is_empty() {
        bail!("要假设什么：--figure 法律:条款=数、--param 名称=数、--procedure 文件，或者 --newest 程序");
    }
    Supposed::new(&at.bureau.library, &all, from, at.bureau.today()).map_err(sentence)
}

/// `法律援助法:43.1@1=5`
fn figure(text: &str) -> Result<Supposition> {
    let fault = || anyhow!("--figure “{text}”应写成 法律援助法:43.1@1=5：法律、条款（@后是第几个数字）、改成的数");
    let (passage, amount) = text.rsplit_once('=').ok_or_else(fault)?;
    let (law, at) = passage.split_once(':').ok_or_else(fault)?;
    let at = at.parse().map_err(|_| fault())?;
    Ok(Supposition::Figure { law: law.to_owned(), at, amount: amount.parse().map_err(|_| fault())? })
}

/// `supplement_days=10`
fn parameter(text: &str) -> Result<(Id, u64)> {
    let fault = || anyhow!("--param “{text}”应写成 supplement_days=10");
    let (name, value) = text.split_once('=').ok_or_else(fault)?;
    Ok((Id::from(name), value.parse().map_err(|_| fault())?))
}

fn procedure(path: &Path) -> Result<Supposition> {
    let text = std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
    let file = world::decode(&path.display().to_string(), &text);
    if file.findings.iter().any(procedure::Diagnostic::is_error) {
        output::text(procedure::render(&file.findings, &file.text));
        bail!("{} 有错误，不能推演", path.display());
    }
    file.dossier.map(|d| Supposition::Text(Box::new(d))).with_context(|| format!("{} 读不出来", path.display()))
}
