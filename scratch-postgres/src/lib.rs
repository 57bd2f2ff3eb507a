//! A PostgreSQL server of its own, for tests and measurements: on a private port, in a folder that is removed.
//!
//! Checksums and fsync are on: what is tested is what is run. A whole run of tests shares one server, named by [`VARIABLE`]; a test that
//! runs alone starts one. It ends with the process that started it, however that ends.

mod database;
mod server;

pub use database::{Database, VARIABLE, database};
pub use server::{Server, binaries};
