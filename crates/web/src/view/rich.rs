//! Text made safe for a page: escaped, with demo people marked and Chinese on English pages tagged as such.

use askama::filters::HtmlSafe;
use kernel::Lang;
use std::fmt::{self, Write as _};

/// HTML that this crate made itself. It is never built from outside text without [`Markup::text`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Wraps HTML written by this crate.
    pub(super) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Escapes text. “（演示）” and “(demo)” become the small tag that marks invented people; on English pages Chinese runs
    /// (names, numbers of papers) get `lang="zh-CN"`, so that they are spoken and shown in the right language.
    #[must_use]
    pub fn text(text: &str, lang: Lang) -> Self {
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let mark = ["（演示）", "(demo)"].into_iter().find(|m| rest.starts_with(m));
            if let Some(mark) = mark {
                let word = lang.pick("演示", "demo");
                trim_space(&mut out);
                let _ = write!(out, "<span class=\"tag tag--demo\">{word}</span>");
                rest = &rest[mark.len()..];
            } else if lang == Lang::En && is_chinese(c) {
                let run = chinese_run(rest);
                out.push_str("<span lang=\"zh-CN\">");
                run.chars().for_each(|c| escape(c, &mut out));
                out.push_str("</span>");
                rest = &rest[run.len()..];
            } else {
                escape(c, &mut out);
                rest = &rest[c.len_utf8()..];
            }
        }
        Self(out)
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// A stretch of a sentence, stressed or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// They are what the sentence turns on.
    pub strong: bool,
}

impl Run {
    /// Splits a sentence at `**`: every second stretch is stressed. For texts written by hand; data goes in field by field.
    #[must_use]
    pub fn split(sentence: &str) -> Vec<Self> {
        sentence
            .split("**")
            .enumerate()
            .filter(|(_, t)| !t.is_empty())
            .map(|(i, t)| Self { text: t.to_owned(), strong: i % 2 == 1 })
            .collect()
    }
}

/// The sentence without its stress, as it is copied into a paper.
#[must_use]
pub fn plain(runs: &[Run]) -> String {
    runs.iter().map(|r| r.text.as_str()).collect()
}

/// The sentence with its stressed stretches in the element named.
pub(super) fn stressed(runs: &[Run], element: &str, lang: Lang) -> Markup {
    let mut out = String::new();
    for run in runs {
        let text = Markup::text(&run.text, lang);
        let _ = if run.strong { write!(out, "<{element}>{text}</{element}>") } else { write!(out, "{text}") };
    }
    Markup(out)
}

fn trim_space(out: &mut String) {
    if out.ends_with(' ') {
        out.pop();
    }
}

fn escape(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        _ => out.push(c),
    }
}

/// A Han character or a sign that only Chinese text has.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3134f}')
}

/// The longest start of `text` that begins and ends with Chinese and holds nothing else but digits.
fn chinese_run(text: &str) -> &str {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if is_chinese(c) && !text[at..].starts_with("（演示）") {
            end = at + c.len_utf8();
        } else if !c.is_ascii_digit() {
            break;
        }
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_names_are_marked() {
        assert_eq!(Markup::text("<b>&\"'", Lang::Zh).as_str(), "&lt;b&gt;&amp;&quot;&#39;");
        assert_eq!(Markup::text("林某（演示）对 市局", Lang::Zh).as_str(), "林某<span class=\"tag tag--demo\">演示</span>对 市局");
        assert_eq!(Markup::text("Lin (demo)", Lang::En).as_str(), "Lin<span class=\"tag tag--demo\">demo</span>");
        assert_eq!(Markup::text("no 乌法援〔2026〕12号 now", Lang::En).as_str(), "no <span lang=\"zh-CN\">乌法援〔2026〕12号</span> now");
        assert_eq!(
            Markup::text("林某（演示）", Lang::En).as_str(),
            "<span lang=\"zh-CN\">林某</span><span class=\"tag tag--demo\">demo</span>"
        );
    }

    #[test]
    fn stress_is_kept_and_can_be_dropped() {
        let runs = Run::split("从次日起算**7日**，到<今天>");
        assert_eq!(stressed(&runs, "em", Lang::Zh).as_str(), "从次日起算<em>7日</em>，到&lt;今天&gt;");
        assert_eq!(plain(&runs), "从次日起算7日，到<今天>");
    }
}
