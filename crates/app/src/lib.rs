//! Use-cases: load, authorize, decide, commit. No SQL, no HTTP.

mod library;
pub mod ports;

pub use library::Library;
