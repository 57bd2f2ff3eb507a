//! The program as its users meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod command_line;
mod crash;
mod databases;
mod nodes;
mod otherwise;
mod web;
