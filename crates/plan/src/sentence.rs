//! Sentences of a paragraph. Quotation marks, book-title marks and brackets are never cut.

use crate::{
    names::{around, outermost},
    span::{Span, is_blank},
};

/// Characters that end a sentence.
const ENDS: &str = "。！？!?";

/// The sentences within `paragraph`, without blanks at their ends; spans count in `text`.
pub(crate) fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let inner = paragraph.of(text);
    let enclosed = outermost(inner);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in inner.char_indices() {
        let mut end = at + c.len_utf8();
        if end <= start || !ENDS.contains(c) {
            continue;
        }
        if let Some(around) = around(&enclosed, at) {
            // “……。” closes a sentence only when the full stop is the last thing said and a new sentence follows.
            let closing = inner[..around.end].chars().next_back().map_or(0, char::len_utf8);
            let spoken = !inner[around.start..].starts_with(['（', '(']);
            if !(spoken && end + closing == around.end && begins_sentence(&inner[around.end..])) {
                continue;
            }
            end = around.end;
        }
        while let Some(next) = inner[end..].chars().next().filter(|c| ENDS.contains(*c)) {
            end += next.len_utf8();
        }
        end = with_assignment(inner, end, &enclosed);
        found.push(Span::new(start, end));
        start = end;
    }
    if start < inner.len() {
        found.push(Span::new(start, inner.len()));
    }
    found.into_iter().map(|s| s.shifted(paragraph.start).trimmed(text)).filter(|s| !s.is_empty()).collect()
}

fn begins_sentence(after: &str) -> bool {
    after.trim_start_matches(is_blank).chars().next().is_none_or(|c| !"，。；、：！？”》）,;的和及等是".contains(c))
}

/// …。（责任单位：法律援助中心） belongs to the sentence it follows.
fn with_assignment(inner: &str, end: usize, enclosed: &[Span]) -> usize {
    let after = &inner[end..];
    let start = end + (after.len() - after.trim_start_matches(is_blank).len());
    match enclosed.get(enclosed.partition_point(|p| p.start < start)) {
        Some(bracket) if bracket.start == start && is_assignment(bracket.of(inner)) => bracket.end,
        _ => end,
    }
}

/// Whether the text says who is to do it or by when, rather than what: 责任单位：…, （牵头科室：…）.
pub(crate) fn is_assignment(text: &str) -> bool {
    const WHO: [&str; 19] = [
        "责任单位",
        "责任科室",
        "责任部门",
        "责任处室",
        "责任人",
        "责任领导",
        "牵头单位",
        "牵头科室",
        "牵头部门",
        "牵头处室",
        "牵头领导",
        "分管领导",
        "配合单位",
        "协办单位",
        "协同单位",
        "完成时限",
        "完成时间",
        "时限要求",
        "办理时限",
    ];
    let text = text.trim_start_matches(|c| is_blank(c) || matches!(c, '（' | '(' | '【' | '['));
    WHO.iter().any(|w| text.strip_prefix(w).is_some_and(|rest| rest.trim_start_matches(is_blank).starts_with(['：', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn sentences_end_outside_marks() {
        assert_eq!(cut("甲，乙。丙；丁！"), ["甲，乙。", "丙；丁！"]);
        assert_eq!(cut("开展“甲。乙”活动。丙"), ["开展“甲。乙”活动。", "丙"]);
        assert_eq!(cut("他说：“甲。”乙。"), ["他说：“甲。”", "乙。"]);
        assert_eq!(cut("甲（乙。丙）丁。戊。"), ["甲（乙。丙）丁。", "戊。"]);
        assert_eq!(cut("甲“乙。丙。丁"), ["甲“乙。", "丙。", "丁"]);
        assert_eq!(cut("甲。（责任单位：乙科）丙。"), ["甲。（责任单位：乙科）", "丙。"]);
        assert_eq!(cut("  "), [""; 0]);
    }
}
