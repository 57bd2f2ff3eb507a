//! What was measured, as a page to read and as lines to compare.

use anyhow::Result;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// A report in the making.
#[derive(Default)]
pub struct Report {
    page: String,
    lines: String,
    head: bool,
}

impl Report {
    /// Begins a section.
    pub fn section(&mut self, title: &str) {
        self.say(&format!("\n## {title}\n\n"));
        self.head = true;
    }

    /// Adds a line of text.
    pub fn line(&mut self, text: &str) {
        self.say(&format!("{text}\n"));
    }

    /// Adds a row of a table; the first of a section is its head.
    pub fn row<S: AsRef<str>>(&mut self, columns: &[S]) {
        let columns: Vec<&str> = columns.iter().map(S::as_ref).collect();
        if self.head {
            self.say("\n");
        }
        self.say(&format!("| {} |\n", columns.join(" | ")));
        if std::mem::take(&mut self.head) {
            self.say(&format!("|{}\n", "---:|".repeat(columns.len())));
        }
    }

    /// Adds what another program printed.
    pub fn verbatim(&mut self, text: &str) {
        let (json, plain): (Vec<&str>, Vec<&str>) = text.lines().partition(|l| l.starts_with('{'));
        self.say(&format!("```\n{}\n```\n", plain.join("\n")));
        for line in json {
            let _ = writeln!(self.lines, "{line}");
        }
    }

    /// Adds a line to compare by.
    pub fn json(&mut self, bench: &str, value: &impl Serialize) {
        let mut value = serde_json::to_value(value).unwrap_or_default();
        if let Some(map) = value.as_object_mut() {
            map.insert("bench".to_owned(), bench.into());
        }
        let _ = writeln!(self.lines, "{value}");
    }

    /// Writes both files: a page that names the command, and the lines.
    pub fn write(&self, folder: &Path, name: &str, command: &str) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let head = format!(
            "# Measured\n\n`cargo run --release -p sinan-bench{command}`, {}. Made by the command; not edited by hand.\n",
            machine()
        );
        std::fs::write(folder.join(name).with_extension("md"), format!("{head}{}", self.page))?;
        std::fs::write(folder.join(name).with_extension("jsonl"), &self.lines)?;
        Ok(())
    }

    fn say(&mut self, text: &str) {
        use std::io::Write as _;
        self.page.push_str(text);
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }
}

fn machine() -> String {
    let said = |program: &str, arguments: &[&str]| {
        let out = Command::new(program).args(arguments).output().ok()?;
        Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rust = said("rustc", &["--version"]).unwrap_or_default();
    let day = said("date", &["+%Y-%m-%d"]).unwrap_or_default();
    let idle =
        std::fs::read_to_string("/proc/loadavg").ok().and_then(|l| l.split_whitespace().next().map(str::to_owned)).unwrap_or_default();
    format!("{day}, {cores} cores, {rust}, load before writing {idle}")
}
