//! When something is due, and the period of a quantity: dates wait for a number to take them, else they are what is set.

use super::{
    Comparator, Period, Quantity,
    grammar::{Clause, Reader},
    subject,
};
use crate::Span;

/// A day or span by which something is due, until a quantity takes it or the sentence ends.
pub(super) struct Due {
    pub period: Period,
    pub span: Span,
    pub firm: bool,
    pub taken: bool,
    /// Whether nothing else stands in its clause, so that it speaks for the next one.
    pub bare: bool,
    /// Clauses ended since.
    pub commas: usize,
    pub finishes: bool,
    /// The words it may be about, the likelier first.
    pub scopes: [Span; 2],
}

impl Reader<'_> {
    /// Ends the clause at a mark; a date in it learns what it may be about.
    pub(super) fn end_clause(&mut self, end: usize) {
        let words = Span::new(self.clause.start.min(end), end);
        if let Some(due) = &mut self.due {
            if due.commas == 0 {
                let (lead, rest) = (Span::new(words.start.min(due.span.start), due.span.start), Span::new(due.span.end.min(end), end));
                due.bare = [lead, rest].iter().all(|s| subject::before(s.of(self.text), false).is_empty());
                due.scopes = [rest, lead];
            } else if due.commas == 1 && due.bare {
                due.scopes = [words, words];
            }
            due.commas += 1;
        }
        self.previous = words;
        self.clause = Clause { start: end, ..Clause::default() };
    }

    /// A date or span is read; the one before it is settled.
    pub(super) fn open_due(&mut self, period: Period, firm: bool, span: Span) {
        self.settle_due();
        self.clause.cuts.push(span);
        let finishes = false;
        self.due = Some(Due { period, span, firm, taken: false, bare: false, commas: 0, finishes, scopes: [Span::default(); 2] });
        // 规划编制于6月底完成: the verb may stand before the date as well.
        if self.clause.act.is_some() && !firm {
            self.due.iter_mut().for_each(|d| d.finishes = true);
        }
    }

    /// A date that no number took is itself what is set.
    pub(super) fn settle_due(&mut self) {
        let Some(due) = self.due.take().filter(|d| !d.taken && (d.firm || d.finishes)) else { return };
        let subject = due.scopes.iter().map(|s| subject::before(s.of(self.text), false)).find(|s| !s.is_empty() && !subject::is_verb(s));
        let subject = subject.unwrap_or_default();
        self.found.push(Quantity {
            comparator: Comparator::By,
            value: None,
            value_to: None,
            unit: String::new(),
            period: Some(due.period),
            subject,
            text: due.span.of(self.text).to_owned(),
            span: due.span,
        });
    }

    /// The period of a quantity in this clause.
    pub(super) fn period(&mut self, changes: bool) -> Option<Period> {
        if let Some((every, _)) = self.clause.every {
            return Some(every);
        }
        if changes && self.clause.year_on_year {
            return Some(Period::YearOnYear);
        }
        if let Some(due) = self.due.as_mut().filter(|d| d.commas == 0 || d.bare) {
            due.taken = true;
            return Some(due.period);
        }
        self.within
    }
}
