//! Makes the index from the folder of texts.

use crate::entry::write_entry;
use crate::layout::{Article, Layout};
use crate::scan::figures_in;
use crate::statute::SourceText;
use crate::{Citation, Figure, Index, LawError, Statute};
use kernel::Date;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// A row of the table `index.csv` that lies beside the texts.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// The text's file name.
    pub file: String,
    /// The title, with a remark in brackets where the text is an old edition or an excerpt.
    pub title: String,
    /// Where the number comes from, in words.
    pub number_provenance: String,
    /// How many articles the text holds.
    pub articles: usize,
    /// The first article.
    pub first_article: u32,
    /// The last article.
    pub last_article: u32,
    /// 完整 or 节选
    pub completeness: String,
}

/// Reads one text into a statute.
///
/// # Errors
/// When the text is not laid out as it should be, lacks a date, or says something else than its row.
pub fn index_text(file: &str, text: &str, row: &Row) -> Result<Statute, LawError> {
    let layout = Layout::read(file, text)?;
    agree(file, &layout, row)?;
    let complete = row.completeness == "完整";
    let (title, remark) = split_remark(layout.title, complete);
    let published = one_date(file, "公布日期", layout.published)?;
    let effective = one_date(file, "施行日期", layout.effective)?;
    let articles: Vec<Citation> = layout.articles.iter().map(|a| a.number).collect();
    Ok(Statute {
        title: title.to_owned(),
        short: title.trim_start_matches("中华人民共和国").to_owned(),
        edition: published.year().to_string(),
        issuer: layout.issuer.to_owned(),
        number: layout.number.to_owned(),
        number_note: row.number_provenance.clone(),
        published,
        // A date older than the publication is the statute's first day, not this edition's.
        in_force_from: effective.max(published),
        in_force_until: replaced_on(layout.status).and_then(|day| day.yesterday().ok()),
        status: layout.status.to_owned(),
        complete,
        official: official(layout.issuer).to_owned(),
        texts: vec![SourceText {
            file: file.to_owned(),
            part: if complete { None } else { remark.map(str::to_owned) },
            sha256: Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect(),
            source: layout.source.to_owned(),
            note: layout.note.to_owned(),
            articles,
        }],
        articles: layout.articles.iter().map(|a| (a.number, a.paragraphs.iter().map(|p| count(&p.items)).collect())).collect(),
        figures: layout.articles.iter().flat_map(placed_figures).collect(),
    })
}

/// Reads a folder of texts (name and content of each) with its table, and gives the index files (name and content), by name.
///
/// Excerpts of one edition become one statute.
///
/// # Errors
/// Everything that [`index_text`] refuses; a text without a row or a row without its text; editions that overlap in time.
pub fn index_folder(texts: impl IntoIterator<Item = (String, String)>, csv: &str) -> Result<Vec<(String, String)>, LawError> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for row in csv::Reader::from_reader(csv.as_bytes()).into_deserialize() {
        let row: Row = row.map_err(|e| LawError::Table(e.to_string()))?;
        rows.insert(row.file.clone(), row);
    }
    let mut statutes: BTreeMap<(String, String), Statute> = BTreeMap::new();
    for (file, text) in texts.into_iter().filter(|(file, _)| file.ends_with(".txt")) {
        let row = rows.remove(&file).ok_or_else(|| LawError::Table(format!("没有 {file} 这一行；请补上")))?;
        let statute = index_text(&file, &text, &row)?;
        let key = (statute.short.clone(), statute.edition.clone());
        let joined = match statutes.remove(&key) {
            Some(other) => join(other, statute)?,
            None => statute,
        };
        statutes.insert(key, joined);
    }
    if let Some(file) = rows.keys().next() {
        return Err(LawError::Table(format!("列有 {file}，文件夹里没有；请补上文本或删去这一行")));
    }
    let index = Index::new(statutes.into_values().collect())?;
    let mut out: Vec<_> = index.statutes().map(|s| (format!("{}-{}.toml", s.short, s.edition), write_entry(s))).collect();
    out.sort();
    Ok(out)
}

/// Two excerpts of one edition as one statute; anything else under one title and year is a mistake.
fn join(mut a: Statute, b: Statute) -> Result<Statute, LawError> {
    let disjoint = b.articles.keys().all(|key| !a.articles.contains_key(key));
    if a.complete
        || b.complete
        || !disjoint
        || (a.published, a.in_force_from, a.in_force_until) != (b.published, b.in_force_from, b.in_force_until)
    {
        return Err(LawError::Overlap { short: a.short, first: a.edition, second: b.edition });
    }
    a.texts.extend(b.texts);
    a.texts.sort_by_key(|text| text.articles.first().copied());
    a.articles.extend(b.articles);
    a.figures.extend(b.figures);
    // A stable sort keeps the reading order inside a passage.
    a.figures.sort_by_key(|(place, _)| *place);
    Ok(a)
}

fn agree(file: &str, layout: &Layout<'_>, row: &Row) -> Result<(), LawError> {
    let at = |article: Option<&Article<'_>>| article.map_or_else(String::new, |a| a.number.article.to_string());
    let pairs = [
        ("标题", layout.title.to_owned(), row.title.clone()),
        ("条数", layout.articles.len().to_string(), row.articles.to_string()),
        ("首条", at(layout.articles.first()), row.first_article.to_string()),
        ("末条", at(layout.articles.last()), row.last_article.to_string()),
    ];
    match pairs.into_iter().find(|(_, text, table)| text != table) {
        Some((what, text, table)) => Err(LawError::Disagree { file: file.to_owned(), what, text, table }),
        None => Ok(()),
    }
}

/// Splits `…法（2017修正）` and `…典（总则编第十章）` into title and remark; 暂行, 试行 and the like stay in a title.
fn split_remark(title: &str, complete: bool) -> (&str, Option<&str>) {
    let Some((head, tail)) = title.strip_suffix('）').and_then(|t| t.rsplit_once('（')) else { return (title, None) };
    let is_remark = !complete || tail.starts_with(|c: char| c.is_ascii_digit());
    if is_remark { (head, Some(tail)) } else { (title, None) }
}

fn placed_figures(article: &Article<'_>) -> Vec<(Citation, Figure)> {
    let mut out = Vec::new();
    for (p, paragraph) in (1..).zip(&article.paragraphs) {
        let place = Citation { paragraph: Some(p), ..article.number };
        out.extend(figures_in(paragraph.line).into_iter().map(|figure| (place, figure)));
        for (i, item) in (1..).zip(&paragraph.items) {
            let place = Citation { item: Some(i), ..place };
            out.extend(figures_in(item).into_iter().map(|figure| (place, figure)));
        }
    }
    out
}

fn count(items: &[&str]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// The last date in a field: `1990-10-01（2017年修正自2017-07-01起施行）` is in force, in this edition, from 2017-07-01.
fn one_date(file: &str, field: &'static str, found: &str) -> Result<Date, LawError> {
    dates_in(found).last().ok_or_else(|| LawError::NoDate { file: file.to_owned(), field, found: found.to_owned() })
}

/// The day on which another edition takes this one's place, where the status says so.
fn replaced_on(status: &str) -> Option<Date> {
    status.contains("替代").then(|| dates_in(status).last()).flatten()
}

fn dates_in(text: &str) -> impl Iterator<Item = Date> {
    text.char_indices().filter_map(|(at, _)| text.get(at..at + 10)?.parse().ok())
}

/// Where the official text is read, by who made it.
fn official(issuer: &str) -> &'static str {
    let national = ["全国人民代表大会", "国务院", "最高人民法院", "最高人民检察院", "中共中央"];
    if national.iter().any(|body| issuer.starts_with(body)) {
        "国家法律法规数据库 https://flk.npc.gov.cn"
    } else {
        "国家规章库 https://www.gov.cn/zhengce/xxgk/gjgzk/index.htm"
    }
}
