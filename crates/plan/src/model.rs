//! The plan as a value: head, sections, points, tasks, and the nodes that cover the text.

use crate::{Name, Quantity, Span};
use kernel::Date;
use serde::{Deserialize, Serialize};

/// A work plan. As JSON it is `{sections: [{title, points: [{number, title, tasks: [{text, quantities}]}]}]}` with further keys beside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What stands before the first section.
    pub head: Head,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// Every stretch of the text with what it is: in order, without gap or overlap, from the first byte to the last.
    pub nodes: Vec<Node>,
}

/// What an official letter carries before its body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The issuing number, e.g. 甲司发〔2026〕4号.
    pub number: Option<String>,
    /// The plan's own title, without marks.
    pub title: String,
    /// The title of the letter that sends it out (关于印发…的通知), if there is one.
    pub letter: Option<String>,
    /// The day of issue.
    pub date: Option<Date>,
    /// The year the plan is for: from its title, else its first words, else its day of issue.
    pub year: Option<i16>,
    /// To whom it is sent.
    pub addressees: Vec<String>,
    /// The sentences before the first section: general aims.
    pub preamble: Vec<Task>,
}

/// A section: 一、…
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The number as in the source; `None` where the plan has no sections and this one holds everything.
    pub number: Option<u32>,
    /// The label as written, e.g. 一、; empty where there is none.
    pub label: String,
    /// The heading without its label.
    pub title: String,
    /// The whole section, heading and all.
    pub span: Span,
    /// Sentences between the heading and the first point. A section without points has none here: it is one point.
    pub intro: Vec<Task>,
    /// Its points.
    pub points: Vec<Point>,
}

/// A point (要点): what one line of the board shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The number as in the source; `None` for a section that has no points of its own and so is one.
    pub number: Option<u32>,
    /// The label as written, e.g. 11.; empty where there is none.
    pub label: String,
    /// Its first sentence without the number and the full stop; a section's heading where the section is the point.
    pub title: String,
    /// The whole point, label and all.
    pub span: Span,
    /// Its tasks. The title is one of them when it is the only sentence or holds a quantity.
    pub tasks: Vec<Task>,
    /// Headings within the point, numbered below it.
    pub subheadings: Vec<Subheading>,
    /// Paragraphs that say who is responsible or by when (责任单位：…).
    pub assignments: Vec<Clause>,
}

/// A heading within a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subheading {
    /// The heading without label and full stop.
    pub text: String,
    /// Where it stands, label and all.
    pub span: Span,
}

/// A task: one sentence, or one numbered part of a sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Stays the same while the words do: digest of the text, and the occurrence where a text is repeated.
    pub key: String,
    /// The sentence as in the source.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The heading within the point that it stands under.
    pub under: Option<String>,
    /// The quantities it sets.
    pub quantities: Vec<Quantity>,
    /// The names in it.
    pub names: Vec<Name>,
    /// Its clauses that set quantities, when there are several.
    pub clauses: Vec<Clause>,
}

/// A part of the text with its own quantities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// The words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The quantities it sets.
    pub quantities: Vec<Quantity>,
}

/// A stretch of the text and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
}

/// What a stretch of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// Letterhead above the issuing number.
    Letterhead,
    /// The issuing number.
    IssueNumber,
    /// A line of the title.
    Title,
    /// The day of issue.
    Date,
    /// To whom it is sent.
    Addressees,
    /// What the letter that sends it out says, and who signed it.
    Cover,
    /// A list of annexes, a distribution list.
    Annex,
    /// A sentence before the first section.
    Preamble,
    /// A section's heading, label and all.
    SectionTitle,
    /// A label whose heading is a task.
    Label,
    /// A point's title, label and all.
    PointTitle,
    /// A heading within a point, label and all.
    Subheading,
    /// A task.
    Task,
    /// Who is responsible, or by when.
    Assignment,
    /// Date, signature or distribution list at the end.
    Closing,
    /// A word processor's leftover or a page number.
    Leftover,
    /// Blanks and line ends.
    Blank,
}

impl Plan {
    /// Every point, with the section it belongs to.
    pub fn points(&self) -> impl Iterator<Item = (&Section, &Point)> {
        self.sections.iter().flat_map(|s| s.points.iter().map(move |p| (s, p)))
    }

    /// Every task in the order of the text: preamble, sections' introductions, points.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        let sections = self.sections.iter().flat_map(|s| s.intro.iter().chain(s.points.iter().flat_map(|p| &p.tasks)));
        self.head.preamble.iter().chain(sections)
    }

    /// How many points carry a number of their own.
    #[must_use]
    pub fn numbered_points(&self) -> usize {
        self.points().filter(|(_, p)| p.number.is_some()).count()
    }

    pub(crate) fn tasks_mut(&mut self) -> impl Iterator<Item = &mut Task> {
        let sections = self.sections.iter_mut().flat_map(|s| s.intro.iter_mut().chain(s.points.iter_mut().flat_map(|p| &mut p.tasks)));
        self.head.preamble.iter_mut().chain(sections)
    }
}
