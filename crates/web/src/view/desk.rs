//! The desk: what is mine to do, what waits for others, what is in danger.

use super::{DueCell, Empty, Layout, Link, Run, WorkRow};
use askama::Template;

/// The desk.
#[derive(Clone, Debug, Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// The frame.
    pub layout: Layout,
    /// 早上好，李静。今天该做三件事
    pub greeting: String,
    /// The day, and what the calendar holds in store.
    pub lead: Vec<Run>,
    /// At most three things to do today; none: the empty state below.
    pub today: Vec<TodayItem>,
    /// What an empty day says.
    pub nothing: Empty,
    /// 待办, 在办, 预警.
    pub lists: Vec<WorkList>,
}

/// One of the three things to do today.
#[derive(Clone, Debug)]
pub struct TodayItem {
    /// What to do.
    pub title: String,
    /// The matter.
    pub href: String,
    /// By when.
    pub due: DueCell,
    /// Why today, and what happens otherwise.
    pub why: Vec<Run>,
    /// The article.
    pub ground: String,
    /// The act.
    pub act: Link,
    /// The explanation of the date.
    pub explain: Option<Link>,
}

/// One list of the desk.
#[derive(Clone, Debug)]
pub struct WorkList {
    /// `id` of its heading.
    pub id: String,
    /// 待办
    pub title: String,
    /// Whose, and in which order.
    pub lead: String,
    /// Head of the third column: 下一步, 在等谁, 为什么.
    pub column: String,
    /// The matters shown.
    pub rows: Vec<WorkRow>,
    /// How many there are; the list shows the first of them.
    pub total: u64,
    /// The whole list.
    pub more: Option<Link>,
    /// What it says when empty.
    pub empty: Empty,
}
