//! `sinan import`: units, people and entries of registers from a file, by the operator on the database itself. Noted in the journal.

use super::at_hand::{AtHand, said};
use crate::{cli, output};
use anyhow::{Context, Result, anyhow};
use app::{Fault, Finding, Keeper, Preview, Subject};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Id, OrgPath};
use std::process::ExitCode;
use std::time::Duration;

pub fn run(command: cli::Import) -> Result<ExitCode> {
    let (subject, table) = match command.what {
        cli::Imported::Units(table) => (Subject::Units, table),
        cli::Imported::People(table) => (Subject::People, table),
        cli::Imported::Register { register, unit, table } => {
            (Subject::Entries { register: Id::from(register), unit: unit.map(|u| OrgPath::new(&u)) }, table)
        }
    };
    let bytes = std::fs::read(&table.file).with_context(|| format!("读不了 {}", table.file.display()))?;
    let name = table.file.display().to_string();
    let rows = intake::table(&name, &bytes).map_err(|rejection| anyhow!("{name}：{rejection}"))?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let at = AtHand::configured(&table.of).await?;
        let done = carried_out(&at, &subject, &table, &rows).await;
        at.store.close().await;
        done
    })
}

async fn carried_out(at: &AtHand, subject: &Subject, table: &cli::Table, rows: &[Vec<String>]) -> Result<ExitCode> {
    if let Subject::Entries { register: id, unit } = subject
        && let Err(fault) = at.bureau.kept_register(Keeper::Operator, id, unit.as_ref()).await
    {
        if !matches!(fault, Fault::NotFound) {
            return Err(said(fault));
        }
        let kept = at.bureau.library.registers().filter(|r| r.keeper.is_some());
        let kept: Vec<String> = kept.map(|r| format!("{}（{}，由 {} 掌管）", r.id, r.title.zh, r.kept_by)).collect();
        return Err(anyhow!("没有由人登记的名录 {id}，或者没有这个单位掌管它；有：{}", kept.join("、")));
    }
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{spinner} 逐行检查 {msg} 行  已用 {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(rows.len().saturating_sub(1).to_string());
    bar.enable_steady_tick(Duration::from_millis(200));
    let looked = at.bureau.look_at_table(Keeper::Operator, subject, rows).await;
    bar.finish_and_clear();
    let looked = looked.map_err(said)?;
    told(&looked, table.limit);
    if looked.wrong() > 0 {
        output::line(format!("有 {} 行要改正，没有写入任何内容。", looked.wrong()));
        return Ok(ExitCode::FAILURE);
    }
    if !table.apply {
        output::line("只检查，没有写入；加 --apply 写入。");
        return Ok(ExitCode::SUCCESS);
    }
    let taken = at.bureau.take_table(Keeper::Operator, subject, rows).await.map_err(said)?;
    output::line(format!("已写入 {} 行，每行一条操作日志。", taken.written()));
    Ok(ExitCode::SUCCESS)
}

fn told(preview: &Preview, limit: usize) {
    let wrong = preview.lines.iter().filter_map(|line| match &line.finding {
        Finding::Wrong(found) => Some((line, found)),
        _ => None,
    });
    for (line, found) in wrong.take(limit) {
        let said: Vec<&str> = found.iter().map(|f| f.message.zh.as_str()).collect();
        output::line(format!("第 {} 行 {} {}：{}", line.place, line.about, line.name, said.join("")));
    }
    let count = |is: fn(&Finding) -> bool| preview.lines.iter().filter(|l| is(&l.finding)).count();
    let (new, changed) = (count(|f| *f == Finding::New), count(|f| *f == Finding::Changed));
    let (same, wrong) = (count(|f| *f == Finding::Same), preview.wrong());
    output::line(format!("新增 {new} 行，变更 {changed} 行，不变 {same} 行，要改正 {wrong} 行。"));
}
