//! `word/document.xml`: paragraphs with their text and their place in a numbered list.

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
};

/// The deepest nesting of elements that is followed.
const MAX_DEPTH: usize = 256;

/// One paragraph as far as the plan needs it.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// Its text: runs joined, tabs kept, line breaks as `\n`, deleted and hidden text left out.
    pub text: String,
    /// The paragraph style's id.
    pub style: Option<String>,
    /// The list it belongs to (`w:numId`); `0` takes it out of its style's list.
    pub list: Option<u32>,
    /// Its level in the list, from 0.
    pub level: Option<usize>,
}

/// What stands at the moment of reading.
#[derive(Default)]
struct State {
    done: Vec<Paragraph>,
    /// Paragraphs begun; more than one when a text box stands inside a paragraph.
    open: Vec<Open>,
    /// Depth of the outermost element whose content is left out, if within one.
    skipped: Option<usize>,
    depth: usize,
    in_text: bool,
}

/// A paragraph begun.
#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    in_run: bool,
    /// Whether the run is hidden text.
    hidden: bool,
}

pub(super) fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, quick_xml::Error> {
    let mut reader = NsReader::from_str(xml);
    let mut state = State::default();
    loop {
        let (namespace, event) = reader.read_resolved_event()?;
        let word = is_word(&namespace);
        match event {
            Event::Start(e) => {
                state.depth += 1;
                if state.depth > MAX_DEPTH {
                    break;
                }
                state.start(&e, word);
            }
            Event::Empty(e) if word => state.empty(&e),
            Event::End(e) => {
                if word {
                    state.end(e.local_name().as_ref());
                }
                if state.skipped == Some(state.depth) {
                    state.skipped = None;
                }
                state.depth = state.depth.saturating_sub(1);
            }
            Event::Text(e) => state.write(&e.xml10_content()?),
            Event::CData(e) => state.write(&e.xml10_content()?),
            Event::GeneralRef(e) => {
                if let Some(c) = e.resolve_char_ref()? {
                    state.write(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(&e.xml10_content()?) {
                    state.write(text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    state.done.extend(state.open.into_iter().map(|o| o.paragraph));
    Ok(state.done)
}

impl State {
    fn start(&mut self, e: &BytesStart<'_>, word: bool) {
        let name = e.local_name();
        // What was deleted or moved away, and the copy for old readers of a text box, is not part of the text.
        let left_out = matches!(name.as_ref(), b"Fallback")
            || (word && matches!(name.as_ref(), b"del" | b"moveFrom" | b"instrText" | b"delText" | b"pPrChange" | b"rPrChange"));
        if left_out && self.skipped.is_none() {
            self.skipped = Some(self.depth);
        }
        if !word || self.skipped.is_some() {
            return;
        }
        match name.as_ref() {
            b"p" => self.open.push(Open::default()),
            b"r" => self.run(true),
            b"t" => self.in_text = true,
            _ => self.empty(e),
        }
    }

    fn empty(&mut self, e: &BytesStart<'_>) {
        if self.skipped.is_some() {
            return;
        }
        let Some(Open { paragraph, in_run, hidden }) = self.open.last_mut() else { return };
        let shown = *in_run && !*hidden;
        match e.local_name().as_ref() {
            b"tab" if shown => paragraph.text.push('\t'),
            b"br" | b"cr" if shown => paragraph.text.push('\n'),
            b"noBreakHyphen" if shown => paragraph.text.push('-'),
            b"vanish" if *in_run => *hidden = value(e).as_deref().is_none_or(|v| !matches!(v, "0" | "false")),
            b"pStyle" => paragraph.style = value(e),
            b"numId" => paragraph.list = value(e).and_then(|v| v.parse().ok()),
            b"ilvl" => paragraph.level = value(e).and_then(|v| v.parse().ok()),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.skipped.is_some() {
            return;
        }
        match name {
            b"p" => self.done.extend(self.open.pop().map(|o| o.paragraph)),
            b"r" => self.run(false),
            b"t" => self.in_text = false,
            _ => {}
        }
    }

    fn run(&mut self, begins: bool) {
        if let Some(open) = self.open.last_mut() {
            (open.in_run, open.hidden) = (begins, false);
        }
    }

    fn write(&mut self, text: &str) {
        if self.in_text
            && self.skipped.is_none()
            && let Some(open) = self.open.last_mut().filter(|o| !o.hidden)
        {
            open.paragraph.text.push_str(text);
        }
    }
}

/// Whether the namespace is WordprocessingML, transitional or strict.
pub(super) fn is_word(namespace: &ResolveResult<'_>) -> bool {
    matches!(namespace, ResolveResult::Bound(Namespace(name)) if name.windows(16).any(|w| w == b"wordprocessingml") && name.ends_with(b"/main"))
}

/// The `w:val` of an element.
pub(super) fn value(e: &BytesStart<'_>) -> Option<String> {
    attribute(e, b"val")
}

/// An attribute by its local name.
pub(super) fn attribute(e: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}
