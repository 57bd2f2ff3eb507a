//! Reads what a scenario expects.

use super::{ClockIs, Expect, Step, What};
use crate::decode::node::prop;
use crate::decode::{Reader, Shape};
use kdl::{KdlEntry, KdlNode, KdlValue};
use kernel::Id;

const EXPECT: Shape = Shape::new("expect", 0).props(&[
    "state",
    "track",
    "running",
    "clock",
    "due",
    "provisional",
    "paused",
    "stopped",
    "started",
    "proposed",
    "lapsed",
    "light",
    "event",
    "on",
    "happened",
    "offered",
    "withheld",
    "by",
    "choice",
    "value",
    "paper",
    "issued",
    "refused",
    "in",
    "holder",
    "round",
    "overlay",
    "lies",
    "joined",
    "version",
    "status",
    "of",
    "to",
    "remedy",
]);
/// The property that says of what something is expected, with those that say what.
const SUBJECTS: &[(&str, &[&str])] = &[
    ("state", &[]),
    ("track", &["running"]),
    ("clock", &["due", "provisional", "paused", "running", "stopped", "started", "proposed", "lapsed", "light", "holder", "round"]),
    ("event", &["on", "happened", "holder"]),
    ("offered", &["by"]),
    ("withheld", &["by"]),
    ("choice", &["value"]),
    ("paper", &["issued"]),
    ("overlay", &["lies"]),
    ("joined", &[]),
    ("version", &[]),
    ("status", &["of"]),
    ("remedy", &["of", "to", "holder", "due"]),
    ("refused", &[]),
];
const LIGHTS: &[&str] = &["green", "amber", "red"];

impl Reader<'_> {
    /// One `expect`. A refusal belongs to the step before it.
    pub(super) fn expect(&mut self, node: &KdlNode, steps: &mut Vec<Step>) {
        self.vet(node, &EXPECT);
        let place = self.node(node);
        let given: Vec<&(&str, &[&str])> = SUBJECTS.iter().filter(|(name, _)| prop(node, name).is_some()).collect();
        let [(subject, allowed)] = given.as_slice() else {
            let all = SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
            self.found
                .error("P024", place, "expect 只说一样东西", "an expectation speaks of one thing")
                .hint(format!("写一个：{all}"), format!("write one of: {all}"));
            return;
        };
        for name in node.entries().iter().filter_map(|e| e.name()).map(|n| n.value()) {
            if name != *subject && name != "in" && !allowed.contains(&name) && EXPECT.has_prop(name) {
                self.found.error(
                    "P024",
                    place,
                    format!("{subject}= 和 {name}= 不能一起写"),
                    format!("{subject}= and {name}= do not go together"),
                );
            }
        }
        if *subject == "refused" {
            self.refused(node, steps);
            return;
        }
        let within = self.word(node, "in").map(|w| w.id);
        for expect in self.expectations(node, subject) {
            steps.push(Step { what: What::Expect(expect), refused: None, within: within.clone(), place });
        }
    }

    fn refused(&mut self, node: &KdlNode, steps: &mut [Step]) {
        let code = self.text(node, "refused").unwrap_or_default();
        let place = self.node(node);
        match steps.last_mut() {
            Some(step) if !matches!(step.what, What::Expect(_)) => step.refused = Some(code),
            _ => {
                self.found.error(
                    "P024",
                    place,
                    "expect refused= 要紧跟在被拒绝的那一步后面",
                    "expect refused= stands right behind the step that is refused",
                );
            }
        }
    }

    fn expectations(&mut self, node: &KdlNode, subject: &str) -> Vec<Expect> {
        match subject {
            "joined" => return vec![Expect::Joined(self.flag(node, subject))],
            "version" => return self.ordinal(node, subject).map(Expect::Version).into_iter().collect(),
            "status" => return self.status_is(node).into_iter().collect(),
            _ => {}
        }
        let Some(name) = self.word(node, subject).map(|w| w.id) else { return Vec::new() };
        let yes = |reader: &mut Self, prop_name: &str| prop(node, prop_name).is_none() || reader.flag(node, prop_name);
        match subject {
            "state" => vec![Expect::State(name)],
            "track" => vec![Expect::Track { track: name, running: yes(self, "running") }],
            "event" => {
                let on = prop(node, "on").and_then(|e| self.date(e));
                vec![Expect::Event { event: name, holder: self.holder(node), on, happened: yes(self, "happened") }]
            }
            "offered" | "withheld" => {
                let by = self.word(node, "by").map(|w| w.id);
                vec![Expect::Offered { action: name, by, offered: subject == "offered" }]
            }
            "choice" => self.choice_is(node, name).into_iter().collect(),
            "paper" => vec![Expect::Paper { paper: name, issued: yes(self, "issued") }],
            "overlay" => vec![Expect::Overlay { overlay: name, lies: yes(self, "lies") }],
            "remedy" => self.remedy_is(node, name).into_iter().collect(),
            _ => self.clock_is(node, &name),
        }
    }

    fn choice_is(&mut self, node: &KdlNode, choice: Id) -> Option<Expect> {
        let Some(entry) = prop(node, "value") else {
            self.missing(node, "value=选项值，未知写 value=#null", "value=VALUE, or value=#null for unknown");
            return None;
        };
        let value = if matches!(entry.value(), KdlValue::Null) { None } else { Some(self.id(entry)?.id) };
        Some(Expect::Choice { choice, value })
    }

    fn status_is(&mut self, node: &KdlNode) -> Option<Expect> {
        let entry = prop(node, "status")?;
        let status = if matches!(entry.value(), KdlValue::Null) { None } else { Some(self.id(entry)?.id) };
        Some(Expect::Status { register: self.word(node, "of").map(|w| w.id), status })
    }

    fn remedy_is(&mut self, node: &KdlNode, remedy: Id) -> Option<Expect> {
        let Some(entry) = prop(node, "due") else {
            self.missing(node, "due=\"最后一日\"，没有日期写 due=#null", "due=\"LAST DAY\", or due=#null for none");
            return None;
        };
        let due = if matches!(entry.value(), KdlValue::Null) { None } else { Some(self.when(entry)?) };
        let (of, to) = (self.word(node, "of").map(|w| w.id), self.word(node, "to").map(|w| w.id));
        Some(Expect::Remedy { remedy, of, to, holder: self.holder(node), due })
    }

    fn clock_is(&mut self, node: &KdlNode, clock: &Id) -> Vec<Expect> {
        let mut all = Vec::new();
        let (holder, round) = (self.holder(node), self.ordinal(node, "round"));
        for entry in node.entries() {
            let Some(name) = entry.name().map(|n| n.value()) else { continue };
            let is = match name {
                "due" => self.due(entry),
                "provisional" => Some(ClockIs::Provisional(self.flag(node, name))),
                "paused" => Some(ClockIs::Paused(self.flag(node, name))),
                "running" => Some(ClockIs::Running(self.flag(node, name))),
                "stopped" => Some(ClockIs::Stopped(self.flag(node, name))),
                "started" => Some(ClockIs::Started(self.flag(node, name))),
                "proposed" => Some(ClockIs::Proposed(self.flag(node, name))),
                "lapsed" => Some(ClockIs::Lapsed(self.flag(node, name))),
                "light" => self.light(entry),
                _ => None,
            };
            all.extend(is.map(|is| Expect::Clock { clock: clock.clone(), holder, round, is }));
        }
        if all.is_empty() {
            self.missing(node, "期限怎样：due=、paused=、stopped= …", "what of the clock: due=, paused=, stopped= …");
        }
        all
    }

    fn due(&mut self, entry: &KdlEntry) -> Option<ClockIs> {
        if matches!(entry.value(), KdlValue::Null) {
            return Some(ClockIs::Due(None));
        }
        self.when(entry).map(|when| ClockIs::Due(Some(when)))
    }

    fn light(&mut self, entry: &KdlEntry) -> Option<ClockIs> {
        let word = self.id(entry)?;
        if !LIGHTS.contains(&word.id.as_str()) {
            self.not_listed(("灯", "light"), word.id.as_str(), word.place, LIGHTS);
        }
        Some(ClockIs::Light(word.id))
    }
}
