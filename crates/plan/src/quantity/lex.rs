//! From a masked sentence to tokens.

use super::{
    time,
    token::{Lexeme, Token},
    words::word,
};
use crate::{
    Span,
    numeral::{Form, digit, numeral, row},
};

/// The tokens of the sentence, in order.
pub(super) fn lex(masked: &str, year: Option<i16>) -> Vec<Lexeme> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(c) = masked[at..].chars().next() {
        let rest = &masked[at..];
        let read = time::read(rest, before, year)
            .or_else(|| word(rest).map(|(word, token)| (token, word.len())))
            .or_else(|| number(rest, before))
            .or_else(|| time::per_stroke(rest));
        let len = match read {
            Some((token, len)) => {
                let token = if let Token::Per(span) = token { Token::Per(span.shifted(at)) } else { token };
                found.push(Lexeme { token, span: Span::new(at, at + len) });
                len
            }
            None => c.len_utf8(),
        };
        before = masked[..at + len].chars().next_back();
        at += len;
    }
    found
}

/// A number or a share; [`Token::Name`] when the figure belongs to a name.
fn number(rest: &str, before: Option<char>) -> Option<(Token, usize)> {
    for (prefix, part) in [("百分之", 1.0), ("千分之", 0.1)] {
        if let Some(after) = rest.strip_prefix(prefix) {
            let n = numeral(after)?;
            return Some((Token::Percent(rounded(n.value * part)), prefix.len() + n.len));
        }
    }
    if rest.starts_with("百分百") {
        return Some((Token::Percent(100.0), "百分百".len()));
    }
    let Some(n) = numeral(rest) else {
        // A long row of digits is a telephone or file number.
        let len = row(rest);
        return (len > 0).then_some((Token::Name, len));
    };
    let after = &rest[n.len..];
    let mark = after.chars().next();
    if let Some(sign) = mark.filter(|c| matches!(c, '%' | '％' | '‰')) {
        let share = if sign == '‰' { n.value / 10.0 } else { n.value };
        return Some((Token::Percent(rounded(share)), n.len + sign.len_utf8()));
    }
    if let Some(m) = after.strip_prefix("分之").and_then(numeral).filter(|_| n.value > 0.0) {
        return Some((Token::Percent(rounded(m.value / n.value * 100.0)), n.len + "分之".len() + m.len));
    }
    if let Some(len) = tenths(after).filter(|_| n.value <= 10.0) {
        let (more, read) = hundredths(&after[len..]);
        return Some((Token::Percent(rounded(n.value * 10.0 + more)), n.len + len + read));
    }
    let token = if belongs_to_name(n.form, before, after) { Token::Name } else { Token::Number(n.value, n.form) };
    Some((token, n.len))
}

/// 两成 is a share, but 一成立, 三成果 are not.
fn tenths(after: &str) -> Option<usize> {
    let rest = after.strip_prefix('成')?;
    let goes_on = rest.starts_with(|c| "立功果员本绩效为长型熟都熟交品片份就像".contains(c));
    (!goes_on).then_some('成'.len_utf8())
}

/// 两成半, 九成五: what is added, and its length.
fn hundredths(after: &str) -> (f64, usize) {
    if after.starts_with('半') {
        return (5.0, '半'.len_utf8());
    }
    let digit = numeral(after).filter(|n| n.form == Form::Small && n.value < 10.0);
    // 压减三成五个: a unit after it makes it a number of its own.
    digit
        .filter(|n| !matches!(word(&after[n.len..]), Some((_, Token::Unit(_) | Token::TimeUnit(_)))))
        .map_or((0.0, 0), |n| (n.value, n.len))
}

fn belongs_to_name(form: Form, before: Option<char>, after: &str) -> bool {
    let mut next = after.chars();
    let (mark, second) = (next.next(), next.next());
    let joined = |c: char| c.is_ascii_alphanumeric() || "+＋×*·•/.:：＠@#".contains(c);
    // 3：五 at the start of a clause: a colon before a number is punctuation unless a digit stands before it, which joined it already.
    let led = before.is_some_and(|c| (joined(c) && !":：".contains(c)) || "第数几若".contains(c));
    let followed = mark.is_some_and(|c| c.is_ascii_alphabetic() || "+＋×*·•号度后级届月".contains(c))
        || (matches!(mark, Some(':' | '.')) && second.and_then(digit).is_some());
    form == Form::Row || led || followed
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
