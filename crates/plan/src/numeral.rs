//! Numerals as plans write them: 115, １１５, 1,200, 10万, 三十, 一百零五.

use kernel::chinese_number;

/// How a numeral is written, which tells how far it can be trusted to be a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// 115, 10万
    Arabic,
    /// 三十, 一百零五: two characters or more, with a scale.
    Chinese,
    /// One character up to ten: 三, 十. Common in names (三级, 五大).
    Small,
    /// 百, 千, 万 alone: mostly rhetoric (百名律师).
    Bare,
    /// Digits in a row without a scale: 八五, 二〇二六. A year or a name, never a count.
    Row,
}

/// A numeral at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    pub value: f64,
    /// Bytes read.
    pub len: usize,
    pub form: Form,
}

const CHINESE_DIGITS: &str = "〇零一二两三四五六七八九";
const SCALES: &str = "十百千万亿";
/// Longer rows of numerals are no numbers.
const LONGEST: usize = 16;

/// Reads the numeral at the beginning of `text`.
pub(crate) fn numeral(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if digit(first).is_some() {
        arabic(text)
    } else if CHINESE_DIGITS.contains(first) || SCALES.contains(first) {
        chinese(text)
    } else {
        None
    }
}

/// The length in bytes of the row of numerals at the beginning of `text`, however long.
pub(crate) fn row(text: &str) -> usize {
    text.find(|c| digit(c).is_none() && !CHINESE_DIGITS.contains(c) && !SCALES.contains(c)).unwrap_or(text.len())
}

/// The value of an Arabic digit, half or full width.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

fn arabic(text: &str) -> Option<Numeral> {
    let mut plain = String::new();
    let mut len = 0;
    for (at, c) in text.char_indices() {
        let ahead = || text[at + c.len_utf8()..].chars().map_while(digit).count();
        match c {
            _ if digit(c).is_some() => plain.extend(digit(c).and_then(|d| char::from_digit(d, 10))),
            '.' | '．' if ahead() > 0 && !plain.contains('.') => plain.push('.'),
            ',' if ahead() == 3 && !plain.contains('.') => {}
            _ => break,
        }
        len = at + c.len_utf8();
        if plain.len() > LONGEST {
            return None;
        }
    }
    let mut value: f64 = plain.parse().ok()?;
    // 10万人: a scale belongs to the number, but 10万元 keeps it as a unit of money.
    let rest = &text[len..];
    if let Some(scale) = rest.chars().next().filter(|c| "百千万亿".contains(*c))
        && !rest[scale.len_utf8()..].starts_with('元')
    {
        value *= scale_value(scale);
        len += scale.len_utf8();
    }
    Some(Numeral { value, len, form: Form::Arabic })
}

fn chinese(text: &str) -> Option<Numeral> {
    let mut run = leading(text, |c| CHINESE_DIGITS.contains(c) || SCALES.contains(c));
    if run.ends_with(['万', '亿']) && text[run.len()..].starts_with('元') {
        run = run.strip_suffix(['万', '亿']).filter(|r| !r.is_empty()).unwrap_or(run);
    }
    let length = run.chars().count();
    if length > LONGEST {
        return None;
    }
    let scaled = run.contains(|c| SCALES.contains(c));
    let form = match length {
        1 if run == "十" || !scaled => Form::Small,
        1 => Form::Bare,
        _ if scaled => Form::Chinese,
        _ => Form::Row,
    };
    #[allow(clippy::cast_precision_loss)] // at most sixteen numerals
    let mut value = chinese_number(run)? as f64;
    if form == Form::Bare {
        value = run.chars().next().map_or(1.0, scale_value);
    }
    let mut len = run.len();
    // 八点五
    if let Some(rest) = text[len..].strip_prefix('点')
        && form != Form::Row
    {
        let decimals = leading(rest, |c| CHINESE_DIGITS.contains(c));
        if !decimals.is_empty() && decimals.len() <= LONGEST {
            let shown: String =
                decimals.chars().filter_map(|c| chinese_number(c.encode_utf8(&mut [0; 4]))).map(|d| d.to_string()).collect();
            value = format!("{value}.{shown}").parse().ok()?;
            len += '点'.len_utf8() + decimals.len();
        }
    }
    Some(Numeral { value, len, form })
}

fn scale_value(c: char) -> f64 {
    match c {
        '百' => 1e2,
        '千' => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        _ => 1.0,
    }
}

fn leading(text: &str, keep: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !keep(c)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_with_their_form() {
        for (text, value, read, form) in [
            ("115件", 115.0, "115", Form::Arabic),
            ("１１５件", 115.0, "１１５", Form::Arabic),
            ("1,200件", 1200.0, "1,200", Form::Arabic),
            ("99.5%", 99.5, "99.5", Form::Arabic),
            ("10万人", 100_000.0, "10万", Form::Arabic),
            ("500万元", 500.0, "500", Form::Arabic),
            ("三十场", 30.0, "三十", Form::Chinese),
            ("一百零五件", 105.0, "一百零五", Form::Chinese),
            ("八点五", 8.5, "八点五", Form::Small),
            ("三级", 3.0, "三", Form::Small),
            ("百名", 100.0, "百", Form::Bare),
            ("八五普法", 85.0, "八五", Form::Row),
            ("二百万元", 200.0, "二百", Form::Chinese),
        ] {
            assert_eq!(numeral(text), Some(Numeral { value, len: read.len(), form }), "{text}");
        }
        for text in ["件", "", "12345678901234567890", "一二三四五六七八九一二三四五六七八九"] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}
