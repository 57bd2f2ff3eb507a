//! 条 · 款 · 项: where in a statute something stands.

use crate::LawError;
use crate::numeral::chinese_numeral;
use kernel::{chinese_number, fold_width};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place in a statute: article (条), paragraph (款), item (项), and which of the figures there is meant.
///
/// Written `43`, `43.1`, `41.1.5`, `36@2`, `29-1.2` (第二十九条之一第二款). An item stands under its paragraph, also where the
/// article has only one. Citations sort in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Citation {
    /// 条, from 1.
    pub article: u32,
    /// The number behind 之 of an article put in later: 第二十九条之一 is 29 with 1.
    pub inserted: Option<u32>,
    /// 款, from 1; `None` means the whole article.
    pub paragraph: Option<u32>,
    /// 项, from 1; `None` means the whole paragraph with its items.
    pub item: Option<u32>,
    /// The n-th figure of the passage in reading order, from 1.
    pub nth: Option<u32>,
}

impl Citation {
    /// Cites a whole article.
    #[must_use]
    pub fn article(article: u32) -> Self {
        Self { article, ..Self::default() }
    }

    /// The article in which the passage stands.
    #[must_use]
    pub fn whole_article(&self) -> Self {
        Self { article: self.article, inserted: self.inserted, ..Self::default() }
    }

    /// The passage without the choice of a figure.
    #[must_use]
    pub fn passage(&self) -> Self {
        Self { nth: None, ..*self }
    }

    /// Whether `place` lies in this passage; `@n` plays no part.
    #[must_use]
    pub fn covers(&self, place: &Self) -> bool {
        self.whole_article() == place.whole_article()
            && self.paragraph.is_none_or(|p| place.paragraph == Some(p))
            && self.item.is_none_or(|i| place.item == Some(i))
    }

    /// 第四十三条第一款第五项; `@n` is left out, since no one says it in a sentence.
    #[must_use]
    pub fn chinese(&self) -> String {
        let mut out = format!("第{}条", chinese_numeral(self.article));
        if let Some(n) = self.inserted {
            out += &format!("之{}", chinese_numeral(n));
        }
        if let Some(n) = self.paragraph {
            out += &format!("第{}款", chinese_numeral(n));
        }
        if let Some(n) = self.item {
            out += &format!("第{}项", chinese_numeral(n));
        }
        out
    }

    fn parse_dotted(text: &str) -> Option<Self> {
        let (place, nth) = match text.split_once('@') {
            Some((place, n)) => (place, Some(ordinal(n)?)),
            None => (text, None),
        };
        let mut parts = place.split('.');
        let head = parts.next()?;
        let (article, inserted) = match head.split_once('-') {
            Some((a, n)) => (ordinal(a)?, Some(ordinal(n)?)),
            None => (ordinal(head)?, None),
        };
        let mut out = Self { article, inserted, nth, ..Self::default() };
        for slot in [&mut out.paragraph, &mut out.item] {
            if let Some(part) = parts.next() {
                *slot = Some(ordinal(part)?);
            }
        }
        parts.next().is_none().then_some(out)
    }

    fn parse_chinese(text: &str) -> Option<Self> {
        let (article, mut rest) = numbered(text, '条')?;
        let mut out = Self::article(article);
        if let Some(tail) = rest.strip_prefix('之') {
            let end = tail.find('第').unwrap_or(tail.len());
            out.inserted = Some(chinese_ordinal(tail.get(..end)?)?);
            rest = tail.get(end..)?;
        }
        if let Some((n, tail)) = numbered(rest, '款') {
            (out.paragraph, rest) = (Some(n), tail);
        }
        if let Some((n, tail)) = numbered(rest, '项') {
            // The law's own way to cite an item of an article with one paragraph leaves that paragraph out.
            (out.item, rest) = (Some(n), tail);
            out.paragraph = out.paragraph.or(Some(1));
        }
        rest.is_empty().then_some(out)
    }
}

/// Reads `第N条` and the like, with （N） allowed for the number; gives the number and what follows.
fn numbered(text: &str, unit: char) -> Option<(u32, &str)> {
    let (number, rest) = text.strip_prefix('第')?.split_once(unit)?;
    let bare = number.strip_prefix('(').and_then(|n| n.strip_suffix(')')).unwrap_or(number);
    Some((chinese_ordinal(bare)?, rest))
}

fn chinese_ordinal(text: &str) -> Option<u32> {
    u32::try_from(chinese_number(text)?).ok().filter(|n| *n > 0)
}

fn ordinal(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|n| *n > 0)
}

impl FromStr for Citation {
    type Err = LawError;

    fn from_str(text: &str) -> Result<Self, LawError> {
        let folded: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let found = if folded.starts_with('第') { Self::parse_chinese(&folded) } else { Self::parse_dotted(&folded) };
        found.ok_or_else(|| LawError::Citation(text.to_owned()))
    }
}

impl TryFrom<String> for Citation {
    type Error = LawError;

    fn try_from(text: String) -> Result<Self, LawError> {
        text.parse()
    }
}

impl From<Citation> for String {
    fn from(citation: Citation) -> Self {
        citation.to_string()
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.article)?;
        for (sign, part) in [('-', self.inserted), ('.', self.paragraph), ('.', self.item), ('@', self.nth)] {
            if let Some(n) = part {
                write!(f, "{sign}{n}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Citation {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["43", "43.1", "41.1.5", "36@2", "43.1@1", "41.1.5@3", "29-1", "29-1.2.3@4"] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn the_chinese_forms_are_read() {
        for (text, dotted) in [
            ("第八十八条", "88"),
            ("第八十八条第二款", "88.2"),
            ("第四十一条第一款第五项", "41.1.5"),
            ("第四十一条第一款第（五）项", "41.1.5"),
            ("第四十四条第一项", "44.1.1"),
            ("第43条第1款", "43.1"),
            (" 第 一百零五 条", "105"),
            ("第二十九条之一第二款", "29-1.2"),
        ] {
            assert_eq!(read(text), read(dotted), "{text}");
        }
    }

    #[test]
    fn the_chinese_form_is_written() {
        for (dotted, text) in [
            ("43.1.5", "第四十三条第一款第五项"),
            ("10", "第十条"),
            ("110.12@2", "第一百一十条第十二款"),
            ("204", "第二百零四条"),
            ("1001", "第一千零一条"),
            ("29-1.2", "第二十九条之一第二款"),
        ] {
            assert_eq!(read(dotted).chinese(), text);
            assert_eq!(read(text), read(dotted).passage());
        }
    }

    #[test]
    fn nonsense_is_refused_with_the_way_to_write_it() {
        for text in [
            "",
            "0",
            "43.",
            "43.0",
            ".1",
            "43.1.2.3",
            "+43",
            "43@",
            "43@0",
            "99999999999",
            "第条",
            "第四十三",
            "第四十三条一款",
            "第四条第五款第三",
            "四十三条",
        ] {
            let error = text.parse::<Citation>().unwrap_err().to_string();
            assert!(error.starts_with("LAW01") && error.contains("43.1"), "{text}: {error}");
        }
    }

    #[test]
    fn an_article_covers_what_stands_in_it() {
        assert!(read("41").covers(&read("41.1.5")));
        assert!(read("41.1").covers(&read("41.1.5")));
        assert!(!read("41.2").covers(&read("41.1.5")));
        assert!(!read("41.1.5").covers(&read("41.1")));
        assert!(!read("29").covers(&read("29-1.1")));
        let mut places = [read("29-1.1"), read("29.1"), read("29.1.2"), read("29.1.10"), read("30"), read("3")];
        places.sort();
        assert_eq!(places.iter().map(ToString::to_string).collect::<Vec<_>>(), ["3", "29.1", "29.1.2", "29.1.10", "29-1.1", "30"]);
    }
}
