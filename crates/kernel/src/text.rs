//! Words in two languages, and Chinese numerals.

use serde::{Deserialize, Serialize};

/// A language of the interface. Chinese comes first; English is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// Chooses the text of this language.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The value of the `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// A title in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Title {
    /// 中文题名
    pub zh: String,
    /// English title
    pub en: String,
}

impl Title {
    /// Makes a title from its two texts.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// Turns full-width digits, letters and signs, and ideographic spaces, into their half-width forms.
#[must_use]
pub fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Reads a Chinese or Arabic numeral: 三十 → 30, 一百零五 → 105, 两千 → 2000, １５ → 15, 十五 → 15. `None` when it is no numeral.
#[must_use]
pub fn chinese_number(text: &str) -> Option<u64> {
    let text = fold_width(text);
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        // Read digit by digit, as in 二〇二六.
        return text.chars().try_fold(0u64, |n, c| n.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut section, mut pending) = (0u64, 0u64, None);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            pending = Some(d);
            continue;
        }
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => return None,
        };
        if scale >= 10_000 {
            section += pending.take().unwrap_or(0);
            total = total.checked_add(section.max(1).checked_mul(scale)?)?;
            section = 0;
        } else {
            section += pending.take().unwrap_or(1) * scale;
        }
    }
    Some(total + section + pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read() {
        for (text, n) in [
            ("三十", 30),
            ("十五", 15),
            ("一百零五", 105),
            ("二十四", 24),
            ("两千", 2000),
            ("三千", 3000),
            ("七", 7),
            ("１１５", 115),
            ("二〇二六", 2026),
            ("一万二千", 12_000),
            ("十万", 100_000),
        ] {
            assert_eq!(chinese_number(text), Some(n), "{text}");
        }
        assert_eq!(chinese_number("若干"), None);
        assert_eq!(chinese_number(""), None);
    }

    #[test]
    fn full_width_is_folded() {
        assert_eq!(fold_width("ＡＢ１２　（x）"), "AB12 (x)");
    }
}
