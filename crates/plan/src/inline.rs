//! Numbers that run on within a sentence: 抓好三件事：一是…；二是…；三是…。

use crate::{
    label::{Style, label},
    names::{around, outermost},
    span::Span,
};

/// The parts of a sentence that numbers its parts, the words before the first number at the beginning if there are any.
/// A sentence without such numbers is one part.
pub(crate) fn parts(text: &str, sentence: Span) -> Vec<Span> {
    let inner = sentence.of(text);
    let enclosed = outermost(inner);
    let mut starts: Vec<usize> = Vec::new();
    let mut style: Option<Style> = None;
    let mut boundary = true;
    for (at, c) in inner.char_indices() {
        let free = around(&enclosed, at).is_none();
        if boundary
            && free
            && let Some(found) = label(&inner[at..]).filter(|l| l.style.runs_inline())
            && style.is_none_or(|s| s == found.style)
            && usize::try_from(found.value) == Ok(starts.len() + 1)
        {
            style = Some(found.style);
            starts.push(at);
        }
        boundary = free && "：；，。:;,".contains(c);
    }
    if starts.len() < 2 {
        return vec![sentence];
    }
    if starts[0] > 0 {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([inner.len()]);
    starts.iter().zip(ends).map(|(s, e)| Span::new(*s, e).shifted(sentence.start).trimmed(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        parts(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn numbered_parts_are_parts() {
        assert_eq!(cut("抓好三件事：一是甲，乙；二是丙；三是丁。"), ["抓好三件事：", "一是甲，乙；", "二是丙；", "三是丁。"]);
        assert_eq!(cut("（1）甲；（2）乙。"), ["（1）甲；", "（2）乙。"]);
        assert_eq!(cut("甲，①乙，②丙"), ["甲，", "①乙，", "②丙"]);
    }

    #[test]
    fn one_number_or_none_cuts_nothing() {
        for text in ["一是甲。", "甲，一是乙，三是丙。", "甲“一是乙；二是丙”丁。", "甲一是乙二是丙", ""]
        {
            assert_eq!(cut(text), [text], "{text}");
        }
    }
}
