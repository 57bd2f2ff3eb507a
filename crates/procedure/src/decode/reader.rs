//! Reads values out of KDL nodes and says what is wrong with them.

use super::names::{Kind, Reference};
use super::node::{args, children, prop};
use super::shape::Shape;
use crate::{diagnostic::Findings, model::Place};
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::{Id, Title};
use std::collections::BTreeSet;

/// A child that holds words and nothing else: `by applicant agent`.
const LIST: Shape = Shape::new("", usize::MAX);

/// A word of the file and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) id: Id,
    pub(crate) place: Place,
}

/// One file being read.
pub(crate) struct Reader<'t> {
    pub(crate) text: &'t str,
    pub(crate) found: Findings,
    /// Names used, to be resolved when the procedure is complete.
    pub(crate) used: Vec<Reference>,
    /// Registers: those of the file and what a field of type `register` names. A role held by one is held by an entry in good standing.
    pub(crate) registers: BTreeSet<Id>,
    /// Standings of registers that fields name, to be resolved when the file is complete.
    pub(crate) standings: Vec<(Id, Word)>,
    line_starts: Vec<usize>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(file: &str, text: &'t str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { text, found: Findings::new(file), used: Vec::new(), registers: BTreeSet::new(), standings: Vec::new(), line_starts }
    }

    /// The place of a span of bytes.
    pub(crate) fn place(&self, offset: usize, len: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|s| *s <= offset);
        let start = self.line_starts[line - 1];
        let column = self.text[start..offset].trim_start_matches('\u{feff}').chars().count() + 1;
        Place { offset, len: len.min(self.text.len() - offset), line, column }
    }

    /// The place of a value or property.
    pub(crate) fn entry(&self, entry: &KdlEntry) -> Place {
        self.place(entry.span().offset(), entry.span().len())
    }

    /// The place of a node: its name, with the first argument where that stands beside it (`clock review`).
    pub(crate) fn node(&self, node: &KdlNode) -> Place {
        let name = node.name().span();
        let end = node
            .entries()
            .first()
            .filter(|e| e.name().is_none())
            .map_or(name.offset() + name.len(), |e| e.span().offset() + e.span().len());
        let len = end.saturating_sub(name.offset());
        let beside = self.text.get(name.offset()..end).is_some_and(|t| !t.contains('\n'));
        self.place(name.offset(), if beside { len } else { name.len() })
    }

    /// Text of a value, or a finding.
    pub(crate) fn string(&mut self, entry: &KdlEntry) -> Option<String> {
        let text = entry.value().as_string().map(str::to_owned);
        if text.is_none() {
            let (place, seen) = (self.entry(entry), entry.value().to_string());
            self.found.error("P016", place, format!("这里要写文字，写的是 {seen}"), format!("text is expected here, not {seen}"));
        }
        text
    }

    /// Whole number of a value, or a finding.
    pub(crate) fn whole(&mut self, entry: &KdlEntry) -> Option<u64> {
        let number = entry.value().as_integer().and_then(|n| u64::try_from(n).ok());
        if number.is_none() {
            let (place, seen) = (self.entry(entry), entry.value().to_string());
            self.found.error(
                "P016",
                place,
                format!("这里要写非负整数，写的是 {seen}"),
                format!("a whole number is expected here, not {seen}"),
            );
        }
        number
    }

    /// A name as a value: lower snake case.
    pub(crate) fn id(&mut self, entry: &KdlEntry) -> Option<Word> {
        let (text, place) = (self.string(entry)?, self.entry(entry));
        if !text.split('.').all(Id::well_formed) {
            self.found
                .error("P018", place, format!("“{text}”不能作名称"), format!("“{text}” is not a name"))
                .hint("名称用小写字母开头，只含小写字母、数字和下划线", "names are lower snake case and begin with a letter");
            return None;
        }
        Some(Word { id: text.into(), place })
    }

    /// The node's own name: its first argument. Reports its absence; the empty name stands in.
    pub(crate) fn own(&mut self, node: &KdlNode) -> Word {
        if let Some(entry) = args(node).next() {
            let word = self.id(entry);
            if let Some(dotted) = word.as_ref().filter(|w| w.id.as_str().contains('.')) {
                let place = dotted.place;
                self.found.error("P018", place, "自己的名称里不能有点", "a node's own name has no dot");
            }
            return word.unwrap_or_else(|| self.nameless(node));
        }
        self.missing(node, "名称", "a name");
        self.nameless(node)
    }

    /// All words given under `name`, as a property or as children that hold nothing but words.
    pub(crate) fn words(&mut self, node: &KdlNode, name: &str) -> Vec<Word> {
        for child in children(node, name) {
            self.vet(child, &LIST);
        }
        let words = self.listed(node, name);
        for (i, word) in words.iter().enumerate() {
            if words[..i].iter().any(|w| w.id == word.id) {
                self.found.error("P013", word.place, format!("{} 写了两次", word.id), format!("{} is written twice", word.id));
            }
        }
        words
    }

    /// The same, where the children may hold more and were vetted.
    pub(crate) fn listed(&mut self, node: &KdlNode, name: &str) -> Vec<Word> {
        let entries: Vec<&KdlEntry> = prop(node, name).into_iter().chain(children(node, name).flat_map(args)).collect();
        for child in children(node, name).filter(|c| args(c).next().is_none()) {
            self.missing(child, "内容", "its content");
        }
        entries.into_iter().filter_map(|e| self.id(e)).collect()
    }

    /// The one word given under `name`.
    pub(crate) fn word(&mut self, node: &KdlNode, name: &str) -> Option<Word> {
        let words = self.words(node, name);
        if let Some(second) = words.get(1) {
            self.found.error("P013", second.place, format!("{name} 只能写一个"), format!("only one {name} is allowed"));
        }
        words.into_iter().next()
    }

    /// The words under `name`, remembered as uses of names of that kind.
    pub(crate) fn names(&mut self, node: &KdlNode, name: &str, kind: Kind) -> Vec<Id> {
        self.words(node, name).into_iter().map(|w| self.uses(kind, w)).collect()
    }

    /// The one word under `name`, remembered as a use.
    pub(crate) fn name(&mut self, node: &KdlNode, name: &str, kind: Kind) -> Option<Id> {
        self.word(node, name).map(|w| self.uses(kind, w))
    }

    /// The one word under `name`, whose absence is a finding; the empty name stands in.
    pub(crate) fn need(&mut self, node: &KdlNode, name: &str, kind: Kind) -> Id {
        let given = prop(node, name).is_some() || children(node, name).next().is_some();
        if !given {
            self.missing(node, &format!("{name}="), &format!("{name}="));
        }
        self.name(node, name, kind).unwrap_or_else(|| "".into())
    }

    /// Remembers a use of a name.
    pub(crate) fn uses(&mut self, kind: Kind, word: Word) -> Id {
        self.used.push(Reference { kind, id: word.id.clone(), place: word.place });
        word.id
    }

    /// A yes-or-no property; absent is no.
    pub(crate) fn flag(&mut self, node: &KdlNode, name: &str) -> bool {
        let Some(entry) = prop(node, name) else { return false };
        if let KdlValue::Bool(yes) = entry.value() {
            return *yes;
        }
        let (place, seen) = (self.entry(entry), entry.value().to_string());
        self.found
            .error("P016", place, format!("{name} 只能是 #true 或 #false，写的是 {seen}"), format!("{name} is #true or #false, not {seen}"))
            .hint(format!("{name}=#true"), format!("{name}=#true"));
        false
    }

    /// A whole-number property.
    pub(crate) fn number(&mut self, node: &KdlNode, name: &str) -> Option<u64> {
        prop(node, name).and_then(|e| self.whole(e))
    }

    /// A text property.
    pub(crate) fn text(&mut self, node: &KdlNode, name: &str) -> Option<String> {
        prop(node, name).and_then(|e| self.string(e))
    }

    /// The title: the argument at `index` and `en=`.
    pub(crate) fn title(&mut self, node: &KdlNode, index: usize) -> Title {
        let Some(entry) = args(node).nth(index) else {
            self.missing(node, "题名", "a title");
            return Title::default();
        };
        let zh = self.string(entry).unwrap_or_default();
        let place = self.entry(entry);
        if zh.trim().is_empty() {
            self.found.error("P015", place, "题名是空的", "the title is empty");
        }
        let en = self.text(node, "en").unwrap_or_default();
        if en.trim().is_empty() {
            self.found
                .error("P019", place, format!("“{zh}”缺英文题名"), format!("“{zh}” has no English title"))
                .hint("加上 en=\"…\"", "add en=\"…\"");
            return Title { zh, en };
        }
        if !en.chars().any(|c| c.is_ascii_alphabetic()) || en.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
            self.found.error(
                "P019",
                place,
                format!("“{zh}”的英文题名不是英文：{en}"),
                format!("the English title of “{zh}” is not English: {en}"),
            );
        }
        Title { zh, en }
    }

    /// The title at `index`, where there is one.
    pub(crate) fn optional_title(&mut self, node: &KdlNode, index: usize) -> Option<Title> {
        args(node).nth(index).is_some().then(|| self.title(node, index))
    }

    /// Something that the node must have is not there.
    pub(crate) fn missing(&mut self, node: &KdlNode, zh: &str, en: &str) {
        let (place, name) = (self.node(node), node.name().value().to_owned());
        let space = if zh.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
        self.found.error("P015", place, format!("{name} 缺{space}{zh}"), format!("{name} lacks {en}"));
    }

    fn nameless(&self, node: &KdlNode) -> Word {
        Word { id: "".into(), place: self.node(node) }
    }
}
