//! Which line is a section, which a point, which lies below.

use crate::{
    head::{self, is_annex},
    label::{Label, Style, label},
    lines::{Line, lines},
    model::NodeKind,
    rank::{plausible, ranking},
    sentence::{is_assignment, sentences},
    span::Span,
};
use std::ops::Range;

/// The text's lines with their places in the outline.
#[derive(Debug)]
pub(crate) struct Outline {
    pub lines: Vec<Line>,
    pub noise: Vec<Span>,
    /// The label of each line that carries one.
    pub labels: Vec<Option<Label>>,
    /// The level of each line that opens something: 0 a section, 1 a point, 2 and more within a point.
    pub levels: Vec<Option<usize>>,
    /// What each line before the body is.
    pub head: Vec<NodeKind>,
    /// The lines of the body.
    pub body: Range<usize>,
}

/// Finds the outline. The text need not be a plan; whatever it is, every line has its place.
pub(crate) fn outline(text: &str) -> Outline {
    let (lines, noise) = lines(text);
    let labels = labels(text, &lines);
    let numbered = labels.iter().position(Option::is_some);
    let mut head = head::classify(text, &lines[..numbered.unwrap_or(lines.len())]);
    if numbered.is_none() {
        // Nothing is numbered: the body is whatever is not letter, title or date.
        head.truncate(head.iter().position(|k| *k == NodeKind::Preamble).unwrap_or(head.len()));
    }
    let labelled: Vec<bool> = labels.iter().map(Option::is_some).collect();
    let body = head.len()..head::closing(text, &lines, &labelled, head.len());
    let mut outline = Outline { levels: vec![None; lines.len()], lines, noise, labels, head, body };
    if numbered.is_some() {
        outline.level_numbered(text)
    } else {
        outline.level_headings(text)
    }
    outline
}

fn labels(text: &str, lines: &[Line]) -> Vec<Option<Label>> {
    let mut annexes: Option<Label> = None;
    let found: Vec<Option<Label>> = lines
        .iter()
        .map(|line| {
            let words = line.text.of(text);
            if is_annex(words) {
                let list = words.trim_start_matches("附件").trim_start_matches(['：', ':', ' ', '\u{3000}']);
                annexes = label(list);
                return None;
            }
            let found = label(words);
            // 附件：1.甲 2.乙 on lines of their own.
            if let (Some(last), Some(next)) = (&mut annexes, &found)
                && next.style == last.style
                && next.value == last.value + 1
            {
                *last = *next;
                return None;
            }
            annexes = None;
            found.filter(|_| !is_assignment(words))
        })
        .collect();
    plausible(&found)
}

impl Outline {
    fn level_numbered(&mut self, text: &str) {
        let ranks = ranking(&self.labels.iter().flatten().copied().collect::<Vec<_>>());
        let mut open: Vec<usize> = Vec::new();
        for at in self.body.clone() {
            let Some(label) = self.labels[at] else { continue };
            let rank = ranks.iter().position(|s| *s == label.style).unwrap_or(ranks.len());
            open.retain(|r| *r < rank);
            self.levels[at] = Some(open.len());
            open.push(rank);
        }
        if !self.top_is_sections(text) {
            self.levels.iter_mut().flatten().for_each(|level| *level += 1);
        }
    }

    /// Whether what is numbered at the top are sections: most of them have numbered parts, or are bare headings over paragraphs.
    fn top_is_sections(&self, text: &str) -> bool {
        // A heading over paragraphs is a section when it is numbered as sections are (一、 第一部分); 1. is a point.
        let style = self.body.clone().find(|at| self.levels[*at] == Some(0)).and_then(|at| self.labels[at]).map(|l| l.style);
        let high = style.is_some_and(|s| s.custom() <= Style::ChineseParen.custom());
        let (mut tops, mut with_parts, mut headings) = (0, 0, 0);
        for at in self.body.clone().filter(|at| self.levels[*at] == Some(0)) {
            tops += 1;
            let next = at + 1;
            if next < self.body.end && self.levels[next] != Some(0) {
                let bare = high && is_heading(text, self.lines[at].text);
                headings += usize::from(bare);
                let parts = (next..self.body.end).map(|l| self.levels[l]).take_while(|level| *level != Some(0));
                // Numbered parts below a paragraph of its own are the paragraph's, not a section's.
                let one_sentence = sentences(text, self.lines[at].text).len() <= 1;
                with_parts += usize::from(one_sentence && parts.flatten().next().is_some());
            }
        }
        2 * with_parts.max(headings) >= tops
    }

    /// Where nothing is numbered, short lines without a full stop over paragraphs are the sections.
    fn level_headings(&mut self, text: &str) {
        let body = self.body.clone();
        let headings: Vec<usize> = body
            .clone()
            .filter(|at| at + 1 < body.end && is_heading(text, self.lines[*at].text) && !is_heading(text, self.lines[at + 1].text))
            .collect();
        if headings.len() >= 2 {
            for at in headings {
                self.levels[at] = Some(0);
            }
        }
    }
}

/// A short line that does not end as a sentence does.
fn is_heading(text: &str, line: Span) -> bool {
    let words = line.of(text);
    words.chars().count() <= 50
        && !words.ends_with(['。', '；', '，', '、', '：', ':', '！', '？', '”', '）', ';'])
        && !is_assignment(words)
}
