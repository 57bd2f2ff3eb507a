//! From text to plan.

use crate::{
    Source, Span,
    build::Builder,
    head::{self, spans_of},
    model::{NodeKind, Plan},
    outline::outline,
    sentence::is_assignment,
};

/// Finds sections, points and tasks. Total: any text gives a plan, at worst one section with one point.
#[must_use]
pub fn parse(source: &Source) -> Plan {
    let text = source.text.as_str();
    let outline = outline(text);
    let head = head::head(text, &outline.lines[..outline.head.len()], &outline.head, &source.name);
    let mut builder = Builder::new(text, head);
    for span in &outline.noise {
        builder.node(NodeKind::Leftover, *span);
    }
    for (line, kind) in outline.lines.iter().zip(&outline.head) {
        if *kind != NodeKind::Preamble {
            builder.node(*kind, line.text);
        }
    }
    for span in spans_of(&outline.lines, &outline.head, NodeKind::Preamble) {
        builder.preamble(span);
    }
    for at in outline.body.clone() {
        let line = outline.lines[at].text;
        let has_body = outline.body.contains(&(at + 1))
            && outline.levels[at + 1].is_none_or(|next| outline.levels[at].is_some_and(|l| next > l))
            && !is_assignment(outline.lines[at + 1].text.of(text));
        match outline.levels[at] {
            Some(0) => builder.section(line, outline.labels[at]),
            Some(1) => builder.point(line, outline.labels[at]),
            Some(_) => builder.item(line, outline.labels[at], has_body),
            None => builder.paragraph(line),
        }
    }
    for line in &outline.lines[outline.body.end..] {
        builder.node(NodeKind::Closing, line.text);
        builder.closing_date(head::date(line.text.of(text)));
    }
    builder.finish(Span::new(0, text.len()))
}
