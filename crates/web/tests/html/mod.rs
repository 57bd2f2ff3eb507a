//! A small reading of our own pages: elements with attributes, texts with their language. Faults in nesting are errors.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "source"];

/// An element, with its place among the texts.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, unescaped.
    pub attrs: Vec<(String, String)>,
    /// The texts within it.
    texts: (usize, usize),
}

/// A stretch of text.
#[derive(Debug)]
pub struct Text {
    /// The words.
    pub words: String,
    /// The language of the innermost element that names one.
    pub lang: String,
    /// It stands in a printed paper.
    pub inside_sheet: bool,
    /// It is a name or a key, the same in every language.
    pub inside_code: bool,
}

/// A page.
#[derive(Debug, Default)]
pub struct Doc {
    /// Elements in order of their start.
    pub elements: Vec<Element>,
    /// Texts in order, none of them blank.
    pub texts: Vec<Text>,
}

impl Element {
    /// An attribute.
    pub fn attr(&self, key: &str) -> Option<&str> {
        self.attrs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Whether it has the class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attr("class").is_some_and(|c| c.split_whitespace().any(|c| c == class))
    }
}

impl Doc {
    /// Reads a page.
    pub fn parse(html: &str) -> Result<Self, String> {
        let html = html.trim_start().strip_prefix("<!doctype html>").ok_or("no doctype")?;
        let mut reader = Reader::from_str(html);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let (mut doc, mut open) = (Self::default(), Vec::<usize>::new());
        loop {
            match reader.read_event().map_err(|e| e.to_string())? {
                Event::Eof => break,
                Event::Start(tag) => {
                    let at = doc.push(&tag)?;
                    if !VOID.contains(&doc.elements[at].name.as_str()) {
                        open.push(at);
                    }
                }
                Event::Empty(tag) => {
                    doc.push(&tag)?;
                }
                Event::End(tag) => {
                    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                    let at = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
                    if doc.elements[at].name != name {
                        return Err(format!("</{name}> closes <{}>", doc.elements[at].name));
                    }
                    doc.elements[at].texts.1 = doc.texts.len();
                }
                Event::Text(text) => doc.words(&String::from_utf8_lossy(&text), &open),
                Event::GeneralRef(name) => {
                    let word = match &*name {
                        b"amp" | b"#38" => "&",
                        b"lt" | b"#60" => "<",
                        b"gt" | b"#62" => ">",
                        b"quot" | b"#34" => "\"",
                        b"apos" | b"#39" => "'",
                        other => return Err(format!("unknown entity {}", String::from_utf8_lossy(other))),
                    };
                    doc.words(word, &open);
                }
                _ => {}
            }
        }
        if open.is_empty() { Ok(doc) } else { Err(format!("<{}> is never closed", doc.elements[open[open.len() - 1]].name)) }
    }

    fn push(&mut self, tag: &BytesStart<'_>) -> Result<usize, String> {
        let mut attrs = Vec::new();
        for attr in tag.html_attributes() {
            let attr = attr.map_err(|e| format!("{e} in <{}>", String::from_utf8_lossy(tag)))?;
            let value = String::from_utf8_lossy(&attr.value)
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&amp;", "&");
            attrs.push((String::from_utf8_lossy(attr.key.as_ref()).into_owned(), value));
        }
        self.elements.push(Element {
            name: String::from_utf8_lossy(tag.name().as_ref()).into_owned(),
            attrs,
            texts: (self.texts.len(), self.texts.len()),
        });
        Ok(self.elements.len() - 1)
    }

    fn words(&mut self, words: &str, open: &[usize]) {
        if words.trim().is_empty() {
            return;
        }
        let lang = open.iter().rev().find_map(|at| self.elements[*at].attr("lang")).unwrap_or_default().to_owned();
        let inside_sheet = open.iter().any(|at| self.elements[*at].has_class("sheet"));
        let inside_code = open.last().is_some_and(|i| self.elements[*i].name == "code");
        self.texts.push(Text { words: words.to_owned(), lang, inside_sheet, inside_code });
    }

    /// Elements of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |e| e.name == name)
    }

    /// The first element of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|e| e.name == name)
    }

    /// The text within an element.
    pub fn text_of(&self, element: &Element) -> String {
        self.texts[element.texts.0..element.texts.1].iter().map(|t| t.words.as_str()).collect()
    }
}

/// Whether a Han character is among them.
pub fn has_han(words: &str) -> bool {
    words.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}'))
}
