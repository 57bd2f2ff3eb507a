//! Law: which statutes are known, and what an article holds.

use super::{FieldView, Layout, Link, Pager, Run};
use askama::Template;

/// The statutes.
#[derive(Clone, Debug, Template)]
#[template(path = "law_index.html")]
pub struct LawIndexPage {
    /// The frame.
    pub layout: Layout,
    /// Where a change of the law is tried out, for those who may.
    pub simulate: Option<Link>,
    /// The question: a citation or a name.
    pub question: FieldView,
    /// The statutes found.
    pub laws: Vec<LawRow>,
    /// Which of them.
    pub pager: Pager,
    /// The calendars, by year.
    pub calendars: Vec<Link>,
}

/// A statute.
#[derive(Clone, Debug)]
pub struct LawRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Edition and number.
    pub edition: String,
    /// In force from and until, in words.
    pub in_force: String,
    /// How many articles hold figures.
    pub figures: u32,
}

/// An article, or a statute as a whole.
#[derive(Clone, Debug, Template)]
#[template(path = "law.html")]
pub struct LawPage {
    /// The frame.
    pub layout: Layout,
    /// The question, with the citation asked for.
    pub question: FieldView,
    /// 行政复议法 第八十八条
    pub citation: String,
    /// Edition, number, in force since.
    pub edition: String,
    /// The paragraphs with their words; empty when no texts are loaded.
    pub paragraphs: Vec<ParagraphView>,
    /// The figures, by place.
    pub figures: Vec<FigureRow>,
    /// Where it is officially read.
    pub official: Link,
    /// Clocks and acts of this platform that rest on it.
    pub used_by: Vec<Link>,
}

/// A paragraph.
#[derive(Clone, Debug)]
pub struct ParagraphView {
    /// 第一款
    pub place: String,
    /// Its words, figures stressed.
    pub text: Vec<Run>,
}

/// Figures in one place.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// 第四十三条第一款
    pub place: String,
    /// Its page; empty where this is it.
    pub href: String,
    /// 七日, 三日
    pub figures: Vec<String>,
}
