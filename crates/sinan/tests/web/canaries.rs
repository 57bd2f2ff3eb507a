//! What people entrust stands nowhere in clear but on the pages of those who may see it: not in the database's files, a copy, a dump of a
//! server, a log at its most talkative, a proof file or an export; and what somebody is searched for by stands in no address.

use super::citizen::filled;
use super::visitor::Bureau;
use app::ports::Store;
use kernel::{BureauId, Id, ValueId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Bytes of the shortest text that is looked for: shorter ones stand anywhere by chance.
const SHORTEST: usize = 9;

/// Each text once, with one of the fields in which it was given: `procedure.field`.
type Canaries = BTreeMap<String, String>;

fn sinan(folder: &Path, arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_sinan")).args(arguments).env("RUST_LOG", "trace").current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {said}");
    said
}

/// Every sealed reference in an event's body, with the field it answers.
fn sealed(of: &serde_json::Value, field: &str, out: &mut Vec<(ValueId, String)>) {
    match of {
        serde_json::Value::Object(all) => {
            if let (Some(value), true) = (all.get("value").and_then(|v| v.as_str()), all.contains_key("digest")) {
                out.push((ValueId(value.parse().unwrap()), field.to_owned()));
            }
            let inner = ["sealed", "many", "period", "article"];
            all.iter().for_each(|(k, v)| sealed(v, if inner.contains(&k.to_ascii_lowercase().as_str()) { field } else { k }, out));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|v| sealed(v, field, out)),
        _ => {}
    }
}

/// What stands in the open in a database, and only there.
async fn open_names(store: &store::SqlStore) -> Vec<String> {
    let bureau = BureauId(1);
    let mut out = Vec::new();
    // Units and the places they are in.
    out.extend(store.units(bureau).await.unwrap().into_iter().map(|u| u.title.zh));
    // Accounts have the names of those who sign in, as every page shows them above.
    out.extend(store.accounts(bureau).await.unwrap().into_iter().map(|a| a.name.zh));
    // The register of officers is public, and its entries bear the certificates' numbers.
    out.extend(store.entries(bureau, &Id::from("officers")).await.unwrap().into_iter().map(|e| e.name));
    out
}

/// Everything personal in a database, as it can be read with the key; what stands in the open; and the number of one of its matters.
async fn canaries(database: &Path) -> (Canaries, Vec<String>, String) {
    let store = store::open(store::Options::new(database)).await.unwrap();
    let (bureau, mut out, mut after, mut number) = (BureauId(1), Canaries::new(), None, String::new());
    loop {
        let bodies = store.bodies(bureau, after, true, 100).await.unwrap();
        let Some(last) = bodies.last() else { break };
        after = Some(last.id);
        for stored in &bodies {
            let mut found = Vec::new();
            for recorded in store.events(bureau, stored.id).await.unwrap() {
                sealed(&serde_json::to_value(&recorded.event).unwrap(), "", &mut found);
            }
            let matter: serde_json::Value = serde_json::from_str(&stored.body).unwrap();
            let procedure = matter["procedure"]["id"].as_str().unwrap_or_default().to_owned();
            if let Some(given) = matter["number"].as_str() {
                given.clone_into(&mut number);
            }
            let texts = store.reveal(bureau, &found.iter().map(|(value, _)| *value).collect::<Vec<_>>()).await.unwrap();
            for (text, (_, field)) in texts.into_iter().flatten().zip(found) {
                out.entry(text).or_insert(format!("{procedure}.{field}"));
            }
        }
    }
    let names = open_names(&store).await;
    store.close().await;
    (out, names, number)
}

/// Which of them stand in a folder's files, and where; in what holds a whole database, not those that stand in the open.
fn found(folder: &Path, canaries: &[&str], open: &[String]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).filter(|p| p.is_file()) {
        let bytes = std::fs::read(&path).unwrap();
        // By their first four bytes, so that each place is looked at once.
        let mut starts: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
        canaries.iter().for_each(|c| starts.entry(&c.as_bytes()[..4]).or_default().push(c));
        for at in 0..bytes.len().saturating_sub(4) {
            for canary in starts.get(&bytes[at..at + 4]).into_iter().flatten() {
                let name = path.file_name().unwrap().to_string_lossy();
                let allowed = WHOLE.contains(&&*name) && open.iter().any(|o| o.contains(canary));
                if !allowed && bytes[at..].starts_with(canary.as_bytes()) {
                    out.insert(format!("{canary} in {name}"));
                }
            }
        }
    }
    out
}

/// Files that hold a whole database.
const WHOLE: [&str; 4] = ["sinan.db", "as-it-was.wal", "copy.db", "dump.sql"];

/// What is typed, and how it might be written elsewhere.
const TYPED: [&str; 6] = ["11010519491231002X", "11010519491231002x", "13800001234", "138%200000", "１３８ 0000 1234", "张三（演示）"];

#[test]
fn nothing_personal_stands_in_clear() {
    let bureau = Bureau::saying("trace", "300", &[]);
    // A draft that is sent, and one that is not.
    let mut visitor = bureau.visitor();
    filled(&mut visitor);
    filled(&mut bureau.visitor());
    let operation = visitor.get("/apply/legal_aid/check").value("operation");
    visitor.post("/apply/legal_aid/send", &[("operation", &operation), ("pledge", "yes")]);
    let text = visitor.get("/apply/legal_aid/receipt").text();
    let number = text.split_once("办件编号").unwrap().1.split_whitespace().next().unwrap().to_owned();

    // By identity number and telephone, in any widths; neither stands in an address, and an address does not search for them.
    let (mut reviewer, mut other) = (bureau.persona("haibowan.reviewer"), bureau.persona("wuda.reviewer"));
    let all = reviewer.get("/matters").text();
    for typed in ["11010519491231002X", "１１０１０５ 19491231 002ｘ", "13800001234", "(138) 0000-1234"] {
        let found = reviewer.post("/matters", &[("q", typed)]);
        assert_eq!(found.status, 200, "the list itself, and no address");
        assert!(found.text().contains(&number) && found.text().contains("共1件"), "{typed}: {}", found.text());
        for link in found.links() {
            assert!(!TYPED.iter().any(|t| link.contains(t)), "{link}");
        }
        let elsewhere = other.post("/matters", &[("q", typed)]).text();
        assert!(!elsewhere.contains(&number) && elsewhere.contains("共0件"), "{elsewhere}");
        let asked: String = typed.replace(' ', "%20");
        assert_eq!(reviewer.get(&format!("/matters?q={asked}")).text(), all, "an address does not search for it");
    }
    assert!(reviewer.post("/matters", &[("q", "1380000123")]).text().contains("没有找到"), "only the whole of it is found");
    // What is wrong is said without repeating it to anybody but the one who typed it.
    assert_eq!(bureau.visitor().post("/track", &[("number", TYPED[0]), ("code", "AAAA1")]).status, 422);

    let folder = bureau.killed();
    let (at, runtime) = (folder.path(), tokio::runtime::Runtime::new().unwrap());
    let log = std::fs::read_to_string(at.join("said.txt")).unwrap();
    assert!(log.contains("INFO") && log.len() > 5_000, "it says what it says when asked for everything: {log}");
    // The write-ahead log as it was, before anybody opens the database again.
    std::fs::copy(at.join("sinan.db-wal"), at.join("as-it-was.wal")).unwrap();
    let (known, open, matter) = runtime.block_on(canaries(&at.join("sinan.db")));
    let personal: Vec<&str> = known.keys().map(String::as_str).filter(|t| t.len() >= SHORTEST).chain(TYPED).collect();
    assert!(personal.len() > 500 && known.contains_key("13800001234"), "{}", personal.len());
    let procedures: BTreeSet<&str> = known.values().filter_map(|f| f.split_once('.')).map(|(p, _)| p).collect();
    assert!(procedures.len() >= 5, "{procedures:?}");

    // What is made of a database: a copy, a proof, the consequences of another law, what verifying says.
    let said = sinan(at, &["copy", "--from", "sqlite:sinan.db", "--to", "sqlite:copy.db"])
        + &sinan(at, &["prove", &matter, "--data", ".", "--out", "proof.json"])
        + &sinan(at, &["law", "simulate", "--param", "supplement_days=3", "--closed", "--data", ".", "--csv", "moved.csv"])
        + &sinan(at, &["verify", "--data", ".", "--json"])
        + &sinan(at, &["keys", "list", "--data", "."]);
    std::fs::write(at.join("said.txt"), said).unwrap();
    if let Some(server) = scratch_postgres::Server::start(&std::env::temp_dir()).unwrap() {
        std::fs::copy(at.join("sinan.db.key"), at.join("server.key")).unwrap();
        sinan(at, &["copy", "--from", "sqlite:sinan.db", "--to", &server.url("postgres"), "--to-key", "server.key"]);
        let dump = server.tool("pg_dump", &["postgres"]).unwrap();
        assert!(dump.status.success() && dump.stdout.len() > 1_000_000);
        std::fs::write(at.join("dump.sql"), dump.stdout).unwrap();
    }
    for made in ["copy.db", "proof.json", "moved.csv", "said.txt"] {
        assert!(std::fs::metadata(at.join(made)).unwrap().len() > 100, "{made}");
    }
    assert_eq!(found(at, &personal, &open), BTreeSet::new());
    // It would be seen.
    std::fs::write(at.join("planted.txt"), format!("x{}y", personal[0])).unwrap();
    assert_eq!(found(at, &personal, &open).len(), 1);
}
