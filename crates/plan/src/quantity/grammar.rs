//! One pass over the tokens of a sentence, keeping what was said so far in the clause.

use super::{
    Comparator, Period, Quantity,
    due::Due,
    subject::{self, front},
    token::{Lexeme, Token},
};
use crate::Span;

/// What the clause has said so far.
#[derive(Clone, Default)]
pub(super) struct Clause {
    /// Where its words begin that no quantity has used yet.
    pub start: usize,
    pub every: Option<(Period, Span)>,
    pub per: Option<(Span, &'static str)>,
    pub limit: Option<(Comparator, Span)>,
    pub change: Option<(Comparator, Span)>,
    pub add: Option<(Comparator, Span)>,
    pub level: Option<Span>,
    pub act: Option<Span>,
    pub year_on_year: bool,
    pub case: bool,
    /// Whether the clause begins with what there is already (依托, 围绕).
    pub given: bool,
    /// Dates and frequencies: no part of a subject.
    pub cuts: Vec<Span>,
}

/// The pass under way.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub tokens: &'a [Lexeme],
    pub clause: Clause,
    pub outer: Vec<Clause>,
    pub within: Option<Period>,
    pub due: Option<Due>,
    pub previous: Span,
    /// Where the part of the sentence up to ； began.
    pub sentence: usize,
    pub found: Vec<Quantity>,
}

/// The quantities that the tokens of `text` spell.
pub(super) fn read(text: &str, tokens: &[Lexeme]) -> Vec<Quantity> {
    let mut reader = Reader {
        text,
        tokens,
        clause: Clause::default(),
        outer: Vec::new(),
        within: None,
        due: None,
        previous: Span::default(),
        sentence: 0,
        found: Vec::new(),
    };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.token(at);
    }
    reader.end_clause(text.len());
    reader.settle_due();
    reader.found
}

impl Reader<'_> {
    /// Takes one token, or a number with all that belongs to it; returns the next place.
    fn token(&mut self, at: usize) -> usize {
        let Lexeme { token, span } = self.tokens[at];
        let clause = &mut self.clause;
        let first = self.text.get(clause.start..span.start).is_some_and(|ahead| ahead.trim().is_empty());
        if matches!(token, Token::Every(_) | Token::Per(_) | Token::PerWord(_) | Token::Within(_)) {
            clause.cuts.push(span);
        }
        match token {
            Token::Number(..) | Token::Percent(_) => return self.number(at),
            Token::Fixed(comparator, value, unit) => self.fixed(comparator, value, unit, span),
            Token::Never => self.never(at, span),
            Token::Limit(comparator) => clause.limit = Some((comparator, span)),
            Token::Change(comparator) => clause.change = Some((comparator, span)),
            Token::Add(comparator) => clause.add = Some((comparator, span)),
            Token::Level => clause.level = Some(span),
            Token::Act { finishes } => {
                clause.act = Some(span);
                if let Some(due) = self.due.as_mut().filter(|d| d.commas == 0 || (d.bare && d.commas == 1)) {
                    due.finishes |= finishes;
                }
            }
            Token::Every(period) => clause.every = Some((period, span)),
            Token::Per(unit) => clause.per = Some((unit, "")),
            Token::PerWord(unit) => clause.per = Some((span, unit)),
            Token::Within(Period::YearOnYear) => clause.year_on_year = true,
            Token::Within(period) => self.within = Some(period),
            Token::Due { period, firm } => self.open_due(period, firm, span),
            Token::Case { anywhere } => clause.case |= anywhere || first,
            Token::Given => clause.given |= first,
            Token::Comma => self.end_clause(span.start),
            Token::Stop => {
                self.end_clause(span.start);
                self.settle_due();
                self.within = None;
                self.sentence = span.end;
            }
            Token::Open => {
                let outside = std::mem::replace(&mut self.clause, Clause { start: span.end, ..Clause::default() });
                self.outer.push(outside);
            }
            Token::Close => self.close(span),
            // The rest matters only next to a number.
            _ => {}
        }
        if matches!(token, Token::Comma | Token::Stop) {
            self.clause.start = span.end;
        }
        at + 1
    }

    /// Back to the clause around the brackets.
    fn close(&mut self, span: Span) {
        // A date within the brackets is about what stands there.
        if self.due.as_ref().is_some_and(|d| d.commas == 0 && d.span.start >= self.clause.start) {
            self.end_clause(span.start);
        }
        self.clause = self.outer.pop().unwrap_or_default();
    }

    fn fixed(&mut self, comparator: Comparator, value: f64, unit: &str, span: Span) {
        let attributive = self.text[span.end..].starts_with('的');
        let ahead = self.pieces(span.start).iter().rev().map(|p| subject::before(p, false)).find(|p| !p.is_empty());
        let own = span.of(self.text).strip_prefix('零').filter(|own| *own != "发生");
        let behind = || subject::after(front(&self.text[span.end..]));
        let subject = match (own, ahead) {
            (Some(own), _) => own.to_owned(),
            (None, Some(ahead)) if !attributive => ahead,
            _ => behind(),
        };
        let period = self.period(false);
        self.push_fixed(comparator, value, unit, period, subject, span);
    }

    fn never(&mut self, at: usize, span: Span) {
        let subject = subject::after(self.behind(span.end, at + 1));
        let period = self.period(false);
        let end = span.end + if self.text[span.end..].starts_with(subject.as_str()) { subject.len() } else { 0 };
        self.push_fixed(Comparator::Equal, 0.0, "", period, subject, Span::new(span.start, end));
    }

    fn push_fixed(&mut self, comparator: Comparator, value: f64, unit: &str, period: Option<Period>, subject: String, span: Span) {
        let text = span.of(self.text).to_owned();
        self.found.push(Quantity { comparator, value: Some(value), value_to: None, unit: unit.to_owned(), period, subject, text, span });
        self.clause.start = span.end;
        self.clause.cuts.clear();
    }
}
