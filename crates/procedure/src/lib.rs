//! The procedure language: law as reviewable text, decoded, proved sound, rendered for jurists.
//!
//! [`decode`] turns a KDL file into the typed [`model`] and reports every mistake of the file in one run.

mod check;
mod decode;
mod diagnostic;
pub mod model;
mod render;
pub mod scenario;

pub use check::check;
pub use decode::decode;
pub use diagnostic::{Diagnostic, Severity};
pub use render::render;
