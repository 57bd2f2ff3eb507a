//! The engine held against its own rules, on a small procedure that reaches every corner.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clocks_holders;
mod clocks_moves;
mod clocks_rounds;
mod clocks_stage;
mod clocks_versions;
mod families;
mod lapses;
mod permissions;
mod refusals;
mod stage;
mod timeline;
mod walks;
