//! The XML parts of a document, read as a stream: no entities of their own, no more of anything than the limits say.

use crate::{Limits, Rejection};
use kernel::Title;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::cell::Cell;
use std::io::{BufReader, Error, Read};

/// What a workbook has so far.
#[derive(Debug, Default)]
pub(crate) struct Count {
    sheets: u64,
    strings: u64,
    cells: u64,
}

/// Stops where one piece of text grows beyond what any document has.
struct Metered<'a, R> {
    inner: R,
    /// Bytes since the last whole piece.
    since: &'a Cell<usize>,
    all: &'a Cell<u64>,
    most: usize,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since.get() > self.most {
            return Err(Error::other("one piece is too long"));
        }
        let got = self.inner.read(buffer)?;
        self.since.set(self.since.get() + got);
        self.all.set(self.all.get() + got as u64);
        Ok(got)
    }
}

/// Reads a part to its end and says how long it was.
pub(crate) fn xml(name: &str, part: &mut impl Read, limits: &Limits, count: &mut Count) -> Result<u64, Rejection> {
    let (since, all) = (Cell::new(0), Cell::new(0));
    let metered = Metered { inner: part, since: &since, all: &all, most: limits.token };
    let mut reader = Reader::from_reader(BufReader::new(metered));
    reader.config_mut().check_end_names = false;
    let (in_sheet, in_strings, in_book) =
        (name.contains("xl/worksheets/"), name.ends_with("sharedStrings.xml"), name.ends_with("xl/workbook.xml"));
    let mut piece = Vec::new();
    loop {
        match reader.read_event_into(&mut piece) {
            Ok(Event::Eof) => return Ok(all.get()),
            Ok(Event::DocType(_)) => return Err(Rejection::Entities { name: name.chars().take(60).collect() }),
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"c" if in_sheet => within(&mut count.cells, limits.cells, || Title::new("单元格", "cells"))?,
                b"si" if in_strings => within(&mut count.strings, limits.strings, || Title::new("文字", "strings"))?,
                b"sheet" if in_book => within(&mut count.sheets, limits.sheets, || Title::new("工作表", "sheets"))?,
                _ => {}
            },
            // Another encoding than UTF-8 shows as bytes of value 0 in the text: no reader of ours would understand it.
            Ok(Event::Text(text)) if text.contains(&0) => return Err(Rejection::Broken),
            Ok(_) => {}
            Err(_) => return Err(Rejection::Broken),
        }
        since.set(0);
        piece.clear();
    }
}

fn within(count: &mut u64, limit: u64, what: impl Fn() -> Title) -> Result<(), Rejection> {
    *count += 1;
    if *count > limit { Err(Rejection::Workbook { what: what(), limit }) } else { Ok(()) }
}
