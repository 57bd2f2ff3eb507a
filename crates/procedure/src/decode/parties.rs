//! Roles, choices, rules, parameters, remedies, papers, secrecy.

use super::names::Kind;
use super::node::{args, below, children, prop};
use super::words::{PARAM_UNITS, SECRECY_LEVELS};
use super::{Reader, Shape};
use crate::model::{
    Bound, Choice, ChoiceSource, HeldBy, Paper, Param, Place, Predicate, Procedure, Remedy, RemedyUse, Role, Secrecy, Value,
};
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::Id;

const ROLE: Shape = Shape::new("role", 2)
    .props(&["en", "held-by", "many", "acts-for", "min", "max", "unit", "body", "only", "cite", "basis"])
    .children(&["basis"])
    .many(&["min", "max", "only", "cite"])
    .later(&["apart"]);
const BOUND: Shape = Shape::new("", 1).props(&["unit", "only", "cite", "basis", "en"]).children(&["basis"]).many(&["only", "cite"]);
const CHOICE: Shape = Shape::new("choice", 2).props(&["en", "rule", "default", "fixed-at", "cite", "basis"]).later(&["sheet"]).open();
const VALUE: Shape = Shape::new("value", 1).props(&["en", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const RULE: Shape = Shape::new("rule", 2).props(&["en", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const PARAM: Shape =
    Shape::new("param", 2).props(&["en", "value", "unit", "min", "max", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const SECRECY: Shape =
    Shape::new("secrecy", 2).props(&["en", "only", "cite", "basis"]).children(&["basis"]).many(&["only", "cite"]).later(&["of"]);
const REMEDY: Shape =
    Shape::new("remedy", 2).props(&["en", "organ", "within", "unit", "counting", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const PAPER: Shape = Shape::new("paper", 2)
    .props(&["en", "to", "copies", "remedy", "cite", "basis"])
    .children(&["basis"])
    .many(&["to", "remedy", "copies", "cite"])
    .later(&["public", "number"]);
const PAPER_REMEDY: Shape = Shape::new("remedy", usize::MAX).props(&["only"]).many(&["only"]);

impl Reader<'_> {
    /// Everything that takes part in a procedure.
    pub(super) fn parties(&mut self, node: &KdlNode, p: &mut Procedure) {
        for child in children(node, "role") {
            let role = self.role(child);
            self.once(&mut p.roles, role.id.clone(), role.place, role);
        }
        for child in children(node, "choice") {
            let choice = self.choice(child);
            self.once(&mut p.choices, choice.id.clone(), choice.place, choice);
        }
        for child in children(node, "rule") {
            self.vet(child, &RULE);
            let (id, title) = self.titled(child);
            let rule = Predicate { id, title, ground: self.ground(child, None), place: self.node(child) };
            self.once(&mut p.rules, rule.id.clone(), rule.place, rule);
        }
        for child in children(node, "remedy") {
            let remedy = self.remedy(child, p);
            self.once(&mut p.remedies, remedy.id.clone(), remedy.place, remedy);
        }
        for child in children(node, "paper") {
            let paper = self.paper(child);
            self.once(&mut p.papers, paper.id.clone(), paper.place, paper);
        }
        for child in children(node, "secrecy") {
            self.vet(child, &SECRECY);
            let (level, title) = self.titled(child);
            if !level.as_str().is_empty() && !SECRECY_LEVELS.contains(&level.as_str()) {
                let place = self.node(child);
                self.not_listed(("保密等级", "level of secrecy"), level.as_str(), place, SECRECY_LEVELS);
            }
            p.secrecy.push(Secrecy { level, title, only: self.only(child), ground: self.ground(child, None) });
        }
    }

    fn role(&mut self, node: &KdlNode) -> Role {
        self.vet(node, &ROLE);
        let (id, title) = self.titled(node);
        let held_by = self.need(node, "held-by", Kind::Free);
        let held_by = match held_by.as_str() {
            "party" => HeldBy::Party,
            "outside" => HeldBy::Outside,
            "public" => HeldBy::Public,
            register if self.registers.contains(register) => HeldBy::Register(held_by),
            _ => HeldBy::Unit(held_by),
        };
        Role {
            id,
            title,
            held_by,
            many: self.flag(node, "many"),
            bounds: self.role_bounds(node),
            body: self.flag(node, "body"),
            only: self.only(node),
            acts_for: self.name(node, "acts-for", Kind::Role),
            ground: self.ground(node, None),
            place: self.node(node),
        }
    }

    /// `min=2 max=5 unit=person` on the role, or `min 2 only=ordinary cite=…` within it.
    fn role_bounds(&mut self, node: &KdlNode) -> Vec<Bound> {
        let mut bounds = Vec::new();
        let unit = self.persons(node);
        for (name, least) in [("min", true), ("max", false)] {
            if let Some(entry) = prop(node, name) {
                let place = self.entry(entry);
                let persons = self.count(entry);
                if !unit {
                    self.no_persons(place);
                }
                let ground = self.ground(node, None);
                bounds.extend(persons.map(|persons| Bound { least, persons, only: Vec::new(), ground, place }));
            }
            for child in children(node, name) {
                self.vet(child, &BOUND);
                let place = self.node(child);
                if !self.persons(child) && !unit {
                    self.no_persons(place);
                }
                let Some(entry) = args(child).next() else {
                    self.missing(child, "人数", "how many persons");
                    continue;
                };
                let (persons, only, ground) = (self.count(entry), self.only(child), self.ground(child, None));
                bounds.extend(persons.map(|persons| Bound { least, persons, only, ground, place }));
            }
        }
        bounds
    }

    /// Whether `unit=person` stands here; another unit is a finding.
    fn persons(&mut self, node: &KdlNode) -> bool {
        let Some(entry) = prop(node, "unit") else { return false };
        let (word, place) = (self.string(entry).unwrap_or_default(), self.entry(entry));
        if word != "person" {
            self.not_listed(("人数单位", "unit of a number of persons"), &word, place, &["person"]);
        }
        true
    }

    fn no_persons(&mut self, place: Place) {
        self.found.error("P015", place, "人数缺单位（unit=person）", "a number of persons lacks its unit (unit=person)");
    }

    fn count(&mut self, entry: &KdlEntry) -> Option<u32> {
        let number = self.whole(entry)?;
        let place = self.entry(entry);
        let persons = u32::try_from(number).ok().filter(|n| (1..=10_000).contains(n));
        if persons.is_none() {
            self.found.error("P016", place, format!("{number} 不能作人数"), format!("{number} is no number of persons"));
        }
        persons
    }

    fn choice(&mut self, node: &KdlNode) -> Choice {
        self.vet(node, &CHOICE);
        let (id, title) = self.titled(node);
        let mut values: Vec<Value> = Vec::new();
        for child in below(node).iter().filter(|n| !matches!(n.name().value(), "cite" | "basis")) {
            self.vet(child, &VALUE);
            let (name, place) = (child.name().value().to_owned(), self.node(child));
            if !Id::well_formed(&name) {
                self.found.error("P018", place, format!("“{name}”不能作名称"), format!("“{name}” is not a name"));
            }
            if values.iter().any(|v| v.id == *name) {
                self.found.error("P021", place, format!("{name} 写了两次"), format!("{name} is written twice"));
            }
            values.push(Value { id: name.into(), title: self.title(child, 0), ground: self.ground(child, None) });
        }
        if values.len() < 2 {
            self.missing(node, "值：至少写两个", "values: write two at least");
        }
        let source = self.word(node, "rule").map_or(ChoiceSource::Act, |w| ChoiceSource::Rule(w.id));
        let default = self.word(node, "default");
        if let Some(word) = default.as_ref().filter(|w| !values.iter().any(|v| v.id == w.id)) {
            let list: Vec<&str> = values.iter().map(|v| v.id.as_str()).collect();
            self.not_listed(("值", "value"), word.id.as_str(), word.place, &list);
        }
        Choice {
            id,
            title,
            values,
            source,
            default: default.map(|w| w.id),
            fixed_at: self.name(node, "fixed-at", Kind::Event),
            ground: self.ground(node, None),
            place: self.node(node),
        }
    }

    /// A number that a bureau may set.
    pub(super) fn param(&mut self, node: &KdlNode) -> Param {
        self.vet(node, &PARAM);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let value = match prop(node, "value") {
            Some(entry) if matches!(entry.value(), KdlValue::Null) => None,
            Some(entry) => self.whole(entry),
            None => {
                self.missing(node, "值：value=10，待定写 value=#null", "a value: value=10, or value=#null until it is set");
                None
            }
        };
        let unit = self.need(node, "unit", Kind::Free);
        if !unit.as_str().is_empty() && !PARAM_UNITS.contains(&unit.as_str()) {
            self.not_listed(("单位", "unit"), unit.as_str(), place, PARAM_UNITS);
        }
        let (min, max) = (self.number(node, "min"), self.number(node, "max"));
        let outside = value.is_some_and(|v| min.is_some_and(|m| v < m) || max.is_some_and(|m| v > m));
        if outside || min.zip(max).is_some_and(|(a, b)| a > b) {
            self.found.error("P016", place, "值不在 min 和 max 之间", "the value is not between min and max");
        }
        let ground = self.ground(node, None);
        if ground.is_empty() {
            self.missing(node, "依据：basis=local，或者 cite=…", "a basis: basis=local, or cite=…");
        }
        Param { id, title, value, unit, min, max, ground, place }
    }

    fn remedy(&mut self, node: &KdlNode, p: &Procedure) -> Remedy {
        self.vet(node, &REMEDY);
        let (id, title) = self.titled(node);
        let organ = self.text(node, "organ").unwrap_or_default();
        if organ.is_empty() {
            self.missing(node, "机关（organ=\"…\"）", "the organ (organ=\"…\")");
        }
        let within = prop(node, "within").and_then(|e| self.amount(e));
        let unit = self.length_unit(node, within.as_ref(), &p.params);
        let ground = self.ground(node, None);
        if ground.is_empty() {
            self.missing(node, "依据（cite=…）", "an article (cite=…)");
        }
        Remedy { id, title, organ, within: within.zip(unit), counting: self.counting(node), ground, place: self.node(node) }
    }

    fn paper(&mut self, node: &KdlNode) -> Paper {
        self.vet(node, &PAPER);
        let (id, title) = self.titled(node);
        let to = self.names(node, "to", Kind::Role);
        let copies = self.names(node, "copies", Kind::Role);
        Paper { id, title, to, copies, remedies: self.remedies(node), ground: self.ground(node, None), place: self.node(node) }
    }

    /// The remedies that a paper tells of or a lapse opens.
    pub(super) fn remedies(&mut self, node: &KdlNode) -> Vec<RemedyUse> {
        let mut remedies: Vec<RemedyUse> = Vec::new();
        if let Some(word) = prop(node, "remedy").and_then(|e| self.id(e)) {
            remedies.push(RemedyUse { remedy: self.uses(Kind::Remedy, word), only: Vec::new() });
        }
        for child in children(node, "remedy") {
            self.vet(child, &PAPER_REMEDY);
            let only = self.only(child);
            let words: Vec<_> = args(child).filter_map(|e| self.id(e)).collect();
            if words.is_empty() {
                self.missing(child, "救济的名称", "the remedy's name");
            }
            for word in words {
                remedies.push(RemedyUse { remedy: self.uses(Kind::Remedy, word), only: only.clone() });
            }
        }
        remedies
    }
}
