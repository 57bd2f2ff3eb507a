//! What one suite costs against the other, and how fast keys are changed.
//!
//! `cargo run --release -p sinan-store --example bench_keys [PERSONS [FOLDER]]`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/world/mod.rs"]
mod world;

use app::ports::Store;
use std::ops::ControlFlow;
use std::time::Instant;
use store::{Options, Suite, add_key, open, rotate};
use world::{BUREAU, library, story};

const ROUNDS: usize = 9;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let persons: u64 = arguments.next().map_or(2_000, |s| s.parse().unwrap());
    let base = arguments.next().map_or_else(std::env::temp_dir, Into::into);
    let (folder, law) = (tempfile::tempdir_in(base).unwrap(), library());
    let openings: Vec<_> = (0..persons).map(|seed| story(&law, seed).commits.remove(0)).collect();
    let values: Vec<_> = openings.iter().flat_map(|c| &c.values).map(|v| v.value).collect();
    println!("{persons} persons, {} values; each figure the median of {ROUNDS} rounds, with the least and the most", values.len());
    let at = |name: &str, suite| Options { suite, ..Options::new(folder.path().join(name)) };
    for suite in [Suite::Aes256Gcm, Suite::Sm4Gcm] {
        let mut load = Vec::new();
        for round in 0..ROUNDS {
            let store = open(at(&format!("{suite}{round}.db"), suite)).await.unwrap();
            let begun = Instant::now();
            store.bulk(BUREAU, openings.clone()).await.unwrap();
            load.push(begun.elapsed().as_secs_f64() * 1e6 / persons as f64);
            store.close().await;
        }
        let store = open(at(&format!("{suite}0.db"), suite)).await.unwrap();
        let mut shown = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            assert_eq!(store.reveal(BUREAU, &values).await.unwrap().len(), values.len());
            shown.push(begun.elapsed().as_secs_f64() * 1e6 / values.len() as f64);
        }
        store.close().await;
        println!("{suite}: to open a matter in bulk {} µs, to show a value {} µs", spread(load), spread(shown));
    }
    let (mut keys, mut all) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let from = at(&format!("{}{round}.db", Suite::Aes256Gcm), Suite::Aes256Gcm);
        add_key(&from).await.unwrap();
        let begun = Instant::now();
        rotate(&from, false, |_| ControlFlow::Continue(())).await.unwrap();
        keys.push(persons as f64 / begun.elapsed().as_secs_f64());
        let mut began = None;
        let to = Options { suite: Suite::Sm4Gcm, ..from };
        // From the first batch on: before it, the nodes are given time to hear of new keys.
        let heard = |heard: store::Heard| {
            if heard.of > 0 {
                began.get_or_insert_with(Instant::now);
            }
            ControlFlow::Continue(())
        };
        let done = rotate(&to, true, heard).await.unwrap();
        all.push(done.persons as f64 / began.unwrap().elapsed().as_secs_f64());
    }
    println!("keys wrapped anew: {} persons a second", spread(keys));
    println!("everything encrypted anew: {} persons a second", spread(all));
}

fn spread(mut of: Vec<f64>) -> String {
    of.sort_by(f64::total_cmp);
    format!("{:.1} ({:.1}–{:.1})", of[of.len() / 2], of[0], of[of.len() - 1])
}
