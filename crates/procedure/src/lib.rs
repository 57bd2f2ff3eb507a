//! The procedure language: law as reviewable text, decoded, proved sound, rendered for jurists.

pub mod model;
pub mod scenario;
