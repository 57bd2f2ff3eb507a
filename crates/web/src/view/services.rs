//! Services open to citizens.

use super::Layout;
use askama::Template;

/// The services.
#[derive(Clone, Debug, Template)]
#[template(path = "services.html")]
pub struct ServicesPage {
    /// The frame.
    pub layout: Layout,
    /// Each service.
    pub services: Vec<ServiceCard>,
}

/// One service.
#[derive(Clone, Debug)]
pub struct ServiceCard {
    /// One character that stands for it.
    pub glyph: String,
    /// Its name.
    pub title: String,
    /// By when there is an answer.
    pub lead: String,
    /// The article it rests on.
    pub ground: String,
    /// Its guide.
    pub href: String,
}
