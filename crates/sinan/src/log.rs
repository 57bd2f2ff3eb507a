//! The technical log: standard error, one event one line, whatever words an event carries.

use std::io::{self, Write};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Begins the log. `RUST_LOG` sets what is told; warnings and worse by default.
pub fn begin() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_ansi(false).with_env_filter(filter).with_writer(Lines(io::stderr)).init();
}

/// Makes writers that keep each event on its line: a stranger's line break would otherwise begin an entry of the stranger's own, and what
/// is shown as a field is escaped by nobody else.
struct Lines<M>(M);

struct Line<W>(W);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Lines<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

impl<W: Write> Write for Line<W> {
    /// An event comes in one piece, with its own line break at the end.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let line: String = line.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect();
        self.0.write_all(format!("{line}\n").as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_word_of_a_stranger_begins_a_line_or_colours_one() {
        let kept = Kept::default();
        let copy = kept.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(Lines(move || copy.clone())).finish();
        let planted = "x\r\n2026-01-01T00:00:00Z ERROR forged\u{1b}[31m red\u{9b}0m";
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(%planted, ?planted, "told {planted}");
            tracing::warn!("second");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].contains("forged") && lines[1].ends_with("second"));
        assert!(!text.contains(['\r', '\u{1b}', '\u{9b}']), "{text:?}");
    }
}
