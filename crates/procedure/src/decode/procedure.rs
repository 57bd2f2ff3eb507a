//! The file and its procedures.

use super::names::{self, Kind};
use super::node::{args, children, prop};
use super::{Reader, Shape, overlay, register, sense};
use crate::model::{Dossier, Law, Procedure, Source};
use calendar::Rule;
use kdl::{KdlDocument, KdlNode};
use kernel::{Date, Digest, Id, Title, sm3};
use std::collections::{BTreeMap, BTreeSet};

const FILE: Shape = Shape::new("文件", 0).many(&["procedure", "register", "indicator", "param"]).later(&["duty"]);
const PROCEDURE: Shape = Shape::new("procedure", 1)
    .props(&["version", "in-force-from", "counting", "child-of"])
    .children(&["title", "number", "transition", "notice", "retention"])
    .many(&[
        "law", "role", "choice", "rule", "param", "secrecy", "remedy", "paper", "form", "clock", "action", "state", "end", "track",
        "interval", "overlay",
    ])
    .later(&["sheet", "draw", "duty"]);
const TITLE: Shape = Shape::new("title", 1).props(&["en"]);
const NUMBER: Shape = Shape::new("number", 1);
const LAW: Shape = Shape::new("law", 2).props(&["edition", "unread"]);
/// What a pattern of numbers may hold.
const NUMBER_PARTS: &[&str] = &["{unit}", "{year}", "{seq}"];

/// The whole file.
pub(super) fn dossier(reader: &mut Reader, tree: &KdlDocument) -> Dossier {
    let file = reader.found.file().to_owned();
    let mut dossier = Dossier { file, procedures: Vec::new(), registers: BTreeMap::new(), indicators: Vec::new(), params: BTreeMap::new() };
    reader.vet_children(&KdlNode::new("file"), tree.nodes(), &FILE);
    reader.find_registers(tree.nodes());
    let of = |name: &'static str| tree.nodes().iter().filter(move |n| n.name().value() == name);
    for node in of("param") {
        let param = reader.param(node);
        reader.once(&mut dossier.params, param.id.clone(), param.place, param);
    }
    let mut used = Vec::new();
    for node in of("procedure") {
        let procedure = procedure(reader, node, &dossier);
        used.push(std::mem::take(&mut reader.used));
        if dossier.procedures.iter().any(|p| p.id == procedure.id) {
            let place = reader.node(node);
            reader.found.error(
                "P021",
                place,
                format!("程序 {} 写了两次", procedure.id),
                format!("the procedure {} is written twice", procedure.id),
            );
        }
        dossier.procedures.push(procedure);
    }
    if dossier.procedures.is_empty() && of("register").next().is_none() {
        let place = reader.place(0, 0);
        reader.found.error("P003", place, "文件里没有程序", "the file holds no procedure").hint(
            "文件以 procedure 名称 version=1 in-force-from=\"…\" counting=… { … } 开头",
            "a file begins with procedure ID version=1 in-force-from=\"…\" counting=… { … }",
        );
    }
    for (p, used) in dossier.procedures.iter().zip(used) {
        names::resolve(reader, p, &dossier, used);
        names::unique(reader, p, &dossier);
        overlay::sense(reader, p);
        sense::check(reader, p, &dossier);
    }
    register::read(reader, tree.nodes(), &mut dossier);
    for node in of("indicator") {
        let indicator = reader.indicator(node, &dossier);
        dossier.indicators.push(indicator);
    }
    dossier
}

fn procedure(reader: &mut Reader, node: &KdlNode, before: &Dossier) -> Procedure {
    reader.vet(node, &PROCEDURE);
    let mut p = head(reader, node, before);
    for child in children(node, "law") {
        law(reader, child, &mut p.laws);
    }
    for child in children(node, "param") {
        let param = reader.param(child);
        reader.once(&mut p.params, param.id.clone(), param.place, param);
    }
    // Parameters beside the procedures may be used as lengths too.
    let own: BTreeSet<Id> = p.params.keys().cloned().collect();
    p.params.extend(before.params.iter().filter(|(id, _)| !own.contains(*id)).map(|(id, param)| (id.clone(), param.clone())));
    reader.parties(node, &mut p);
    for child in children(node, "form") {
        let form = reader.named_form(child);
        reader.once(&mut p.forms, form.id.clone(), form.place, form);
    }
    reader.main_run(node, &mut p);
    reader.notice(node, &mut p);
    p.params.retain(|id, _| own.contains(id));
    p
}

fn head(reader: &mut Reader, node: &KdlNode, before: &Dossier) -> Procedure {
    let title = children(node, "title").next().map(|t| {
        reader.vet(t, &TITLE);
        reader.title(t, 0)
    });
    if title.is_none() {
        reader.missing(node, "题名（title \"…\" en=\"…\"）", "a title (title \"…\" en=\"…\")");
    }
    let child_of = reader.word(node, "child-of");
    let parent = child_of.as_ref().and_then(|w| before.procedures.iter().find(|p| p.id == w.id));
    if let (Some(word), None) = (&child_of, parent) {
        let message = format!("前面没有叫 {} 的程序", word.id);
        reader
            .found
            .error("P022", word.place, message, format!("no procedure {} stands before this one", word.id))
            .hint("上级程序写在同一个文件里，在它前面", "the parent stands in the same file, before its child");
    }
    let version = version(reader, node);
    let source = source(reader, node);
    Procedure {
        id: reader.own(node).id,
        version,
        in_force_from: in_force_from(reader, node),
        title: title.unwrap_or_default(),
        number: number(reader, node),
        counting: counting_of_procedure(reader, node),
        child_of: child_of.map(|w| w.id),
        transition: reader.transition(node, version),
        notice: None,
        retention: reader.retention(node),
        laws: parent.map(|p| p.laws.clone()).unwrap_or_default(),
        roles: BTreeMap::new(),
        choices: BTreeMap::new(),
        rules: BTreeMap::new(),
        params: BTreeMap::new(),
        remedies: BTreeMap::new(),
        papers: BTreeMap::new(),
        forms: BTreeMap::new(),
        states: BTreeMap::new(),
        tracks: BTreeMap::new(),
        actions: Vec::new(),
        clocks: Vec::new(),
        secrecy: Vec::new(),
        hash: hash(&source.text, parent),
        source,
    }
}

/// Over the procedure's own text, so that an indicator or another procedure in the file changes nothing for its matters; a child
/// shares its parent's laws, so the parent's hash goes into its own.
fn hash(text: &str, parent: Option<&Procedure>) -> Digest {
    match parent {
        Some(parent) => sm3(&[&parent.hash.0, text.as_bytes()]),
        None => sm3(&[text.as_bytes()]),
    }
}

/// The procedure's own text.
fn source(reader: &Reader, node: &KdlNode) -> Source {
    let (offset, len) = (node.span().offset(), node.span().len());
    Source { offset, text: reader.text.get(offset..offset + len).unwrap_or_default().to_owned() }
}

fn version(reader: &mut Reader, node: &KdlNode) -> u32 {
    let Some(entry) = prop(node, "version") else {
        reader.missing(node, "版本（version=1）", "a version (version=1)");
        return 1;
    };
    let version = reader.whole(entry).and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    if version == 0 {
        let place = reader.entry(entry);
        reader.found.error("P016", place, "版本从 1 起", "versions begin at 1");
    }
    version
}

fn in_force_from(reader: &mut Reader, node: &KdlNode) -> Date {
    let Some(entry) = prop(node, "in-force-from") else {
        reader.missing(node, "施行日期（in-force-from=\"2023-09-01\"）", "its first day (in-force-from=\"2023-09-01\")");
        return Date::MIN;
    };
    reader.date(entry).unwrap_or(Date::MIN)
}

fn number(reader: &mut Reader, node: &KdlNode) -> Option<String> {
    let child = children(node, "number").next()?;
    reader.vet(child, &NUMBER);
    let Some(entry) = args(child).next() else {
        reader.missing(child, "编号的式样", "the pattern");
        return None;
    };
    let pattern = reader.string(entry)?;
    let place = reader.entry(entry);
    for part in pattern.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|(name, _)| format!("{{{name}}}")) {
        if !NUMBER_PARTS.contains(&part.as_str()) {
            reader.not_listed(("编号成分", "part of a number"), &part, place, NUMBER_PARTS);
        }
    }
    if !pattern.contains("{seq}") {
        reader.found.error("P015", place, "编号里没有 {seq}，会重号", "the number lacks {seq} and would repeat");
    }
    Some(pattern)
}

/// `law LAL "法律援助法" edition="2021"`.
pub(super) fn law(reader: &mut Reader, node: &KdlNode, laws: &mut BTreeMap<Id, Law>) {
    reader.vet(node, &LAW);
    let place = reader.node(node);
    let alias = args(node).next().and_then(|e| reader.string(e)).unwrap_or_default();
    if alias.is_empty() || !alias.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        reader
            .found
            .error("P018", place, format!("法律简称“{alias}”写得不对"), format!("“{alias}” is no alias of a law"))
            .hint("简称用大写字母和数字，例如 LAL", "an alias is upper-case letters and digits, e.g. LAL");
    }
    let title = args(node).nth(1).and_then(|e| reader.string(e)).unwrap_or_default();
    if title.is_empty() {
        reader.missing(node, "法律名称", "the title of the law");
    }
    let edition = reader.text(node, "edition");
    let unread = reader.flag(node, "unread");
    match (&edition, unread) {
        (None, false) => reader.missing(node, "版本（edition=\"2021\"）或 unread=#true", "an edition (edition=\"2021\") or unread=#true"),
        (Some(_), true) => drop(reader.found.error("P024", place, "edition 和 unread 只能写一个", "edition and unread exclude each other")),
        _ => {}
    }
    let law = Law { title, edition, unread, place };
    reader.once(laws, alias.into(), place, law);
}

fn counting_of_procedure(reader: &mut Reader, node: &KdlNode) -> Rule {
    if prop(node, "counting").is_none() {
        reader.missing(node, "期间计算规则（counting=civil-code）", "a counting rule (counting=civil-code)");
    }
    reader.counting(node).unwrap_or(Rule::CivilCode)
}

impl Reader<'_> {
    /// The counting rule named by `counting=`.
    pub(crate) fn counting(&mut self, node: &KdlNode) -> Option<Rule> {
        let entry = prop(node, "counting")?;
        let word = self.string(entry)?;
        let place = self.entry(entry);
        let rule = word.parse().ok();
        if rule.is_none() {
            self.not_listed(("期间计算规则", "counting rule"), &word, place, &Rule::ALL.map(Rule::word));
        }
        rule
    }

    /// A date as `2023-09-01`.
    pub(crate) fn date(&mut self, entry: &kdl::KdlEntry) -> Option<Date> {
        let (text, place) = (self.string(entry)?, self.entry(entry));
        let date = kernel::parse_date(&text);
        if date.is_none() {
            self.found
                .error("P016", place, format!("“{text}”不是日期"), format!("“{text}” is not a date"))
                .hint("写成 \"2023-09-01\"", "write \"2023-09-01\"");
        }
        date
    }

    /// Puts a thing under its name, once.
    pub(crate) fn once<T>(&mut self, into: &mut BTreeMap<Id, T>, id: Id, place: crate::model::Place, thing: T) {
        if into.contains_key(&id) && !id.as_str().is_empty() {
            self.found
                .error("P021", place, format!("{id} 写了两次"), format!("{id} is written twice"))
                .hint("换一个名称，或者删去一个", "choose another name, or remove one");
        }
        into.insert(id, thing);
    }

    /// Title and name of a node `name id "题名" en="…"`.
    pub(crate) fn titled(&mut self, node: &KdlNode) -> (Id, Title) {
        (self.own(node).id, self.title(node, 1))
    }

    /// The choice values of `only`.
    pub(crate) fn only(&mut self, node: &KdlNode) -> Vec<Id> {
        self.names(node, "only", Kind::Only)
    }
}
