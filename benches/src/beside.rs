//! Another build of the program beside this one: the same load on both by turns, so that a slower hour of the machine meets both.

use crate::load;
use crate::report::Report;
use anyhow::{Context, Result};
use bench::Server;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Times that each is measured at each number of clients.
const ROUNDS: usize = 5;
/// Numbers of clients.
const CLIENTS: [usize; 3] = [1, 8, 64];
/// Seconds of load in a round.
const SECONDS: u64 = 5;

/// Stands for the bulk path, by which demo data and imports come: one writer, many acts in a commit.
const BULK: usize = 0;

/// What was measured of one number of clients, a pair for each round: before, now.
type Pairs = BTreeMap<usize, Vec<[f64; 2]>>;

/// Measures acts over HTTP and the store alone, with the programs of `before` (a folder such as another clone's `target/release`) and of
/// `now`.
pub async fn run(before: &Path, now: &Path, scratch: &Path, quick: bool, report: &mut Report) -> Result<()> {
    let rounds = if quick { 2 } else { ROUNDS };
    report.section("Acts over HTTP, before and now");
    report.line("SQLite, the load of `latest.md`. Change: the median of the rounds' own ratios, and their least and greatest.");
    let mut pairs = Pairs::new();
    for round in 0..rounds {
        for clients in CLIENTS {
            let pair = pairs.entry(clients).or_default();
            pair.push(by_turns(round, async |at| over_http([before, now][at], scratch, clients).await).await?);
        }
    }
    table(report, "http", &pairs);
    report.section("The store alone, before and now");
    report.line("`bench_commit` of each build: whole stories of matters, decided, chained, encrypted and committed with fsync.");
    let mut pairs = Pairs::new();
    for round in 0..rounds {
        let [then, today] = by_turns(round, async |at| store_alone([before, now][at], scratch)).await?;
        for (clients, acts) in then {
            pairs.entry(clients).or_default().push([acts, today.get(&clients).copied().unwrap_or_default()]);
        }
    }
    table(report, "store", &pairs);
    Ok(())
}

/// Measures both, which of them first by turns.
async fn by_turns<T: Default>(round: usize, measure: impl AsyncFn(usize) -> Result<T>) -> Result<[T; 2]> {
    let mut pair = [T::default(), T::default()];
    for at in [round % 2, 1 - round % 2] {
        pair[at] = measure(at).await?;
    }
    Ok(pair)
}

async fn over_http(programs: &Path, scratch: &Path, clients: usize) -> Result<f64> {
    let folder = tempfile::tempdir_in(scratch)?;
    let server = Server::start(&programs.join("sinan"), folder.path(), &["--matters", "100"])?;
    Ok(load::run("SQLite", &server, clients, Duration::from_secs(SECONDS)).await?.acts_per_s)
}

/// Acts a second by number of clients, as `bench_commit` prints them.
fn store_alone(programs: &Path, scratch: &Path) -> Result<BTreeMap<usize, f64>> {
    let program = programs.join("examples/bench_commit");
    let out = Command::new(&program)
        .arg("3")
        .arg(scratch)
        .args(CLIENTS.map(|n| n.to_string()))
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    anyhow::ensure!(out.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8_lossy(&out.stdout);
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    // A build of the time before the second database does not name the first.
    let sqlite = lines.filter(|l| l["database"].as_str().is_none_or(|name| name == "sqlite"));
    let clients = |l: &serde_json::Value| match l["bench"].as_str()? {
        "commit" => usize::try_from(l["clients"].as_u64()?).ok(),
        "bulk" => Some(BULK),
        _ => None,
    };
    Ok(sqlite.filter_map(|l| Some((clients(&l)?, l["acts_per_s"].as_f64()?))).collect())
}

fn table(report: &mut Report, bench: &str, pairs: &Pairs) {
    report.row(&["clients", "rounds", "before, acts/s", "least–greatest", "now, acts/s", "least–greatest", "change", "least–greatest"]);
    for (clients, pairs) in pairs {
        let side = |at: usize| spread(pairs.iter().map(|p| p[at]).collect());
        let (before, now, change) = (side(0), side(1), spread(pairs.iter().map(|p| (p[1] / p[0] - 1.0) * 100.0).collect()));
        let whole = |x: [f64; 3]| [format!("{:.0}", x[1]), format!("{:.0}–{:.0}", x[0], x[2])];
        let head = [if *clients == BULK { "bulk".to_owned() } else { clients.to_string() }, pairs.len().to_string()];
        let changed = [format!("{:+.1} %", change[1]), format!("{:+.1}–{:+.1}", change[0], change[2])];
        report.row(&[head, whole(before), whole(now), changed].concat());
        report.json(bench, &serde_json::json!({ "clients": clients, "pairs": pairs }));
    }
}

/// Least, median and greatest.
fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}
