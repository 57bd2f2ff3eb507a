//! Braces, quotes and comments, before the KDL parser sees the text.
//!
//! The parser descends once per brace, so a deep or unbalanced text would exhaust its stack; and "this brace was never
//! closed", at the brace, is what a person needs to know.

use super::Reader;
use crate::model::Place;
use std::ops::Range;

/// The largest file that is read, in bytes. The longest procedure has about 400 lines.
const LARGEST: usize = 512 * 1024;
/// Deepest nesting that is read. The language needs seven levels.
const DEEPEST: usize = 24;

/// The stretches between braces, semicolons and line ends: one node's head each. Nothing when a brace, quote or comment is not
/// closed; the first that is not is reported.
pub(super) fn heads(reader: &mut Reader) -> Option<Vec<Range<usize>>> {
    let text = reader.text;
    if text.len() > LARGEST {
        let (zh, en) = (
            format!("文件太大：{} 字节，至多 {LARGEST} 字节", text.len()),
            format!("the file has {} bytes; at most {LARGEST} are read", text.len()),
        );
        reader.found.error("P002", Place::default(), zh, en).hint("把几个程序分成几个文件", "put several procedures into several files");
        return None;
    }
    let mut scan = Scan { text, at: 0, open: Vec::new(), suspect: None, heads: Vec::new() };
    match scan.run() {
        Ok(()) => Some(scan.heads),
        Err(fault) => {
            report(reader, &fault);
            None
        }
    }
}

enum Fault {
    NeverOpened(usize),
    NeverClosed(usize),
    TooDeep(usize),
    Quote(usize),
    Comment(usize),
}

fn report(reader: &mut Reader, fault: &Fault) {
    let (offset, code, zh, en, hint) = match *fault {
        Fault::NeverOpened(at) => (
            at,
            "P001",
            "多了一个 }",
            "this } closes nothing",
            ("删去它，或者看看前面是不是早关了一个", "remove it, or see whether one above was closed too early"),
        ),
        Fault::NeverClosed(at) => {
            (at, "P001", "这个 { 没有闭合", "this { is never closed", ("在这一段末尾加上 }", "add a } where this part ends"))
        }
        Fault::TooDeep(at) => {
            (at, "P002", "嵌套太深", "nested too deeply", ("程序语言至多七层", "the language needs seven levels at most"))
        }
        Fault::Quote(at) => (
            at,
            "P001",
            "这个引号没有闭合",
            "this quote is never closed",
            (
                "文字首尾各一个 \"，不能跨行；也看看这一行前面是不是少了一个",
                "a text has a \" at both ends and stays on its line; see whether one is missing before",
            ),
        ),
        Fault::Comment(at) => {
            (at, "P001", "这个注释没有闭合", "this comment is never closed", ("在注释末尾加上 */", "add */ where the comment ends"))
        }
    };
    let place = reader.place(offset, 1);
    reader.found.error(code, place, zh, en).hint(hint.0, hint.1);
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Braces open here.
    open: Vec<usize>,
    /// The first brace whose closing stands further left than the line that opened it: likely closed by another's.
    suspect: Option<usize>,
    heads: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut start = 0;
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            if matches!(byte, b'{' | b'}' | b';' | b'\n') {
                self.heads.push(start..self.at);
                start = self.at + 1;
            }
            match byte {
                b'"' => self.quoted(0)?,
                b'#' => self.raw()?,
                b'/' if self.rest().starts_with("//") => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                b'/' if self.rest().starts_with("/*") => self.comment()?,
                b'{' => {
                    self.open.push(self.at);
                    if self.open.len() > DEEPEST {
                        return Err(Fault::TooDeep(self.at));
                    }
                    self.at += 1;
                }
                b'}' => {
                    let opened = self.open.pop().ok_or(Fault::NeverOpened(self.at))?;
                    if self.indent(self.at).is_some_and(|here| self.indent_of_line(opened) > here) {
                        self.suspect.get_or_insert(opened);
                    }
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        self.heads.push(start..self.text.len());
        self.open.pop().map_or(Ok(()), |at| Err(Fault::NeverClosed(self.suspect.unwrap_or(at))))
    }

    fn indent_of_line(&self, at: usize) -> usize {
        let line = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        self.text[line..].len() - self.text[line..].trim_start().len()
    }

    /// The indentation of what stands first on its line; nothing for what stands behind something else.
    fn indent(&self, at: usize) -> Option<usize> {
        let line = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        self.text[line..at].trim().is_empty().then_some(at - line)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// `#"…"#` with any number of signs; a sign without a quote is a keyword such as `#true`.
    fn raw(&mut self) -> Result<(), Fault> {
        let signs = self.rest().bytes().take_while(|b| *b == b'#').count();
        self.at += signs;
        if self.rest().starts_with('"') { self.quoted(signs) } else { Ok(()) }
    }

    /// A string from its opening quote on; `signs` > 0 for a raw one, which knows no escapes.
    fn quoted(&mut self, signs: usize) -> Result<(), Fault> {
        let start = self.at;
        let many_lines = self.rest().starts_with("\"\"\"");
        let quotes = if many_lines { 3 } else { 1 };
        let end = "\"".repeat(quotes) + &"#".repeat(signs);
        self.at += quotes;
        loop {
            let rest = self.rest();
            if rest.starts_with(&end) {
                self.at += end.len();
                return Ok(());
            }
            match rest.chars().next() {
                Some('\\') if signs == 0 => self.at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                Some('\n') if !many_lines => return Err(Fault::Quote(start)),
                Some(c) => self.at += c.len_utf8(),
                None => return Err(Fault::Quote(start)),
            }
        }
    }

    /// A comment, with comments inside it.
    fn comment(&mut self) -> Result<(), Fault> {
        let (start, mut depth) = (self.at, 0usize);
        loop {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
                if depth > DEEPEST {
                    return Err(Fault::TooDeep(start));
                }
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return Ok(());
                }
            } else {
                self.at += rest.chars().next().ok_or(Fault::Comment(start))?.len_utf8();
            }
        }
    }
}
