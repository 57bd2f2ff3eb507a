//! The citizen's first page.

use super::{Layout, Link, Markup};
use askama::Template;
use kernel::Date;

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "portal.html")]
pub struct PortalPage {
    /// The frame.
    pub layout: Layout,
    /// Ways in that stand before everything else: in a demo the board and the other people, for staff their desk.
    pub starts: Vec<Link>,
    /// Where the question box goes to (`q=…`, by GET); `None` hides the box and the first door is the way in.
    pub ask: Option<String>,
    /// What is often asked.
    pub hints: Vec<Link>,
    /// What can be done here.
    pub doors: Vec<Door>,
    /// Notices.
    pub news: Vec<NewsItem>,
    /// Where to talk to a person: name of the place, hours, address.
    pub window: Vec<String>,
    /// How the bureau does.
    pub figures: Vec<PublicFigure>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Door {
    /// One character that stands for it.
    pub glyph: String,
    /// Its name.
    pub title: String,
    /// In one sentence.
    pub lead: String,
    /// Where it begins.
    pub href: String,
}

/// A notice.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// When.
    pub date: Date,
    /// What; the page it leads to, if any.
    pub title: String,
    /// Its page.
    pub href: Option<String>,
}

/// A public figure with its count and how it is computed.
#[derive(Clone, Debug)]
pub struct PublicFigure {
    /// What is measured.
    pub title: String,
    /// The figure.
    pub value: String,
    /// Target or count.
    pub note: String,
    /// The bar.
    pub chart: Markup,
    /// How it is computed.
    pub basis: Option<Link>,
}
