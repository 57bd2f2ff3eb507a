//! Why it is this day: the sentence, the articles, the days one by one, the steps, and what if.

use super::{ArticleView, DayStrip, DueHead, FieldView, Layout, Light, Link, MatterHead, Run, plain};
use askama::Template;

/// The explanation of a deadline.
#[derive(Clone, Debug, Template)]
#[template(path = "deadline.html")]
pub struct DeadlinePage {
    /// The frame.
    pub layout: Layout,
    /// The matter.
    pub head: MatterHead,
    /// 为什么审查要在这一天前作出决定
    pub question: String,
    /// The day.
    pub due: DueHead,
    /// 剩 4 个工作日
    pub left: String,
    /// How near it is.
    pub light: Light,
    /// Why the day may still move: the calendar of that year is not published.
    pub tentative: Option<String>,
    /// The whole reckoning in a few sentences.
    pub say: Vec<Run>,
    /// The articles it rests on.
    pub articles: Vec<ArticleView>,
    /// The days; `None` for a period in hours.
    pub strip: Option<DayStrip>,
    /// The steps.
    pub steps: Vec<StepRow>,
    /// The game of what if; `None` once the clock has stopped.
    pub what_if: Option<WhatIf>,
    /// Reporting that it is wrong.
    pub report: Option<Link>,
}

/// A step of the reckoning.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// What was done.
    pub text: String,
    /// The article or the document it rests on.
    pub basis: Link,
    /// The day reached.
    pub date: DueHead,
}

/// What if: a form answered by GET, which changes nothing.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// Where it goes to.
    pub action: String,
    /// The questions; `Line`, `Number`, `Date` and `Select` only.
    pub fields: Vec<FieldView>,
    /// The answers.
    pub results: Vec<WhatIfResult>,
}

/// An answer to what if.
#[derive(Clone, Debug)]
pub struct WhatIfResult {
    /// What is supposed.
    pub title: String,
    /// The day it would be.
    pub due: DueHead,
    /// How that differs, and why.
    pub text: String,
}

impl DeadlinePage {
    /// The explanation without stress, to be copied into a paper.
    #[must_use]
    pub fn say_plain(&self) -> String {
        plain(&self.say)
    }
}
