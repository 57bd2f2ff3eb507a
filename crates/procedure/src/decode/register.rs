//! Registers (名录): an entry is a matter of a procedure of this file, or is kept by hand, or by import.

use super::names::Kind;
use super::node::{args, children, prop};
use super::{Reader, Shape, Word, procedure};
use crate::model::{Dossier, FieldKind, Keeper, KeyKind, Place, Procedure, Register, RegisterField, Status};
use kdl::KdlNode;
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

const REGISTER: Shape = Shape::new("register", 2)
    .props(&["en", "kept-by", "public", "of", "name", "key"])
    .children(&["of", "name", "kept-by", "keeper"])
    .many(&["law", "status", "show", "field"]);
const STATUS: Shape = Shape::new("status", 2).props(&["en"]).many(&["in"]);
const KEEPER: Shape = Shape::new("keeper", 2).props(&["en"]);
const FIELD: Shape = Shape::new("field", 2).props(&["en", "type", "required", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
/// What an entry's keys may be. An identity number is none: entries stand in clear, and a number of a person never does.
const KEYS: &[&str] = &["credit-code", "number"];
/// What may be said of a body.
const SAID: &[&str] = &["text", "date", "number", "yes-no"];

impl Reader<'_> {
    /// One register, held against the procedure whose matters are its entries.
    pub(super) fn register(&mut self, node: &KdlNode, dossier: &Dossier) -> Register {
        self.vet(node, &REGISTER);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let mut laws = BTreeMap::new();
        for child in children(node, "law") {
            procedure::law(self, child, &mut laws);
        }
        let of = self.word(node, "of");
        let source = of.as_ref().and_then(|w| dossier.procedures.iter().find(|p| p.id == w.id));
        if let (Some(word), None) = (&of, source) {
            let names: Vec<&str> = dossier.procedures.iter().map(|p| p.id.as_str()).collect();
            self.not_listed(("程序", "procedure"), word.id.as_str(), word.place, &names);
        }
        let statuses = self.statuses(node, of.is_some(), source);
        let name = self.word(node, "name");
        if of.is_some() && name.is_none() && prop(node, "name").is_none() {
            self.missing(
                node,
                "name=字段：条目以什么称呼（证书编号一类，不是人名）",
                "name=FIELD: what an entry is called, not a person's name",
            );
        }
        let public = self.flag(node, "public");
        let show = self.words(node, "show");
        if let (None, Some(word)) = (&of, name.as_ref().or(show.first())) {
            let (zh, en) = ("没有 of= 的名录靠导入，不写 name、show", "a register without of= is kept by import: no name, no show");
            self.found.error("P033", word.place, zh, en);
        }
        if let Some(p) = source {
            name.iter().for_each(|word| self.register_field(p, word, true));
            show.iter().for_each(|word| self.register_field(p, word, public));
        }
        let kept_by = self.need(node, "kept-by", Kind::Free);
        let (key, keeper, fields) = self.by_hand(node, of.as_ref());
        let ids = |words: Vec<Word>| words.into_iter().map(|w| w.id).collect();
        Register {
            id,
            title,
            kept_by,
            public,
            key,
            keeper,
            fields,
            of: of.map(|w| w.id),
            name: name.map(|w| w.id),
            statuses,
            show: ids(show),
            laws,
            place,
        }
    }

    /// What a register kept by hand has: a key, a keeper, and what is said of an entry.
    fn by_hand(&mut self, node: &KdlNode, of: Option<&Word>) -> (Option<KeyKind>, Option<Keeper>, Vec<RegisterField>) {
        let place = self.node(node);
        let given = prop(node, "key").map(|e| (self.string(e).unwrap_or_default(), self.entry(e)));
        let key = given.as_ref().and_then(|(word, place)| match word.as_str() {
            "credit-code" => Some(KeyKind::CreditCode),
            "number" => Some(KeyKind::Number),
            other => {
                self.not_listed(("条目代码", "key of entries"), other, *place, KEYS);
                None
            }
        });
        let keeper = children(node, "keeper").next().map(|child| {
            self.vet(child, &KEEPER);
            let (role, title) = self.titled(child);
            Keeper { role, title }
        });
        let mut fields: Vec<RegisterField> = Vec::new();
        for child in children(node, "field") {
            let field = self.said_of_entry(child);
            if fields.iter().any(|f| f.id == field.id) || ["code", "name", "status"].contains(&field.id.as_str()) {
                let (zh, en) = (format!("{} 写了两次，或者是每个条目都有的", field.id), format!("{} is there already", field.id));
                self.found.error("P021", field.place, zh, en);
            }
            fields.push(field);
        }
        let (zh, en) = match (of, given.is_some(), keeper.is_some()) {
            (Some(_), true, _) | (Some(_), _, true) => {
                ("条目是事项的名录（of=）没有 key、keeper", "a register whose entries are matters (of=) has no key and no keeper")
            }
            (None, true, false) => {
                ("由人登记的名录要写明谁登记：keeper 角色", "a register kept by hand names its keeper's role: keeper ROLE")
            }
            (_, false, true) => ("由人登记的名录要写明条目代码：key=", "a register kept by hand says what its entries' keys are: key="),
            (_, false, _) if !fields.is_empty() => ("只有由人登记的名录写 field", "only a register kept by hand has fields"),
            _ => return (key, keeper, fields),
        };
        self.found.error("P033", place, zh, en);
        (key, keeper, fields)
    }

    fn said_of_entry(&mut self, node: &KdlNode) -> RegisterField {
        self.vet(node, &FIELD);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let kind = match self.text(node, "type").as_deref() {
            Some("text") => FieldKind::Text,
            Some("date") => FieldKind::Date,
            Some("number") => FieldKind::Number,
            Some("yes-no") => FieldKind::YesNo,
            Some(other) => {
                self.not_listed(("字段类型", "field type"), other, place, SAID);
                FieldKind::Text
            }
            None => {
                self.missing(node, "类型（type=…）", "a type (type=…)");
                FieldKind::Text
            }
        };
        let ground = self.ground(node, None);
        if ground.is_empty() {
            let message = format!("字段 {id} 没有写依据，法律没有写的加 basis=local");
            self.found.error("P033", place, message, format!("the field {id} rests on nothing: add cite=, or basis=local"));
        }
        RegisterField { id, title, kind, required: self.flag(node, "required"), ground, place }
    }

    fn statuses(&mut self, node: &KdlNode, derived: bool, source: Option<&Procedure>) -> Vec<Status> {
        let mut statuses: Vec<Status> = Vec::new();
        let mut taken: BTreeMap<Id, Id> = BTreeMap::new();
        for child in children(node, "status") {
            self.vet(child, &STATUS);
            let (id, title) = self.titled(child);
            let (states, place) = (self.words(child, "in"), self.node(child));
            match (derived, states.first()) {
                (true, None) => self.missing(child, "in 环节：条目在哪些环节算这个状态", "in STATE…: the states in which an entry has it"),
                (false, Some(word)) => {
                    let (zh, en) = ("没有 of= 的名录，状态不写 in", "without of= a standing has no in");
                    self.found.error("P033", word.place, zh, en);
                }
                _ => {}
            }
            for word in &states {
                self.status_state(source, word, &id, &mut taken);
            }
            if statuses.iter().any(|s| s.id == id) {
                self.found.error("P021", place, format!("{id} 写了两次"), format!("{id} is written twice"));
            }
            statuses.push(Status { id, title, states: states.into_iter().map(|w| w.id).collect() });
        }
        if statuses.is_empty() {
            self.missing(node, "状态（status …）", "standings (status …)");
        }
        statuses
    }

    /// An entry has one standing at most: a state gives one.
    fn status_state(&mut self, source: Option<&Procedure>, word: &Word, status: &Id, taken: &mut BTreeMap<Id, Id>) {
        if let Some(other) = taken.insert(word.id.clone(), status.clone()) {
            let (zh, en) =
                (format!("环节 {} 已经算状态 {other}", word.id), format!("the state {} already gives the standing {other}", word.id));
            self.found.error("P033", word.place, zh, en);
        }
        let Some(p) = source else { return };
        match p.states.get(&word.id) {
            None => {
                let names: Vec<&str> = p.states.keys().map(Id::as_str).collect();
                self.not_listed(("环节", "state"), word.id.as_str(), word.place, &names);
            }
            Some(state) if state.track.is_some() || state.overlay => {
                let zh = format!("状态从主线的环节来，{} 不在主线上", word.id);
                self.found.error("P033", word.place, zh, format!("a standing follows from the main run; {} is not in it", word.id));
            }
            Some(_) => {}
        }
    }

    /// A field of the procedure; `open`: whoever may read the register sees it, so it must identify nobody.
    fn register_field(&mut self, p: &Procedure, word: &Word, open: bool) {
        match p.field(word.id.as_str()) {
            None => {
                let names: BTreeSet<&str> = p.fields().map(|(_, f)| f.id.as_str()).collect();
                let names: Vec<&str> = names.into_iter().collect();
                self.not_listed(("字段", "field"), word.id.as_str(), word.place, &names);
            }
            Some(field) if open && field.personal.is_some() => {
                self.found
                    .error(
                        "P033",
                        word.place,
                        format!("{} 是个人信息，不能作名录的名称，也不能公开", word.id),
                        format!("{} is personal: it neither names an entry nor is shown to anybody", word.id),
                    )
                    .hint("用证书编号一类的字段", "use a field such as a certificate's number");
            }
            Some(_) => {}
        }
    }

    /// A field that takes an entry names a standing that the register has, where the register is in this file.
    pub(super) fn standings_named(&mut self, dossier: &Dossier) {
        for (register, word) in std::mem::take(&mut self.standings) {
            let Some(register) = dossier.registers.get(&register) else { continue };
            if !word.id.as_str().is_empty() && !register.statuses.iter().any(|s| s.id == word.id) {
                let names: Vec<&str> = register.statuses.iter().map(|s| s.id.as_str()).collect();
                self.not_listed(("名录状态", "standing of the register"), word.id.as_str(), word.place, &names);
            }
        }
    }

    /// Registers are known by their nodes and by the fields that name an entry of them.
    pub(super) fn find_registers(&mut self, nodes: &[KdlNode]) {
        for node in nodes {
            let of = |name: &str| prop(node, name).and_then(|e| e.value().as_string());
            if let (Some("register"), Some(register)) = (of("type"), of("of")) {
                self.registers.insert(register.into());
            }
            if let ("register", Some(id)) = (node.name().value(), args(node).next().and_then(|e| e.value().as_string())) {
                self.registers.insert(id.into());
            }
            self.find_registers(super::node::below(node));
        }
    }
}

/// Registers of the file, and what fields say of them.
pub(super) fn read(reader: &mut Reader, nodes: &[KdlNode], dossier: &mut Dossier) {
    for node in nodes.iter().filter(|n| n.name().value() == "register") {
        let register = reader.register(node, dossier);
        let place: Place = register.place;
        reader.once(&mut dossier.registers, register.id.clone(), place, register);
    }
    reader.standings_named(dossier);
}
