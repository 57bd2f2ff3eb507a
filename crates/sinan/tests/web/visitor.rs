//! Somebody at a browser, without the browser: cookies, forms, links.

use bench::Server;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use tempfile::TempDir;

/// A demo bureau of its own for one test.
pub struct Bureau {
    server: Server,
    // Dropped last: the process writes to it.
    folder: TempDir,
}

impl Bureau {
    /// A bureau with so many matters; seed and day are fixed.
    pub fn with(matters: &str, more: &[&str]) -> Self {
        Self::logging(matters, more, None)
    }

    /// The same, with a log of everything in its folder under this name.
    pub fn logging(matters: &str, more: &[&str], log: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arguments = [&["--seed", "7", "--date", "2026-09-29", "--matters", matters], more].concat();
        let server = Server::start_logging(
            Path::new(env!("CARGO_BIN_EXE_sinan")),
            folder.path(),
            &arguments,
            log.map(|name| folder.path().join(name)).as_deref(),
        );
        Self { server: server.unwrap(), folder }
    }

    /// Kills the process. What is left is its folder.
    pub fn killed(self) -> TempDir {
        self.server.kill().unwrap();
        self.folder
    }

    /// Somebody who opens a browser.
    pub fn visitor(&self) -> Visitor {
        Visitor { address: self.server.address, cookies: BTreeMap::new() }
    }

    /// One of the demo's people.
    pub fn persona(&self, account: &str) -> Visitor {
        let mut visitor = self.visitor();
        let answer = visitor.post("/demo/enter", &[("account", account)]);
        assert_eq!(answer.status, 303, "{account}: {}", answer.text());
        visitor
    }
}

/// Somebody at a browser.
#[derive(Clone)]
pub struct Visitor {
    address: SocketAddr,
    /// What the server asked to be kept.
    pub cookies: BTreeMap<String, String>,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl Visitor {
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    /// Any request.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let path: String = path.bytes().map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            self.address,
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).unwrap();
        // A server that refuses a body may close before it has read it all.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        self.read(&String::from_utf8_lossy(&bytes))
    }

    fn read(&mut self, answer: &str) -> Answer {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let mut location = String::new();
        for (name, value) in head.lines().filter_map(|l| l.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut location),
                "set-cookie" => {
                    let (name, value) = value.split(';').next().and_then(|c| c.split_once('=')).unwrap();
                    if value.is_empty() {
                        self.cookies.remove(name);
                    } else {
                        self.cookies.insert(name.to_owned(), value.to_owned());
                    }
                }
                _ => {}
            }
        }
        let status = head.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, location, body: body.to_owned() }
    }
}

impl Answer {
    /// The words of the page.
    pub fn text(&self) -> String {
        let main = self.body.split_once("<main").map_or(self.body.as_str(), |(_, main)| main);
        let mut out = String::new();
        for part in main.split('<').skip(1) {
            out.push_str(part.split_once('>').map_or("", |(_, text)| text));
            out.push(' ');
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page's title.
    pub fn title(&self) -> &str {
        self.body.split_once("<title>").and_then(|(_, t)| t.split_once("</title>")).map_or("", |(t, _)| t)
    }

    /// The value of the field of this name.
    pub fn value(&self, name: &str) -> String {
        let (before, after) =
            self.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name} in {}", self.text()));
        let tag = before.rsplit_once('<').map_or("", |(_, t)| t).to_owned() + after.split('>').next().unwrap();
        tag.split_once("value=\"").and_then(|(_, v)| v.split_once('"')).map_or(String::new(), |(v, _)| v.to_owned())
    }

    /// Addresses of this site that the page links to, without their place on the page.
    pub fn links(&self) -> Vec<String> {
        let all = self.body.split("<a ").skip(1).filter_map(|a| a.split('>').next()?.split_once("href=\"")?.1.split_once('"'));
        let own = all.map(|(href, _)| href.split('#').next().unwrap_or_default().replace("&amp;", "&")).filter(|h| h.starts_with('/'));
        own.collect()
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
