//! Following a matter by its number and lookup code, without an account.

use super::{DueCell, Fact, FormView, Layout, Link, Run};
use askama::Template;

/// The question for number and code.
#[derive(Clone, Debug, Template)]
#[template(path = "track_form.html")]
pub struct TrackFormPage {
    /// The frame.
    pub layout: Layout,
    /// Number and code; posted, never in the address.
    pub form: FormView,
}

/// Where the matter stands.
#[derive(Clone, Debug, Template)]
#[template(path = "track.html")]
pub struct TrackPage {
    /// The frame.
    pub layout: Layout,
    /// 您的申请正在审查
    pub heading: String,
    /// The number of the matter.
    pub number: String,
    /// What was applied for.
    pub matter: String,
    /// Who has it now.
    pub holder: String,
    /// By when there is an answer: what is due, and the cell.
    pub due: Option<(String, DueCell)>,
    /// Why that day; empty when nothing is due.
    pub explain: Vec<Run>,
    /// The steps.
    pub steps: Vec<TrackStep>,
    /// What the applicant can do; the first is put first.
    pub acts: Vec<Link>,
    /// Who looked at what is personal in it.
    pub looks: Vec<Fact>,
    /// What to do when the decision is wrong.
    pub remedy: String,
}

/// A step outside the citizen's control.
#[derive(Clone, Debug)]
pub struct TrackStep {
    /// Its name.
    pub title: String,
    /// When it was or will be, and what it means.
    pub text: String,
    /// Where it stands.
    pub state: StepState,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Over.
    Done,
    /// The present one.
    Current,
    /// To come.
    Todo,
}
