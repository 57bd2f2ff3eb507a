//! Forms, their sections and fields.

use super::names::Kind;
use super::node::{below, children, prop};
use super::words::{FIELD_TYPES, LATER_TYPES, PERSONAL};
use super::{Reader, Shape, Word};
use crate::model::{Field, FieldBounds, FieldKind, Form, Personal, Place, Purpose, Section};
use calendar::Unit;
use kdl::KdlNode;
use kernel::{Id, Title};

const FORM: Shape = Shape::new("form", 2).props(&["en"]).children(&["purpose"]).many(&["section", "field"]);
const SECTION: Shape = Shape::new("section", 1).props(&["en", "only"]).children(&["purpose"]).many(&["only", "field"]).later(&["many"]);
const PURPOSE: Shape = Shape::new("purpose", 1).props(&["en", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const FIELD: Shape = Shape::new("field", 2)
    .props(&["en", "type", "of", "required", "many", "min", "max", "unit", "only", "personal", "status"])
    .children(&["purpose"])
    .many(&["only"])
    .later(&["cite"]);

impl Reader<'_> {
    /// A form with a name.
    pub(super) fn named_form(&mut self, node: &KdlNode) -> Form {
        let (id, title) = self.titled(node);
        self.form(node, id, title)
    }

    /// A form, named or inline.
    pub(super) fn form(&mut self, node: &KdlNode, id: Id, title: Title) -> Form {
        self.vet(node, &FORM);
        let mut sections = Vec::new();
        let mut loose = Section { title: Title::default(), only: Vec::new(), purpose: self.purpose(node), fields: Vec::new() };
        for child in below(node) {
            match child.name().value() {
                "section" => sections.push(self.section(child)),
                "field" => loose.fields.push(self.field(child)),
                _ => {}
            }
        }
        if !loose.fields.is_empty() {
            sections.insert(0, loose);
        }
        if sections.is_empty() {
            self.missing(node, "字段", "fields");
        }
        Form { id, title, sections, place: self.node(node) }
    }

    fn section(&mut self, node: &KdlNode) -> Section {
        self.vet(node, &SECTION);
        let section = Section {
            title: self.title(node, 0),
            only: self.only(node),
            purpose: self.purpose(node),
            fields: children(node, "field").map(|f| self.field(f)).collect(),
        };
        if section.fields.is_empty() {
            self.missing(node, "字段", "fields");
        }
        section
    }

    fn purpose(&mut self, node: &KdlNode) -> Option<Purpose> {
        let child = children(node, "purpose").next()?;
        self.vet(child, &PURPOSE);
        Some(Purpose { title: self.title(child, 0), ground: self.ground(child, None) })
    }

    fn field(&mut self, node: &KdlNode) -> Field {
        self.vet(node, &FIELD);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let kind = self.field_kind(node, &id);
        let personal = self.personal(node, &kind);
        let bounds = self.field_bounds(node, &kind);
        Field {
            id,
            title,
            kind,
            required: self.flag(node, "required"),
            many: self.flag(node, "many"),
            bounds,
            only: self.only(node),
            personal,
            purpose: self.purpose(node),
            place,
        }
    }

    /// `min=` and `max=`: of a number, or of a period in its unit.
    fn field_bounds(&mut self, node: &KdlNode, kind: &FieldKind) -> Option<FieldBounds> {
        let given: Vec<&str> = ["min", "max", "unit"].into_iter().filter(|n| prop(node, n).is_some()).collect();
        let first = *given.first()?;
        let place = prop(node, first).map(|e| self.entry(e)).unwrap_or_default();
        let period = matches!(kind, FieldKind::Period);
        if !period && (given.contains(&"unit") || !matches!(kind, FieldKind::Number)) {
            let (zh, en) = (
                "min=、max= 只用于 number 和 period，unit= 只用于 period",
                "min= and max= belong to number and period, unit= to period only",
            );
            self.found.error("P034", place, zh, en).hint("删去它，或者改字段类型", "remove it, or change the type");
            return None;
        }
        let mut bound = |name: &str| self.number(node, name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        let (min, max) = (bound("min"), bound("max"));
        if min.zip(max).is_some_and(|(a, b)| a > b) {
            self.found.error("P016", place, "min 大于 max", "min is more than max");
        }
        let unit = prop(node, "unit").and_then(|e| self.string(e)).and_then(|word| {
            let unit = word.parse().ok();
            if unit.is_none() {
                self.not_listed(("期间单位", "unit of a period"), &word, place, &Unit::ALL.map(Unit::word));
            }
            unit
        });
        if period && unit.is_none() && prop(node, "unit").is_none() {
            self.missing(node, "单位（unit=day）：界限以什么计", "a unit (unit=day) of its bounds");
        }
        Some(FieldBounds { min, max, unit })
    }

    /// Secrecy follows from the type; `personal=` names what a type does not show.
    fn personal(&mut self, node: &KdlNode, kind: &FieldKind) -> Option<Personal> {
        let Some(word) = self.word(node, "personal") else { return kind.identifies().then_some(Personal::Identity) };
        match word.id.as_str() {
            "finance" => Some(Personal::Finance),
            "dispute" => Some(Personal::Dispute),
            "status" => Some(Personal::Status),
            "health" => Some(Personal::Health),
            other => {
                self.not_listed(("个人信息种类", "kind of personal information"), other, word.place, PERSONAL);
                None
            }
        }
    }

    fn field_kind(&mut self, node: &KdlNode, id: &Id) -> FieldKind {
        let Some(entry) = prop(node, "type") else {
            self.missing(node, "类型（type=…）", "a type (type=…)");
            return FieldKind::Text;
        };
        let (word, place) = (self.string(entry).unwrap_or_default(), self.entry(entry));
        let of = self.word(node, "of");
        let kind = match word.as_str() {
            "text" => FieldKind::Text,
            "long-text" => FieldKind::LongText,
            "date" => FieldKind::Date,
            "datetime" => FieldKind::DateTime,
            "number" => FieldKind::Number,
            "money" => FieldKind::Money,
            "yes-no" => FieldKind::YesNo,
            "person" => FieldKind::Person,
            "period" => FieldKind::Period,
            "cn-id" => FieldKind::CnId,
            "uscc" => FieldKind::Uscc,
            "phone" => FieldKind::Phone,
            "address" => FieldKind::Address,
            "file" => FieldKind::File,
            "choice" | "party" | "register" => return self.field_kind_of(node, &word, of, id, place),
            later if LATER_TYPES.contains(&later) => {
                self.unsupported(place, &format!("字段类型 {later}"));
                FieldKind::Text
            }
            other => {
                self.not_listed(("字段类型", "field type"), other, place, FIELD_TYPES);
                FieldKind::Text
            }
        };
        if let Some(of) = of {
            self.found.error("P024", of.place, format!("type={word} 不用 of="), format!("type={word} takes no of="));
        }
        kind
    }

    /// The types that name something: `of=`.
    fn field_kind_of(&mut self, node: &KdlNode, word: &str, of: Option<Word>, id: &Id, place: Place) -> FieldKind {
        let Some(of) = of else {
            self.found.error("P015", place, format!("type={word} 缺 of="), format!("type={word} lacks of=")).hint(
                match word {
                    "choice" => "写明是哪个选项：of=…",
                    "party" => "写明成为哪个角色：of=…",
                    _ => "写明是哪个名册：of=… status=…",
                },
                "name what it is of: of=…",
            );
            return FieldKind::Text;
        };
        match word {
            "choice" => {
                // The answer sets the choice of the field's own name; a field of another name would set nothing.
                if of.id != *id {
                    let message = format!("字段 {id} 填的是选项 {}，两个名称要相同", of.id);
                    self.found.error("P024", of.place, message, format!("the field {id} answers the choice {}; both bear one name", of.id));
                }
                FieldKind::Choice(self.uses(Kind::Choice, of))
            }
            "party" => FieldKind::Party(self.uses(Kind::Role, of)),
            _ => {
                let status = self.need(node, "status", Kind::Free);
                self.standings.push((of.id.clone(), Word { id: status.clone(), place }));
                FieldKind::Register { register: of.id, status }
            }
        }
    }
}
