//! A table out of a workbook or a text file: lines of cells, each as a person would read it.
//!
//! A cell that a spreadsheet holds as a number keeps 15 digits. Where it has more, it is given as the spreadsheet shows it, `9.1150302E+17`,
//! so that whoever takes the table sees that digits are lost instead of taking zeros for them.

use crate::{Kind, Limits, Rejection, inspect};
use calamine::{DataRef, Reader, Xlsx};
use kernel::{Title, fold_width};
use std::io::Cursor;

/// Lines of a table at most, and cells of a line; internal parameters.
const LINES: u32 = 100_000;
const CELLS: u32 = 200;
/// The first whole number that a spreadsheet cannot tell from its neighbours in 15 digits.
const EXACT: f64 = 1e15;

/// Reads a table: a workbook's first sheet, or text parted by tabs, commas or semicolons, in UTF-8 or the national encoding. The file is
/// inspected first.
///
/// # Errors
/// [`Rejection`], a sentence for whoever sent it.
pub fn table(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Rejection> {
    match inspect(name, bytes, &Limits::table())? {
        Kind::Xlsx => workbook(bytes),
        _ => text(bytes),
    }
}

/// Cells one by one: a sheet may claim to reach to its last corner, and a grid of it would fill the memory.
fn workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>, Rejection> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Rejection::Broken)?;
    let first = book.sheet_names().first().cloned().ok_or(Rejection::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| Rejection::Broken)?;
    let mut lines: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Rejection::Broken)? {
        let said = shown(cell.get_value());
        if said.is_empty() {
            continue;
        }
        let (line, column) = cell.get_position();
        if line >= LINES || column >= CELLS {
            let (what, limit) = if line >= LINES { (Title::new("行", "lines"), LINES) } else { (Title::new("列", "columns"), CELLS) };
            return Err(Rejection::Workbook { what, limit: u64::from(limit) });
        }
        let (line, column) = (line as usize, column as usize);
        if lines.len() <= line {
            lines.resize_with(line + 1, Vec::new);
        }
        if lines[line].len() <= column {
            lines[line].resize_with(column + 1, String::new);
        }
        lines[line][column] = said;
    }
    Ok(lines)
}

fn shown(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(n) => number(*n as f64),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(length) => length.as_f64().to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text),
        DataRef::SharedString(text) => plain(text),
    }
}

fn number(n: f64) -> String {
    if n.abs() < EXACT {
        return n.to_string();
    }
    format!("{n:E}").replacen('E', "E+", 1)
}

/// Text on one line, its digits and letters of one width; brackets of a name stay as they are.
fn plain(text: &str) -> String {
    let folded = text.chars().map(|c| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => fold_width(c.encode_utf8(&mut [0; 4])),
        c if c.is_control() || c == '\u{3000}' || c == '\u{a0}' => " ".to_owned(),
        c => c.to_string(),
    });
    folded.collect::<String>().trim().to_owned()
}

fn text(bytes: &[u8]) -> Result<Vec<Vec<String>>, Rejection> {
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Rejection::Broken)?.into_owned(),
    };
    let whole = whole.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let heading = whole.lines().next().unwrap_or_default();
    let parted = ['\t', ';', ','].into_iter().max_by_key(|c| heading.matches(*c).count()).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(parted as u8).from_reader(whole.as_bytes());
    let mut lines = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(|_| Rejection::Broken)?;
        if lines.len() >= LINES as usize {
            return Err(Rejection::Workbook { what: Title::new("行", "lines"), limit: u64::from(LINES) });
        }
        // The reader leaves out empty lines; they keep their place, which is what a finding names.
        let from = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or_default();
        let empty = whole.as_bytes().get(from..).unwrap_or_default().iter().take_while(|b| **b == b'\n').count();
        lines.resize_with(lines.len() + empty, Vec::new);
        lines.push(record.iter().map(plain).collect());
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_is_read_in_every_usual_shape() {
        let rows = vec![vec!["代码".to_owned(), "名称".to_owned()], vec!["12".to_owned(), "甲，乙（丙）".to_owned()]];
        for text in ["代码,名称\n１２,甲，乙（丙）\n", "\u{feff}代码\t名称\r\n12\t甲，乙（丙）", "代码;名称\n12;\"甲，乙（丙）\"\n"]
        {
            assert_eq!(table("a.csv", text.as_bytes()).unwrap(), rows, "{text}");
        }
        let (national, ..) = encoding_rs::GB18030.encode("代码,名称\n12,甲，乙（丙）\n");
        assert_eq!(table("a.CSV", &national).unwrap(), rows);
        assert_eq!(table("a.tsv", "代码\t名称\n12\t甲，乙（丙）".as_bytes()).unwrap(), rows);
        assert_eq!(table("a.csv", "a,b\n\n1,2".as_bytes()).unwrap().len(), 3, "an empty line keeps its place");
    }

    #[test]
    fn digits_that_are_lost_show_as_lost() {
        assert_eq!(number(150_302_001.0), "150302001");
        assert_eq!(number(999_999_999_999_999.0), "999999999999999");
        assert_eq!(number(2.5), "2.5");
        assert_eq!(number(150_302_199_001_011_230.0), "1.5030219900101123E+17");
    }
}
