//! Acts a second through the store on either database, beside the raw limit of the same rows in the same run.
//!
//! `cargo run --release -p sinan-store --example bench_commit [SECONDS [FOLDER [CLIENTS…]]]`. The folder must lie on a real disk: every act is
//! answered after it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod raw;
#[path = "../../tests/world/mod.rs"]
mod world;

use app::ports::{SharedStore, Store as _};
use kernel::{BureauId, OperationId, sm3};
use scratch_postgres::Server;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use world::Story;

/// Stories told by each client, in one bureau after the other.
const STORIES: u64 = 40;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let time = Duration::from_secs(arguments.next().map_or(5, |s| s.parse().unwrap()));
    let base = arguments.next().map_or_else(std::env::temp_dir, Into::into);
    let some: Vec<usize> = arguments.map(|s| s.parse().unwrap()).collect();
    let law = world::library();
    let stories: Arc<Vec<Story>> = Arc::new(world::stories(&law, 0..64 * STORIES));
    let acts: usize = stories.iter().map(|s| s.commits.len()).sum();
    println!("{} stories, {acts} acts, {:.0} bytes of events an act", stories.len(), bytes(&stories) as f64 / acts as f64);
    bulk(tempfile::tempdir_in(&base).unwrap().path(), &stories).await;
    println!(
        "{:>9} {:>8} {:>10} {:>8} {:>9} {:>9} {:>9} {:>9} {:>12} {:>8}",
        "database", "clients", "acts/s", "a batch", "p50 ms", "p99 ms", "CPU µs", "KB", "raw limit/s", "of raw"
    );
    let server = Server::start(&base).or_else(|_| Server::start(&std::env::temp_dir())).unwrap();
    for clients in if some.is_empty() { vec![1, 8, 32, 64] } else { some } {
        let folder = tempfile::tempdir_in(&base).unwrap();
        let file = store::Options::new(folder.path().join("bureau.db"));
        let (run, batch) = measured("sqlite", file, &law, &stories, (clients, time)).await;
        let limit = raw::sqlite(&folder.path().join("raw.db"), &stories, batch, time / 2).await;
        tell("sqlite", clients, &run, batch, limit);
        let Some(server) = &server else { continue };
        let options = |name: &str| {
            let made = server.tool("psql", &["-Xqc", &format!("CREATE DATABASE {name}{clients}"), "postgres"]).unwrap();
            assert!(made.status.success());
            store::Options::server(server.url(&format!("{name}{clients}")), folder.path().join("server.key"))
        };
        let (run, batch) = measured("postgres", options("bureau"), &law, &stories, (clients, time)).await;
        let limit = raw::postgres(options("raw"), &stories, batch, time / 2).await;
        tell("postgres", clients, &run, batch, limit);
    }
}

/// Runs the load on a store of its own and verifies it. Returns the run and how many acts shared a commit.
async fn measured(
    database: &str,
    options: store::Options,
    law: &app::Library,
    stories: &Arc<Vec<Story>>,
    (clients, time): (usize, Duration),
) -> (Run, usize) {
    let store = Arc::new(store::open(options).await.unwrap());
    let before = used();
    let mut run = through_store(store.clone(), stories, clients, time).await;
    let after = used();
    run.cpu = after.0 - before.0;
    run.written = after.1 - before.1;
    let batch = run.acts as f64 / store.batches().unwrap() as f64;
    let begun = Instant::now();
    let report = store.verify(BureauId(run.bureau), law).await.unwrap();
    assert!(report.faults.is_empty(), "{database}: {:?}", report.faults);
    run.verified = report.events as f64 / begun.elapsed().as_secs_f64();
    store.close().await;
    (run, (batch.round() as usize).max(1))
}

fn tell(database: &str, clients: usize, run: &Run, batch: usize, raw: f64) {
    let rate = run.acts as f64 / run.elapsed.as_secs_f64();
    let (p50, p99, verified) = (run.percentile(0.5), run.percentile(0.99), run.verified);
    println!(
        "{database:>9} {clients:>8} {rate:>10.0} {batch:>8} {p50:>9.2} {p99:>9.2} {:>9.0} {:>9.1} {raw:>12.0} {:>7.0}%",
        run.cpu * 1e6 / run.acts as f64,
        run.written as f64 / 1024.0 / run.acts as f64,
        100.0 * rate / raw
    );
    println!(
        "{{\"bench\":\"commit\",\"database\":\"{database}\",\"clients\":{clients},\"acts_per_s\":{rate:.0},\"acts_per_batch\":{batch},\"p50_ms\":{p50:.2},\"p99_ms\":{p99:.2},\"raw_per_s\":{raw:.0},\"verified_events_per_s\":{verified:.0}}}"
    );
}

/// An operation id as forms carry it: later ones sort after earlier ones.
fn next_operation() -> OperationId {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let n = u64::try_from(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap();
    let random: [u8; 10] = sm3(&[&n.to_be_bytes()]).0[..10].try_into().unwrap();
    OperationId(uuid::Builder::from_unix_timestamp_millis(1_767_600_000_000 + n / 4, &random).into_uuid())
}

/// Processor seconds that this process used, and bytes it wrote.
fn used() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: f64 =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let written = io.lines().find_map(|l| l.strip_prefix("wchar: ")?.parse().ok()).unwrap_or_default();
    (ticks / 100.0, written)
}

/// The same acts by the bulk path, as demo data and imports take it.
async fn bulk(folder: &Path, stories: &[Story]) {
    let store = store::open(store::Options::new(folder.join("bulk.db"))).await.unwrap();
    let acts: usize = stories.iter().map(|s| s.commits.len()).sum();
    let begun = Instant::now();
    for some in stories.chunks(500) {
        store.bulk(BureauId(1), some.iter().flat_map(|s| s.commits.clone()).collect()).await.unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    store.close().await;
    let (acts_per_s, matters_per_s) = (acts as f64 / seconds, stories.len() as f64 / seconds);
    println!("bulk: {acts_per_s:.0} acts/s, {matters_per_s:.0} whole matters/s");
    println!("{{\"bench\":\"bulk\",\"acts_per_s\":{acts_per_s:.0},\"matters_per_s\":{matters_per_s:.0}}}");
}

fn bytes(stories: &[Story]) -> usize {
    stories.iter().flat_map(|s| &s.commits).map(|c| serde_json::to_vec(&c.changes[0].events).unwrap().len()).sum()
}

struct Run {
    bureau: i64,
    acts: u64,
    elapsed: Duration,
    times: Vec<Duration>,
    /// Processor seconds of this process; a server's are its own.
    cpu: f64,
    /// Bytes that this process wrote.
    written: u64,
    /// Events verified a second.
    verified: f64,
}

impl Run {
    fn percentile(&self, share: f64) -> f64 {
        self.times[((self.times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0
    }
}

async fn through_store(store: SharedStore, stories: &Arc<Vec<Story>>, clients: usize, time: Duration) -> Run {
    static BUREAU: AtomicI64 = AtomicI64::new(1);
    let first = BUREAU.fetch_add(1_000_000, Ordering::Relaxed);
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (store, stories) = (store.clone(), stories.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                let own = stories.chunks(stories.len() / clients).nth(client).unwrap();
                for pass in 0.. {
                    for story in own {
                        let mut number = None;
                        for commit in &story.commits {
                            if begun.elapsed() > time {
                                return times;
                            }
                            let mut commit = commit.clone();
                            // As a use-case would have read it.
                            commit.changes[0].after.number.clone_from(&number);
                            commit.operation = next_operation();
                            let asked = Instant::now();
                            let receipt = store.commit(BureauId(first + pass), commit).await.unwrap();
                            times.push(asked.elapsed());
                            number = receipt.number;
                        }
                    }
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let elapsed = begun.elapsed();
    times.sort_unstable();
    Run { bureau: first, acts: times.len() as u64, elapsed, times, cpu: 0.0, written: 0, verified: 0.0 }
}
