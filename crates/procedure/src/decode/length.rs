//! How long a clock runs: latest, earliest, backwards, on a date, or in rounds.

use super::names::Kind;
use super::node::{args, children, prop};
use super::{Reader, Shape};
use crate::model::{Amount, Ground, Length, Mode, Param};
use calendar::Unit;
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::{Date, Id};
use std::collections::BTreeMap;

const LENGTH: Shape =
    Shape::new("", 2).props(&["unit", "only", "other-law", "cite", "basis", "en"]).children(&["basis"]).many(&["only", "cite"]);
/// The ways to write a length.
const LENGTHS: [&str; 4] = ["within", "at-least", "before", "every"];

impl Reader<'_> {
    /// How the due day follows from the start.
    pub(super) fn mode(&mut self, node: &KdlNode) -> Mode {
        let until = self.name(node, "until", Kind::Field);
        let state = self.name(node, "in", Kind::State);
        let place = self.node(node);
        let has = |name: &str| prop(node, name).is_some() || children(node, name).next().is_some();
        let mut written: Vec<&str> = LENGTHS.into_iter().chain(["yearly"]).filter(|n| has(n)).collect();
        let rounds = has("every") || has("yearly");
        if until.is_some() && (has("within") || rounds) {
            written.push("until");
        }
        if written.len() > 1 {
            let all = written.join("、");
            self.found.error("P024", place, format!("{all} 只能写一种"), format!("only one of {} is allowed", written.join(", ")));
        }
        if written.is_empty() && until.is_none() {
            self.missing(node, "长短（within=7 unit=day，或者 until=字段）", "a length (within=7 unit=day, or until=FIELD)");
        }
        match (rounds, &state) {
            (true, None) => self.missing(node, "in=环节：在哪个环节里循环", "in=STATE: in which state it recurs"),
            (false, Some(_)) => {
                self.found
                    .error("P024", place, "in= 只和 every=、yearly= 一起写", "in= goes with every= or yearly= only")
                    .hint("停在某处写 pauses in=…", "to stand still somewhere, write pauses in=…");
            }
            _ => {}
        }
        match (written.first().copied(), until, state) {
            (Some("before"), Some(field), _) => Mode::Before(field),
            (Some("before"), None, _) => {
                self.missing(node, "until=字段：早于哪一天", "until=FIELD: before which day");
                Mode::Within
            }
            (Some("at-least"), field, _) => Mode::AtLeast(field),
            (Some("every"), _, Some(state)) => Mode::Every(state),
            (Some("yearly"), _, Some(state)) => self.yearly(node, state),
            (None, Some(field), _) => Mode::Until(field),
            _ => Mode::Within,
        }
    }

    /// `yearly="03-31"`.
    fn yearly(&mut self, node: &KdlNode, state: Id) -> Mode {
        let day = prop(node, "yearly").and_then(|e| {
            let (text, place) = (self.string(e)?, self.entry(e));
            let parts = text.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
            // A day that is not in every year is none.
            let day = parts.filter(|(month, day)| text.len() == 5 && Date::new(2023, *month, *day).is_ok());
            if day.is_none() {
                self.found
                    .error("P016", place, format!("“{text}”不是每年都有的日子"), format!("“{text}” is no day of every year"))
                    .hint("写成 \"03-31\"", "write \"03-31\"");
            }
            day
        });
        day.map_or(Mode::Within, |(month, day)| Mode::Yearly { month, day, state })
    }

    pub(super) fn lengths(&mut self, node: &KdlNode, params: &BTreeMap<Id, Param>) -> Vec<Length> {
        let whole = self.name(node, "other-law", Kind::Field);
        let mut lengths = Vec::new();
        for name in LENGTHS {
            if let Some(entry) = prop(node, name) {
                let amount = self.amount(entry);
                let unit = self.length_unit(node, amount.as_ref(), params);
                let place = self.entry(entry);
                lengths.extend(amount.zip(unit).map(|(amount, unit)| Length {
                    amount,
                    unit,
                    only: Vec::new(),
                    other_law: whole.clone(),
                    ground: Ground::default(),
                    place,
                }));
            }
            for child in children(node, name) {
                self.vet(child, &LENGTH);
                let amount = args(child).next().cloned().and_then(|e| self.amount(&e));
                if args(child).next().is_none() {
                    self.missing(child, "数字", "its number");
                }
                let unit = self.length_unit(child, amount.as_ref(), params);
                let text = self.optional_title(child, 1);
                let other_law = self.name(child, "other-law", Kind::Field).or_else(|| whole.clone());
                let (only, ground, place) = (self.only(child), self.ground(child, text), self.node(child));
                lengths.extend(amount.zip(unit).map(|(amount, unit)| Length { amount, unit, only, other_law, ground, place }));
            }
        }
        lengths
    }

    /// A number, or a parameter that holds it.
    pub(super) fn amount(&mut self, entry: &KdlEntry) -> Option<Amount> {
        if matches!(entry.value(), KdlValue::String(_)) {
            return self.id(entry).map(|w| Amount::Param(self.uses(Kind::Param, w)));
        }
        let number = self.whole(entry)?;
        let place = self.entry(entry);
        match u32::try_from(number).ok().filter(|n| (1..=36_500).contains(n)) {
            Some(n) => Some(Amount::Fixed(n)),
            None => {
                self.found.error("P016", place, format!("{number} 不能作期限的长短"), format!("{number} is no length of a period"));
                None
            }
        }
    }

    /// `unit=`; a parameter brings its own. There is no default.
    pub(super) fn length_unit(&mut self, node: &KdlNode, amount: Option<&Amount>, params: &BTreeMap<Id, Param>) -> Option<Unit> {
        let of_param = match amount? {
            Amount::Param(id) => Some(params.get(id)?.unit.clone()),
            Amount::Fixed(_) => None,
        };
        let entry = prop(node, "unit");
        let place = entry.map_or_else(|| self.node(node), |e| self.entry(e));
        let written = entry.and_then(|e| self.string(e));
        if let (Some(w), Some(p)) = (&written, &of_param)
            && *p != **w
        {
            self.found.error(
                "P024",
                place,
                format!("参数的单位是 {p}，这里写的是 {w}"),
                format!("the parameter counts in {p}, not in {w}"),
            );
        }
        let Some(word) = written.or_else(|| of_param.map(|p| p.to_string())) else {
            self.missing(node, "单位（unit=day）：没有默认单位", "a unit (unit=day): there is no default");
            return None;
        };
        let unit = word.parse().ok();
        if unit.is_none() {
            self.not_listed(("期间单位", "unit of a period"), &word, place, &Unit::ALL.map(Unit::word));
        }
        unit
    }
}
