//! A number with its unit, limit, change and period: the quantity it makes.

use super::{
    Comparator, Quantity,
    grammar::Reader,
    token::{Lexeme, Token},
};
use crate::Span;

/// A number with what belongs to it.
pub(super) struct Measure {
    /// The number's token, and the token after the last that belongs to it.
    pub at: usize,
    pub end: usize,
    pub first: Lexeme,
    pub name: &'static str,
    pub timed: bool,
    pub percent: bool,
    pub per: Option<String>,
    pub suffix: Option<Comparator>,
    pub odd: bool,
    pub value_to: Option<f64>,
}

pub(super) fn value_of(token: Token) -> Option<f64> {
    match token {
        Token::Number(value, _) | Token::Percent(value) => Some(value),
        _ => None,
    }
}

impl Reader<'_> {
    /// Whether the token at `at` follows the one before without a gap and is as wanted.
    pub(super) fn next_is(&self, at: usize, wanted: impl Fn(Token) -> bool) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|t| wanted(t.token) && t.span.start == self.tokens[at - 1].span.end)
    }

    /// Reads a number with unit, range and limits behind it; returns the place after them.
    pub(super) fn number(&mut self, at: usize) -> usize {
        let first = self.tokens[at];
        let mut end = at + 1;
        let mut unit = self.unit(&mut end);
        let mut value_to = None;
        if self.next_is(end, |t| t == Token::To) && self.next_is(end + 1, |t| matches!(t, Token::Number(..) | Token::Percent(_))) {
            value_to = value_of(self.tokens[end + 1].token);
            end += 2;
            unit = self.unit(&mut end).or(unit);
        }
        let odd = self.next_is(end, |t| t == Token::Odd) && self.next_is(end + 1, |t| matches!(t, Token::Unit(_) | Token::TimeUnit(_)));
        if odd {
            end += 1;
            unit = self.unit(&mut end);
        }
        let percent = matches!(first.token, Token::Percent(_));
        let (name, timed) = match unit {
            Some(Token::Unit(name)) => (name, false),
            Some(Token::TimeUnit(name)) => (name, true),
            _ if percent => ("%", false),
            _ => ("", false),
        };
        let mut per = None;
        if self.next_is(end, |t| matches!(t, Token::Per(_)))
            && let Token::Per(span) = self.tokens[end].token
        {
            per = Some(span.of(self.text).to_owned());
            end += 1;
        }
        let mut suffix = None;
        if let Some(Token::Suffix(c)) = self.tokens.get(end).filter(|_| self.next_is(end, |_| true)).map(|t| t.token) {
            suffix = Some(c);
            end += 1;
        } else if timed && self.next_is(end, |t| t == Token::Inside) {
            suffix = Some(Comparator::AtMost);
            end += 1;
        }
        let found = Measure { at, end, first, name, timed, percent, per, suffix, odd, value_to };
        self.measure(&found);
        end
    }

    fn unit(&self, end: &mut usize) -> Option<Token> {
        let here = self.next_is(*end, |t| matches!(t, Token::Unit(_) | Token::TimeUnit(_)));
        here.then(|| {
            *end += 1;
            self.tokens[*end - 1].token
        })
    }

    fn measure(&mut self, m: &Measure) {
        let before = m.at.checked_sub(1).map(|b| self.tokens[b]).filter(|b| b.span.end == m.first.span.start);
        let touch = before.and_then(|b| if let Token::Touch(c) = b.token { Some((c, b.span)) } else { None });
        let level = before.filter(|b| matches!(b.token, Token::To | Token::Level)).map(|b| b.span);
        // 为200家企业: at the beginning of a clause 为 is “for”.
        let level = level.filter(|l| self.text.get(self.clause.start..l.start).is_none_or(|ahead| !ahead.trim().is_empty()));
        let limit = touch.or(self.clause.limit);
        let changes = self.change(m, limit.map(|(_, s)| s), level.or(self.clause.level));
        if !self.is_quantity(m, limit.is_some(), changes.is_some(), level.is_some()) {
            return;
        }
        let comparator = if m.value_to.is_some() {
            Comparator::Between
        } else if let Some((c, _)) = changes {
            c
        } else if m.name == "倍" {
            Comparator::Multiply
        } else {
            let said = limit.map(|(c, _)| c).filter(|c| *c != Comparator::About).or(m.suffix).or(limit.map(|(c, _)| c));
            let every = if self.clause.every.is_some() { Comparator::Every } else { Comparator::Equal };
            said.unwrap_or(if m.odd { Comparator::About } else { every })
        };
        let mut start = m.first.span.start;
        for span in [limit.map(|(_, s)| s), changes.map(|(_, s)| s), level].into_iter().flatten() {
            start = start.min(span.start);
        }
        let subject_end = start;
        if comparator == Comparator::Every
            && let Some((_, span)) = self.clause.every
        {
            start = start.min(span.start);
        }
        let end = self.tokens[m.end - 1].span.end;
        let whole = Span::new(start.max(self.clause.start), end);
        let subject = self.subject(m, changes.map(|(_, s)| s), subject_end, end);
        // What stands behind the number belongs to this quantity, not to the next; with 每月一主题 it is part of its words.
        let behind = if !m.timed && self.text[end..].starts_with(subject.as_str()) { subject.len() } else { 0 };
        let period = self.period(changes.is_some());
        // 漏管率为零
        let name = if m.name.is_empty() && subject.ends_with('率') { "%" } else { m.name };
        let per = m
            .per
            .clone()
            .or_else(|| self.clause.per.map(|(s, word)| if word.is_empty() { s.of(self.text).to_owned() } else { word.to_owned() }));
        let whole = Span::new(whole.start, if self.is_named_turn(m) { whole.end + behind } else { whole.end });
        self.found.push(Quantity {
            comparator,
            value: value_of(m.first.token),
            value_to: m.value_to,
            unit: per.map_or_else(|| name.to_owned(), |p| format!("{name}/{p}")),
            period,
            subject,
            text: whole.of(self.text).to_owned(),
            span: whole,
        });
        self.clause.start = end + behind;
        self.clause.cuts.clear();
        (self.clause.limit, self.clause.change, self.clause.add, self.clause.level) = (None, None, None, None);
    }
}
