//! The guide to a service: everything a citizen must know before applying.

use super::{Fact, Layout, Link};
use askama::Template;

/// A service guide.
#[derive(Clone, Debug, Template)]
#[template(path = "guide.html")]
pub struct GuidePage {
    /// The frame.
    pub layout: Layout,
    /// Name of the service.
    pub title: String,
    /// What it gives, to whom.
    pub lead: String,
    /// The first page of the application.
    pub apply: Link,
    /// Who can be helped, one line each, with the article.
    pub conditions: Vec<Fact>,
    /// What to bring.
    pub materials: Vec<MaterialRow>,
    /// The steps from applying to the end.
    pub steps: Vec<Fact>,
    /// How long it takes.
    pub limits: Vec<TimeLimit>,
    /// Basis, organ, fee, result, visits.
    pub facts: Vec<Fact>,
    /// What to do when refused.
    pub remedies: Vec<String>,
    /// Where and when, and who answers.
    pub places: Vec<Fact>,
}

/// Something to bring.
#[derive(Clone, Debug)]
pub struct MaterialRow {
    /// Its name.
    pub name: String,
    /// Original, copy, number.
    pub form: String,
    /// Whether it is needed at once, and when not.
    pub need: String,
}

/// A time limit of the service.
#[derive(Clone, Debug)]
pub struct TimeLimit {
    /// What must be done.
    pub title: String,
    /// By law.
    pub statutory: String,
    /// By the bureau's own promise; empty when none.
    pub promised: String,
    /// The article.
    pub ground: String,
}
