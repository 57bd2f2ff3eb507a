//! The procedure language: law as reviewable text, decoded, proved sound, rendered for jurists.
//!
//! [`decode`] turns a KDL file into the typed [`model`] and reports every mistake of the file in one run; [`check`] proves what can
//! be proved of it against the statute index; [`manual`] and [`diff`] speak law; [`scenario`] holds worked examples.

mod check;
mod decode;
mod diagnostic;
mod diff;
mod export;
mod manual;
pub mod model;
mod permissions;
mod render;
pub mod scenario;
mod summary;
mod telling;

pub use check::{Walked, check, walked};
pub use decode::decode;
pub use diagnostic::{Diagnostic, Severity};
pub use diff::{Change, Turn, diff, render_diff};
pub use export::{diagram, export};
pub use manual::manual;
pub use permissions::{permissions, permissions_file};
pub use render::render;
pub use scenario::{check_scenarios, check_scenarios_across, decode_scenarios};
pub use summary::Summary;
