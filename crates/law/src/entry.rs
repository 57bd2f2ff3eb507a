//! The index file of a statute, `law/*.toml`: written by hand-set lines so that a diff of it is the legal change, read by `toml`.

use crate::runs::{read_runs, write_runs};
use crate::statute::SourceText;
use crate::{Citation, Figure, FigureUnit, LawError, Statute};
use kernel::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: String,
    short: String,
    edition: String,
    issuer: String,
    number: String,
    number_note: String,
    published: Date,
    in_force_from: Date,
    in_force_until: Option<Date>,
    status: String,
    complete: bool,
    official: String,
    texts: Vec<TextEntry>,
    /// Articles with more than one paragraph or with items.
    paragraphs: BTreeMap<String, Vec<u32>>,
    figures: Figures,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    file: String,
    part: Option<String>,
    articles: String,
    sha256: String,
    source: String,
    #[serde(default)]
    note: String,
}

/// Place, amount with unit, term, term in its surroundings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    in_order: Vec<(Citation, String, String, String)>,
}

/// Reads an index file; `file` is for the messages only.
pub(crate) fn read_entry(file: &str, text: &str) -> Result<Statute, LawError> {
    let fault = |message: String| LawError::Entry { file: file.to_owned(), message };
    let entry: Entry = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
    let mut articles = BTreeMap::new();
    let mut texts = Vec::new();
    for t in entry.texts {
        let list = read_runs(&t.articles).map_err(|e| fault(e.to_string()))?;
        articles.extend(list.iter().map(|a| (*a, vec![0])));
        texts.push(SourceText { file: t.file, part: t.part, sha256: t.sha256, source: t.source, note: t.note, articles: list });
    }
    for (article, items) in entry.paragraphs {
        let key: Citation = article.parse().map_err(|e: LawError| fault(e.to_string()))?;
        *articles.get_mut(&key).ok_or_else(|| fault(format!("paragraphs 里的第 {article} 条不在 articles 之列")))? = items;
    }
    let mut figures = Vec::new();
    for (place, amount, text, context) in entry.figures.in_order {
        let (value, unit) = read_amount(&amount).ok_or_else(|| fault(format!("{place} 处的“{amount}”不是数量与单位")))?;
        figures.push((place, Figure { value, unit, text, context }));
    }
    let statute = Statute {
        title: entry.title,
        short: entry.short,
        edition: entry.edition,
        issuer: entry.issuer,
        number: entry.number,
        number_note: entry.number_note,
        published: entry.published,
        in_force_from: entry.in_force_from,
        in_force_until: entry.in_force_until,
        status: entry.status,
        complete: entry.complete,
        official: entry.official,
        texts,
        articles,
        figures,
    };
    match statute.figures.iter().find(|(place, _)| !statute.has(place)) {
        Some((place, _)) => Err(fault(format!("数字所在的 {place} 不存在"))),
        None => Ok(statute),
    }
}

fn read_amount(text: &str) -> Option<(u64, FigureUnit)> {
    let (value, unit) = text.split_once(' ')?;
    let Ok(unit) = unit.parse();
    Some((value.parse().ok()?, unit))
}

/// Writes an index file: the same statute always gives the same bytes.
pub(crate) fn write_entry(statute: &Statute) -> String {
    let mut out = String::from("# 由 sinan law index 生成，请勿手改。只记数字与位置，不录条文。\n\n");
    let until = statute.in_force_until.map(|d| d.to_string());
    let fields = [
        ("title", Some(&statute.title)),
        ("short", Some(&statute.short)),
        ("edition", Some(&statute.edition)),
        ("issuer", Some(&statute.issuer)),
        ("number", Some(&statute.number)),
        ("number_note", Some(&statute.number_note)),
        ("published", Some(&statute.published.to_string())),
        ("in_force_from", Some(&statute.in_force_from.to_string())),
        ("in_force_until", until.as_ref()),
        ("status", Some(&statute.status)),
        ("official", Some(&statute.official)),
    ];
    write_fields(&mut out, &fields);
    line(&mut out, format_args!("complete = {}", statute.complete));
    for text in &statute.texts {
        out.push_str("\n[[texts]]\n");
        let articles = write_runs(&text.articles);
        let note = Some(&text.note).filter(|n| !n.is_empty());
        let fields = [
            ("file", Some(&text.file)),
            ("part", text.part.as_ref()),
            ("articles", Some(&articles)),
            ("sha256", Some(&text.sha256)),
            ("source", Some(&text.source)),
            ("note", note),
        ];
        write_fields(&mut out, &fields);
    }
    out.push_str("\n# 多于一款或者有项的条：各款的项数\n[paragraphs]\n");
    for (article, items) in statute.articles.iter().filter(|(_, items)| **items != [0]) {
        line(&mut out, format_args!("{article} = {items:?}"));
    }
    out.push_str("\n# 位置、数量、用语、上下文\n[figures]\nin_order = [\n");
    for (place, figure) in &statute.figures {
        let words = [figure.to_string(), figure.text.clone(), figure.context.clone()].map(|w| quoted(&w));
        line(&mut out, format_args!("  [\"{place}\", {}],", words.join(", ")));
    }
    out.push_str("]\n");
    out
}

fn write_fields(out: &mut String, fields: &[(&str, Option<&String>)]) {
    for (key, value) in fields {
        if let Some(value) = value {
            line(out, format_args!("{key} = {}", quoted(value)));
        }
    }
}

fn line(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{args}");
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
