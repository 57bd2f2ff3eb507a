//! `sinan procedure simulate`: ten years of random life in whole families of matters, with everything that must hold looked at after
//! every deed. The same seed walks the same way on every machine.

use crate::{cli, output, world};
use anyhow::{Result, bail};
use engine::Shelf;
use engine::walk::simulate;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Id;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the seeds of one procedure came to.
#[derive(Debug, Default)]
struct Tally {
    deeds: AtomicU64,
    events: AtomicU64,
    days: AtomicU64,
    broken: Mutex<Vec<String>>,
}

pub fn run(args: &cli::Seeds) -> Result<ExitCode> {
    let rules = world::rules();
    let dossiers: Vec<_> = world::built_in().into_iter().filter_map(|d| d.dossier).collect();
    let shelf = Shelf::new(&dossiers, calendar::Calendar::china(), &rules);
    let chosen = |id: &Id| args.procedure.as_ref().is_none_or(|p| id == p.as_str());
    let procedures: Vec<Id> = shelf.newest().map(|p| p.id.clone()).filter(chosen).collect();
    if procedures.is_empty() {
        bail!("没有“{}”这个程序", args.procedure.as_deref().unwrap_or_default());
    }
    let seeds = args.seed.map_or(args.from..args.from + args.seeds, |seed| seed..seed + 1);
    let mut whole = true;
    for id in &procedures {
        let tally = walked(&shelf, id, seeds.clone());
        let count = seeds.end - seeds.start;
        let broken = tally.broken.into_inner().unwrap_or_default();
        output::line(format!(
            "{} {id}：{count} 个种子，{} 步，{} 条事件，平均 {} 天，{} 处不守",
            if broken.is_empty() { "✓" } else { "✗" },
            tally.deeds.into_inner(),
            tally.events.into_inner(),
            tally.days.into_inner() / count.max(1),
            broken.len(),
        ));
        broken.iter().take(3).for_each(output::line);
        whole &= broken.is_empty();
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Walks the seeds on every core.
fn walked(shelf: &Shelf<'_>, id: &Id, seeds: std::ops::Range<u64>) -> Tally {
    let bar = ProgressBar::new(seeds.end - seeds.start);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}  还需 {eta}") {
        bar.set_style(style);
    }
    bar.set_message(id.to_string());
    let (tally, next) = (Tally::default(), AtomicU64::new(seeds.start));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    one(shelf, id, seed, &tally);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    tally
}

fn one(shelf: &Shelf<'_>, id: &Id, seed: u64, tally: &Tally) {
    match simulate(shelf, id, seed) {
        Ok(done) => {
            tally.deeds.fetch_add(done.deeds, Ordering::Relaxed);
            tally.events.fetch_add(done.events, Ordering::Relaxed);
            tally.days.fetch_add(done.days, Ordering::Relaxed);
        }
        Err(broken) => {
            if let Ok(mut all) = tally.broken.lock() {
                all.push(broken.to_string());
            }
        }
    }
}
