//! Only what is named here calls out: what cannot be made to ask a server cannot be made to ask the wrong one. The database is connected to
//! by sqlx, at the address in the settings; the city's identity provider is asked by one file, at the one host in the settings.
//!
//! Whoever else needs to call out is named in [`PLACES`], and brings what checks the address after it was looked up.

use super::{Finding, tree::Tree};

/// Libraries that make requests, and whoever may: the crate's manifest and the file that asks.
const PLACES: [(&str, [&str; 2]); 1] = [("hyper-rustls", ["crates/sinan/Cargo.toml", "crates/sinan/src/provider.rs"])];
/// Libraries that make requests.
const CLIENTS: [&str; 14] = [
    "reqwest",
    "ureq",
    "isahc",
    "curl",
    "attohttpc",
    "minreq",
    "surf",
    "awc",
    "hyper-tls",
    "hyper-rustls",
    "lettre",
    "tungstenite",
    "tonic",
    "object_store",
];
/// Features by which a library in the graph would.
const FEATURES: [&str; 3] = ["\"client\"", "\"client-legacy\"", "\"client-proxy\""];
/// Words of code that connects.
const WORDS: [&str; 7] =
    ["TcpStream::connect", "UdpSocket", "UnixStream::connect", "lookup_host", "to_socket_addrs", "client::conn", "client::legacy"];

/// Whatever could call out, in the program's own crates.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lock = tree.text("Cargo.lock").unwrap_or_default();
    for client in CLIENTS.into_iter().filter(|c| !PLACES.iter().any(|(library, _)| library == c)) {
        if let Some(line) = lock.lines().position(|l| l == format!("name = \"{client}\"")) {
            findings.push(Finding::new(
                "Cargo.lock",
                line + 1,
                format!("{client} makes requests; who may have it is named in xtask/src/tidy/outbound.rs"),
            ));
        }
    }
    let named = |path: &str| PLACES.iter().any(|(_, files)| files.contains(&path));
    let ours = |path: &str| (path.starts_with("crates/") || path.starts_with("modules/")) && !named(path);
    for (path, text) in tree.texts("/Cargo.toml").filter(|(path, _)| ours(path)) {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| FEATURES.iter().any(|f| line.contains(f))) {
            findings.push(Finding::new(path, at + 1, format!("{} lets the program make requests", line.trim())));
        }
    }
    for (path, text) in tree.texts(".rs").filter(|(path, _)| ours(path) && path.contains("/src/")) {
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in program.lines().enumerate() {
            for word in WORDS.into_iter().filter(|word| line.contains(word)) {
                findings.push(Finding::new(path, at + 1, format!("{word}: nothing in the program calls out")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_calls_out_is_found() {
        let tree = Tree::of(&[
            ("Cargo.lock", "[[package]]\nname = \"serde\"\n[[package]]\nname = \"reqwest\"\n"),
            (
                "crates/web/Cargo.toml",
                "hyper = { workspace = true, features = [\"server\"] }\nhyper-util = { workspace = true, features = [\"client-legacy\"] }",
            ),
            (
                "crates/web/src/a.rs",
                "fn a() {\n    TcpStream::connect(x);\n}\n#[cfg(test)]\nmod tests { fn b() { TcpStream::connect(x); } }",
            ),
            ("crates/web/tests/a.rs", "TcpStream::connect(x)"),
            ("e2e/Cargo.toml", "hyper-util = { workspace = true, features = [\"client-legacy\"] }"),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        let expected = [
            "Cargo.lock:4: reqwest makes requests; who may have it is named in xtask/src/tidy/outbound.rs",
            "crates/web/Cargo.toml:2: hyper-util = { workspace = true, features = [\"client-legacy\"] } lets the program make requests",
            "crates/web/src/a.rs:2: TcpStream::connect: nothing in the program calls out",
        ];
        assert_eq!(found, expected.map(str::to_owned));
    }
}
