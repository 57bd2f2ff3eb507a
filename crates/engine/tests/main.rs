//! The engine held against its own rules, on a small procedure that reaches every corner.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lapses;
mod permissions;
mod stage;
mod timeline;
mod walks;
