//! The deadline calculator: a question answered by GET, which keeps nothing.

use super::{ArticleView, DayStrip, DueHead, FieldView, FormView, Layout, Light, Run, StepRow, plain};
use askama::Template;

/// The calculator.
#[derive(Clone, Debug, Template)]
#[template(path = "reckon.html")]
pub struct ReckonPage {
    /// The frame.
    pub layout: Layout,
    /// The question; sent by GET, so that an answer has an address.
    pub form: FormView,
    /// The answer, once something was asked and could be understood.
    pub answer: Option<Reckoned>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Reckoned {
    /// What was asked, as a heading.
    pub question: String,
    /// The day, or the minute for a period in hours.
    pub due: DueHead,
    /// How far off it is.
    pub left: String,
    /// How near.
    pub light: Light,
    /// Why the day may still move.
    pub tentative: Option<String>,
    /// The reckoning in a sentence.
    pub say: Vec<Run>,
    /// The articles it rests on.
    pub articles: Vec<ArticleView>,
    /// The days; `None` for hours and for long periods.
    pub strip: Option<DayStrip>,
    /// The steps.
    pub steps: Vec<StepRow>,
}

impl Reckoned {
    /// The sentence without stress, to be copied.
    #[must_use]
    pub fn say_plain(&self) -> String {
        plain(&self.say)
    }
}

impl ReckonPage {
    /// Every question.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView> {
        self.form.fields()
    }
}
