//! The store on SQLite: event log, projections, counters and encrypted personal values in one durable file.
//!
//! One task writes, with group commit ([`open`] starts it); a pool reads and never waits for it. All SQL is the portable subset of
//! SQLite and PostgreSQL, and what differs stands in `dialect`.

mod batch;
mod changes;
mod coding;
mod counters;
mod crypt;
mod destroy;
mod dialect;
mod figures;
mod head;
mod keyring;
mod lists;
mod log;
mod many;
mod master;
mod migration;
mod number;
mod open;
mod people;
mod placed;
mod places;
#[cfg(test)]
mod plans;
mod prepare;
mod queue;
mod random;
mod ranges;
mod records;
mod rows;
mod script;
mod seal;
mod sealed;
mod search;
mod shown;
mod sql;
mod store;
mod tables;
mod transaction;
mod verify;
mod writer;

pub use master::{KeyError, KeySource};
pub use migration::MigrationError;
pub use open::{OpenError, Options, open};
pub use ranges::COUNT_CAP;
pub use store::SqliteStore;
