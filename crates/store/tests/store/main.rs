//! The SQLite store on real files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../conformance/mod.rs"]
#[macro_use]
mod conformance;
#[path = "../world/mod.rs"]
mod world;

mod crash;
mod full;
mod opening;
mod tampering;

use app::ports::SharedStore;
use std::sync::Arc;

/// A store in a folder of its own that is removed with the guard.
async fn fresh() -> (tempfile::TempDir, SharedStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = store::open(store::Options::new(folder.path().join("bureau.db"))).await.unwrap();
    (folder, Arc::new(store))
}

mod suite {
    crate::conformance!(crate::fresh);
}
