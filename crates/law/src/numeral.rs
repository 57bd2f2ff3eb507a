//! Numbers as a statute writes them: 十五, 5, ３, 10万, 一百零五.

use kernel::chinese_number;

/// The number in Chinese: 43 → 四十三, 105 → 一百零五; from 10 000 on in digits, which no statute reaches.
pub(crate) fn chinese_numeral(n: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if n == 0 || n >= 10_000 {
        return if n == 0 { "零".to_owned() } else { n.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (scale, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / scale % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // 十五, but 一百一十五.
        if !(digit == 1 && scale == 10 && out.is_empty()) {
            out.extend(usize::try_from(digit).ok().and_then(|d| DIGITS.get(d)));
        }
        out.push_str(name);
    }
    out
}

/// Whether the sign can be part of a number. Width is folded already.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二两三四五六七八九十百千万亿".contains(c)
}

/// The value of a run of numeral signs, `None` where it is no amount: 三五 (日), a bare 百 or 万, or more than fits.
pub(crate) fn amount(run: &[char]) -> Option<u64> {
    let digits = run.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let (head, scales) = run.split_at(digits);
        let head: u64 = head.iter().collect::<String>().parse().ok()?;
        return scales.iter().try_fold(head, |n, c| n.checked_mul(scale(*c)?));
    }
    let first = run.first()?;
    // 三五日 is "a few days"; 百元, 万人 stand behind 数, 上, 成 and give no amount.
    let vague = run.len() > 1 && run.iter().all(|c| scale(*c).is_none());
    if vague || scale(*first).is_some_and(|s| s > 10) {
        return None;
    }
    chinese_number(&run.iter().collect::<String>())
}

/// What a scale sign multiplies by.
pub(crate) fn scale(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}
