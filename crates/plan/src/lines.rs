//! The lines of the text, and what in them is no text: leftovers of word processors and page numbers.

use crate::span::{Span, is_blank};

/// One line with something on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// What is written, without blanks and leftovers at either end; never empty.
    pub text: Span,
}

/// The written lines, and the leftovers found.
pub(crate) fn lines(text: &str) -> (Vec<Line>, Vec<Span>) {
    let mut written = Vec::new();
    let mut noise = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let whole = Span::new(start, start + line.len());
        start = whole.end;
        let rest = without_leftovers(text, whole.trimmed(text), &mut noise);
        if is_page_number(rest.of(text)) {
            noise.push(rest);
        } else if !rest.is_empty() {
            written.push(Line { text: rest });
        }
    }
    (written, noise)
}

/// `[bookmark: _GoBack]` and its like at either end, as converters write them.
fn without_leftovers(text: &str, mut span: Span, noise: &mut Vec<Span>) -> Span {
    const KINDS: [&str; 3] = ["[bookmark:", "[comment:", "[image:"];
    loop {
        let line = span.of(text);
        if KINDS.iter().any(|k| line.starts_with(k))
            && let Some(end) = line.find(']')
        {
            noise.push(Span::new(span.start, span.start + end + 1));
            span = Span::new(span.start + end + 1, span.end).trimmed(text);
        } else if line.ends_with(']')
            && let Some(at) = line.rfind('[')
            && KINDS.iter().any(|k| line[at..].starts_with(k))
        {
            noise.push(Span::new(span.start + at, span.end));
            span = Span::new(span.start, span.start + at).trimmed(text);
        } else {
            return span;
        }
    }
}

/// — 3 —
fn is_page_number(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―');
    let inner = line.trim_matches(|c| dash(c) || is_blank(c));
    line.starts_with(dash) && line.ends_with(dash) && (1..=4).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_and_page_numbers_are_set_aside() {
        let text = "\n 甲。\n— 3 —\n[bookmark: _GoBack]乙[bookmark: x]\n[1]丙\n";
        let (written, noise) = lines(text);
        assert_eq!(written.iter().map(|l| l.text.of(text)).collect::<Vec<_>>(), ["甲。", "乙", "[1]丙"]);
        assert_eq!(noise.iter().map(|n| n.of(text)).collect::<Vec<_>>(), ["— 3 —", "[bookmark: _GoBack]", "[bookmark: x]"]);
    }
}
