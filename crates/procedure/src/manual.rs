//! The manual: what a procedure says, in sentences that a jurist reviews.

mod names;

use crate::model::{Dossier, Indicator};
use crate::telling::{Aspect, Entry, Teller, head, parts, registers};
use law::Index;
use std::fmt::Write as _;

/// Markdown, Chinese with the English titles beside. The same dossier and index always give the same text.
#[must_use]
pub fn manual(dossier: &Dossier, index: &Index) -> String {
    let mut out = String::new();
    for p in &dossier.procedures {
        let _ = writeln!(out, "# {} · {}\n", p.title.zh, p.title.en);
        let _ = writeln!(out, "程序 `{}` 第 {} 版，{} 起施行。期间按{}计算。", p.id, p.version, p.in_force_from, p.counting.title().zh);
        if let Some(number) = &p.number {
            let _ = writeln!(out, "编号：{number}");
        }
        let teller = Teller { p, dossier, index: Some(index) };
        for aspect in head(&teller) {
            let _ = writeln!(out, "\n{}：{}", aspect.name.zh, with_source(&aspect));
        }
        for part in parts(&teller) {
            let _ = writeln!(out, "\n## {} · {}", part.heading.zh, part.heading.en);
            part.entries.iter().for_each(|e| write_entry(&mut out, e));
        }
        names::write(&mut out, p, dossier);
        out.push('\n');
    }
    let registers = registers(dossier);
    if !registers.entries.is_empty() {
        let _ = writeln!(out, "# {} · {}", registers.heading.zh, registers.heading.en);
        registers.entries.iter().for_each(|e| write_entry(&mut out, e));
        out.push('\n');
    }
    if !dossier.indicators.is_empty() {
        out.push_str("# 指标 · Indicators\n");
        dossier.indicators.iter().for_each(|i| write_indicator(&mut out, i));
    }
    for param in dossier.params.values() {
        let value = param.value.map_or_else(|| "待定".to_owned(), |v| v.to_string());
        let _ = writeln!(out, "\n参数 **{}** · {}：{value}（{}）", param.title.zh, param.title.en, param.unit);
    }
    out
}

fn write_entry(out: &mut String, entry: &Entry) {
    let _ = writeln!(out, "\n### {} · {}\n", entry.title.zh, entry.title.en);
    for aspect in &entry.aspects {
        let _ = writeln!(out, "- {}：{}", aspect.name.zh, with_source(aspect));
    }
}

fn with_source(aspect: &Aspect) -> String {
    let source = aspect.source.as_ref().map(|s| format!("（{}）", s.zh)).unwrap_or_default();
    format!("{}{source}", aspect.value.zh)
}

fn write_indicator(out: &mut String, indicator: &Indicator) {
    let _ = writeln!(out, "\n## {} · {}\n", indicator.title.zh, indicator.title.en);
    let _ = writeln!(out, "- 量什么：{}", crate::telling::measure(&indicator.measure).zh);
    let period = match indicator.period.as_str() {
        "month" => "按月",
        "quarter" => "按季",
        _ => "按年",
    };
    let _ = writeln!(out, "- 周期：{period}");
    if let Some(reading) = &indicator.reading {
        let _ = writeln!(out, "- 口径：{} · {}", reading.zh, reading.en);
    }
}
