//! The list of matters: filters in the address, chips that remove them, pages.

use super::{Empty, FieldView, Layout, Link, Pager, WorkRow};
use askama::Template;

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "cases.html")]
pub struct CasesPage {
    /// The frame.
    pub layout: Layout,
    /// 事项, or the name of a saved view.
    pub heading: String,
    /// What is listed and in which order.
    pub lead: String,
    /// Opens a new matter, for those who may.
    pub open: Option<Link>,
    /// Ready-made views: all, mine, overdue.
    pub views: Vec<super::NavItem>,
    /// The filters; `Line` and `Select` only.
    pub filters: Vec<FieldView>,
    /// Filters in force: what is filtered, and the address without it.
    pub chips: Vec<Link>,
    /// Address without any filter, when there is more than one.
    pub clear: Option<String>,
    /// Sorting by number.
    pub by_number: SortHead,
    /// Sorting by deadline.
    pub by_due: SortHead,
    /// The matters of this page.
    pub rows: Vec<WorkRow>,
    /// Which of them.
    pub pager: Pager,
    /// What the list says when it is empty.
    pub empty: Empty,
    /// The list as a table file.
    pub export: Option<Link>,
}

/// A column head that sorts.
#[derive(Clone, Debug)]
pub struct SortHead {
    /// Address sorted by it, or turned round.
    pub href: String,
    /// The order now, if the list is sorted by it.
    pub order: Option<Order>,
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest or earliest first.
    Ascending,
    /// Largest or latest first.
    Descending,
}

impl SortHead {
    /// Value of `aria-sort`.
    #[must_use]
    pub fn aria(&self) -> Option<&'static str> {
        self.order.map(|o| match o {
            Order::Ascending => "ascending",
            Order::Descending => "descending",
        })
    }
}
