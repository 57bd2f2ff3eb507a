//! A paper as it will be printed.

use super::{Layout, Link, Status};
use askama::Template;

/// A paper.
#[derive(Clone, Debug, Template)]
#[template(path = "paper.html")]
pub struct PaperPage {
    /// The frame; [`super::Frame::Sheet`].
    pub layout: Layout,
    /// Who issues it.
    pub organ: String,
    /// Its title.
    pub title: String,
    /// Its number; empty while a draft.
    pub number: String,
    /// To whom.
    pub addressee: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// The remedy: organ, period, from when; empty when none is owed.
    pub remedy: String,
    /// The day it bears, in Chinese letters.
    pub dated: String,
    /// Where the seal goes: words in the circle; `None` when no seal is needed.
    pub seal: Option<String>,
    /// Contact, verification, digest: the lines at the foot.
    pub foot: Vec<String>,
    /// Draft, awaiting seal, served.
    pub status: Status,
    /// Version, who drafted, who approved.
    pub provenance: String,
    /// Back to the matter.
    pub back: Link,
    /// The same in plain words, without legal force.
    pub twin: Option<String>,
}
