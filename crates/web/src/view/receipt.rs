//! The receipt: the number, the lookup code, what comes next and by when.

use super::{DueCell, Layout, Link, Run, TrackStep};
use askama::Template;

/// A receipt.
#[derive(Clone, Debug, Template)]
#[template(path = "receipt.html")]
pub struct ReceiptPage {
    /// The frame.
    pub layout: Layout,
    /// 您的申请已经收到
    pub heading: String,
    /// The number of the matter.
    pub number: String,
    /// The lookup code.
    pub code: String,
    /// What was applied for.
    pub matter: String,
    /// By when there is an answer.
    pub due: Option<DueCell>,
    /// Why that day.
    pub explain: Vec<Run>,
    /// What comes next.
    pub steps: Vec<TrackStep>,
    /// Where removing the receipt from this device posts to.
    pub done: String,
    /// Following it.
    pub track: Link,
}
