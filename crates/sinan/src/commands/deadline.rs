//! `sinan deadline`: a date and the steps that made it.

use crate::{cli, output};
use anyhow::{Context, Result, anyhow};
use calendar::{Calendar, Direction, Period, Query, Rule, Span, Unit, compute};
use kernel::{Date, DateTime, Lang, chinese_date, english_date, parse_date};
use std::process::ExitCode;

pub fn run(args: &cli::Deadline) -> Result<ExitCode> {
    let unit: Unit = args.unit.parse()?;
    let rule: Rule = args.counting.parse()?;
    let start = moment(&args.start)
        .with_context(|| format!("--start “{}”不是日期，请写成 2026-03-02，按小时计算的写成 2026-03-02T14:30", args.start))?;
    let pauses = args.pauses.iter().map(|p| span(p)).collect::<Result<Vec<_>>>()?;
    let extensions: Vec<Period> = args.extensions.iter().map(|&amount| Period { amount, unit }).collect();
    let direction = match (args.before, args.no_sooner) {
        (true, _) => Direction::Before,
        (_, true) => Direction::AtLeast,
        _ => Direction::Within,
    };
    let query = Query { start, period: Period { amount: args.within, unit }, rule, direction, pauses: &pauses, extensions: &extensions };
    let deadline = compute(Calendar::china(), &query)?;
    if args.json {
        output::line(serde_json::to_string_pretty(&deadline)?);
        return Ok(ExitCode::SUCCESS);
    }
    let lang = if args.english { Lang::En } else { Lang::Zh };
    let date = |d: Date| if args.english { english_date(d) } else { chinese_date(d) };
    let at = deadline.due_at.map(|t| format!(" {:02}:{:02}", t.hour(), t.minute())).unwrap_or_default();
    let provisional = if deadline.provisional { lang.pick("（暂定）", " (provisional)") } else { "" };
    output::line(format!("{}{at}{provisional}", date(deadline.due_on)));
    for step in &deadline.steps {
        let cite = step.citation.as_ref().map(|c| format!("  〔{c}〕")).unwrap_or_default();
        output::line(format!("  {}  {}{cite}", step.date, step.reason.text(lang)));
    }
    Ok(ExitCode::SUCCESS)
}

fn moment(text: &str) -> Result<DateTime> {
    if let Some(date) = parse_date(text) {
        return Ok(date.at(0, 0, 0, 0));
    }
    Ok(text.trim().replace(' ', "T").parse()?)
}

fn span(text: &str) -> Result<Span> {
    let fault = || anyhow!("--pause “{text}”应写成 2026-03-04..2026-03-06：前一天之后到后一天（含）不计");
    let (after, until) = text.split_once("..").ok_or_else(fault)?;
    let span = Span { after: parse_date(after).ok_or_else(fault)?, until: parse_date(until).ok_or_else(fault)? };
    if span.until < span.after { Err(fault()) } else { Ok(span) }
}
