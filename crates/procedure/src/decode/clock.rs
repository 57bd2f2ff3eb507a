//! Clocks: lengths, what starts and stops them, where they stand still, what their lapse does.

use super::names::Kind;
use super::node::{args, children, prop};
use super::{Reader, Shape};
use crate::model::{Amount, Clock, Ground, Lapse, LapseFor, Length, Mode, Param, Pause, Procedure, Start, Trigger};
use calendar::Unit;
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::Id;
use std::collections::BTreeMap;

const CLOCK: Shape = Shape::new("clock", 2)
    .props(&[
        "en", "binds", "within", "at-least", "before", "unit", "until", "only", "counting", "amber", "promise", "gates", "cite", "basis",
    ])
    .children(&["basis"])
    .many(&["within", "at-least", "before", "starts", "stops", "pauses", "lapse", "gates", "only", "cite"])
    .later(&["each", "every", "in", "extends", "restarts", "rechosen", "other-law"]);
const LENGTH: Shape = Shape::new("within", 2)
    .props(&["unit", "only", "cite", "basis", "en"])
    .children(&["basis"])
    .many(&["only", "cite"])
    .later(&["other-law"]);
const STARTS: Shape = Shape::new("starts", usize::MAX).props(&["field"]);
const STOPS: Shape = Shape::new("stops", usize::MAX);
const GATES: Shape = Shape::new("gates", usize::MAX);
const PAUSES: Shape = Shape::new("pauses", 1).props(&["in", "cite", "basis", "en"]).children(&["basis"]).many(&["in", "cite"]);
const LAPSE: Shape = Shape::new("lapse", 2)
    .props(&["to", "for", "against", "by", "cite", "basis", "en"])
    .children(&["basis"])
    .many(&["cite"])
    .later(&["remedy"]);
/// The three ways to write a length.
const LENGTHS: [&str; 3] = ["within", "at-least", "before"];

impl Reader<'_> {
    /// A clock, of the main run or of a track.
    pub(super) fn clock(&mut self, node: &KdlNode, track: Option<&Id>, p: &Procedure) -> Clock {
        self.vet(node, &CLOCK);
        let (id, title) = self.titled(node);
        let mode = self.mode(node);
        let lengths = self.lengths(node, &p.params);
        let written = LENGTHS.iter().any(|n| prop(node, n).is_some() || children(node, n).next().is_some());
        if !written && !matches!(mode, Mode::Until(_)) {
            self.missing(node, "长短（within=7 unit=day，或者 until=字段）", "a length (within=7 unit=day, or until=FIELD)");
        }
        let amber = self.number(node, "amber").and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let lapses: Vec<Lapse> = children(node, "lapse").map(|n| self.lapse(n)).collect();
        if let Some(second) = lapses.get(1) {
            self.found.error("P013", second.place, "一个期限只写一个 lapse", "a clock has one lapse");
        }
        Clock {
            id,
            title,
            binds: self.need(node, "binds", Kind::Role),
            starts: self.starts(node, &mode),
            mode,
            lengths,
            only: self.only(node),
            counting: self.counting(node).unwrap_or(p.counting),
            amber,
            promise: self.name(node, "promise", Kind::Param),
            stops: self.stops(node),
            each: None,
            other_law: None,
            extends: Vec::new(),
            restarts: Vec::new(),
            rechosen: None,
            pauses: children(node, "pauses").flat_map(|n| self.pauses(n)).collect(),
            lapse: lapses.into_iter().next(),
            gates: self.gates(node),
            track: track.cloned(),
            overlay: None,
            notice: false,
            ground: self.ground(node, None),
            place: self.node(node),
        }
    }

    fn mode(&mut self, node: &KdlNode) -> Mode {
        let until = self.name(node, "until", Kind::Field);
        let place = self.node(node);
        let has = |name: &str| prop(node, name).is_some() || children(node, name).next().is_some();
        let written: Vec<&str> = LENGTHS.into_iter().filter(|n| has(n)).collect();
        if written.len() > 1 {
            let all = written.join("、");
            self.found.error("P024", place, format!("{all} 只能写一种"), format!("only one of {} is allowed", written.join(", ")));
        }
        match (written.first().copied(), until) {
            (Some("before"), Some(field)) => Mode::Before(field),
            (Some("before"), None) => {
                self.missing(node, "until=字段：早于哪一天", "until=FIELD: before which day");
                Mode::Within
            }
            (Some("at-least"), None) => Mode::AtLeast(None),
            (Some(name), Some(_)) => {
                self.unsupported(place, &format!("{name} 和 until 同时写"));
                Mode::Within
            }
            (None, Some(field)) => Mode::Until(field),
            _ => Mode::Within,
        }
    }

    fn lengths(&mut self, node: &KdlNode, params: &BTreeMap<Id, Param>) -> Vec<Length> {
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
                let (only, ground, place) = (self.only(child), self.ground(child, text), self.node(child));
                lengths.extend(amount.zip(unit).map(|(amount, unit)| Length { amount, unit, only, ground, place }));
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

    /// A clock on a date in a form starts when the date is entered, if nothing else starts it.
    fn starts(&mut self, node: &KdlNode, mode: &Mode) -> Vec<Start> {
        let start = |by| Start { by, ground: Ground::default() };
        let mut starts = Vec::new();
        for child in children(node, "starts") {
            self.vet(child, &STARTS);
            if let Some(field) = prop(child, "field").and_then(|e| self.id(e)) {
                starts.push(start(Trigger::Field(self.uses(Kind::Field, field))));
            } else {
                starts.extend(self.all(child, Kind::Event).into_iter().map(|e| start(Trigger::Event(e))));
            }
        }
        if let (true, Mode::Before(field) | Mode::Until(field)) = (starts.is_empty(), mode) {
            starts.push(start(Trigger::Field(field.clone())));
        }
        starts
    }

    fn stops(&mut self, node: &KdlNode) -> Vec<Id> {
        let mut stops = Vec::new();
        for child in children(node, "stops") {
            self.vet(child, &STOPS);
            stops.extend(self.all(child, Kind::Event));
        }
        stops
    }

    fn gates(&mut self, node: &KdlNode) -> Vec<Id> {
        for child in children(node, "gates") {
            self.vet(child, &GATES);
        }
        self.names(node, "gates", Kind::Action)
    }

    fn pauses(&mut self, node: &KdlNode) -> Vec<Pause> {
        self.vet(node, &PAUSES);
        let title = self.optional_title(node, 0);
        let ground = self.ground(node, title.clone());
        let within = self.names(node, "in", Kind::Stretch);
        if within.is_empty() {
            self.missing(node, "停在哪里（in=…）", "where it stands still (in=…)");
        }
        let place = self.node(node);
        within.into_iter().map(|within| Pause { within, title: title.clone(), ground: ground.clone(), place }).collect()
    }

    fn lapse(&mut self, node: &KdlNode) -> Lapse {
        self.vet(node, &LAPSE);
        let place = self.node(node);
        let event = self.own(node).id;
        let text = self.optional_title(node, 1);
        let (for_, against, by) =
            (self.name(node, "for", Kind::Role), self.name(node, "against", Kind::Role), self.name(node, "by", Kind::Role));
        let side = match (for_, against, by) {
            (Some(role), None, None) => LapseFor::For(role),
            (None, Some(role), Some(by)) => LapseFor::Against { role, by },
            (None, Some(role), None) => {
                self.missing(node, "by=：由谁确认", "by=: who confirms it");
                LapseFor::For(role)
            }
            _ => {
                self.found
                    .error("P024", place, "lapse 写 for=角色，或者 against=角色 by=角色", "a lapse says for=ROLE, or against=ROLE by=ROLE")
                    .hint(
                        "对当事人有利的写 for=，自动生效；不利的写 against= 和 by=，由人确认",
                        "for= takes effect by itself; against= is confirmed by a person",
                    );
                LapseFor::For("".into())
            }
        };
        Lapse { event, to: self.name(node, "to", Kind::State), side, remedies: Vec::new(), ground: self.ground(node, text), place }
    }
}
