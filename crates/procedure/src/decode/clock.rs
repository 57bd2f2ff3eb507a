//! Clocks: what starts and stops them, where they stand still, what their lapse does.

use super::names::Kind;
use super::node::{args, children, prop};
use super::{Reader, Shape};
use crate::model::{Clock, Lapse, LapseFor, Mode, Pause, Procedure, Start, Trigger};
use kdl::KdlNode;
use kernel::Id;

const CLOCK: Shape = Shape::new("clock", 2)
    .props(&[
        "en",
        "binds",
        "within",
        "at-least",
        "before",
        "every",
        "yearly",
        "in",
        "unit",
        "until",
        "other-law",
        "each",
        "only",
        "counting",
        "amber",
        "promise",
        "gates",
        "cite",
        "basis",
    ])
    .children(&["rechosen", "basis"])
    .many(&["within", "at-least", "before", "every", "starts", "stops", "pauses", "extends", "restarts", "lapse", "gates", "only", "cite"]);
const STARTS: Shape = Shape::new("starts", usize::MAX).props(&["field", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
const STOPS: Shape = Shape::new("stops", usize::MAX);
const PAUSES: Shape = Shape::new("pauses", 1).props(&["in", "cite", "basis", "en"]).children(&["basis"]).many(&["in", "cite"]);
const LAPSE: Shape =
    Shape::new("lapse", 2).props(&["to", "for", "against", "by", "cite", "basis", "en"]).children(&["basis"]).many(&["cite", "remedy"]);

impl Reader<'_> {
    /// A clock, of the main run or of a track; whoever reads an overlay adds that.
    pub(super) fn clock(&mut self, node: &KdlNode, track: Option<&Id>, p: &Procedure) -> Clock {
        self.vet(node, &CLOCK);
        let (id, title) = self.titled(node);
        let mode = self.mode(node);
        let lengths = self.lengths(node, &p.params);
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
            each: self.name(node, "each", Kind::Role),
            extends: children(node, "extends").filter_map(|n| self.extend(n, &p.params)).collect(),
            restarts: children(node, "restarts").flat_map(|n| self.restart(n)).collect(),
            rechosen: children(node, "rechosen").next().and_then(|n| self.rechosen(n)),
            pauses: children(node, "pauses").flat_map(|n| self.pauses(n)).collect(),
            lapse: lapses.into_iter().next(),
            gates: self.names(node, "gates", Kind::Action),
            track: track.cloned(),
            overlay: None,
            notice: false,
            ground: self.ground(node, None),
            place: self.node(node),
        }
    }

    /// Each line of starts with an article of its own, if it has one. A clock on a date in a form starts when the date is entered,
    /// if nothing else starts it.
    fn starts(&mut self, node: &KdlNode, mode: &Mode) -> Vec<Start> {
        let mut starts = Vec::new();
        for child in children(node, "starts") {
            self.vet(child, &STARTS);
            let ground = self.ground(child, None);
            let start = |by| Start { by, ground: ground.clone() };
            let field = prop(child, "field").and_then(|e| self.id(e));
            if field.is_none() || args(child).next().is_some() {
                starts.extend(self.all(child, Kind::Event).into_iter().map(|e| start(Trigger::Event(e))));
            }
            starts.extend(field.map(|word| start(Trigger::Field(self.uses(Kind::Field, word)))));
        }
        if let (Mode::Every(_) | Mode::Yearly { .. }, false) = (mode, starts.is_empty()) {
            let place = self.node(node);
            self.found
                .error("P028", place, "轮次从进入环节之日起，不写 starts", "rounds begin with the entry into the state: no starts")
                .hint("删去 starts", "remove starts");
        }
        if let (true, Mode::Before(field) | Mode::Until(field)) = (starts.is_empty(), mode) {
            starts.push(Start { by: Trigger::Field(field.clone()), ground: Default::default() });
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
        Lapse { event, to: self.name(node, "to", Kind::State), side, remedies: self.remedies(node), ground: self.ground(node, text), place }
    }
}
