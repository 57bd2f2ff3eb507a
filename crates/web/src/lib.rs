//! The web: pages, their look, and what they need from the application layer.
//!
//! The only crate that knows axum and askama. [`view`] holds plain page structs and the templates that show them; it
//! decides nothing and reads nothing, so every page can be shown with sample content and looked at.

pub mod assets;
mod route;
mod server;
pub mod view;

pub use server::{Options, Rate, Rates, serve};
