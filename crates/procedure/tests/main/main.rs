//! The decoder and the checks on real and on broken files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod drafts;
mod files;
mod planted;
mod proofs;
mod robust;
mod scenarios;
mod told;
mod walked;
