//! Named systems and documents: what stands in “…” and 《…》.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What a name stands for, as far as its own words and those around it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// A document: 《…》.
    Document,
    /// A campaign, action or project: “公证规范优质”行动.
    Campaign,
    /// A system, mechanism or platform: “第一议题”制度.
    System,
    /// Any other set phrase: “两个确立”.
    Phrase,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// What it stands for.
    pub kind: NameKind,
    /// The name without its marks.
    pub text: String,
    /// The name with its marks, in the source.
    pub span: Span,
}

const MARKS: [(char, char); 10] =
    [('“', '”'), ('《', '》'), ('（', '）'), ('(', ')'), ('"', '"'), ('‘', '’'), ('「', '」'), ('『', '』'), ('〔', '〕'), ('〈', '〉')];
const QUOTES: &str = "“《「『\"‘";
/// The deepest nesting looked at; keeps the search linear on hostile text.
const DEEPEST: usize = 16;
/// How many names in a row are passed over to find the word that tells what they are.
const LONGEST_ROW: usize = 12;

/// Every “…” and 《…》 of `text`, in order; spans count from `offset`. A name within a name is listed too.
#[must_use]
pub fn names(text: &str, offset: usize) -> Vec<Name> {
    let mut found: Vec<Span> = pairs(text).into_iter().filter(|p| p.of(text).starts_with(|c| QUOTES.contains(c))).collect();
    found.sort();
    let named = |span: &Span| {
        let whole = span.of(text);
        let inner = whole.trim_start_matches(|c| QUOTES.contains(c));
        let mut inner = inner.chars();
        inner.next_back();
        Name { kind: kind(whole, inner.as_str(), &text[span.end..]), text: inner.as_str().to_owned(), span: span.shifted(offset) }
    };
    found.iter().map(named).collect()
}

fn kind(whole: &str, inner: &str, after: &str) -> NameKind {
    const CAMPAIGN: [&str; 13] =
        ["行动", "活动", "工程", "专项", "计划", "年", "月", "周", "进乡村", "惠民生", "大走访", "开局", "问题整治"];
    const SYSTEM: [&str; 19] = [
        "制度",
        "机制",
        "体系",
        "系统",
        "平台",
        "应用",
        "模式",
        "格局",
        "品牌",
        "圈",
        "评价",
        "清单",
        "工作法",
        "责任制",
        "路线图",
        "码",
        "办理",
        "热线",
        "规划",
    ];
    if whole.starts_with('《') {
        return NameKind::Document;
    }
    // “甲”“乙”等行动: the word after the last of a row tells what all of them are.
    let mut after = after;
    for _ in 0..LONGEST_ROW {
        let Some(next) = after.trim_start_matches(['、', '和', '及']).strip_prefix('“') else { break };
        let Some((_, rest)) = next.split_once('”') else { break };
        after = rest;
    }
    let after = after.trim_start_matches('等');
    let near: String = after.chars().take(8).take_while(|c| !"，。；、：“《（".contains(*c)).collect();
    let place = |words: &[&str]| {
        let own = words.iter().any(|w| inner.ends_with(w)).then_some(0);
        own.or_else(|| words.iter().filter_map(|w| near.find(w)).min().map(|at| at + 1))
    };
    match (place(&CAMPAIGN), place(&SYSTEM)) {
        (Some(c), Some(s)) if s < c => NameKind::System,
        (Some(_), _) => NameKind::Campaign,
        (None, Some(_)) => NameKind::System,
        (None, None) => NameKind::Phrase,
    }
}

/// Every matched pair of marks or brackets, with what it encloses. A mark without its partner is left alone.
pub(crate) fn pairs(text: &str) -> Vec<Span> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let partner = open.iter().rev().take(DEEPEST).position(|(close, _)| *close == c).map(|up| open.len() - 1 - up);
        if let Some(place) = partner {
            found.push(Span::new(open[place].1, at + c.len_utf8()));
            open.truncate(place);
        } else if let Some((_, close)) = MARKS.iter().find(|(o, _)| *o == c) {
            open.push((*close, at));
        }
    }
    found
}

/// The matched pairs that lie in no other, in order.
pub(crate) fn outermost(text: &str) -> Vec<Span> {
    let mut all = pairs(text);
    all.sort_by_key(|p| (p.start, std::cmp::Reverse(p.end)));
    let mut end = 0;
    all.retain(|p| {
        let outer = p.start >= end;
        end = end.max(p.end);
        outer
    });
    all
}

/// The one of `spans` (in order, disjoint) around the byte `at`, its first byte not counted.
pub(crate) fn around(spans: &[Span], at: usize) -> Option<Span> {
    let next = spans.partition_point(|s| s.end <= at);
    spans.get(next).copied().filter(|s| s.start < at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let text = "严格落实“第一议题”制度，开展“甲乙”“丙丁”等行动，贯彻《某某“四清”条例（试行）》，做到“两个维护”。";
        let found: Vec<_> = names(text, 0).into_iter().map(|n| (n.text, n.kind)).collect();
        let expected = [
            ("第一议题", NameKind::System),
            ("甲乙", NameKind::Campaign),
            ("丙丁", NameKind::Campaign),
            ("某某“四清”条例（试行）", NameKind::Document),
            ("四清", NameKind::Phrase),
            ("两个维护", NameKind::Phrase),
        ];
        assert_eq!(found, expected.map(|(text, kind)| (text.to_owned(), kind)));
    }

    #[test]
    fn lonely_marks_enclose_nothing() {
        assert!(pairs("“甲。乙《丙）").is_empty());
        assert_eq!(pairs("（甲“乙）丙").len(), 1);
    }
}
