//! From a file's bytes to its text.

use crate::{PlanError, docx};
use encoding_rs::{Encoding, GB18030, UTF_8};
use serde::{Deserialize, Serialize};

/// The largest file read, in bytes.
const MAX_FILE: usize = 20 << 20;

/// The longest text taken for a plan, in bytes.
const MAX_TEXT: usize = 4 << 20;

/// What kind of file the text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Plain text.
    Text,
    /// A Word document (Office Open XML).
    Docx,
}

/// A plan's text as all spans count it: no byte-order mark, line ends as `\n`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, without its folder.
    pub name: String,
    /// Where the text came from.
    pub kind: SourceKind,
    /// The encoding found, by its WHATWG name, e.g. `UTF-8`, `gb18030`.
    pub encoding: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A source from text at hand.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), kind: SourceKind::Text, encoding: UTF_8.name().to_owned(), text: plain(text) }
    }
}

/// Decodes a plan file: `.txt` in UTF-8, UTF-16 with its mark or GB18030, and `.docx`. The type goes by the name's ending.
///
/// # Errors
/// A sentence in Chinese with a code: empty, unknown type, broken or encrypted docx, too large, unknown encoding.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, PlanError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    if !matches!(extension.as_str(), "txt" | "docx") {
        let found = found(bytes).map_or_else(|| unknown(&extension), str::to_owned);
        return Err(PlanError::UnknownType { name, found });
    }
    if bytes.is_empty() {
        return Err(PlanError::Empty { name });
    }
    if bytes.len() > MAX_FILE {
        return Err(PlanError::TooLarge { name, what: "", limit: format!("{} MB", MAX_FILE >> 20) });
    }
    let (kind, encoding, text) = if extension == "docx" {
        if let Some(fault) = found(bytes).filter(|f| *f != ZIP) {
            return Err(PlanError::NotDocx { name, fault: format!("内容是{fault}") });
        }
        (SourceKind::Docx, UTF_8, docx::text(&name, bytes)?)
    } else {
        let (encoding, text) = decode(&name, bytes)?;
        (SourceKind::Text, encoding, text)
    };
    let text = plain(&text);
    if text.trim().is_empty() {
        return Err(PlanError::Empty { name });
    }
    if text.len() > MAX_TEXT {
        return Err(PlanError::TooLarge { name, what: "的文字", limit: format!("{} MB", MAX_TEXT >> 20) });
    }
    Ok(Source { name, kind, encoding: encoding.name().to_owned(), text })
}

fn decode(name: &str, bytes: &[u8]) -> Result<(&'static Encoding, String), PlanError> {
    if let Some(found) = found(bytes) {
        return Err(PlanError::UnknownType { name: name.to_owned(), found: format!("改了扩展名的{found}") });
    }
    // UTF-8 first: text in another encoding is practically never valid UTF-8, while almost anything is valid GB18030.
    let candidates = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => vec![encoding],
        None => vec![UTF_8, GB18030],
    };
    candidates
        .into_iter()
        .find_map(|encoding| {
            let (text, malformed) = encoding.decode_with_bom_removal(bytes);
            (!malformed && !text.contains('\0')).then(|| (encoding, text.into_owned()))
        })
        .ok_or_else(|| PlanError::Encoding { name: name.to_owned() })
}

/// Line ends as `\n`; a stray carriage return or a page break ends a line too.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
}

const ZIP: &str = "压缩包";

/// What the first bytes say, for the kinds that people pick by mistake.
fn found(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", ZIP),
        (b"PK\x05\x06", ZIP),
        (b"%PDF", "PDF"),
        (b"\xd0\xcf\x11\xe0", "旧版 .doc/.wps 文件或加了密码的文档"),
        (b"{\\rtf", "RTF 文档"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"Rar!", "压缩包（RAR）"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, what)| *what)
}

fn unknown(extension: &str) -> String {
    if extension.is_empty() { "没有扩展名的文件".to_owned() } else { format!("不认识的类型（.{extension}）") }
}
