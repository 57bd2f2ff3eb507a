//! A load of acts over HTTP, bounded in time, on loopback only: for the benchmark and for the test that kills the server.

mod client;
mod process;

pub use client::{Acked, Client};
pub use process::{Cost, Server};

/// A fresh operation id, as a browser's form carries one.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a load is a shell: its clients need ids that nobody used before")]
pub fn fresh_operation() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
