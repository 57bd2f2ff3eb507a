//! A rule that can be turned off, and where its switch goes.

/// One way of turning one rule off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The number by which the running test turns it off.
    pub id: u32,
    /// File, from the workspace's root.
    pub file: String,
    /// The function, with the type it belongs to.
    pub function: String,
    /// What is turned off, in the words of the source.
    pub what: String,
}

/// What a rule is called in the tables: file, function, and what is turned off.
pub type Key = (String, String, String);

impl Mutant {
    /// What it is called in the tables; numbers change with every line of the source.
    pub fn key(&self) -> Key {
        (self.file.clone(), self.function.clone(), self.what.clone())
    }

    /// What is turned off, without the count of the same words before it.
    pub fn words(&self) -> &str {
        self.what
            .strip_suffix(')')
            .and_then(|w| w.rsplit_once(" ("))
            .filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()))
            .map_or(&self.what, |(w, _)| w)
    }
}

/// Text around a stretch of source: what is written before its first byte and after its last.
#[derive(Clone, Debug)]
pub struct Wrap {
    pub start: usize,
    pub end: usize,
    pub open: String,
    pub close: String,
}

/// The source with all switches in it. Wraps come in the order in which the visitor met them, so an outer one precedes those inside.
pub fn rewrite(source: &str, wraps: &[Wrap]) -> String {
    // At one place what ends comes before what begins; of two that end there the inner one first, of two that begin the outer one.
    let mut marks: Vec<(usize, u8, isize, &str)> = Vec::with_capacity(wraps.len() * 2);
    for (at, wrap) in (0isize..).zip(wraps) {
        marks.push((wrap.start, 1, at, &wrap.open));
        marks.push((wrap.end, u8::from(wrap.start == wrap.end) * 2, -at, &wrap.close));
    }
    marks.sort_by_key(|&(place, kind, order, _)| (place, kind, order));
    let mut out = String::with_capacity(source.len() * 2);
    let mut from = 0;
    for (place, _, _, text) in marks {
        out.push_str(&source[from..place]);
        out.push_str(text);
        from = place;
    }
    out.push_str(&source[from..]);
    out
}
