//! What goes to standard output. The one place that may print.

use std::io::{self, Write};

/// Writes a line; a closed pipe (`sinan … | head`) is no error.
pub fn line(text: impl AsRef<str>) {
    put(text.as_ref(), true);
}

/// Writes text as it is.
pub fn text(text: impl AsRef<str>) {
    put(text.as_ref(), false);
}

fn put(text: &str, newline: bool) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if newline {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}
