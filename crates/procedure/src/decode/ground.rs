//! Citations and bases.

use super::names::{Kind, Reference};
use super::node::{args, children, prop};
use super::words::BASES;
use super::{Reader, Shape};
use crate::model::{Basis, BasisKind, Cite, Ground};
use kdl::{KdlEntry, KdlNode};
use kernel::Title;

const BASIS: Shape = Shape::new("basis", 2).props(&["en"]);
const CITE: Shape = Shape::new("cite", usize::MAX);

impl Reader<'_> {
    /// What the node rests on. `text` is the sentence written beside a `basis=` property.
    pub(crate) fn ground(&mut self, node: &KdlNode, text: Option<Title>) -> Ground {
        for child in children(node, "cite") {
            self.vet(child, &CITE);
            if args(child).next().is_none() {
                self.missing(child, "条文", "an article");
            }
        }
        let entries: Vec<&KdlEntry> = prop(node, "cite").into_iter().chain(children(node, "cite").flat_map(args)).collect();
        let cites = entries.into_iter().filter_map(|e| self.cite(e)).collect();
        Ground { cites, basis: self.basis(node, text) }
    }

    fn basis(&mut self, node: &KdlNode, text: Option<Title>) -> Option<Basis> {
        if let Some(entry) = prop(node, "basis") {
            return Some(Basis { kind: self.basis_kind(entry)?, text });
        }
        let child = children(node, "basis").next()?;
        self.vet(child, &BASIS);
        let Some(entry) = args(child).next() else {
            self.missing(child, "依据种类", "its kind");
            return None;
        };
        Some(Basis { kind: self.basis_kind(entry)?, text: self.optional_title(child, 1) })
    }

    fn basis_kind(&mut self, entry: &KdlEntry) -> Option<BasisKind> {
        let word = self.string(entry)?;
        match word.as_str() {
            "local" => Some(BasisKind::Local),
            "internal" => Some(BasisKind::Internal),
            "reading" => Some(BasisKind::Reading),
            _ => {
                let place = self.entry(entry);
                self.not_listed(("依据", "basis"), &word, place, BASES);
                None
            }
        }
    }

    /// `LAL:43.1@1`, or `RULES` alone.
    fn cite(&mut self, entry: &KdlEntry) -> Option<Cite> {
        let (text, place) = (self.string(entry)?, self.entry(entry));
        let (law, at) = match text.split_once(':') {
            Some((law, at)) => (law, Some(at)),
            None => (text.as_str(), None),
        };
        let at = match at.map(str::parse) {
            None => None,
            Some(Ok(at)) => Some(at),
            Some(Err(_)) => {
                self.found.error("P020", place, format!("“{text}”不是条文的写法"), format!("“{text}” is not a citation")).hint(
                    "写作 简称:条[.款[.项]][@第几个数字]，例如 LAL:43.1@1",
                    "write ALIAS:article[.paragraph[.item]][@n], e.g. LAL:43.1@1",
                );
                return None;
            }
        };
        self.used.push(Reference { kind: Kind::Law, id: law.into(), place });
        Some(Cite { law: law.into(), at, place })
    }
}
