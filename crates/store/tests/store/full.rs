//! A full disk: what does not fit is refused whole, reads go on, and work goes on when there is room again.

use crate::world::{BUREAU, library, story};
use app::ports::{Commit, MatterFilter, Store, StoreError};
use kernel::OrgPath;
use std::path::Path;
use std::process::Command;
use store::{Options, SqlStore, open};

/// Commits until the store says it is full. Returns the act refused and how many were written.
async fn fill(store: &SqlStore) -> (Commit, u64) {
    let law = library();
    let mut written = 0;
    for seed in 0..20_000 {
        for commit in story(&law, seed).commits {
            match store.commit(BUREAU, commit.clone()).await {
                Ok(_) => written += 1,
                Err(StoreError::Full) => return (commit, written),
                Err(other) => panic!("{other}"),
            }
        }
    }
    panic!("it never filled up");
}

/// What must hold while there is no room.
async fn assert_sound(store: &SqlStore, refused: &Commit) {
    assert_eq!(store.operation(BUREAU, refused.operation).await.unwrap(), None);
    let seq = store.matter(BUREAU, refused.changes[0].after.id).await.unwrap().map_or(0, |m| m.seq);
    assert_eq!(seq, refused.changes[0].expected, "nothing of the refused act is there");
    let all = MatterFilter { units: vec![OrgPath::new("/city")], limit: 5, ..MatterFilter::default() };
    assert_eq!(store.matters(BUREAU, &all).await.unwrap().rows.len(), 5);
    assert!(matches!(store.put_setting(BUREAU, "k", &"x".repeat(200_000).into()).await, Err(StoreError::Full)));
    let report = store.verify(BUREAU, &library()).await.unwrap();
    assert!(report.faults.is_empty(), "{:#?}", report.faults);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_file_refuses_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options { limit: Some(1 << 20), ..Options::new(&path) }).await.unwrap();
    let (refused, written) = fill(&store).await;
    assert!(written > 20, "{written}");
    assert_sound(&store, &refused).await;
    store.set_limit(64 << 20).await.unwrap();
    store.commit(BUREAU, refused.clone()).await.unwrap();
    assert_eq!(store.matter(BUREAU, refused.changes[0].after.id).await.unwrap().map(|m| m.seq), Some(refused.changes[0].after.seq));
    store.close().await;
    let store = open(Options::new(&path)).await.unwrap();
    let report = store.verify(BUREAU, &library()).await.unwrap();
    assert!(report.faults.is_empty(), "{:#?}", report.faults);
}

/// A small file system of its own, where the system lets us make one.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(folder.path()).output();
        done.is_ok_and(|o| o.status.success()).then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).output();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_recovers_without_a_restart() {
    let Some(small) = Small::mount() else {
        println!("skipped: no right to mount a small file system");
        return;
    };
    let ballast = small.path().join("ballast");
    std::fs::write(&ballast, vec![1; 3 << 20]).unwrap();
    let store = open(Options::new(small.path().join("bureau.db"))).await.unwrap();
    for _ in 0..3 {
        let (refused, _) = fill(&store).await;
        assert_sound(&store, &refused).await;
        let room = std::fs::metadata(&ballast).unwrap().len().saturating_sub(1 << 20);
        std::fs::OpenOptions::new().write(true).open(&ballast).unwrap().set_len(room).unwrap();
        store.commit(BUREAU, refused).await.unwrap();
    }
    store.close().await;
}
