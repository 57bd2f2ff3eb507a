//! Braces, quotes, comments and stray signs, before the KDL parser sees the text.
//!
//! The parser descends once per brace and once per sign that it cannot place, so a deep or garbled text would exhaust its
//! stack; and "this brace was never closed", at the brace, is what a person needs to know. A little stricter than KDL: no
//! type annotations, no space around `=`.

use super::Reader;
use crate::model::Place;
use std::ops::Range;

/// The largest file that is read, in bytes. The longest procedure has about 400 lines.
const LARGEST: usize = 512 * 1024;
/// Deepest nesting that is read. The language needs seven levels.
const DEEPEST: usize = 24;
/// The words that begin with a sign.
const KEYWORDS: &[&str] = &["#true", "#false", "#null"];

/// The stretches between braces, semicolons and line ends: one node's head each. Nothing when a brace, quote or comment is not
/// closed or a sign is out of place; the first such is reported.
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
    let mut scan = Scan { text, at: 0, open: Vec::new(), suspect: None, heads: Vec::new(), before: Before::Nothing };
    match scan.run() {
        Ok(()) => Some(scan.heads),
        Err((fault, at)) => {
            report(reader, fault, at);
            None
        }
    }
}

#[derive(Clone, Copy)]
enum Fault {
    NeverOpened,
    NeverClosed,
    TooDeep,
    Quote,
    Glued,
    Comment,
    Sign,
    Equals,
    Nameless,
    Crowded,
}

fn report(reader: &mut Reader, fault: Fault, offset: usize) {
    let (code, zh, en, hint) = match fault {
        Fault::NeverOpened => (
            "P001",
            "多了一个 }",
            "this } closes nothing",
            ("删去它，或者看看前面是不是早关了一个", "remove it, or see whether one above was closed too early"),
        ),
        Fault::NeverClosed => ("P001", "这个 { 没有闭合", "this { is never closed", ("在这一段末尾加上 }", "add a } where this part ends")),
        Fault::TooDeep => ("P002", "嵌套太深", "nested too deeply", ("程序语言至多七层", "the language needs seven levels at most")),
        Fault::Quote => (
            "P001",
            "这个引号没有闭合",
            "this quote is never closed",
            (
                "文字首尾各一个 \"，不能跨行；也看看这一行前面是不是少了一个",
                "a text has a \" at both ends and stays on its line; see whether one is missing before",
            ),
        ),
        Fault::Glued => (
            "P001",
            "引号前后要有空格",
            "a quoted text stands alone",
            ("在引号外面留空格；文字里的引号写成 “ ”", "put a space outside the quotes; quotes within a text are written “ ”"),
        ),
        Fault::Comment => {
            ("P001", "这个注释没有闭合", "this comment is never closed", ("在注释末尾加上 */", "add */ where the comment ends"))
        }
        Fault::Sign => (
            "P001",
            "这个符号不能写在这里",
            "this sign has no place here",
            ("含有符号的文字要加引号；是和否写 #true、#false", "a text with signs needs quotes; yes and no are #true and #false"),
        ),
        Fault::Nameless => (
            "P001",
            "花括号前面缺节点名",
            "this block has no name",
            ("花括号写在节点的同一行末尾", "the brace stands at the end of its node's line"),
        ),
        Fault::Crowded => (
            "P001",
            "前一个节点还没有结束",
            "the node before is not ended",
            ("在 } 后面换行，或者写分号", "begin a new line behind }, or write a semicolon"),
        ),
        Fault::Equals => (
            "P001",
            "等号两边写得不对",
            "= stands between a name and a value",
            ("写成 名称=值，等号两边不留空格", "write NAME=VALUE without spaces"),
        ),
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
    /// What stands before this place in the same head.
    before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Word,
    Block,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), (Fault, usize)> {
        let mut start = 0;
        while let Some(c) = self.rest().chars().next() {
            if matches!(c, '{' | '}' | ';' | '\n') {
                self.heads.push(start..self.at);
                start = self.at + 1;
            }
            self.follows(c)?;
            match c {
                '"' => self.quoted(0)?,
                '#' => self.raw()?,
                '/' if self.rest().starts_with("//") => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '/' if self.rest().starts_with("/*") => self.comment()?,
                '/' if self.rest().starts_with("/-") => self.at += 2,
                '{' | '}' => self.brace(c)?,
                '=' => self.equals()?,
                _ => self.plain(c)?,
            }
        }
        self.heads.push(start..self.text.len());
        self.open.pop().map_or(Ok(()), |at| Err((Fault::NeverClosed, self.suspect.unwrap_or(at))))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// A block has a name before it, and behind it the line or a semicolon ends.
    fn follows(&mut self, c: char) -> Result<(), (Fault, usize)> {
        let comment = ["//", "/*", "/-"].iter().any(|begins| self.rest().starts_with(begins));
        let is_word = !c.is_whitespace() && !matches!(c, '{' | '}' | ';') && !comment;
        if self.before == Before::Block && (is_word || c == '{' || self.rest().starts_with("/-")) {
            return Err((Fault::Crowded, self.at));
        }
        if c == '{' && self.before == Before::Nothing {
            return Err((Fault::Nameless, self.at));
        }
        self.before = match c {
            '{' | ';' | '\n' => Before::Nothing,
            '}' => Before::Block,
            _ if is_word => Before::Word,
            _ => self.before,
        };
        Ok(())
    }

    fn brace(&mut self, c: char) -> Result<(), (Fault, usize)> {
        if c == '{' {
            self.open.push(self.at);
            if self.open.len() > DEEPEST {
                return Err((Fault::TooDeep, self.at));
            }
        } else {
            let opened = self.open.pop().ok_or((Fault::NeverOpened, self.at))?;
            if self.indent(self.at).is_some_and(|here| self.indent_of_line(opened) > here) {
                self.suspect.get_or_insert(opened);
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Letters and space go on; signs that KDL gives a meaning that the language does not use, and characters that no editor shows, do not.
    fn plain(&mut self, c: char) -> Result<(), (Fault, usize)> {
        let next = self.rest().get(1..).unwrap_or_default();
        let allowed = match c {
            '(' | ')' | '[' | ']' | '/' => false,
            '\\' => next.trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
            '\u{feff}' => self.at == 0,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
            c => !c.is_control() || matches!(c, '\n' | '\r' | '\t'),
        };
        if !allowed {
            return Err((Fault::Sign, self.at));
        }
        self.at += c.len_utf8();
        Ok(())
    }

    fn equals(&mut self) -> Result<(), (Fault, usize)> {
        let before = self.text.get(..self.at).and_then(|t| t.chars().next_back());
        let after = self.rest().chars().nth(1);
        let beside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !matches!(c, '=' | ';' | '{' | '}'));
        if !beside(before) || !beside(after) {
            return Err((Fault::Equals, self.at));
        }
        self.at += 1;
        Ok(())
    }

    /// `#"…"#` with any number of signs; a sign without a quote is a keyword such as `#true`.
    fn raw(&mut self) -> Result<(), (Fault, usize)> {
        let start = self.at;
        let signs = self.rest().bytes().take_while(|b| *b == b'#').count();
        if self.rest().get(signs..).is_some_and(|t| t.starts_with('"')) {
            self.at += signs;
            return self.quoted(signs);
        }
        let len = self.rest().find(|c: char| c.is_whitespace() || matches!(c, ';' | '{' | '}' | '=' | '"')).unwrap_or(self.rest().len());
        if !KEYWORDS.contains(&self.rest().get(..len).unwrap_or_default()) {
            return Err((Fault::Sign, start));
        }
        self.at += len;
        Ok(())
    }

    /// A string from its opening quote on; `signs` > 0 for a raw one, which knows no escapes.
    fn quoted(&mut self, signs: usize) -> Result<(), (Fault, usize)> {
        let start = self.at;
        let before = self.text.get(..start - signs).and_then(|t| t.chars().next_back());
        if before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '=' | '{' | '}' | ';')) {
            return Err((Fault::Glued, start));
        }
        let many_lines = self.rest().starts_with("\"\"\"");
        let quotes = if many_lines { 3 } else { 1 };
        let end = "\"".repeat(quotes) + &"#".repeat(signs);
        self.at += quotes;
        while !self.rest().starts_with(&end) {
            match self.rest().chars().next() {
                Some('\\') if signs == 0 => self.at += 1 + self.rest().chars().nth(1).map_or(0, char::len_utf8),
                Some('\n') if !many_lines => return Err((Fault::Quote, start)),
                Some(c) => self.at += c.len_utf8(),
                None => return Err((Fault::Quote, start)),
            }
        }
        self.at += end.len();
        match self.rest().chars().next() {
            Some(c) if !c.is_whitespace() && !matches!(c, '=' | '{' | '}' | ';' | '/') => Err((Fault::Glued, self.at)),
            _ => Ok(()),
        }
    }

    /// A comment, with comments inside it.
    fn comment(&mut self) -> Result<(), (Fault, usize)> {
        let (start, mut depth) = (self.at, 0usize);
        loop {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
                if depth > DEEPEST {
                    return Err((Fault::TooDeep, start));
                }
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return Ok(());
                }
            } else {
                self.at += rest.chars().next().ok_or((Fault::Comment, start))?.len_utf8();
            }
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |n| n + 1)
    }

    fn indent_of_line(&self, at: usize) -> usize {
        let line = &self.text[self.line_start(at)..];
        line.len() - line.trim_start().len()
    }

    /// The indentation of what stands first on its line; nothing for what stands behind something else.
    fn indent(&self, at: usize) -> Option<usize> {
        let line = self.line_start(at);
        self.text[line..at].trim().is_empty().then_some(at - line)
    }
}
