//! Reads scenario files.

use super::{Scenario, Signature, Step, What, When, Who};
use crate::Diagnostic;
use crate::decode::names::Kind;
use crate::decode::node::{args, below, children, prop};
use crate::decode::{Reader, Shape};
use kdl::{KdlEntry, KdlNode};
use kernel::Id;
use std::collections::BTreeMap;

const FILE: Shape = Shape::new("文件", 0).many(&["scenario"]);
const STEPS: &[&str] = &[
    "param",
    "at",
    "sign",
    "return",
    "recall",
    "serve",
    "correct",
    "lapse",
    "assign",
    "waive",
    "countersign",
    "transfer",
    "matter",
    "wait",
    "expect",
];
const SCENARIO: Shape = Shape::new("scenario", 1).props(&["procedure", "version"]).many(STEPS);
const PARAM: Shape = Shape::new("param", 2);
const SIGN: Shape = Shape::new("sign", 2).props(&["by", "as", "in", "present", "for", "against", "abstained"]);
const RETURN: Shape = Shape::new("return", 2).props(&["by", "as", "in", "reason"]);
const RECALL: Shape = Shape::new("recall", 2).props(&["by", "as", "in", "reason"]);
const SERVE: Shape = Shape::new("serve", 2).props(&["to", "holder", "how", "received", "in"]);
const CORRECT: Shape = Shape::new("correct", 2).props(&["to", "by", "as", "second", "reason", "in"]);
const LAPSE: Shape = Shape::new("lapse", 3).props(&["by", "as", "holder", "reason", "in"]);
const ASSIGN: Shape = Shape::new("assign", 2).props(&["to", "by", "as", "in"]);
const WAIVE: Shape = Shape::new("waive", 2).props(&["event", "by", "as", "reason", "in"]);
const COUNTERSIGN: Shape = Shape::new("countersign", 2).props(&["by", "as", "with", "reason", "in"]);
const TRANSFER: Shape = Shape::new("transfer", 1).props(&["to", "by", "as", "reason", "in"]);
const MATTER: Shape = Shape::new("matter", 1).props(&["version"]);
const WAIT: Shape = Shape::new("wait", 1);

/// Reads one file of worked examples. The scenarios are there when no finding is an error.
#[must_use]
pub fn decode_scenarios(file_name: &str, text: &str) -> (Vec<Scenario>, Vec<Diagnostic>) {
    let mut reader = Reader::new(file_name, text);
    let mut scenarios = Vec::new();
    if let Some(tree) = crate::decode::tree(&mut reader) {
        reader.vet_children(&KdlNode::new("file"), tree.nodes(), &FILE);
        scenarios.extend(tree.nodes().iter().filter(|n| n.name().value() == "scenario").map(|n| reader.scenario(n)));
    }
    if reader.found.any_error() {
        scenarios.clear();
    }
    (scenarios, reader.found.sorted())
}

impl Reader<'_> {
    fn scenario(&mut self, node: &KdlNode) -> Scenario {
        self.vet(node, &SCENARIO);
        let title = args(node).next().and_then(|e| self.string(e)).unwrap_or_default();
        if title.is_empty() {
            self.missing(node, "一句话：说明它示范什么", "a sentence that says what it shows");
        }
        let procedure = self.word(node, "procedure").map(|w| w.id);
        let mut params = BTreeMap::new();
        for child in children(node, "param") {
            self.vet(child, &PARAM);
            let (id, place) = (self.own(child).id, self.node(child));
            match args(child).nth(1).and_then(|e| self.whole(e)) {
                Some(value) => self.once(&mut params, id, place, value),
                None => self.missing(child, "数值", "its number"),
            }
        }
        let mut steps: Vec<Step> = Vec::new();
        for child in below(node).iter().filter(|n| n.name().value() != "param") {
            self.step(child, &mut steps);
        }
        if steps.is_empty() {
            self.missing(node, "步骤", "steps");
        }
        Scenario { title, procedure, version: self.small(node, "version"), params, steps, place: self.node(node) }
    }

    fn step(&mut self, node: &KdlNode, steps: &mut Vec<Step>) {
        let place = self.node(node);
        if node.name().value() == "expect" {
            self.expect(node, steps);
            return;
        }
        let what = match node.name().value() {
            "at" => self.act(node),
            "sign" => {
                self.vet(node, &SIGN);
                let votes = self.votes(node);
                self.on(node).map(|(at, action, who)| What::Sign { at, action, signature: Signature { who, votes } })
            }
            "return" => {
                self.vet(node, &RETURN);
                let reason = self.reason(node);
                self.on(node).map(|(at, action, who)| What::Return { at, action, who, reason })
            }
            "recall" => {
                self.vet(node, &RECALL);
                let reason = self.reason(node);
                self.on(node).map(|(at, action, who)| What::Recall { at, action, who, reason })
            }
            "serve" => self.serve(node),
            "correct" => self.correct(node),
            "lapse" => self.lapse_answer(node),
            "assign" => self.assign(node),
            "waive" => self.waive(node),
            "countersign" => self.countersign(node),
            "transfer" => self.transfer(node),
            "matter" => self.matter(node),
            "wait" => {
                self.vet(node, &WAIT);
                self.day(node).map(What::Wait)
            }
            _ => None,
        };
        let within = self.word(node, "in").map(|w| w.id);
        steps.extend(what.map(|what| Step { what, refused: None, within, place }));
    }

    /// The day, the name behind it, and who: what most steps begin with.
    fn on(&mut self, node: &KdlNode) -> Option<(When, Id, Who)> {
        Some((self.day(node)?, self.subject(node)?, self.who(node)?))
    }

    pub(super) fn day(&mut self, node: &KdlNode) -> Option<When> {
        match args(node).next() {
            Some(entry) => self.when(entry),
            None => {
                self.missing(node, "日期", "a date");
                None
            }
        }
    }

    pub(super) fn subject(&mut self, node: &KdlNode) -> Option<Id> {
        match args(node).nth(1) {
            Some(entry) => self.id(entry).map(|w| w.id),
            None => {
                self.missing(node, "日期后面的名称", "a name behind the date");
                None
            }
        }
    }

    /// `2026-03-02` or `2026-03-02T09:30`.
    pub(super) fn when(&mut self, entry: &KdlEntry) -> Option<When> {
        let (text, place) = (self.string(entry)?, self.entry(entry));
        if let Some(date) = kernel::parse_date(&text) {
            return Some(When { civil: date.at(8, 0, 0, 0), timed: false });
        }
        let civil = text.replace(' ', "T").parse().ok();
        if civil.is_none() {
            self.found
                .error("P016", place, format!("“{text}”不是日期"), format!("“{text}” is not a date"))
                .hint("写成 \"2026-03-02\"，要时刻的写 \"2026-03-02T09:30\"", "write \"2026-03-02\", or \"2026-03-02T09:30\"");
        }
        civil.map(|civil| When { civil, timed: true })
    }

    fn who(&mut self, node: &KdlNode) -> Option<Who> {
        if prop(node, "by").is_none() {
            self.missing(node, "by=角色", "by=ROLE");
        }
        self.who_if_said(node)
    }

    pub(super) fn who_if_said(&mut self, node: &KdlNode) -> Option<Who> {
        let role = self.word(node, "by")?.id;
        Some(Who { role, person: self.word(node, "as").map(|w| w.id) })
    }

    fn reason(&mut self, node: &KdlNode) -> String {
        if prop(node, "reason").is_none() {
            self.missing(node, "reason=\"理由\"", "reason=\"…\"");
        }
        self.text(node, "reason").unwrap_or_default()
    }

    fn serve(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &SERVE);
        let (at, paper) = (self.day(node)?, self.subject(node)?);
        let received = prop(node, "received").and_then(|e| self.when(e));
        let how = prop(node, "how").and_then(|e| self.id(e)).map(|w| w.id);
        let (to, holder) = (self.word(node, "to").map(|w| w.id), self.holder(node));
        Some(What::Serve { at, paper, to, holder, how, received })
    }

    fn correct(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &CORRECT);
        for (name, zh, en) in
            [("to", "to=正确的日期", "to=the right date"), ("second", "second=第二人的角色", "second=the second person's role")]
        {
            if prop(node, name).is_none() {
                self.missing(node, zh, en);
            }
        }
        let reason = self.reason(node);
        let (at, event, who) = self.on(node)?;
        let to = prop(node, "to").and_then(|e| self.when(e))?;
        let second = Who { role: self.name(node, "second", Kind::Free)?, person: None };
        Some(What::Correct { at, event, to, who, second, reason })
    }

    /// `lapse DATE CLOCK confirm|decline`.
    fn lapse_answer(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &LAPSE);
        let reason = self.reason(node);
        let (at, clock, who) = self.on(node)?;
        let Some(entry) = args(node).nth(2) else {
            self.missing(node, "confirm（确认）或者 decline（不确认）", "confirm or decline");
            return None;
        };
        let (word, place) = (self.string(entry)?, self.entry(entry));
        if !matches!(word.as_str(), "confirm" | "decline") {
            self.not_listed(("答复", "answer"), &word, place, &["confirm", "decline"]);
        }
        Some(What::Lapse { at, clock, holder: self.holder(node), confirmed: word == "confirm", who, reason })
    }

    /// `assign DATE ROLE to=PERSON by=ROLE`.
    fn assign(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &ASSIGN);
        let to = self.need(node, "to", Kind::Free);
        let (at, role, who) = self.on(node)?;
        Some(What::Assign { at, role, to, who })
    }

    /// `waive DATE ACTION event=EVENT by=ROLE reason="…"`.
    fn waive(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &WAIVE);
        let reason = self.reason(node);
        let event = self.need(node, "event", Kind::Free);
        let (at, action, who) = self.on(node)?;
        Some(What::Waive { at, action, event, who, reason })
    }

    /// `countersign DATE [ACTION] by=ROLE with=PERSON reason="…"`.
    fn countersign(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &COUNTERSIGN);
        let reason = self.reason(node);
        let with = self.need(node, "with", Kind::Free);
        let action = args(node).nth(1).and_then(|e| self.id(e)).map(|w| w.id);
        let (at, who) = (self.day(node)?, self.who(node)?);
        Some(What::Countersign { at, action, who, with, reason })
    }

    /// `transfer DATE to="unit/path" by=ROLE reason="…"`.
    fn transfer(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &TRANSFER);
        let reason = self.reason(node);
        if prop(node, "to").is_none() {
            self.missing(node, "to=\"单位\"", "to=\"UNIT\"");
        }
        let to = self.text(node, "to")?;
        let (at, who) = (self.day(node)?, self.who(node)?);
        Some(What::Transfer { at, to, who, reason })
    }

    /// `matter "乙案"`: where the steps after it happen.
    fn matter(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &MATTER);
        let name = args(node).next().and_then(|e| self.string(e)).unwrap_or_default();
        if name.is_empty() {
            self.missing(node, "事项在这里的叫法", "what the matter is called here");
        }
        Some(What::Matter { name, version: self.small(node, "version") })
    }
}
