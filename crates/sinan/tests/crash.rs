//! `kill -9` under load: what was acknowledged is there afterwards, once, and nothing is half done.

use bench::{Acked, Client, Server, fresh_operation};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_sinan");
/// Rounds in all, over so many databases, so that verifying stays quick.
const DATABASES: u64 = 3;
const ROUNDS: u64 = 10;
const CLIENTS: u64 = 8;

/// A spread of moments at which to kill, the same in every run: from the middle of the first acts to well under way.
fn moment(round: u64) -> Duration {
    Duration::from_millis(40 + (round * 7_919) % 400)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_act_is_lost() {
    let mut total = 0;
    for database in 0..DATABASES {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..ROUNDS {
            total += one_round(folder.path(), database * ROUNDS + round).await;
        }
    }
    println!("{} rounds of kill -9, {total} acknowledged acts, all found once", DATABASES * ROUNDS);
    assert!(total > DATABASES * ROUNDS, "the load was no load: {total} acts");
}

async fn one_round(data: &Path, round: u64) -> u64 {
    let server = Server::start(Path::new(PROGRAM), data, &["--matters", "3"]).unwrap();
    let clients: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(load(server.address))).collect();
    tokio::time::sleep(moment(round)).await;
    server.kill().unwrap();
    let mut acked = Vec::new();
    for client in clients {
        acked.extend(client.await.unwrap());
    }
    verified(data, round);
    let server = Server::start(Path::new(PROGRAM), data, &[]).unwrap();
    let mut reader = Client::sign_in(server.address, "haibowan.reviewer").await.unwrap();
    for act in &acked {
        let again = reader.consult(act.operation).await.expect("a repeat is answered");
        assert_eq!(again.location.split('?').next(), act.location.split('?').next(), "the same operation, the same matter");
        let path = act.location.split('?').next().unwrap();
        let (status, _) = reader.get(path).await.unwrap();
        assert_eq!(status.as_u16(), 200, "round {round}: an acknowledged act is gone: {act:?}");
    }
    acked.len() as u64
}

/// Acts until the server is gone; returns what was acknowledged before.
async fn load(address: std::net::SocketAddr) -> Vec<Acked> {
    let mut acked = Vec::new();
    let Ok(mut client) = Client::sign_in(address, "haibowan.reviewer").await else { return acked };
    while let Ok(act) = client.consult(fresh_operation()).await {
        acked.push(act);
    }
    acked
}

fn verified(data: &Path, round: u64) {
    let out = Command::new(PROGRAM).arg("verify").arg("--data").arg(data).output().unwrap();
    assert!(out.status.success(), "round {round}: {}", String::from_utf8_lossy(&out.stdout));
}
