//! A load of acts over HTTP, bounded in time, on loopback only: for the benchmark and for the test that kills the server.

mod client;
mod process;

pub use client::{Acked, Client};
pub use process::{Cost, Server};
