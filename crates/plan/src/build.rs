//! Putting sections, points and tasks together while the lines are read, each stretch of text into one node.

use crate::{
    Span, comma,
    inline::parts,
    label::Label,
    model::{Clause, Head, Node, NodeKind, Plan, Point, Section, Subheading, Task},
    names::names,
    quantity::quantities_at,
    sentence::{is_assignment, sentences},
    span::is_blank,
};
use kernel::{Date, sm3};
use std::collections::HashMap;

/// The longest heading within a point, in characters.
const LONGEST_SUBHEADING: usize = 40;

/// A heading that may turn out to be all there is.
struct Pending {
    label: Span,
    sentence: Span,
}

/// The plan under construction.
pub(crate) struct Builder<'a> {
    text: &'a str,
    plan: Plan,
    section_title: Option<Pending>,
    point_title: Option<Pending>,
    under: Option<String>,
    /// Headings within a section that may turn out to be its own only point.
    loose: Vec<Subheading>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(text: &'a str, head: Head) -> Self {
        Self { text, plan: Plan { head, ..Plan::default() }, section_title: None, point_title: None, under: None, loose: Vec::new() }
    }

    /// Records what a stretch of the text is.
    pub(crate) fn node(&mut self, kind: NodeKind, span: Span) {
        if !span.is_empty() {
            self.plan.nodes.push(Node { kind, span });
        }
    }

    /// A paragraph before the first section.
    pub(crate) fn preamble(&mut self, line: Span) {
        for sentence in sentences(self.text, line) {
            self.node(NodeKind::Preamble, sentence);
            let task = self.task(sentence);
            self.plan.head.preamble.push(task);
        }
    }

    /// A line that opens a section.
    pub(crate) fn section(&mut self, line: Span, label: Option<Label>) {
        self.close_section();
        let (pending, rest) = self.heading(line, label);
        self.plan.sections.push(Section {
            number: label.map(|l| l.value),
            label: pending.label.trimmed(self.text).of(self.text).to_owned(),
            title: title(pending.sentence.of(self.text)),
            span: line,
            ..Section::default()
        });
        self.section_title = Some(pending);
        self.paragraph(rest);
    }

    /// A line that opens a point.
    pub(crate) fn point(&mut self, line: Span, label: Option<Label>) {
        self.close_point();
        let (pending, rest) = self.heading(line, label);
        let point = Point {
            number: label.map(|l| l.value),
            label: pending.label.trimmed(self.text).of(self.text).to_owned(),
            title: title(pending.sentence.of(self.text)),
            span: line,
            ..Point::default()
        };
        self.section_at(line).points.push(point);
        self.point_title = Some(pending);
        self.paragraph(rest);
    }

    /// A numbered line within a point; its first sentence is a heading when it reads like one and something follows.
    pub(crate) fn item(&mut self, line: Span, label: Option<Label>, has_body: bool) {
        if self.current_point().is_none() {
            return self.point(line, label);
        }
        self.under = None;
        if label.is_some_and(|l| l.spoken) {
            return self.paragraph(line);
        }
        let (pending, rest) = self.heading(line, label);
        let words = pending.sentence.of(self.text);
        let short = words.chars().count() <= LONGEST_SUBHEADING;
        let is_heading = short && (has_body || !rest.is_empty()) && self.quantities(pending.sentence).is_empty();
        if is_heading {
            self.subheading(Span::new(pending.label.start, pending.sentence.end), words);
            self.paragraph(rest);
        } else {
            self.node(NodeKind::Label, pending.label);
            self.paragraph(Span::new(pending.sentence.start, line.end));
        }
    }

    /// A paragraph without a number: it belongs to what was opened last.
    pub(crate) fn paragraph(&mut self, line: Span) {
        if line.is_empty() {
            return;
        }
        self.section_at(line).span.end = line.end;
        if is_assignment(line.of(self.text)) && self.current_point().is_some() {
            let clause = Clause { text: line.of(self.text).to_owned(), span: line, quantities: self.quantities(line) };
            self.node(NodeKind::Assignment, line);
            if let Some(point) = self.current_point() {
                point.span.end = line.end;
                point.assignments.push(clause);
            }
            return;
        }
        for sentence in sentences(self.text, line) {
            self.sentence(sentence);
        }
    }

    fn sentence(&mut self, sentence: Span) {
        let mut pieces = parts(self.text, sentence);
        let outer = self.under.clone();
        if pieces.len() > 1 {
            let lead = pieces[0].of(self.text);
            if lead.ends_with(['：', ':', '，']) && self.quantities(pieces[0]).is_empty() {
                self.subheading(pieces[0], lead);
                pieces.remove(0);
            }
        }
        for piece in pieces {
            self.node(NodeKind::Task, piece);
            let task = self.task(piece);
            match self.current_point() {
                Some(point) => {
                    point.span.end = piece.end;
                    point.tasks.push(task);
                }
                None => self.section_at(piece).intro.push(task),
            }
        }
        self.under = outer;
    }

    fn subheading(&mut self, span: Span, words: &str) {
        self.node(NodeKind::Subheading, span);
        self.under = Some(title(words));
        let heading = Subheading { text: title(words), span };
        match self.current_point() {
            Some(point) => {
                point.span.end = span.end;
                point.subheadings.push(heading);
            }
            None => self.loose.push(heading),
        }
    }

    /// Splits a numbered line into label, first sentence and the rest.
    fn heading(&self, line: Span, label: Option<Label>) -> (Pending, Span) {
        let len = label.filter(|l| !l.spoken).map_or(0, |l| l.len);
        let content = Span::new(line.start + len.min(line.end - line.start), line.end);
        let first = sentences(self.text, content).first().copied().unwrap_or(Span::new(content.start, content.start));
        // 强化监督，①…；②…: the words before the first number are the heading.
        let sentence = parts(self.text, first).first().copied().unwrap_or(first);
        let pending = Pending { label: Span::new(line.start, content.start), sentence };
        (pending, Span::new(sentence.end, line.end).trimmed(self.text))
    }

    /// The section that a line at this place belongs to; made when the plan has none.
    fn section_at(&mut self, line: Span) -> &mut Section {
        if self.plan.sections.is_empty() {
            let title = self.plan.head.title.clone();
            self.plan.sections.push(Section { title, span: line, ..Section::default() });
        }
        let last = self.plan.sections.len() - 1;
        &mut self.plan.sections[last]
    }

    fn current_point(&mut self) -> Option<&mut Point> {
        self.plan.sections.last_mut()?.points.last_mut()
    }

    /// A point's title is a task as well when it is all there is, or when it sets a quantity.
    fn close_point(&mut self) {
        self.under = None;
        let Some(title) = self.point_title.take() else { return };
        let whole = Span::new(title.label.start, title.sentence.end);
        let is_task = !self.quantities(title.sentence).is_empty() || self.current_point().is_some_and(|p| p.tasks.is_empty());
        if is_task && !title.sentence.is_empty() {
            self.node(NodeKind::Label, title.label);
            self.node(NodeKind::Task, title.sentence);
            let task = self.task(title.sentence);
            if let Some(point) = self.current_point() {
                point.tasks.insert(0, task);
            }
        } else {
            self.node(NodeKind::PointTitle, whole);
        }
        if let Some(point) = self.current_point() {
            point.span.end = point.span.end.max(title.sentence.end);
            let end = point.span.end;
            self.section_at(whole).span.end = end;
        }
    }

    /// A section without points is one point; without anything below it, its heading is the task.
    fn close_section(&mut self) {
        self.close_point();
        let pending = self.section_title.take();
        let bare = self.plan.sections.last().is_none_or(|s| s.points.is_empty() && s.intro.is_empty());
        if let Some(p) = pending {
            if bare && !p.sentence.is_empty() {
                self.node(NodeKind::Label, p.label);
                self.node(NodeKind::Task, p.sentence);
                let task = self.task(p.sentence);
                self.section_at(p.sentence).intro.push(task);
            } else {
                self.node(NodeKind::SectionTitle, Span::new(p.label.start, p.sentence.end));
            }
        }
        let subheadings = std::mem::take(&mut self.loose);
        if let Some(section) = self.plan.sections.last_mut()
            && section.points.is_empty()
            && !section.intro.is_empty()
        {
            let tasks = std::mem::take(&mut section.intro);
            section.points.push(Point { title: section.title.clone(), span: section.span, tasks, subheadings, ..Point::default() });
        }
    }

    /// A date below the text counts when none stands above it.
    pub(crate) fn closing_date(&mut self, date: Option<Date>) {
        let head = &mut self.plan.head;
        head.date = head.date.or(date);
        head.year = head.year.or(date.map(Date::year));
    }

    fn quantities(&self, span: Span) -> Vec<crate::Quantity> {
        quantities_at(span.of(self.text), span.start, self.plan.head.year)
    }

    fn task(&self, span: Span) -> Task {
        let text = span.of(self.text);
        let quantities = self.quantities(span);
        let clauses = if quantities.len() > 1 { comma::clauses(self.text, span, &quantities) } else { Vec::new() };
        Task {
            key: String::new(),
            text: text.to_owned(),
            span,
            under: self.under.clone(),
            names: names(text, span.start),
            quantities,
            clauses,
        }
    }

    /// Closes what is open, names the tasks, and fills the space between the nodes with blanks.
    pub(crate) fn finish(mut self, whole: Span) -> Plan {
        self.close_section();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for task in self.plan.tasks_mut() {
            let words: String = task.text.chars().filter(|c| !is_blank(*c)).collect();
            let digest = sm3(&[words.as_bytes()]).to_string();
            let digest = digest.get(..16).unwrap_or_default();
            let count = seen.entry(digest.to_owned()).and_modify(|n| *n += 1).or_insert(1);
            task.key = if *count == 1 { digest.to_owned() } else { format!("{digest}-{count}") };
        }
        self.plan.nodes.sort_by_key(|n| n.span);
        let mut nodes = Vec::with_capacity(2 * self.plan.nodes.len() + 1);
        let mut at = whole.start;
        for node in std::mem::take(&mut self.plan.nodes) {
            if node.span.start > at {
                nodes.push(Node { kind: NodeKind::Blank, span: Span::new(at, node.span.start) });
            }
            at = node.span.end;
            nodes.push(node);
        }
        if at < whole.end {
            nodes.push(Node { kind: NodeKind::Blank, span: Span::new(at, whole.end) });
        }
        self.plan.nodes = nodes;
        self.plan
    }
}

/// A heading as it is shown: without the stop at its end.
fn title(words: &str) -> String {
    words.trim_matches(is_blank).trim_end_matches(['。', '：', ':', '；', '，', '.']).to_owned()
}
