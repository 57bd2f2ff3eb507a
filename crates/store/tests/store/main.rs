//! The store on real databases: SQLite files, and a PostgreSQL server of the tests' own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../conformance/mod.rs"]
#[macro_use]
mod conformance;
#[path = "../world/mod.rs"]
mod world;

mod ballots;
mod canary;
mod copying;
mod crash;
mod full;
mod keys;
mod nodes;
mod opening;
mod outage;
mod schema;
mod tampering;

use app::ports::SharedStore;
use std::sync::Arc;

/// A store in a folder of its own that is removed with the guard.
async fn in_a_file() -> Option<(tempfile::TempDir, SharedStore)> {
    let folder = tempfile::tempdir().unwrap();
    let store = store::open(store::Options::new(folder.path().join("bureau.db"))).await.unwrap();
    Some((folder, Arc::new(store)))
}

/// A store in a database of its own that is dropped with the guard.
async fn on_a_server() -> Option<(scratch_postgres::Database, SharedStore)> {
    let database = scratch_postgres::database().unwrap()?;
    let store = store::open(server(&database.url())).await.unwrap();
    Some((database, Arc::new(store)))
}

/// How to open a database on a server, with a key that all of them share.
fn server(url: &str) -> store::Options {
    store::Options { master_key: store::KeySource::Bytes([9; 32]), ..store::Options::server(url, "") }
}

/// The store without a database.
async fn in_memory() -> Option<((), SharedStore)> {
    Some(((), Arc::new(app::memory::MemoryStore::default())))
}

mod memory {
    crate::conformance!(crate::in_memory);
}

mod sqlite {
    crate::conformance!(crate::in_a_file);
}

mod postgres {
    crate::conformance!(crate::on_a_server);
}
