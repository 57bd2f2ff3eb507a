//! One worker's overdue queue, and other lists, among a million matters.
//!
//! `cargo run --release -p sinan-store --example bench_queue [MATTERS [FOLDER]]`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/world/mod.rs"]
mod world;

use app::ports::{Commit, CounterQuery, Interval, MatterFilter, QueueQuery, Reach, Store};
use engine::walk::Dice;
use engine::{Body, Task};
use kernel::{Date, Id, MatterId, OperationId, OrgPath};
use std::time::Instant;
use store::{Options, SqlStore, open};
use world::{BUREAU, START, TODAY};

const OFFICES: u64 = 40;
const WORKERS: u64 = 200;
const ROUNDS: usize = 2_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let matters: u64 = arguments.next().map_or(1_000_000, |s| s.parse().unwrap());
    let base = arguments.next().map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::tempdir_in(base).unwrap();
    let path = folder.path().join("bureau.db");
    let store = open(Options::new(&path)).await.unwrap();
    let begun = Instant::now();
    fill(&store, matters).await;
    let seconds = begun.elapsed().as_secs_f64();
    let size = std::fs::metadata(&path).unwrap().len() >> 20;
    println!("{matters} matters loaded in {seconds:.0} s ({:.0}/s), {size} MB", matters as f64 / seconds);
    println!("{:<44} {:>8} {:>8} {:>8} {:>8}", "list", "rows", "p50 ms", "p99 ms", "max ms");
    let mut dice = Dice::new(5);
    measure("one worker's overdue queue", &mut dice, async |dice| {
        let (worker, office) = (dice.below(WORKERS), dice.below(OFFICES));
        let owners = vec![format!("@worker{worker}"), format!("clerk@{}", place(office))];
        store.queue(BUREAU, &QueueQuery { owners, waiting: false, due_before: Some(TODAY), offset: 0, limit: 20 }).await.unwrap().rows.len()
    })
    .await;
    measure("one worker's whole queue", &mut dice, async |dice| {
        let (worker, office) = (dice.below(WORKERS), dice.below(OFFICES));
        let owners = vec![format!("@worker{worker}"), format!("clerk@{}", place(office)), format!("head@{}", place(office))];
        store.queue(BUREAU, &QueueQuery { owners, waiting: false, due_before: None, offset: 0, limit: 20 }).await.unwrap().rows.len()
    })
    .await;
    measure("a queue over all offices (40 owners)", &mut dice, async |_| {
        let owners = (0..OFFICES).map(|o| format!("clerk@{}", place(o))).collect();
        store.queue(BUREAU, &QueueQuery { owners, waiting: false, due_before: None, offset: 0, limit: 20 }).await.unwrap().rows.len()
    })
    .await;
    let filter =
        |units: Vec<OrgPath>| MatterFilter { reach: Reach::Units(units), closed: Some(false), limit: 20, ..MatterFilter::default() };
    measure("open matters of the bureau, what presses first", &mut dice, async |_| {
        store.matters(BUREAU, &filter(vec![OrgPath::new("/city")])).await.unwrap().rows.len()
    })
    .await;
    measure("one office, one state, newest first", &mut dice, async |dice| {
        let (procedure, state) = (Some(Id::from("permit")), Some(Id::from("reviewing")));
        let filter = MatterFilter { procedure, state, newest: true, ..filter(vec![OrgPath::new(&place(dice.below(OFFICES)))]) };
        store.matters(BUREAU, &filter).await.unwrap().rows.len()
    })
    .await;
    measure("overdue matters of the bureau, with their number", &mut dice, async |_| {
        let filter = MatterFilter { due_before: Some(TODAY), ..filter(vec![OrgPath::new("/city")]) };
        store.matters(BUREAU, &filter).await.unwrap().rows.len()
    })
    .await;
    measure("a figure of half a year by unit", &mut dice, async |_| {
        let measures = vec![(Id::from("permit"), Id::from("received"))];
        let days = Some(Interval { from: START, to: TODAY });
        store.counters(BUREAU, &CounterQuery { measures, days, by_month: false }).await.unwrap().len()
    })
    .await;
    store.close().await;
}

async fn measure(name: &str, dice: &mut Dice, mut ask: impl AsyncFnMut(&mut Dice) -> usize) {
    let (mut times, mut rows) = (Vec::with_capacity(ROUNDS), 0);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        rows += ask(dice).await;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let (p50, p99, max) = (times[ROUNDS / 2], times[ROUNDS * 99 / 100], times[ROUNDS - 1]);
    let rows = rows / ROUNDS;
    println!("{name:<44} {rows:>8} {p50:>8.2} {p99:>8.2} {max:>8.2}");
    println!("{{\"bench\":\"list\",\"list\":\"{name}\",\"rows\":{rows},\"p50_ms\":{p50:.2},\"p99_ms\":{p99:.2},\"max_ms\":{max:.2}}}");
}

fn place(office: u64) -> String {
    format!("/city/d{}/o{office}", office % 5)
}

/// Loads matters that stand at the first acts of walked stories, each with an id, an office and a due day of its own.
async fn fill(store: &SqlStore, matters: u64) {
    let law = world::library();
    let mut dice = Dice::new(3);
    let patterns: Vec<Commit> = world::stories(&law, 0..400).into_iter().map(|mut s| s.commits.remove(0)).collect();
    let mut left = matters;
    while left > 0 {
        let some = left.min(5_000);
        let commits: Vec<Commit> =
            (0..some).map(|n| another(dice.pick(&patterns).unwrap().clone(), 1_767_600_000_000 + matters - left + n, &mut dice)).collect();
        store.bulk(BUREAU, commits).await.unwrap();
        left -= some;
    }
}

fn another(mut commit: Commit, at: u64, dice: &mut Dice) -> Commit {
    let (id, unit) = (MatterId(world::timely(at, dice)), OrgPath::new(&place(dice.below(OFFICES))));
    commit.operation = OperationId(world::timely(at, dice));
    commit.values.clear();
    let change = &mut commit.changes[0];
    change.after.id = id;
    change.after.unit = unit.clone();
    if let Body::Opened { opening, .. } = &mut change.events[0].body {
        opening.matter = id;
        opening.unit = unit.clone();
    }
    // One in ten is open; most of those have time left.
    let open = dice.below(10) == 0;
    let due: Option<Date> = open.then(|| START.checked_add(jiff::Span::new().days(150 + dice.below(60) as i64)).unwrap());
    change.facts.closed = !open;
    change.facts.due_on = due;
    change.tasks.retain(|_| open);
    let given = dice.below(2) == 0;
    for task in &mut change.tasks {
        let account = given.then(|| Id::from(format!("worker{}", dice.below(WORKERS))));
        *task = Task { unit: unit.clone(), due_on: due, account, ..task.clone() };
    }
    if let Some(numbering) = &mut change.numbering {
        numbering.pattern = format!("{unit}许〔{}〕{{seq}}号", numbering.year);
        numbering.unit = unit;
    }
    commit
}
