//! Reads scenario files.

use super::{Act, Answer, Given, Scenario, Step, What, When, Who};
use crate::Diagnostic;
use crate::decode::names::Kind;
use crate::decode::node::{args, below, children, prop};
use crate::decode::{Reader, Shape, Word};
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::Id;
use std::collections::BTreeMap;

const FILE: Shape = Shape::new("文件", 0).many(&["scenario"]);
const STEPS: &[&str] = &["param", "at", "sign", "return", "recall", "serve", "correct", "lapse", "wait", "expect"];
const SCENARIO: Shape = Shape::new("scenario", 1).props(&["procedure"]).many(STEPS);
const PARAM: Shape = Shape::new("param", 2);
const AT: Shape = Shape::new("at", 2).props(&["by", "as", "received", "evidence", "signed"]).open();
const SIGN: Shape = Shape::new("sign", 2).props(&["by", "as"]);
const RETURN: Shape = Shape::new("return", 2).props(&["by", "as", "reason"]);
const RECALL: Shape = Shape::new("recall", 2).props(&["by", "as", "reason"]);
const SERVE: Shape = Shape::new("serve", 2).props(&["to", "how", "received"]);
const CORRECT: Shape = Shape::new("correct", 2).props(&["to", "by", "as", "second", "reason"]);
const LAPSE: Shape = Shape::new("lapse", 3).props(&["by", "as", "reason"]);
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
        Scenario { title, procedure, params, steps, place: self.node(node) }
    }

    fn step(&mut self, node: &KdlNode, steps: &mut Vec<Step>) {
        let place = self.node(node);
        let mut push = |what: Option<What>| steps.extend(what.map(|what| Step { what, refused: None, place }));
        match node.name().value() {
            "at" => push(self.act(node)),
            "sign" => {
                self.vet(node, &SIGN);
                push(self.on(node).map(|(at, action, who)| What::Sign { at, action, who }));
            }
            "return" => {
                self.vet(node, &RETURN);
                let reason = self.reason(node);
                push(self.on(node).map(|(at, action, who)| What::Return { at, action, who, reason }));
            }
            "recall" => {
                self.vet(node, &RECALL);
                let reason = self.reason(node);
                push(self.on(node).map(|(at, action, who)| What::Recall { at, action, who, reason }));
            }
            "serve" => push(self.serve(node)),
            "correct" => push(self.correct(node)),
            "lapse" => push(self.lapse_answer(node)),
            "wait" => {
                self.vet(node, &WAIT);
                push(self.day(node).map(What::Wait));
            }
            "expect" => self.expect(node, steps),
            _ => {}
        }
    }

    /// The day, the name behind it, and who: what most steps begin with.
    fn on(&mut self, node: &KdlNode) -> Option<(When, Id, Who)> {
        Some((self.day(node)?, self.subject(node)?, self.who(node)?))
    }

    fn day(&mut self, node: &KdlNode) -> Option<When> {
        match args(node).next() {
            Some(entry) => self.when(entry),
            None => {
                self.missing(node, "日期", "a date");
                None
            }
        }
    }

    fn subject(&mut self, node: &KdlNode) -> Option<Id> {
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

    fn who_if_said(&mut self, node: &KdlNode) -> Option<Who> {
        let role = self.word(node, "by")?.id;
        Some(Who { role, person: self.word(node, "as").map(|w| w.id) })
    }

    fn reason(&mut self, node: &KdlNode) -> String {
        if prop(node, "reason").is_none() {
            self.missing(node, "reason=\"理由\"", "reason=\"…\"");
        }
        self.text(node, "reason").unwrap_or_default()
    }

    fn act(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &AT);
        let (at, action) = (self.day(node)?, self.subject(node)?);
        let who = self.who_if_said(node);
        let received = prop(node, "received").and_then(|e| self.when(e));
        let evidence = prop(node, "evidence").and_then(|e| self.id(e)).map(|w| w.id);
        let signer = |w: Word| Who { role: w.id, person: None };
        let mut signed: Vec<Who> = prop(node, "signed").and_then(|e| self.id(e)).into_iter().map(signer).collect();
        let mut fields: Vec<Given> = Vec::new();
        for child in below(node) {
            if child.name().value() == "signed" {
                signed.extend(args(child).filter_map(|e| self.id(e)).map(signer).collect::<Vec<_>>());
                continue;
            }
            let given = self.given(child);
            if fields.iter().any(|f| f.field == given.field) {
                self.found.error("P013", given.place, format!("{} 写了两次", given.field), format!("{} is written twice", given.field));
            }
            fields.push(given);
        }
        Some(What::Act(Act { at, action, who, received, evidence, signed, fields }))
    }

    fn given(&mut self, node: &KdlNode) -> Given {
        let place = self.node(node);
        if args(node).next().is_none() {
            self.missing(node, "值", "a value");
        }
        let values = args(node).filter_map(|e| self.answer(e)).collect();
        Given { field: node.name().value().into(), values, place }
    }

    fn answer(&mut self, entry: &KdlEntry) -> Option<Answer> {
        match entry.value() {
            KdlValue::String(text) => Some(Answer::Text(text.clone())),
            KdlValue::Bool(yes) => Some(Answer::YesNo(*yes)),
            KdlValue::Integer(n) if i64::try_from(*n).is_ok() => i64::try_from(*n).ok().map(Answer::Number),
            other => {
                let (place, seen) = (self.entry(entry), other.to_string());
                self.found.error("P016", place, format!("{seen} 不能作答案"), format!("{seen} is no answer"));
                None
            }
        }
    }

    fn serve(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &SERVE);
        let (at, paper) = (self.day(node)?, self.subject(node)?);
        let received = prop(node, "received").and_then(|e| self.when(e));
        let how = prop(node, "how").and_then(|e| self.id(e)).map(|w| w.id);
        Some(What::Serve { at, paper, to: self.word(node, "to").map(|w| w.id), how, received })
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
        Some(What::Lapse { at, clock, confirmed: word == "confirm", who, reason })
    }
}
