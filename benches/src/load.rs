//! Clients that act one after the other, each on its own connection, until the time is over.

use anyhow::{Context, Result};
use bench::{Client, Cost, Server, fresh_operation};
use hdrhistogram::Histogram;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Events that one act of this load writes.
const EVENTS: u64 = 2;

/// What a run came to.
#[derive(Debug, Serialize)]
pub struct Run {
    database: &'static str,
    clients: usize,
    /// Acts answered in a second.
    pub acts_per_s: f64,
    events_per_s: f64,
    p50_ms: f64,
    p99_ms: f64,
    server_cpu: f64,
    client_cpu: f64,
    server_mb: f64,
}

impl Run {
    /// Its columns, as text.
    pub fn columns(&self) -> [String; 9] {
        let one = |x: f64| format!("{x:.1}");
        let two = |x: f64| format!("{x:.2}");
        [
            self.database.to_owned(),
            self.clients.to_string(),
            format!("{:.0}", self.acts_per_s),
            format!("{:.0}", self.events_per_s),
            one(self.p50_ms),
            one(self.p99_ms),
            two(self.server_cpu),
            two(self.client_cpu),
            format!("{:.0}", self.server_mb),
        ]
    }
}

/// Loads a server for a while.
pub async fn run(database: &'static str, server: &Server, clients: usize, time: Duration) -> Result<Run> {
    let mut ready = Vec::new();
    for i in 0..clients {
        let persona = ["haibowan.reviewer", "hainan.reviewer", "wuda.reviewer"][i % 3];
        ready.push(Client::sign_in(server.address, persona).await?);
    }
    let (before, own_before) = (server.cost()?, Cost::own()?);
    let began = Instant::now();
    let tasks: Vec<_> = ready.into_iter().map(|client| tokio::spawn(one(client, began + time))).collect();
    let mut all = Histogram::<u64>::new(3)?;
    for task in tasks {
        all.add(task.await??)?;
    }
    let elapsed = began.elapsed().as_secs_f64();
    let (after, own_after) = (server.cost()?, Cost::own()?);
    let acts = all.len() as f64;
    Ok(Run {
        database,
        clients,
        acts_per_s: acts / elapsed,
        events_per_s: acts * EVENTS as f64 / elapsed,
        p50_ms: all.value_at_quantile(0.5) as f64 / 1000.0,
        p99_ms: all.value_at_quantile(0.99) as f64 / 1000.0,
        server_cpu: (after.cpu - before.cpu) / elapsed,
        client_cpu: (own_after.cpu - own_before.cpu) / elapsed,
        server_mb: after.memory,
    })
}

async fn one(mut client: Client, until: Instant) -> Result<Histogram<u64>> {
    let mut times = Histogram::<u64>::new(3)?;
    while Instant::now() < until {
        let began = Instant::now();
        client.consult(fresh_operation()).await.context("an act failed under load")?;
        times.record(u64::try_from(began.elapsed().as_micros())?)?;
    }
    Ok(times)
}
