//! The store: event log, projections, counters and encrypted personal values, in one SQLite file or on a PostgreSQL server.
//!
//! One task of a node writes, with group commit ([`open`] starts it); a pool reads and never waits for it. All SQL is one text for both
//! databases, and what differs stands in `dialect` and `database`. On a server several nodes work side by side: nothing that one of them
//! remembers is taken for true when it writes.

mod administering;
mod ballots;
mod batch;
mod changes;
mod coding;
mod copy;
mod counters;
mod crypt;
mod database;
mod destroy;
mod dialect;
mod factors;
mod figures;
mod head;
mod identities;
mod journal;
mod keyring;
mod keys;
mod layout;
mod lists;
mod log;
mod many;
mod master;
mod migration;
mod number;
mod open;
mod passkeys;
mod people;
mod placed;
mod places;
#[cfg(test)]
mod plans;
mod prepare;
mod privacy;
mod protected;
mod purge;
mod queue;
mod random;
mod ranges;
mod records;
mod renew;
mod retire;
mod rotate;
mod rows;
mod script;
mod seal;
mod search;
mod sessions;
mod shown;
mod sign_in;
mod sql;
mod store;
mod tables;
mod transaction;
mod verify;
mod writer;

pub use copy::{Copied, CopyError, copy, digest_without};
pub use crypt::Suite;
pub use keys::KeyState;
pub use master::{KeyError, KeySource};
pub use migration::MigrationError;
pub use open::{OpenError, Options, Place, open};
pub use retire::{Listed, add_key, list_keys, retire_key};
pub use rotate::{Heard, KeysError, Rotated, rotate};
pub use store::SqlStore;
