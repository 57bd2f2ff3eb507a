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
        Self::saying("warn", matters, more)
    }

    /// The same with another level of the log, which stands in `said.txt` in its folder.
    pub fn saying(level: &str, matters: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arguments = [&["--seed", "7", "--date", "2026-09-29", "--matters", matters], more].concat();
        let server = Server::start_saying(level, Path::new(env!("CARGO_BIN_EXE_sinan")), folder.path(), &arguments).unwrap();
        Self { server, folder }
    }

    /// Kills the process. What is left is its folder.
    pub fn killed(self) -> TempDir {
        self.server.kill().unwrap();
        self.folder
    }

    /// The same with a settings file.
    pub fn set_up(matters: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, settings).unwrap();
        Self::with(matters, &["--config", path.to_str().unwrap()])
    }

    /// What the store holds, but for the tables named.
    pub fn digest_without(&self, tables: &[&str]) -> String {
        let options = store::Options::new(self.folder.path().join("sinan.db"));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(store::digest_without(&options, tables)).unwrap().to_string()
    }

    /// Where the data lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Somebody who opens a browser.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.server.address)
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
    /// Headers beside what every browser sends, or in their place; an empty one is left out.
    pub headers: BTreeMap<&'static str, String>,
    /// Fields sent with every form, whatever it asks.
    pub extra: Vec<(&'static str, String)>,
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    /// Cookies as they were set, with everything that stands after the value.
    pub set_cookies: Vec<String>,
    pub location: String,
    pub body: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
}

impl Visitor {
    /// Somebody who opens a browser on the site at this address.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, cookies: BTreeMap::new(), headers: BTreeMap::new(), extra: Vec::new() }
    }

    /// Host and port, as a browser says them.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let extra = self.extra.iter().map(|(k, v)| (*k, v.as_str()));
        let pairs: Vec<String> = fields.iter().copied().chain(extra).map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    /// Any request.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.send_bytes(method, path, body.as_bytes())
    }

    /// The same with any bytes.
    pub fn send_bytes(&mut self, method: &str, path: &str, body: &[u8]) -> Answer {
        let path: String = path.bytes().map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut headers = BTreeMap::from([
            ("host", self.address.to_string()),
            ("connection", "close".to_owned()),
            ("cookie", cookies.join("; ")),
            ("sec-fetch-site", "same-origin".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("content-length", body.len().to_string()),
        ]);
        headers.extend(self.headers.clone());
        let lines: String = headers.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}: {v}\r\n")).collect();
        let answer = self.raw(&[format!("{method} {path} HTTP/1.1\r\n{lines}\r\n").as_bytes(), body].concat());
        self.read(&answer)
    }

    /// Any bytes at all, and what comes back.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        // A server that refuses a body may close before it has read it all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn read(&mut self, answer: &str) -> Answer {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let (mut location, mut set_cookies) = (String::new(), Vec::new());
        let told = head.lines().filter_map(|l| l.split_once(": "));
        let headers: Vec<(String, String)> = told.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        for (name, value) in &headers {
            match name.as_str() {
                "location" => value.clone_into(&mut location),
                "set-cookie" => {
                    set_cookies.push(value.to_owned());
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
        Answer { status, set_cookies, location, body: body.to_owned(), headers }
    }
}

impl Answer {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

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

pub fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
