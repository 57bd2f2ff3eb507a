//! Automatic numbers: what Word shows before a paragraph is not in its text but follows from `word/numbering.xml`.

use super::body::{Paragraph, attribute, is_word, value};
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
};
use std::collections::HashMap;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// The label with `%1` … `%9` for the counters, e.g. `（%2）`.
    text: String,
    /// Whether all counters are shown in digits (`w:isLgl`): 1.1 under 一、
    digits: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), digits: false }
    }
}

/// A list as paragraphs name it.
#[derive(Clone, Debug, Default)]
struct List {
    pattern: u32,
    /// Starts that differ from the pattern's, by level; such a list counts for itself.
    restarts: HashMap<usize, u32>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    styles: HashMap<String, (u32, usize)>,
    counters: HashMap<(u32, bool), Vec<u32>>,
}

/// Word knows nine levels.
const LEVELS: usize = 9;

impl Numbering {
    /// Reads `numbering.xml` and, for styles that bring a list with them, `styles.xml`.
    pub(super) fn read(numbering: Option<&str>, styles: Option<&str>) -> Result<Self, quick_xml::Error> {
        let mut read = Self::default();
        let mut at = Cursor::default();
        walk(numbering.unwrap_or_default(), |e| read.numbering_element(&mut at, e))?;
        let (mut style, mut list, mut level) = (None, None, 0);
        walk(styles.unwrap_or_default(), |e| match e.local_name().as_ref() {
            b"style" => (style, list, level) = (attribute(e, b"styleId"), None, 0),
            b"ilvl" => level = number(e).unwrap_or(0) as usize,
            b"numId" => {
                list = number(e);
                if let (Some(style), Some(list)) = (&style, list) {
                    read.styles.insert(style.clone(), (list, level));
                }
            }
            _ => {}
        })?;
        Ok(read)
    }

    fn numbering_element(&mut self, at: &mut Cursor, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            b"abstractNum" => {
                at.pattern = attribute(e, b"abstractNumId").and_then(|v| v.parse().ok());
                at.list = None;
            }
            b"num" => {
                at.list = attribute(e, b"numId").and_then(|v| v.parse().ok());
                at.pattern = None;
            }
            b"lvl" | b"lvlOverride" => at.level = attribute(e, b"ilvl").and_then(|v| v.parse().ok()).unwrap_or(0).min(LEVELS - 1),
            b"abstractNumId" => {
                if let (Some(list), Some(pattern)) = (at.list, number(e)) {
                    self.lists.entry(list).or_default().pattern = pattern;
                }
            }
            b"startOverride" => {
                if let (Some(list), Some(start)) = (at.list, number(e)) {
                    self.lists.entry(list).or_default().restarts.insert(at.level, start);
                }
            }
            name => {
                let Some(pattern) = at.pattern else { return };
                let levels = self.patterns.entry(pattern).or_insert_with(|| vec![Level::default(); LEVELS]);
                match name {
                    b"start" => levels[at.level].start = number(e).unwrap_or(1),
                    b"numFmt" => levels[at.level].format = value(e).unwrap_or_default(),
                    b"isLgl" => levels[at.level].digits = true,
                    b"lvlText" => levels[at.level].text = value(e).unwrap_or_default(),
                    _ => {}
                }
            }
        }
    }

    /// The label shown before the paragraph, counting it.
    pub(super) fn label(&mut self, paragraph: &Paragraph) -> Option<String> {
        let by_style = paragraph.style.as_ref().and_then(|s| self.styles.get(s)).copied();
        let id = paragraph.list.or(by_style.map(|(list, _)| list)).filter(|id| *id != 0)?;
        let level = paragraph.level.or(by_style.map(|(_, level)| level)).unwrap_or(0).min(LEVELS - 1);
        let list = self.lists.get(&id)?;
        let levels = self.patterns.get(&list.pattern)?;
        let start = |l: usize| list.restarts.get(&l).copied().unwrap_or(levels[l].start);
        // Lists with the same pattern count on from one another unless one sets its own start.
        let key = if list.restarts.is_empty() { (list.pattern, false) } else { (id, true) };
        let counters = self.counters.entry(key).or_default();
        if counters.len() > level {
            counters.truncate(level + 1);
            counters[level] = counters[level].saturating_add(1);
        } else {
            (counters.len()..=level).for_each(|l| counters.push(start(l)));
        }
        if matches!(levels[level].format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut label = levels[level].text.clone();
        for (l, counter) in counters.iter().enumerate() {
            let format = if levels[level].digits { "decimal" } else { levels[l].format.as_str() };
            label = label.replace(&format!("%{}", l + 1), &written(*counter, format));
        }
        Some(label)
    }
}

/// Where in `numbering.xml` the reader stands.
#[derive(Default)]
struct Cursor {
    pattern: Option<u32>,
    list: Option<u32>,
    level: usize,
}

fn number(e: &BytesStart<'_>) -> Option<u32> {
    value(e)?.parse().ok()
}

fn walk(xml: &str, mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), quick_xml::Error> {
    let mut reader = NsReader::from_str(xml);
    loop {
        match reader.read_resolved_event()? {
            (namespace, Event::Start(e) | Event::Empty(e)) if is_word(&namespace) => visit(&e),
            (_, Event::Eof) => return Ok(()),
            _ => {}
        }
    }
}

/// A counter in a number format of ECMA-376 part 1, 17.18.59; formats that plans do not use fall back to digits.
fn written(n: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(n),
        "decimalFullWidth" => n.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&n) => {
            char::from_u32(0x245f + n).map(String::from).unwrap_or_default()
        }
        "upperLetter" | "lowerLetter" if (1..=26).contains(&n) => {
            let base = if format == "upperLetter" { 'A' } else { 'a' };
            char::from_u32(u32::from(base) + n - 1).map(String::from).unwrap_or_default()
        }
        _ => n.to_string(),
    }
}

/// 1 → 一, 12 → 十二, 105 → 一百零五; above 9999 in digits.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 || n > 9999 {
        return n.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (scale, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (n / scale % 10) as usize;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push_str(DIGITS[0]);
        }
        // 十二, not 一十二, at the beginning.
        if !(scale == 10 && digit == 1 && out.is_empty()) {
            out.push_str(DIGITS[digit]);
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_written_as_word_shows_them() {
        for n in [1, 10, 11, 20, 21, 100, 105, 110, 999, 1001, 2026, 9999] {
            assert_eq!(kernel::chinese_number(&chinese(n)), Some(u64::from(n)), "{}", chinese(n));
        }
        assert_eq!(chinese(12), "十二");
        assert_eq!(written(3, "decimalEnclosedCircle"), "③");
        assert_eq!(written(3, "decimalFullWidth"), "３");
        assert_eq!(written(2, "lowerLetter"), "b");
    }
}
