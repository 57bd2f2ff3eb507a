//! The program as its users meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod command_line;
mod crash;
mod databases;
mod imports;
mod nodes;
mod otherwise;
// The program's own client, so that a test may move the clock around it.
#[path = "../src/provider.rs"]
mod provider;
mod web;
