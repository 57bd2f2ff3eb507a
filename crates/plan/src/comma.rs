//! The clauses of a sentence that sets several quantities.

use crate::{
    Quantity, Span,
    model::Clause,
    names::{around, outermost},
};

/// The clauses that set quantities: parted at ；, or at ， when there is no ；. Marks and brackets are never cut.
pub(crate) fn clauses(text: &str, sentence: Span, quantities: &[Quantity]) -> Vec<Clause> {
    let cut = |marks: [char; 2]| -> Vec<Span> {
        let inner = sentence.of(text);
        let enclosed = outermost(inner);
        let free = |at: &usize| around(&enclosed, *at).is_none();
        let ends = inner.match_indices(marks).map(|(at, m)| at + m.len()).filter(|end| free(&(end - 1)));
        let mut start = 0;
        let mut found = Vec::new();
        for end in ends.chain([inner.len()]).filter(|e| *e > 0) {
            found.push(Span::new(start, end).shifted(sentence.start).trimmed(text));
            start = end;
        }
        found
    };
    let with = |spans: Vec<Span>| -> Vec<Clause> {
        let clause = |span: Span| {
            let quantities: Vec<Quantity> = quantities.iter().filter(|q| span.contains(q.span)).cloned().collect();
            (!quantities.is_empty()).then(|| Clause { text: span.of(text).to_owned(), span, quantities })
        };
        spans.into_iter().filter_map(clause).collect()
    };
    let wide = with(cut(['；', ';']));
    if wide.len() > 1 { wide } else { with(cut(['，', '；'])) }
}
