//! Dates and frequencies within a sentence: 6月底前, 到2027年, 三年内, 每季度, 每10万人.

use super::{Period, Turn, token::Token, words::holder};
use crate::{
    Span,
    numeral::{Form, digit, numeral},
};
use kernel::Date;

/// Reads a date, a frequency or a share-per at the beginning of `rest`.
pub(super) fn read(rest: &str, before: Option<char>, year: Option<i16>) -> Option<(Token, usize)> {
    let first = rest.chars().next()?;
    match first {
        '每' => each(rest),
        _ if before.and_then(digit).is_some() => None,
        _ => lasting(rest).or_else(|| since(rest)).or_else(|| due(rest, year)),
    }
}

/// 每季度, 每两年, 每个司法所, 每10万人
fn each(rest: &str) -> Option<(Token, usize)> {
    let every = '每'.len_utf8();
    let mut after = &rest[every..];
    let count = numeral(after).filter(|n| n.form != Form::Row);
    after = &after[count.map_or(0, |n| n.len)..];
    let n = count.map_or(1.0, |n| n.value);
    let bare = after.strip_prefix('个').unwrap_or(after);
    if let Some((turn, len)) = turn(bare) {
        let len = rest.len() - bare.len() + len;
        // 每周一, 每月5日: a day, not a frequency of its own.
        let weekday = turn == Period::One(Turn::Week) && rest[len..].starts_with(|c| "一二三四五六日末".contains(c));
        let token = if weekday { Token::Name } else { Token::Every(several(n, turn)?) };
        return Some((token, len));
    }
    let measured = after.strip_prefix(['个', '家', '名', '位', '户', '件', '支', '所', '人']).filter(|m| m.len() < after.len());
    let (start, len) = if let Some(len) = measured.and_then(holder) {
        (rest.len() - measured.map_or(0, str::len), len)
    } else if let Some(len) = holder(after) {
        (rest.len() - after.len(), len)
    } else if count.is_some() {
        // 每万名, 每千户: what is counted is the measure word itself.
        (rest.len() - after.len(), measured.map(|m| after.len() - m.len())?)
    } else {
        return None;
    };
    let start = if count.is_some() { every } else { start };
    let end = if count.is_some() && measured.and_then(holder).is_some() {
        rest.len() - measured.map_or(0, str::len) + len
    } else {
        (if count.is_some() { rest.len() - after.len() } else { start }) + len
    };
    Some((Token::Per(Span::new(start, end)), end))
}

/// 件/10万人: the stroke and what follows.
pub(super) fn per_stroke(rest: &str) -> Option<(Token, usize)> {
    let after = rest.strip_prefix(['/', '／'])?;
    let start = rest.len() - after.len();
    let number = numeral(after).map_or(0, |n| n.len);
    let holder = holder(&after[number..])?;
    let end = start + number + holder;
    Some((Token::Per(Span::new(start, end)), end))
}

fn turn(text: &str) -> Option<(Period, usize)> {
    const TURNS: [(&str, Period); 9] = [
        ("半年", Period::HalfYear),
        ("年度", Period::One(Turn::Year)),
        ("年", Period::One(Turn::Year)),
        ("季度", Period::One(Turn::Quarter)),
        ("季", Period::One(Turn::Quarter)),
        ("月", Period::One(Turn::Month)),
        ("周", Period::One(Turn::Week)),
        ("日", Period::One(Turn::Day)),
        ("天", Period::One(Turn::Day)),
    ];
    TURNS.iter().find(|(word, _)| text.starts_with(word)).map(|(word, period)| (*period, word.len()))
}

fn several(n: f64, one: Period) -> Option<Period> {
    if n <= 1.0 {
        return Some(one);
    }
    match one {
        Period::One(Turn::Month) if n == 3.0 => Some(Period::One(Turn::Quarter)),
        Period::One(Turn::Month) if n == 6.0 => Some(Period::HalfYear),
        Period::One(turn) => Some(Period::Several(whole(n)?, turn)),
        _ => None,
    }
}

/// 三年内, 用3年时间: due when the years have passed.
fn lasting(rest: &str) -> Option<(Token, usize)> {
    let mut n = numeral(rest).filter(|n| n.form != Form::Row && n.value < 100.0)?;
    // 两到三年: the longer.
    if let Some(upper) = rest[n.len..].strip_prefix(['到', '至', '—', '-', '～', '~']).and_then(numeral) {
        n.len = rest.len() - rest[n.len..].trim_start_matches(['到', '至', '—', '-', '～', '~']).len() + upper.len;
        n.value = upper.value;
    }
    let after = rest.get(n.len..)?.strip_prefix('年')?;
    // 三年行动 is a name.
    if ["行动", "计划", "规划", "方案", "工程", "攻坚", "纲要", "任务", "提升"].iter().any(|w| after.starts_with(w)) {
        return Some((Token::Name, rest.len() - after.len()));
    }
    let end = ["之内", "以内", "内", "左右时间", "的时间", "时间"].iter().find(|w| after.starts_with(**w) && !after.starts_with("内蒙"))?;
    let period = several(n.value, Period::One(Turn::Year))?;
    let firm = true;
    Some((Token::Due { period, firm }, rest.len() - after.len() + end.len()))
}

/// 2025年以来, 较2025年
fn since(rest: &str) -> Option<(Token, usize)> {
    let after_prefix = ["较", "比", "相比", "与", "自"].iter().find_map(|p| rest.strip_prefix(p));
    let (year, len) = named_year(after_prefix.unwrap_or(rest))?;
    let len = rest.len() - after_prefix.unwrap_or(rest).len() + len;
    let after = rest[len..].trim_start_matches("同期");
    let end = rest.len() - after.len();
    if after.starts_with("以来") {
        return Some((Token::Within(Period::Since(year)), end + "以来".len()));
    }
    (after_prefix.is_some() && !rest.starts_with('自')).then_some((Token::Within(Period::Since(year)), end))
}

/// 2026年, 2026年度: the year and its length.
fn named_year(text: &str) -> Option<(i16, usize)> {
    let len: usize = text.chars().take_while(|c| digit(*c).is_some()).map(char::len_utf8).sum();
    let value = numeral(&text[..len]).filter(|n| (1900.0..2200.0).contains(&n.value) && n.value.fract() == 0.0)?.value;
    text[len..].strip_prefix('年')?;
    Some((i16::try_from(whole(value)?).ok()?, len + '年'.len_utf8()))
}

/// 6月底前, 2026年6月30日前, 年底前, 到2027年, 上半年, 三季度末. A date that sets no day by which is a [`Token::Name`].
fn due(rest: &str, plan_year: Option<i16>) -> Option<(Token, usize)> {
    let prefix = ["截至", "截止", "到", "至", "于", "在"].iter().find(|p| rest.starts_with(**p));
    let prefixed = prefix.is_some_and(|p| !matches!(*p, "于" | "在"));
    let mut at = prefix.map_or(0, |p| p.len());
    let named = named_year(&rest[at..]);
    let said_year = named.is_some() || ["今年", "本年", "当年", "明年"].iter().any(|w| rest[at..].starts_with(w));
    at += match named {
        Some((_, len)) => len,
        None if said_year => "今年".len(),
        None => 0,
    };
    let next = rest[..at].ends_with("明年").then(|| plan_year.map(|y| y + 1)).flatten();
    let year = named.map(|(y, _)| y).or(next).filter(|y| Some(*y) != plan_year);
    let in_year = year.or(plan_year);
    let until = |(month, day): (i8, i8)| Period::Until { year, month, day };
    let found = day_of_year(&rest[at..], in_year, said_year);
    match found {
        Some((date, len, firm)) if !(prefix.is_some() && len == 0) => {
            Some((Token::Due { period: until(date), firm: firm || prefixed }, at + len))
        }
        // 到2027年: by its end. Any other year or date is only a date.
        _ if prefixed && named.is_some() && !rest[at..].starts_with(|c: char| digit(c).is_some()) => {
            Some((Token::Due { period: until((12, 31)), firm: true }, at))
        }
        _ if named.is_some() && prefix.is_none() => Some((Token::Name, at + plain_date(&rest[at..]))),
        _ => None,
    }
}

/// A day of the year, its length in bytes, and whether the words say "before" or "within".
fn day_of_year(text: &str, year: Option<i16>, said_year: bool) -> Option<((i8, i8), usize, bool)> {
    const WORDS: [(&str, (i8, i8)); 12] = [
        ("上半年", (6, 30)),
        ("下半年", (12, 31)),
        ("第一季度", (3, 31)),
        ("第二季度", (6, 30)),
        ("第三季度", (9, 30)),
        ("第四季度", (12, 31)),
        ("一季度", (3, 31)),
        ("二季度", (6, 30)),
        ("三季度", (9, 30)),
        ("四季度", (12, 31)),
        ("年底", (12, 31)),
        ("年末", (12, 31)),
    ];
    if let Some((word, date)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) {
        let (len, firm) = ending(&text[word.len()..]);
        return Some((*date, word.len() + len, firm));
    }
    // 2026年底: the year has eaten 年.
    if said_year && let Some(after) = text.strip_prefix(['底', '末']) {
        let (len, firm) = ending(after);
        return Some(((12, 31), text.len() - after.len() + len, firm));
    }
    let month = numeral(text).filter(|n| (1.0..=12.0).contains(&n.value) && n.value.fract() == 0.0)?;
    let number = i8::try_from(whole(month.value)?).ok()?;
    let after = text[month.len..].strip_prefix('月')?;
    let after = after.strip_prefix('份').unwrap_or(after);
    let read = |rest: &str| text.len() - rest.len();
    let last = last_day(year, number);
    if let Some(day) = numeral(after).filter(|d| (1.0..=31.0).contains(&d.value) && after[d.len..].starts_with(['日', '号'])) {
        let rest = &after[day.len + '日'.len_utf8()..];
        let (len, firm) = ending(rest);
        let day = i8::try_from(whole(day.value)?).ok()?.min(last);
        return firm.then_some(((number, day), read(rest) + len, true));
    }
    for (word, day) in [("上旬", 10), ("中旬", 20), ("下旬", last), ("底", last), ("末", last)] {
        if let Some(rest) = after.strip_prefix(word) {
            let (len, firm) = ending(rest);
            return Some(((number, day), read(rest) + len, firm));
        }
    }
    let (len, firm) = ending(after);
    // 6月前 is before June begins.
    let (month, day) = if number == 1 { (12, 31) } else { (number - 1, last_day(year, number - 1)) };
    (firm && number > 1).then_some(((month, day), read(after) + len, true))
}

/// The words after a date that make it a limit: 底前, 前, 之前, 内.
fn ending(text: &str) -> (usize, bool) {
    let tail = text.strip_prefix(['底', '末']).unwrap_or(text);
    let eaten = text.len() - tail.len();
    let found =
        ["之前", "以前", "前", "内"].iter().find(|w| tail.starts_with(**w) && !tail.starts_with("前置") && !tail.starts_with("内蒙"));
    found.map_or((eaten, false), |w| (eaten + w.len(), true))
}

/// The length of a month and day, or of a range of years, after a year: 2026—2030年, 2026年3月9日.
fn plain_date(text: &str) -> usize {
    let mut at = 0;
    for mark in ['月', '日'] {
        let Some(n) = numeral(&text[at..]) else { break };
        if !text[at + n.len..].starts_with(mark) {
            break;
        }
        at += n.len + mark.len_utf8();
    }
    at
}

fn last_day(year: Option<i16>, month: i8) -> i8 {
    // Without a year February ends on the day that exists in every year.
    Date::new(year.unwrap_or(2025), month, 1).map_or(28, Date::days_in_month)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked to lie within u16
fn whole(value: f64) -> Option<u16> {
    (value.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&value)).then_some(value as u16)
}
