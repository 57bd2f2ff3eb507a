//! Reading the text of a Word document (Office Open XML, ECMA-376).
//!
//! The file comes from outside: entries, each part's unpacked size and XML nesting are bounded, and only three parts are ever
//! unpacked. No external entity is resolved (`quick-xml` knows none).

mod body;
mod numbering;

use crate::PlanError;
use numbering::Numbering;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most entries a package may list.
const MAX_ENTRIES: usize = 5000;
/// The most bytes one part may unpack to; counted while unpacking, whatever the package claims.
const MAX_PART: u64 = 32 << 20;

/// The paragraphs of `word/document.xml`, one a line; automatic numbers are written out.
pub(crate) fn text(name: &str, bytes: &[u8]) -> Result<String, PlanError> {
    let broken = |fault: &str| PlanError::NotDocx { name: name.to_owned(), fault: fault.to_owned() };
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("打不开，可能不完整或不是 Word 文档"))?;
    if package.len() > MAX_ENTRIES {
        return Err(PlanError::TooLarge { name: name.to_owned(), what: "内的文件数", limit: MAX_ENTRIES.to_string() });
    }
    let document = part(name, &mut package, "word/document.xml")?.ok_or_else(|| broken("里面没有正文（word/document.xml）"))?;
    let numbers = part(name, &mut package, "word/numbering.xml")?;
    let styles = part(name, &mut package, "word/styles.xml")?;
    let mut numbering = Numbering::read(numbers.as_deref(), styles.as_deref()).map_err(|_| broken("自动编号部分已损坏"))?;
    let paragraphs = body::paragraphs(&document).map_err(|_| broken("正文部分已损坏"))?;
    let lines = paragraphs.iter().map(|p| match numbering.label(p) {
        Some(label) if !p.text.trim().is_empty() => format!("{label}{}", p.text),
        _ => p.text.clone(),
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn part(name: &str, package: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<Option<String>, PlanError> {
    let broken = |fault: String| PlanError::NotDocx { name: name.to_owned(), fault };
    let file = match package.by_name(path) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(broken(format!("{path} 读不出，可能加了密码"))),
    };
    let mut text = String::new();
    file.take(MAX_PART + 1).read_to_string(&mut text).map_err(|_| broken(format!("{path} 已损坏")))?;
    if text.len() as u64 > MAX_PART {
        return Err(PlanError::TooLarge { name: name.to_owned(), what: "解开后", limit: format!("{} MB", MAX_PART >> 20) });
    }
    Ok(Some(text))
}
