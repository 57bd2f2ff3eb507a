//! Where in the sentence the thing is named that a number counts.

use super::{
    grammar::Reader,
    measure::Measure,
    subject::{self, front, tail},
    token::{Lexeme, Token},
};
use crate::Span;

impl Reader<'_> {
    /// What is counted, in the clause's words.
    pub(super) fn subject(&self, m: &Measure, change: Option<Span>, start: usize, end: usize) -> String {
        let behind = subject::after(self.behind(end, m.end));
        if self.is_named_turn(m) {
            return behind.chars().take_while(|c| *c != '”').take(8).collect();
        }
        let counted = !m.percent && !m.timed && m.name != "百分点";
        // 新增工作站10个: what is added stands between the verb and the number.
        let from = change.filter(|c| c.end < m.first.span.start).map_or(self.clause.start, |c| c.end.max(self.clause.start));
        let ahead = if change.is_some_and(|c| c.end < m.first.span.start) && counted {
            subject::before(self.text.get(from..m.first.span.start).unwrap_or_default(), false)
        } else {
            String::new()
        };
        if !ahead.is_empty() {
            return ahead;
        }
        let mut pieces = self.pieces(start);
        // 至少调研1次: what is counted may stand between the limit and the number.
        if counted && let Some((_, limit)) = self.clause.limit.filter(|(_, l)| l.end < m.first.span.start) {
            pieces.push(self.text.get(limit.end..m.first.span.start).unwrap_or_default());
        }
        let piece = |p: &&str| {
            // 达到上年的3倍: what is compared stands before the verb.
            let words = if m.name == "倍" { p.split("达到").next().unwrap_or(p) } else { p };
            subject::before(words, counted)
        };
        let nearest = pieces.last().map(piece).unwrap_or_default();
        // 自受理之日起3个工作日内完成审查: what has the limit stands behind it.
        let starts_clock = m.timed && nearest.ends_with(['起', '后', '时']);
        let weak = subject::is_verb(&nearest) || pieces.last().is_some_and(|p| subject::ends_with_verb(p));
        let earlier = pieces.iter().rev().skip(1).map(piece);
        let previous = std::iter::once_with(|| subject::before(tail(self.previous.of(self.text)), counted));
        let first = if starts_clock || weak { [behind, nearest] } else { [nearest, behind] };
        // Of the clause before, what its last quantity counted, if it had one.
        let last = self.found.last().filter(|q| q.span.start >= self.sentence).map(|q| q.subject.clone());
        first.into_iter().chain(earlier).chain(last).chain(previous).find(|s| !s.is_empty()).unwrap_or_default()
    }

    /// The words of the clause before `end`, cut at dates and frequencies.
    pub(super) fn pieces(&self, end: usize) -> Vec<&str> {
        let mut from = self.clause.start.min(end);
        let end = from + subject::without_start(self.text.get(from..end).unwrap_or_default()).len();
        let mut pieces = Vec::new();
        for cut in self.clause.cuts.iter().rev().take(4).rev().filter(|c| c.start >= self.clause.start && c.end <= end) {
            pieces.push(tail(self.text.get(from..cut.start).unwrap_or_default()));
            from = cut.end;
        }
        pieces.push(tail(self.text.get(from..end).unwrap_or_default()));
        pieces
    }

    /// The words from `start` on, up to the next mark or number among the tokens from `at` on.
    pub(super) fn behind(&self, start: usize, at: usize) -> &str {
        let ends = |t: &&Lexeme| {
            matches!(t.token, Token::Comma | Token::Stop | Token::Open | Token::Close | Token::Number(..) | Token::Percent(_))
        };
        let end = self.tokens.get(at..).and_then(|rest| rest.iter().take(24).find(ends)).map_or(self.text.len(), |t| t.span.start);
        front(self.text.get(start..end).unwrap_or_default())
    }
}
