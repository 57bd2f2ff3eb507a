//! Whether a number is an aim, and whether it measures a change.

use super::{
    Comparator, Period, Turn,
    grammar::Reader,
    measure::{Measure, value_of},
    token::Token,
};
use crate::{Span, numeral::Form};

/// How far a counting verb lends weight to a small Chinese number, in bytes.
const VERB_REACH: usize = 60;

impl Reader<'_> {
    /// The change that this number measures: 增长10%, 新增…10个; not 提高到10%.
    pub(super) fn change(&self, m: &Measure, limit: Option<Span>, level: Option<Span>) -> Option<(Comparator, Span)> {
        let after = |span: Span| level.is_none_or(|l| l.start < span.start);
        if let Some((c, span)) = self.clause.add.filter(|(_, s)| after(*s)) {
            return Some((c, span));
        }
        let (c, span) = self.clause.change.filter(|(_, s)| after(*s))?;
        let gap_end = limit.map_or(m.first.span.start, |l| l.start.max(span.end));
        let gap = self.text.get(span.end..gap_end)?.trim_matches(['了', '幅', '度', '率', ' ']);
        let bound = gap.is_empty() || m.name == "百分点" || self.clause.cuts.iter().any(|cut| cut.of(self.text) == gap);
        bound.then_some((c, span))
    }

    /// Whether a number is an aim and not part of a name or of a case.
    pub(super) fn is_quantity(&self, m: &Measure, limited: bool, changes: bool, level: bool) -> bool {
        // 由每所3万元提高到5万元: the first is where it stands today.
        let led =
            m.at.checked_sub(1).map(|b| self.tokens[b]).filter(|b| matches!(b.token, Token::Per(_)) && b.span.end == m.first.span.start);
        let lead = self.text.get(self.clause.start..led.map_or(m.first.span.start, |b| b.span.start)).unwrap_or_default();
        if lead.ends_with(['由', '从']) {
            return false;
        }
        let end = self.tokens[m.end - 1].span.end;
        let attributive = m.suffix.is_some() && self.text[end..].starts_with('的');
        if attributive && (self.clause.case || m.timed) {
            return false;
        }
        let near = |span: Option<Span>, reach: usize| span.is_some_and(|s| m.first.span.start - s.end.min(m.first.span.start) <= reach);
        let limit_touches = near(self.clause.limit.map(|(_, s)| s), 0) || self.touched(m);
        let said = limited || changes || m.suffix.is_some();
        if m.timed {
            let measured = matches!(m.suffix, Some(Comparator::AtLeast | Comparator::AtMost)) || changes;
            let limit =
                self.clause.limit.is_some_and(|(c, _)| c != Comparator::About) && near(self.clause.limit.map(|(_, s)| s), VERB_REACH);
            // 压缩至10个工作日
            let reached = level && self.clause.change.is_some();
            return (measured || limit || reached) && !self.is_calendar(m);
        }
        let framed = said || m.odd || m.value_to.is_some() || self.clause.every.is_some() || self.clause.per.is_some() || m.per.is_some();
        let Token::Number(value, form) = m.first.token else { return true };
        if m.name.is_empty() {
            // 漏管率为零
            return limit_touches || self.is_named_turn(m) || (level && value == 0.0);
        }
        // 三个一, 两个100%: the number counts numbers. 依托9个…: what there is already.
        let counts_numbers = self.next_is(m.end, |t| matches!(t, Token::Number(..) | Token::Percent(_)));
        if counts_numbers || (self.clause.given && !said) {
            return false;
        }
        match form {
            Form::Arabic => true,
            Form::Chinese => true,
            Form::Small => framed || near(self.clause.act, VERB_REACH) && value > 1.0 || near(self.clause.act, 0),
            Form::Bare => said || m.odd,
            Form::Row => false,
        }
    }

    fn touched(&self, m: &Measure) -> bool {
        self.next_is(m.at, |_| true) && matches!(self.tokens[m.at.saturating_sub(1)].token, Token::Touch(_))
    }

    /// 2026年 is a year, not 2026 years.
    fn is_calendar(&self, m: &Measure) -> bool {
        matches!(m.first.token, Token::Number(value, _) if value >= 1900.0 && m.name == "年")
    }

    /// 每月一主题: one of what the word says, each month.
    pub(super) fn is_named_turn(&self, m: &Measure) -> bool {
        if !m.name.is_empty() || m.percent || value_of(m.first.token) != Some(1.0) {
            return false;
        }
        let next = self.text[m.first.span.end..].chars().next();
        let touches = self.clause.every.is_some_and(|(period, span)| {
            span.end == m.first.span.start
                && matches!(period, Period::One(Turn::Month | Turn::Quarter | Turn::Year | Turn::Week) | Period::HalfYear)
        });
        touches && next.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }
}
