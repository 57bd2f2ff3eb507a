//! Small things that several pages show.

use super::{DueCell, Run, Status};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it goes.
    pub href: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A name and its value.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where more is found about it.
    pub link: Option<Link>,
}

impl Fact {
    /// A fact without a link.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), link: None }
    }
}

/// A large figure of a page head.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The figure.
    pub value: String,
    /// What follows it in small type: %, /119.
    pub unit: String,
    /// What it counts.
    pub label: String,
}

/// What an empty list says: why it is empty and what can be done.
#[derive(Clone, Debug)]
pub struct Empty {
    /// 今日无事
    pub title: String,
    /// Why, and what now.
    pub text: String,
    /// Where to go on.
    pub link: Option<Link>,
}

/// 显示 1–25 / 共 N 件, and the way to the other pages.
#[derive(Clone, Debug)]
pub struct Pager {
    /// First row shown, counted from 1.
    pub from: u64,
    /// Last row shown.
    pub to: u64,
    /// Rows in all.
    pub total: u64,
    /// What is counted: 件, 点; matters, points.
    pub unit: String,
    /// This page, counted from 1.
    pub page: u64,
    /// Pages in all.
    pub pages: u64,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the next page.
    pub next: Option<String>,
}

/// One matter in a list.
#[derive(Clone, Debug)]
pub struct WorkRow {
    /// Its number, which is the link.
    pub number: String,
    /// Its page.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// Who it concerns, masked by the reader's role.
    pub parties: String,
    /// The next step, who is waited for, or why it is listed; in the case list the handler.
    pub next: String,
    /// Its nearest deadline.
    pub due: Option<DueCell>,
    /// Its state.
    pub status: Status,
}

/// An article of law. Its words are shown only where the folder of texts is loaded.
#[derive(Clone, Debug)]
pub struct ArticleView {
    /// 法律援助法第四十三条第一款
    pub citation: String,
    /// Its page.
    pub href: String,
    /// The words, operative ones stressed; empty when no texts are loaded.
    pub text: Vec<Run>,
    /// The figures it holds: 七日, 三日.
    pub figures: Vec<String>,
}
