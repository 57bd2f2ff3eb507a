//! Measures the program and writes `benches/results/`: `cargo run --release -p sinan-bench [-- --quick] [-- --queue MATTERS]`; with
//! `--beside FOLDER` another build of it (`sinan` and `examples/bench_commit`) and this one by turns.
//!
//! On loopback, bounded in time, fsync real. The raw limit of the same run comes from the store's own examples, which write the
//! same kind of rows in a bare loop.

mod beside;
mod load;
mod report;

use anyhow::{Context, Result};
use bench::Server;
use report::Report;
use scratch_postgres::Server as Postgres;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Seconds of load at each number of clients.
const SECONDS: u64 = 8;
/// Matters in the queue's benchmark.
const QUEUE: &str = "1000000";

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let quick = arguments.iter().any(|a| a == "--quick");
    let queue = arguments.iter().skip_while(|a| *a != "--queue").nth(1).map_or(if quick { "20000" } else { QUEUE }, String::as_str);
    build()?;
    let program = target().join("sinan");
    let mut report = Report::default();
    // Written before the longest part too, so that what was measured is not lost with it.
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/results"));
    if let Some(before) = arguments.iter().skip_while(|a| *a != "--beside").nth(1) {
        beside::run(Path::new(before), &target(), &target(), quick, &mut report).await?;
        return report.write(folder, "beside", " -- --beside BEFORE");
    }
    over_http(&program, &mut report, Duration::from_secs(if quick { 2 } else { SECONDS })).await?;
    start_and_memory(&program, &mut report).await?;
    plan_import(&program, &mut report)?;
    demo_in_bulk(&program, &mut report, if quick { "2000" } else { "100000" })?;
    example(&mut report, "The store alone, and the raw limit of the same rows", "bench_commit", &[if quick { "1" } else { "5" }])?;
    report.write(folder, "latest", "")?;
    example(&mut report, "One worker's lists among many matters", "bench_queue", &[queue])?;
    report.write(folder, "latest", "")
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release")
}

fn build() -> Result<()> {
    for arguments in [&["build", "--release", "-p", "sinan"][..], &["build", "--release", "-p", "sinan-store", "--examples"]] {
        let status = Command::new(env!("CARGO")).args(arguments).status()?;
        anyhow::ensure!(status.success(), "cargo {arguments:?} failed");
    }
    Ok(())
}

async fn over_http(program: &Path, report: &mut Report, time: Duration) -> Result<()> {
    report.section("Acts over HTTP");
    report.line(
        "One act: a clerk opens a consultation. It is a form over a kept connection, with session, permission, decision, two events on",
    );
    report.line(
        "the chain, encrypted values, number, queue and counters; answered after the commit is on disk (`synchronous=FULL`). Server and",
    );
    report.line(
        "clients share the machine's two cores; what the clients cost is reported apart. On PostgreSQL the database server shares them",
    );
    report.line("too: one of its own, checksums and fsync on, else as Debian ships it.");
    report.row(&["database", "clients", "acts/s", "events/s", "p50 ms", "p99 ms", "server CPU s/s", "client CPU s/s", "server MB"]);
    let postgres = Postgres::start(&target()).or_else(|_| Postgres::start(&std::env::temp_dir()))?;
    for clients in [1, 8, 32, 64] {
        let folder = tempfile::tempdir_in(target())?;
        let server = Server::start(program, folder.path(), &["--matters", "100"])?;
        let run = load::run("SQLite", &server, clients, time).await?;
        report.row(&run.columns());
        report.json("http", &run);
        drop(server);
        // The same moment of the same machine, so that the two can be compared.
        let Some(postgres) = &postgres else { continue };
        let name = format!("bureau{clients}");
        let made = postgres.tool("createdb", &[&name])?;
        anyhow::ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let server = Server::start(program, &folder.path().join("node"), &["--matters", "100", "--database-url", &postgres.url(&name)])?;
        let run = load::run("PostgreSQL", &server, clients, time).await?;
        report.row(&run.columns());
        report.json("http", &run);
    }
    Ok(())
}

async fn start_and_memory(program: &Path, report: &mut Report) -> Result<()> {
    report.section("Start and memory");
    let folder = tempfile::tempdir_in(target())?;
    drop(Server::start(program, folder.path(), &[])?);
    let mut times: Vec<f64> = Vec::new();
    let mut memory = 0.0;
    for _ in 0..10 {
        let server = Server::start(program, folder.path(), &[])?;
        times.push(server.started_in.as_secs_f64() * 1000.0);
        let mut client = bench::Client::sign_in(server.address, "director").await?;
        for path in ["/desk", "/board", "/board/11", "/matters"] {
            let (status, _) = client.get(path).await?;
            anyhow::ensure!(status.is_success(), "{path}: {status}");
        }
        memory = server.cost()?.memory;
    }
    times.sort_by(f64::total_cmp);
    let said = serde_json::json!({ "start_ms_min": times[0], "start_ms_median": times[5], "start_ms_max": times[9], "memory_mb": memory });
    report.line(&format!(
        "From start to the printed address, on the default demo bureau already made: {:.0} ms median of ten ({:.0}–{:.0}). Resident after desk, board, point and list were read: {memory:.0} MB.",
        times[5], times[0], times[9]
    ));
    report.json("start", &said);
    Ok(())
}

fn plan_import(program: &Path, report: &mut Report) -> Result<()> {
    report.section("Plan import");
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/wuhai/plan-2026.txt");
    let mut times = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        let out = Command::new(program).args(["plan", "import", "--json"]).arg(&plan).output()?;
        anyhow::ensure!(out.status.success(), "the plan was not imported");
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    report.line(&format!(
        "`sinan plan import --json` on the real plan, the whole process: {:.0} ms median of ten ({:.0}–{:.0}).",
        times[5], times[0], times[9]
    ));
    report.json("plan_import", &serde_json::json!({ "ms_min": times[0], "ms_median": times[5], "ms_max": times[9] }));
    Ok(())
}

fn demo_in_bulk(program: &Path, report: &mut Report, matters: &str) -> Result<()> {
    report.section("Demo data in bulk");
    let folder = tempfile::tempdir_in(target())?;
    let began = Instant::now();
    let out = Command::new(program).args(["demo", "--no-serve", "--matters", matters, "--data"]).arg(folder.path()).output()?;
    anyhow::ensure!(out.status.success(), "the demo was not made: {}", String::from_utf8_lossy(&out.stderr));
    let seconds = began.elapsed().as_secs_f64();
    let size = std::fs::metadata(folder.path().join("sinan.db"))?.len() / 1_000_000;
    let n: f64 = matters.parse()?;
    report.line(&format!("{} ({:.0} matters/s; database {size} MB)", String::from_utf8_lossy(&out.stdout).trim(), n / seconds));
    report.json("bulk", &serde_json::json!({ "matters": n, "seconds": seconds, "database_mb": size }));
    let began = Instant::now();
    let out = Command::new(program).args(["verify", "--data"]).arg(folder.path()).output()?;
    anyhow::ensure!(out.status.success(), "verify: {}", String::from_utf8_lossy(&out.stdout));
    report.line(&format!("`sinan verify` on it: {} {:.1} s.", String::from_utf8_lossy(&out.stdout).trim(), began.elapsed().as_secs_f64()));
    Ok(())
}

fn example(report: &mut Report, title: &str, name: &str, arguments: &[&str]) -> Result<()> {
    report.section(title);
    let program = target().join("examples").join(name);
    let out = Command::new(&program).args(arguments).arg(target()).output().with_context(|| format!("cannot run {name}"))?;
    anyhow::ensure!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
    report.verbatim(&String::from_utf8_lossy(&out.stdout));
    Ok(())
}
