//! Prints findings for a terminal: place, source line, caret, hint. Chinese first.

use crate::{Diagnostic, Severity};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The longest stretch of a source line that is shown, in columns of the terminal.
const SHOWN: usize = 120;

/// All findings as text. `text` is the file's content; without it (empty) the source lines are left out.
#[must_use]
pub fn render(found: &[Diagnostic], text: &str) -> String {
    found.iter().map(|d| one(d, text)).collect::<Vec<_>>().join("\n")
}

fn one(d: &Diagnostic, text: &str) -> String {
    let word = match d.severity {
        Severity::Error => "错误",
        Severity::Warning => "提示",
    };
    let mut out = format!("{word} {} {}:{}:{}\n  {}\n", d.code, d.file, d.place.line, d.place.column, d.message.zh);
    out.push_str(&excerpt(d, text));
    out.push_str(&format!("  {}\n", d.message.en));
    if let Some(hint) = &d.hint {
        out.push_str(&format!("  → {}\n    {}\n", hint.zh, hint.en));
    }
    out
}

/// The source line with a caret below. A character of Chinese takes two columns.
fn excerpt(d: &Diagnostic, text: &str) -> String {
    let Some(line) = d.place.line.checked_sub(1).and_then(|n| text.lines().nth(n)) else { return String::new() };
    let before: Vec<char> = line.chars().take(d.place.column - 1).collect();
    let lead = before.iter().take_while(|c| c.is_whitespace()).count();
    // A long line is shown from a little before the place on.
    let (mut start, mut room) = (before.len(), SHOWN / 2);
    while start > lead {
        let wide = columns(&before[start - 1..start]);
        if wide > room {
            break;
        }
        (start, room) = (start - 1, room - wide);
    }
    let (mut shown, mut wide) = (String::new(), 0);
    for c in line.chars().skip(start) {
        wide += c.width().unwrap_or(0);
        if wide > SHOWN {
            shown.push('…');
            break;
        }
        shown.push(if c == '\t' { ' ' } else { c });
    }
    let cut = if start > lead { "…" } else { "" };
    let number = d.place.line.to_string();
    let gutter = " ".repeat(number.len());
    let indent = " ".repeat(columns(&before[start..]) + cut.width());
    let marked = text.get(d.place.offset..d.place.offset + d.place.len).unwrap_or_default();
    let marked = marked.lines().next().unwrap_or_default().trim_end();
    let carets = "^".repeat(marked.width().clamp(1, SHOWN / 2));
    format!("  {number} | {cut}{shown}\n  {gutter} | {indent}{carets}\n")
}

fn columns(chars: &[char]) -> usize {
    chars.iter().map(|c| if *c == '\t' { 1 } else { c.width().unwrap_or(0) }).sum()
}
