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
// What the program is put together from, so that a test may serve a bureau of its own.
#[path = "../src/world.rs"]
#[expect(dead_code, reason = "the command line reads what a file says; a test does not")]
mod world;
