//! The dossiers' tables of deadlines against the index: every confident row must be a figure of the article that it cites.
//!
//! Rows that are not are listed, each with its reason, in `deadlines-exceptions.tsv`; a row that mends itself must leave the list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use kernel::Date;
use law::{Citation, FigureUnit, Index, Statute};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names that the tables use for statutes which the index knows under another.
const ALIASES: [(&str, &str); 1] = [("最高法人民调解协议司法确认程序规定", "最高人民法院关于人民调解协议司法确认程序的若干规定")];

/// Statutes in which 日 means working days, up to how many, by which article of their own.
const WORKING_DAYS: [(&str, u64, &str); 4] =
    [("行政复议法", 10, "88.2"), ("行政处罚法", 7, "85"), ("行政强制法", 10, "69"), ("行政许可法", 45, "82")];

struct Row {
    amount: u64,
    unit: FigureUnit,
    law: String,
    article: String,
}

impl Row {
    fn key(&self) -> String {
        format!("{}\t{}\t{} {}", self.law, self.article, self.amount, self.unit)
    }

    /// The edition in force when the tables were made.
    fn statute(&self) -> Option<&'static Statute> {
        let name = self.law.split(['(', '（']).next().unwrap_or_default();
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, short)| short);
        Index::embedded().in_force(name, Date::constant(2026, 11, 24))
    }

    /// What the row cites first: 20(1), 44(1)(i), 第21条第1款.
    fn citation(&self) -> Option<Citation> {
        let first = self.article.split([';', '、']).next()?.trim();
        if first.starts_with('第') {
            let whole = if first.contains('条') { first.to_owned() } else { format!("{first}条") };
            return whole.parse().ok();
        }
        let roman = first.replace("(iii)", "(3)").replace("(iv)", "(4)").replace("(ii)", "(2)").replace("(i)", "(1)");
        roman.replace(")(", ".").replace('(', ".").replace(')', "").parse().ok()
    }

    /// Whether the cited passage holds the figure; a working day may be a 日 where the statute says so itself.
    fn is_found(&self, statute: &Statute, citation: &Citation) -> bool {
        let figures = statute.figures(citation);
        let as_written = figures.iter().any(|f| f.says(self.amount, &self.unit));
        let by_rule = self.unit == FigureUnit::Workday
            && WORKING_DAYS.iter().any(|(short, most, _)| statute.short == *short && self.amount <= *most)
            && figures.iter().any(|f| f.says(self.amount, &FigureUnit::Day));
        as_written || by_rule
    }
}

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law");
    if !folder.is_dir() {
        assert!(std::env::var_os("SINAN_REQUIRE_SHARED").is_none(), "shared/law is required");
        println!("skipped: the folder shared/law is not there");
        return None;
    }
    Some(folder)
}

fn rows(folder: &Path) -> Vec<Row> {
    let mut out = Vec::new();
    for table in ["a-deadlines.tsv", "b-deadlines.tsv", "c-deadlines.tsv"] {
        let text = fs::read_to_string(folder.join(table)).unwrap();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let (Ok(amount), Some(&"high")) = (cells[3].parse(), cells.get(9)) else { continue };
            // Zero stands for "at once", which is no figure.
            if amount > 0 {
                let Ok(unit) = cells[4].parse();
                out.push(Row { amount, unit, law: cells[5].to_owned(), article: cells[6].to_owned() });
            }
        }
    }
    out
}

#[test]
fn every_confident_deadline_stands_in_the_article_it_cites() {
    let Some(folder) = shared() else { return };
    let (mut checked, mut missing) = (0, BTreeSet::new());
    for row in rows(&folder) {
        let Some(statute) = row.statute() else { continue };
        checked += 1;
        let found = row.citation().is_some_and(|c| row.is_found(statute, &c));
        if !found {
            missing.insert(row.key());
        }
    }
    println!("{checked} rows cite a text at hand");
    assert!(checked > 100, "only {checked} rows were checked");
    let listed: BTreeSet<String> = include_str!("deadlines-exceptions.tsv")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.rsplit_once('\t').expect("key and reason").0.to_owned())
        .collect();
    assert_eq!(missing, listed);
}

#[test]
fn the_statutes_say_themselves_which_days_are_working_days() {
    for (short, most, article) in WORKING_DAYS {
        let statute = Index::embedded().in_force(short, Date::constant(2026, 11, 24)).unwrap();
        let citation: Citation = article.parse().unwrap();
        assert!(statute.has(&citation), "{short} {article}");
        let largest = statute.figures(&citation).iter().map(|f| f.value).max();
        // 行政许可法 82 says so of all its periods, without a figure.
        assert!(largest == Some(most) || (largest.is_none() && short == "行政许可法"), "{short}");
    }
}
