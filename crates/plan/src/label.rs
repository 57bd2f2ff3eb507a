//! The number before a paragraph: 一、 （一） 1. 1、 （1） ① 一是 第一部分 1.1

use crate::{
    numeral::{digit, numeral},
    span::is_blank,
};

/// A way of numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// 第一部分, 第一章, 第一节, 第一条; the character tells which.
    Division(char),
    /// 一、
    Chinese,
    /// （一）
    ChineseParen,
    /// 1. or 1．
    ArabicDot,
    /// 1、
    ArabicComma,
    /// 1 and a blank.
    ArabicBlank,
    /// 1.1, 1.1.1; the number of parts.
    Decimal(u8),
    /// （1）
    ArabicParen,
    /// 1）
    ArabicHalfParen,
    /// ①
    Circled,
    /// 一是, 第一，
    Ordinal,
}

impl Style {
    /// The place in the order that official documents keep (GB/T 9704: 一、 （一） 1. （1）), the top first. It only breaks ties:
    /// what a plan does decides.
    pub(crate) fn custom(self) -> u8 {
        match self {
            Self::Division('部') => 0,
            Self::Division('章') => 1,
            Self::Division('节') => 2,
            Self::Division(_) => 6,
            Self::Chinese => 3,
            Self::ChineseParen => 4,
            Self::ArabicDot | Self::ArabicComma | Self::ArabicBlank => 5,
            Self::Decimal(parts) => 5 + parts,
            Self::ArabicParen => 10,
            Self::ArabicHalfParen => 11,
            Self::Circled => 12,
            Self::Ordinal => 13,
        }
    }

    /// Whether it also numbers parts within a sentence.
    pub(crate) fn runs_inline(self) -> bool {
        matches!(self, Self::ChineseParen | Self::ArabicParen | Self::Circled | Self::Ordinal)
    }
}

/// A number before a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub style: Style,
    pub value: u32,
    /// Bytes of the label with the blanks after it.
    pub len: usize,
    /// Whether it stays with the sentence (一是).
    pub spoken: bool,
    /// Whether a digit follows or no mark, so that only the order of numbers tells 4.12月底前 from 4.12.
    pub doubtful: bool,
}

/// Numbers beyond this are no paragraph numbers (a year, a hotline).
const HIGHEST: f64 = 200.0;

/// Reads the label at the beginning of `text`.
pub(crate) fn label(text: &str) -> Option<Label> {
    let found = division(text).or_else(|| circled(text)).or_else(|| bracketed(text)).or_else(|| decimal(text)).or_else(|| plain(text))?;
    let blanks = text[found.len..].len() - text[found.len..].trim_start_matches(is_blank).len();
    Some(Label { len: found.len + blanks, ..found })
}

/// The value and length of a numeral fit for numbering, and whether it is written in digits.
fn counter(text: &str) -> Option<(u32, usize, bool)> {
    let arabic = text.chars().next().and_then(digit).is_some();
    let len = if arabic { text.find(|c| digit(c).is_none()).unwrap_or(text.len()) } else { numeral(text)?.len };
    if arabic && text[..len].chars().count() > 3 {
        return None;
    }
    let value = numeral(&text[..len])?.value;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and HIGHEST, whole
    ((1.0..=HIGHEST).contains(&value) && value.fract() == 0.0).then_some((value as u32, len, arabic))
}

fn division(text: &str) -> Option<Label> {
    let rest = text.strip_prefix('第')?;
    let (value, len, _) = counter(rest)?;
    let after = &rest[len..];
    let start = '第'.len_utf8() + len;
    if after.starts_with(['，', '、', ',']) {
        return Some(Label { style: Style::Ordinal, value, len: start + after.chars().next()?.len_utf8(), spoken: true, doubtful: false });
    }
    let kind = after.chars().next().filter(|c| "部章节条".contains(*c))?;
    let mut len = start + kind.len_utf8();
    if kind == '部' {
        len += after[kind.len_utf8()..].strip_prefix('分').map(|_| '分'.len_utf8())?;
    }
    // 第一节课, 第三章节: the division's name must end here.
    let next = text[len..].chars().next();
    let mark = next.filter(|c| matches!(c, '：' | ':' | '、' | '.' | '．'));
    if next.is_some_and(|c| "课目".contains(c)) {
        return None;
    }
    Some(Label { style: Style::Division(kind), value, len: len + mark.map_or(0, char::len_utf8), spoken: false, doubtful: false })
}

fn circled(text: &str) -> Option<Label> {
    let first = text.chars().next().filter(|c| ('①'..='⑳').contains(c))?;
    Some(Label {
        style: Style::Circled,
        value: u32::from(first) - u32::from('①') + 1,
        len: first.len_utf8(),
        spoken: false,
        doubtful: false,
    })
}

fn bracketed(text: &str) -> Option<Label> {
    let inner = text.strip_prefix(['（', '(', '〔', '【'])?;
    let opening = text.len() - inner.len();
    let (value, len, arabic) = counter(inner)?;
    let closing = inner[len..].chars().next().filter(|c| "）)〕】".contains(*c))?;
    let mut end = opening + len + closing.len_utf8();
    end += text[end..].chars().next().filter(|c| matches!(c, '、' | '.' | '．')).map_or(0, char::len_utf8);
    Some(Label { style: if arabic { Style::ArabicParen } else { Style::ChineseParen }, value, len: end, spoken: false, doubtful: false })
}

/// 1.1 or 1.1.1, which must not be a quantity (1.5倍).
fn decimal(text: &str) -> Option<Label> {
    let (mut value, mut len, arabic) = counter(text)?;
    let mut parts = 1;
    while parts <= 4
        && let Some(rest) = text[len..].strip_prefix(['.', '．'])
        && let Some((next, read, true)) = counter(rest)
    {
        (value, parts) = (next, parts + 1);
        len = text.len() - rest.len() + read;
    }
    let after = text[len..].chars().next();
    // 1.2026年…: the point numbered 1 begins with a year, which counter() refuses, so parts stays 1.
    if !arabic || !(2..=4).contains(&parts) || after.is_some_and(|c| "倍万亿元个件次人%％成折分吨公·年月日".contains(c)) {
        return None;
    }
    let mark = after.filter(|c| matches!(c, '.' | '．' | '、')).map_or(0, char::len_utf8);
    Some(Label { style: Style::Decimal(parts), value, len: len + mark, spoken: false, doubtful: false })
}

fn plain(text: &str) -> Option<Label> {
    let (value, len, arabic) = counter(text)?;
    let mark = text[len..].chars().next()?;
    let after = &text[len + mark.len_utf8()..];
    let (style, spoken) = match (mark, arabic) {
        ('、' | '.' | '．', false) => (Style::Chinese, false),
        ('是', false) => (Style::Ordinal, true),
        ('、', true) => (Style::ArabicComma, false),
        ('.' | '．', true) => (Style::ArabicDot, false),
        ('）' | ')', true) => (Style::ArabicHalfParen, false),
        (blank, true) if is_blank(blank) && after.chars().next().is_some_and(|c| digit(c).is_none()) => (Style::ArabicBlank, false),
        _ => return None,
    };
    let doubtful = style == Style::ArabicBlank || arabic && after.chars().next().and_then(digit).is_some() && !begins_with_year(after);
    Some(Label { style, value, len: len + mark.len_utf8(), spoken, doubtful })
}

fn begins_with_year(text: &str) -> bool {
    let digits = text.chars().take_while(|c| digit(*c).is_some()).count();
    digits == 4 && text.chars().nth(4) == Some('年')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn labels_of_every_style() {
        for (text, style, value, rest) in [
            ("一、加强", Style::Chinese, 1, "加强"),
            ("十二、加强", Style::Chinese, 12, "加强"),
            ("（三）加强", Style::ChineseParen, 3, "加强"),
            ("(三) 加强", Style::ChineseParen, 3, "加强"),
            ("1.加强", Style::ArabicDot, 1, "加强"),
            ("１．加强", Style::ArabicDot, 1, "加强"),
            ("22．2026年", Style::ArabicDot, 22, "2026年"),
            ("3、加强", Style::ArabicComma, 3, "加强"),
            ("（4）加强", Style::ArabicParen, 4, "加强"),
            ("4）加强", Style::ArabicHalfParen, 4, "加强"),
            ("②加强", Style::Circled, 2, "加强"),
            ("二是加强", Style::Ordinal, 2, "加强"),
            ("第二，加强", Style::Ordinal, 2, "加强"),
            ("第一部分　加强", Style::Division('部'), 1, "加强"),
            ("第三章 加强", Style::Division('章'), 3, "加强"),
            ("1.2 加强", Style::Decimal(2), 2, "加强"),
            ("1.2.3加强", Style::Decimal(3), 3, "加强"),
        ] {
            let label = label(text).unwrap();
            assert_eq!((label.style, label.value, &text[label.len..]), (style, value, rest), "{text}");
        }
    }

    #[test]
    fn figures_that_begin_a_paragraph_are_no_labels() {
        for text in ["2026年，全市", "12348热线", "三级网络", "第一责任人", "第三方评估", "3月底前", "百分之八", "第一节课", "", "0.加强"]
        {
            assert_eq!(label(text), None, "{text}");
        }
        for text in ["1.5倍以上", "1、2月份", "4．12月底前"] {
            assert!(label(text).is_some_and(|l| l.doubtful), "{text}");
        }
    }
}
