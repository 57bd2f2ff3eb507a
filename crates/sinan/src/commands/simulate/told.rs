//! A simulation told: as text, as JSON, as a table.

use crate::{cli, output};
use anyhow::{Context, Result};
use app::Bureau;
use app::simulation::{Moved, Shift, Simulation, Sum, Supposed, Why};
use engine::Light;
use kernel::{Date, Id};
use serde::Serialize;
use std::path::Path;

/// One date that would move.
#[derive(Debug, Serialize)]
struct Row {
    matter: String,
    number: Option<String>,
    procedure: String,
    unit: String,
    clock: String,
    holder: Option<String>,
    was: Option<Date>,
    is: Option<Date>,
    light_was: Light,
    light_is: Light,
    provisional: bool,
    lapse: bool,
    why: String,
}

/// Tells what was found, in the form asked for.
pub fn tell(bureau: &Bureau, supposed: &Supposed, found: &Simulation, shown: &cli::Shown) -> Result<()> {
    let titles = Titles { bureau, supposed };
    let rows = || found.moved.iter().flat_map(|m| m.shifts.iter().map(|s| titles.row(m, s)));
    if let Some(path) = &shown.csv {
        write(path, rows())?;
    }
    if shown.json {
        let summary: Vec<serde_json::Value> = found.summary.iter().map(|((p, c), sum)| titles.sum_json(p, c, sum)).collect();
        let indicators: Vec<serde_json::Value> = found
            .indicators(&bureau.library)
            .iter()
            .map(|i| serde_json::json!({"indicator": i.indicator, "on_time": i.on_time, "late": i.late}))
            .collect();
        let all = serde_json::json!({
            "from": supposed.from, "matters": found.matters, "moved": found.moved.len(), "unread": found.unread,
            "provisional": {"was": found.provisional.0, "is": found.provisional.1},
            "summary": summary, "indicators": indicators, "rows": rows().collect::<Vec<_>>(),
        });
        output::line(serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    output::line(format!("推演 {} 件事项，{} 件有日期变动。", found.matters, found.moved.len()));
    if found.unread > 0 {
        output::line(format!("另有 {} 件读不出来，没有推演；请运行 sinan verify。", found.unread));
    }
    output::line(format!("日期暂定（那一年的放假安排未公布，或者选择未定）：{} → {}。", found.provisional.0, found.provisional.1));
    for ((procedure, clock), sum) in &found.summary {
        output::line(format!("  {}", titles.sum(procedure, clock, sum)));
    }
    for shift in found.indicators(&bureau.library) {
        let title = bureau.library.indicator(&shift.indicator).map_or("", |i| i.title.zh.as_str());
        output::line(format!("  指标“{title}”：按期 {:+}，逾期 {:+}", shift.on_time, shift.late));
    }
    for row in rows().take(shown.limit) {
        output::line(format!(
            "{}  {}  {}  {} → {}  {}",
            row.number.as_deref().unwrap_or(&row.matter),
            row.procedure,
            row.clock,
            day(row.was),
            day(row.is),
            row.why
        ));
    }
    let rest = found.moved.iter().map(|m| m.shifts.len()).sum::<usize>().saturating_sub(shown.limit);
    if rest > 0 {
        output::line(format!("另有 {rest} 处未列出；--limit 多列，--csv 文件 全部写出。"));
    }
    Ok(())
}

struct Titles<'a> {
    bureau: &'a Bureau,
    supposed: &'a Supposed,
}

impl Titles<'_> {
    fn clock(&self, procedure: &Id, clock: &Id) -> String {
        let now = self.bureau.library.procedure(procedure).and_then(|p| p.clock(clock.as_str()));
        let then = || self.supposed.library.procedure(procedure).and_then(|p| p.clock(clock.as_str()));
        now.or_else(then).map_or_else(|| clock.to_string(), |c| c.title.zh.clone())
    }

    fn procedure(&self, id: &Id) -> String {
        self.bureau.library.procedure(id).map_or_else(|| id.to_string(), |p| p.title.zh.clone())
    }

    fn row(&self, moved: &Moved, shift: &Shift) -> Row {
        Row {
            matter: moved.id.to_string(),
            number: moved.number.clone(),
            procedure: self.procedure(&moved.procedure),
            unit: moved.unit.to_string(),
            clock: self.clock(&moved.procedure, &shift.clock),
            holder: shift.holder.as_ref().map(ToString::to_string),
            was: shift.was,
            is: shift.is,
            light_was: shift.lights.0,
            light_is: shift.lights.1,
            provisional: shift.provisional.1,
            lapse: shift.lapse,
            why: why(&shift.why),
        }
    }

    fn sum(&self, procedure: &Id, clock: &Id, sum: &Sum) -> String {
        let mut parts = vec![format!(
            "{} · {}：{} 个日期变动（提前 {}，推后 {}）",
            self.procedure(procedure),
            self.clock(procedure, clock),
            sum.moved,
            sum.earlier,
            sum.later
        )];
        let named = [("转为滞后", sum.reddened), ("不再滞后", sum.relieved), ("后果不同", sum.lapses), ("暂定与否有变", sum.provisional)];
        parts.extend(named.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what} {n}")));
        parts.join("，")
    }

    fn sum_json(&self, procedure: &Id, clock: &Id, sum: &Sum) -> serde_json::Value {
        serde_json::json!({
            "procedure": procedure, "clock": clock, "title": self.clock(procedure, clock), "moved": sum.moved, "earlier": sum.earlier,
            "later": sum.later, "reddened": sum.reddened, "relieved": sum.relieved, "lapses": sum.lapses, "provisional": sum.provisional,
        })
    }
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "无日期".to_owned(), |d| d.to_string())
}

fn why(why: &Why) -> String {
    let length = |l: &Option<calendar::Period>| l.map_or_else(|| "待定".to_owned(), |l| l.title().zh);
    match why {
        Why::Length(was, is) => format!("{} → {}", length(was), length(is)),
        Why::Days(step) => step.zh.clone(),
        Why::Course => "起止或者停止计算不同".to_owned(),
    }
}

/// A table that a spreadsheet opens: with a byte order mark, fields quoted where they need it.
fn write(path: &Path, rows: impl Iterator<Item = Row>) -> Result<()> {
    let quoted = |text: &str| if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() };
    let mut out = "\u{feff}编号,程序,单位,期限,对象,原日期,新日期,后果不同,理由\n".to_owned();
    for row in rows {
        let number = row.number.unwrap_or(row.matter);
        let lapse = if row.lapse { "是" } else { "" };
        let fields = [
            &number,
            &row.procedure,
            &row.unit,
            &row.clock,
            row.holder.as_deref().unwrap_or_default(),
            &day(row.was),
            &day(row.is),
            lapse,
            &row.why,
        ];
        out += &fields.map(quoted).join(",");
        out.push('\n');
    }
    std::fs::write(path, out).with_context(|| format!("写不了 {}", path.display()))
}
