//! A full disk: what does not fit is refused whole, reads go on, and work goes on when there is room again.

use crate::server;
use crate::world::{BUREAU, library, story};
use app::ports::{Commit, MatterFilter, Reach, Store, StoreError};
use kernel::OrgPath;
use scratch_postgres::Server;
use std::os::unix::fs::{MetadataExt as _, chown};
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
    let all = MatterFilter { reach: Reach::Units(vec![OrgPath::new("/city")]), limit: 5, ..MatterFilter::default() };
    assert_eq!(store.matters(BUREAU, &all).await.unwrap().rows.len(), 5);
    assert!(matches!(store.put_setting(BUREAU, "k", &"x".repeat(200_000).into()).await, Err(StoreError::Full)));
    let report = store.verify(BUREAU, &library()).await.unwrap();
    assert!(report.faults.is_empty(), "{:#?}", report.faults);
}

/// What cannot be noted is not shown: a look is refused as soon as the journal has no room, and each that was given has its note.
async fn assert_no_look_without_its_note(store: &std::sync::Arc<SqlStore>, refused: &Commit) {
    let bureau = crate::ballots::bureau(&(store.clone() as app::ports::SharedStore), 1);
    let all = MatterFilter { reach: Reach::Units(vec![OrgPath::new("/city")]), limit: 1, ..MatterFilter::default() };
    let matter = store.matters(BUREAU, &all).await.unwrap().rows[0].id;
    let grant =
        kernel::Grant { role: "clerk".into(), unit: OrgPath::new("/city"), from: crate::world::START, until: None, acting_for: None };
    let who = app::ports::Account { actor: kernel::Actor { grants: vec![grant], ..clerk() }, ..nobody() };
    let mut given = 0;
    let fault = loop {
        match bureau.case_file_whole(&who, matter, app::Reason::Supervision).await {
            Ok(_) => given += 1,
            Err(fault) => break fault,
        }
        assert!(given < 20_000, "it never filled up");
    };
    assert!(matches!(fault, app::Fault::Store(StoreError::Full)), "{fault:?} after {} acts", refused.changes.len());
    assert_eq!(store.verify(BUREAU, &library()).await.unwrap().notes, given);
}

fn clerk() -> kernel::Actor {
    kernel::Actor { account: "li".into(), unit: None, grants: Vec::new(), person: None }
}

fn nobody() -> app::ports::Account {
    app::ports::Account { actor: clerk(), name: Default::default(), post: Default::default(), demo: false, credential: Default::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_file_refuses_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options { limit: Some(1 << 20), ..Options::new(&path) }).await.unwrap();
    let (refused, written) = fill(&store).await;
    assert!(written > 20, "{written}");
    assert_sound(&store, &refused).await;
    let store = std::sync::Arc::new(store);
    assert_no_look_without_its_note(&store, &refused).await;
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
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(folder.path()).output();
        done.is_ok_and(|o| o.status.success()).then_some(Self(folder))
    }

    fn grow(&self, size: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,size={size}")]).arg(self.path()).output().unwrap();
        assert!(done.status.success());
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
    let Some(small) = Small::mount("8m") else {
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

/// On a server, the tables' own disk is full: the log has another one, or the server itself would stop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_servers_full_disk_refuses_and_recovers_without_a_restart() {
    let Some(process) = Server::start(&std::env::temp_dir()).unwrap() else {
        scratch_postgres::database().unwrap();
        return;
    };
    let Some(small) = Small::mount("11m") else {
        println!("skipped: no right to mount a small file system");
        return;
    };
    let admin = |text: &str| {
        let done = process.tool("psql", &["-Xqc", text, "postgres"]).unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let owner = std::fs::metadata(process.files()).unwrap();
    chown(small.path(), Some(owner.uid()), Some(owner.gid())).unwrap();
    admin(&format!("CREATE TABLESPACE small LOCATION '{}'", small.path().display()));
    admin("CREATE DATABASE bureau TABLESPACE small");
    let store = open(server(&process.url("bureau"))).await.unwrap();
    for size in ["12m", "13m"] {
        let (refused, _) = fill(&store).await;
        assert_sound(&store, &refused).await;
        small.grow(size);
        store.commit(BUREAU, refused).await.unwrap();
    }
    store.close().await;
    drop(process);
}
