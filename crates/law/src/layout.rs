//! How a statute's text is laid out: nine header lines, then articles, their paragraphs (款) and items (项).
//!
//! An article opens with `第N条　`; each further line until the next article is a paragraph, or, where it begins with （一）, an item of
//! the paragraph above it. What follows a list is a new paragraph. Headings of parts, chapters and sections belong to no article,
//! nor does a preamble before the first.

use crate::{Citation, LawError};
use kernel::{chinese_number, fold_width};

/// The header lines in their order.
const FIELDS: [&str; 9] = ["标题", "制定机关", "文号", "公布日期", "施行日期", "效力状态", "沿革", "来源", "说明"];

/// A text in its parts.
pub(crate) struct Layout<'t> {
    pub title: &'t str,
    pub issuer: &'t str,
    pub number: &'t str,
    pub published: &'t str,
    pub effective: &'t str,
    pub status: &'t str,
    pub source: &'t str,
    pub note: &'t str,
    pub articles: Vec<Article<'t>>,
}

/// 条
pub(crate) struct Article<'t> {
    /// Article and, for 之一, the inserted number; nothing else is set.
    pub number: Citation,
    pub paragraphs: Vec<Paragraph<'t>>,
}

/// 款
pub(crate) struct Paragraph<'t> {
    pub line: &'t str,
    pub items: Vec<&'t str>,
}

enum Line<'t> {
    Heading,
    Article(Citation, &'t str),
    Item(u64, &'t str),
    Paragraph(&'t str),
}

impl<'t> Layout<'t> {
    /// Reads a text; `file` is for the messages only.
    pub fn read(file: &str, text: &'t str) -> Result<Self, LawError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut header = [""; 9];
        let mut lines = text.lines().enumerate();
        for (slot, field) in header.iter_mut().zip(FIELDS) {
            let (line, content) = lines.next().unwrap_or_default();
            let value = content.strip_prefix(field).and_then(|rest| rest.strip_prefix('：'));
            *slot = value.ok_or_else(|| LawError::Header { file: file.to_owned(), line: line + 1, field })?.trim();
        }
        let [title, issuer, number, published, effective, status, _history, source, note] = header;
        let mut articles: Vec<Article<'t>> = Vec::new();
        for (index, content) in lines.filter(|(_, l)| !l.trim().is_empty()) {
            let content = content.trim();
            let fault = || LawError::Order { file: file.to_owned(), line: index + 1, found: content.chars().take(12).collect() };
            place(&mut articles, classify(content)).ok_or_else(fault)?;
        }
        Ok(Self { title, issuer, number, published, effective, status, source, note, articles })
    }
}

/// Puts a line where it belongs; `None` where its number does not follow.
fn place<'t>(articles: &mut Vec<Article<'t>>, line: Line<'t>) -> Option<()> {
    match line {
        Line::Heading => {}
        Line::Article(number, rest) => {
            if articles.last().is_some_and(|last| number <= last.number) {
                return None;
            }
            articles.push(Article { number, paragraphs: vec![Paragraph { line: rest, items: Vec::new() }] });
        }
        Line::Item(n, text) => {
            let items = &mut articles.last_mut()?.paragraphs.last_mut()?.items;
            if usize::try_from(n).ok()? != items.len() + 1 {
                return None;
            }
            items.push(text);
        }
        Line::Paragraph(text) => {
            if let Some(article) = articles.last_mut() {
                article.paragraphs.push(Paragraph { line: text, items: Vec::new() });
            }
        }
    }
    Some(())
}

fn classify(line: &str) -> Line<'_> {
    if let Some((number, rest)) = article_head(line) {
        return Line::Article(number, rest);
    }
    if let Some(n) = item_number(line) {
        return Line::Item(n, line);
    }
    // A heading ends in no sign of a sentence; one text has lost the number before such a heading (监狱法 2012, before art. 59).
    if line.ends_with(['。', '；', '：', '，', '！', '”', '）', ';', ':', ')']) { Line::Paragraph(line) } else { Line::Heading }
}

/// `第N条　text`, `第N条之一　text`; a sentence that merely begins with 第N条 has no space there.
fn article_head(line: &str) -> Option<(Citation, &str)> {
    let (head, rest) = line.split_once(['\u{3000}', ' '])?;
    let number: Citation = head.strip_prefix('第').and(head.parse().ok())?;
    (number == number.whole_article()).then_some((number, rest.trim_start()))
}

fn item_number(line: &str) -> Option<u64> {
    let inner = line.strip_prefix(['（', '('])?;
    let (number, _) = inner.split_once(['）', ')'])?;
    chinese_number(&fold_width(number))
}
