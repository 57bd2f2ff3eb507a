//! A container is looked at by its directory first, then each part is read once to its end and thrown away.

use crate::{Kind, Limits, Rejection, parts};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The record that ends a container, without its comment.
const END: usize = 22;
/// Its comment is at most this long.
const COMMENT: usize = 65_535;
/// Files below this size may be packed as tightly as they like.
const SMALL: u64 = 1 << 20;
/// What begins another container.
const INNER: [&[u8]; 6] = [b"PK\x03\x04", b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B\x08", b"\xFD7zXZ", b"BZh"];

pub(crate) fn look(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<(), Rejection> {
    let said = entries(bytes, limits)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Rejection::Broken)?;
    // The library keeps one file of each name: fewer than said means names that occur twice.
    if archive.len() != said {
        return Err(Rejection::Lies);
    }
    directory(&mut archive, limits)?;
    let main = match kind {
        Kind::Docx => "word/document.xml",
        Kind::Xlsx => "xl/workbook.xml",
        _ => "OFD.xml",
    };
    if archive.index_for_name(main).is_none() {
        return Err(Rejection::Otherwise { extension: kind.extensions()[0].to_owned() });
    }
    let mut count = parts::Count::default();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|_| Rejection::Broken)?;
        let (name, size) = (file.name().to_owned(), file.size());
        let mut head = [0; 6];
        let got = fill(&mut file, &mut head)?;
        if INNER.iter().any(|magic| head[..got].starts_with(magic)) {
            return Err(Rejection::Nested { name });
        }
        // One byte more than the directory says is enough to know that it lies.
        let mut whole = head[..got].chain(&mut file).take(size + 1);
        let read = if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml") {
            parts::xml(&name, &mut whole, limits, &mut count)?
        } else {
            std::io::copy(&mut whole, &mut std::io::sink()).map_err(|_| Rejection::Broken)?
        };
        if read != size {
            return Err(Rejection::Lies);
        }
    }
    Ok(())
}

/// How many files the end of the container says it has. What follows the end, or needs numbers larger than a document of ours, is refused.
fn entries(bytes: &[u8], limits: &Limits) -> Result<usize, Rejection> {
    let from = bytes.len().saturating_sub(END + COMMENT);
    let at =
        (from..bytes.len().saturating_sub(END - 1)).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).ok_or(Rejection::Broken)?;
    let number = |offset: usize| usize::from(u16::from_le_bytes([bytes[at + offset], bytes[at + offset + 1]]));
    let large = at >= 20 && bytes[at - 20..].starts_with(b"PK\x06\x07");
    let (here, all, comment) = (number(8), number(10), number(20));
    if all > limits.entries {
        return Err(Rejection::Entries { limit: limits.entries });
    }
    if large || here != all || at + END + comment != bytes.len() || !reaches(&bytes[..at], number(16) | number(18) << 16, all) {
        return Err(Rejection::Lies);
    }
    Ok(all)
}

/// Whether so many headers lead from the start of the directory exactly to its end: some readers count, others read on to the end.
fn reaches(before_end: &[u8], start: usize, headers: usize) -> bool {
    const HEADER: usize = 46;
    let mut at = start;
    for _ in 0..headers {
        let Some(header) = before_end.get(at..).filter(|rest| rest.len() >= HEADER && rest.starts_with(b"PK\x01\x02")) else {
            return false;
        };
        let length = |offset: usize| usize::from(u16::from_le_bytes([header[offset], header[offset + 1]]));
        at += HEADER + length(28) + length(30) + length(32);
    }
    at == before_end.len()
}

/// What the directory itself gives away, before anything is unpacked.
fn directory(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), Rejection> {
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|_| Rejection::Broken)?;
        let name = file.name().to_owned();
        if file.encrypted() {
            return Err(Rejection::Encrypted);
        }
        if file.is_symlink() || file.enclosed_name().is_none() || odd(&name) {
            return Err(Rejection::Path { name: name.chars().filter(|c| !c.is_control()).take(60).collect() });
        }
        if name.to_ascii_lowercase().ends_with("vbaproject.bin") {
            return Err(Rejection::Macros);
        }
        unpacked = unpacked.saturating_add(file.size());
        let tight = file.size() > SMALL && file.size() / file.compressed_size().max(1) > limits.ratio;
        if unpacked > limits.unpacked || tight {
            return Err(Rejection::Unpacked { megabytes: limits.unpacked >> 20 });
        }
    }
    Ok(())
}

/// Names that a system somewhere takes for a way out of the folder.
fn odd(name: &str) -> bool {
    let way_out = name.split(['/', '\\']).any(|part| part == "..");
    name.is_empty() || way_out || name.starts_with(['/', '\\']) || name.contains([':', '\0']) || name.chars().any(char::is_control)
}

/// As much as there is, up to the whole buffer.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Rejection> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]).map_err(|_| Rejection::Broken)? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}
