//! Why something may not be done: a code, a sentence, the article, and what would lift it.

use crate::Frame;
use kernel::{Id, Title};
use procedure::model::{Action, Ground};
use serde::Serialize;

/// A lawful no. It is an answer, not a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable code, e.g. `E-state`.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: Title,
    /// Articles it rests on, written out.
    pub cites: Vec<String>,
    /// How to go on.
    pub lifts: Option<Title>,
    /// The field at fault, if one is.
    pub field: Option<Id>,
    /// It could be said with more facts: these fields are missing.
    pub missing: Vec<Id>,
}

impl Refusal {
    /// A refusal of this code, in Chinese and English, that rests on nothing yet.
    #[must_use]
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, message: Title::new(zh, en), cites: Vec::new(), lifts: None, field: None, missing: Vec::new() }
    }

    pub(crate) fn lift(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.lifts = Some(Title::new(zh, en));
        self
    }

    pub(crate) fn on(mut self, field: &Id) -> Self {
        self.field = Some(field.clone());
        self
    }

    pub(crate) fn cite(mut self, frame: &Frame<'_>, ground: &Ground) -> Self {
        self.cites.extend(written(frame, ground));
        self
    }

    /// Says in which of several matters it was refused.
    pub(crate) fn in_matter(mut self, number: &str) -> Self {
        self.message = Title::new(format!("{number}：{}", self.message.zh), format!("{number}: {}", self.message.en));
        self
    }

    pub(crate) fn for_action(self, frame: &Frame<'_>, action: &Action) -> Self {
        self.cite(frame, &action.ground)
    }
}

/// The citations of a ground, written out: 法律援助法第四十三条第一款.
#[must_use]
pub fn written(frame: &Frame<'_>, ground: &Ground) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for cite in &ground.cites {
        let law = frame.procedure.laws.get(&cite.law).map_or(cite.law.as_str(), |l| l.title.as_str());
        let text = cite.at.as_ref().map_or_else(|| law.to_owned(), |at| format!("{law}{}", at.chinese()));
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
