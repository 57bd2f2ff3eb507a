//! Two processes on one PostgreSQL database: no update is lost, no number given twice, nothing is done twice.

use bench::{Acked, Client, Server, fresh_operation};
use scratch_postgres::Database;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_sinan");
const CLIENTS: usize = 8;
const ACTS: usize = 25;

/// Two nodes that serve one bureau.
struct Nodes {
    database: Database,
    folder: tempfile::TempDir,
    servers: Vec<Server>,
}

impl Nodes {
    fn start() -> Option<Self> {
        let database = scratch_postgres::database().unwrap()?;
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("shared.key");
        let url = database.url();
        let more = ["--seed", "7", "--matters", "40", "--database-url", &url, "--key-file", key.to_str().unwrap()];
        // The first furnishes the bureau; the second finds it furnished.
        let servers = ["one", "two"].map(|name| Server::start(Path::new(PROGRAM), &folder.path().join(name), &more).unwrap()).into();
        Some(Self { database, folder, servers })
    }

    fn address(&self, n: usize) -> SocketAddr {
        self.servers[n % self.servers.len()].address
    }

    fn verify(&self) -> String {
        let mut command = Command::new(PROGRAM);
        command.args(["verify", "--database-url", &self.database.url(), "--key-file"]).arg(self.folder.path().join("shared.key"));
        let out = command.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
        String::from_utf8(out.stdout).unwrap()
    }
}

fn matter(acked: &Acked) -> String {
    acked.location.split('?').next().unwrap().to_owned()
}

/// Opens matters on one node; every third operation goes to the other node at the same moment.
async fn opens(one: SocketAddr, other: SocketAddr) -> Vec<String> {
    let mut here = Client::sign_in(one, "haibowan.reviewer").await.unwrap();
    let mut there = Client::sign_in(other, "haibowan.reviewer").await.unwrap();
    let mut out = Vec::new();
    for n in 0..ACTS {
        let operation = fresh_operation();
        if n % 3 == 0 {
            let (a, b) = tokio::join!(here.consult(operation), there.consult(operation));
            let (a, b) = (matter(&a.unwrap()), matter(&b.unwrap()));
            assert_eq!(a, b, "one operation, two matters");
            out.push(a);
        } else {
            out.push(matter(&here.consult(operation).await.unwrap()));
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_do_everything_once() {
    let Some(nodes) = Nodes::start() else { return };
    let before: u64 = nodes.database.run("SELECT COUNT(*) FROM matter").unwrap().parse().unwrap();
    let clients: Vec<_> = (0..CLIENTS).map(|n| tokio::spawn(opens(nodes.address(n), nodes.address(n + 1)))).collect();
    let mut opened = BTreeSet::new();
    for client in clients {
        opened.extend(client.await.unwrap());
    }
    assert_eq!(opened.len(), CLIENTS * ACTS);
    let counted: u64 = nodes.database.run("SELECT COUNT(*) FROM matter").unwrap().parse().unwrap();
    assert_eq!(counted - before, opened.len() as u64);
    // Neither a gap nor a double in any series.
    let odd = "SELECT COUNT(*) FROM numbering n WHERE n.last <> (SELECT COUNT(DISTINCT m.number) FROM matter m \
               WHERE m.procedure = n.series AND m.unit = n.unit AND m.opened_on / 10000 = n.year)";
    assert_eq!(nodes.database.run(odd).unwrap(), "0");
    // Rivals on the same matters, through both nodes: each is answered by one of them.
    let mut rivals = Vec::new();
    for n in 0..4 {
        rivals.push(Client::sign_in(nodes.address(n), "haibowan.reviewer").await.unwrap());
    }
    for matter in opened.iter().take(20) {
        let path = format!("{matter}/act/answer");
        let tries: Vec<_> = rivals
            .drain(..)
            .map(|mut rival| {
                let path = path.clone();
                tokio::spawn(async move {
                    let form = format!("operation={}&answer=%E7%AD%94&told=yes", fresh_operation());
                    let status = rival.post(&path, form).await.unwrap();
                    (rival, status.as_u16())
                })
            })
            .collect();
        let mut won = 0;
        for rival in tries {
            let (rival, status) = rival.await.unwrap();
            assert!(status == 303 || status == 409, "{status}");
            won += u32::from(status == 303);
            rivals.push(rival);
        }
        assert_eq!(won, 1, "{matter}");
    }
    let said = nodes.verify();
    assert!(said.contains("全部一致"), "{said}");
}
