//! What moves a running clock: extensions, fresh starts, a changed choice.

use super::names::Kind;
use super::node::{args, prop};
use super::words::{RECHOSEN, nearest};
use super::{Reader, Shape};
use crate::model::{Extend, Ground, Param, Rechosen, Restart};
use kdl::{KdlNode, KdlValue};
use kernel::Id;
use std::collections::BTreeMap;

const EXTENDS: Shape = Shape::new("extends", 1)
    .props(&["max", "unit", "times", "granted", "only", "cite", "basis"])
    .children(&["basis"])
    .many(&["only", "cite"]);
const RESTARTS: Shape = Shape::new("restarts", usize::MAX).props(&["cite", "basis"]).children(&["basis"]).many(&["cite"]);
const RECHOSEN_SHAPE: Shape = Shape::new("rechosen", 2).props(&["cite", "basis", "en"]).children(&["basis"]).many(&["cite"]);

impl Reader<'_> {
    /// `extends EVENT max=30 unit=day times=1 cite=…`.
    pub(super) fn extend(&mut self, node: &KdlNode, params: &BTreeMap<Id, Param>) -> Option<Extend> {
        self.vet(node, &EXTENDS);
        let ground = self.grounded(node, "延长", "an extension");
        let event = self.all(node, Kind::Event).into_iter().next();
        let only = self.only(node);
        let granted = self.name(node, "granted", Kind::Field);
        let times = self.times(node);
        let Some(entry) = prop(node, "max") else {
            self.missing(node, "max=：至多延长多少", "max=: how much at most");
            return None;
        };
        let max = self.amount(entry);
        let unit = self.length_unit(node, max.as_ref(), params)?;
        Some(Extend { event: event?, max: max?, unit, times, granted, only, ground, place: self.node(node) })
    }

    /// `times=1` or `times=unlimited`; there is no default.
    fn times(&mut self, node: &KdlNode) -> Option<u32> {
        let Some(entry) = prop(node, "times") else {
            self.missing(node, "times=：至多几次，不限写 times=unlimited", "times=: how often at most; times=unlimited for any");
            return None;
        };
        if let KdlValue::String(word) = entry.value() {
            let place = self.entry(entry);
            if word != "unlimited" {
                let finding = self.found.error("P016", place, format!("“{word}”不是次数"), format!("“{word}” is no number of times"));
                match nearest(word, ["unlimited"]) {
                    Some(near) => finding.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
                    None => finding.hint("写 times=1 或者 times=unlimited", "write times=1 or times=unlimited"),
                }
            }
            return None;
        }
        let number = self.whole(entry)?;
        if number == 0 {
            let place = self.entry(entry);
            self.found.error("P016", place, "至多 0 次就是不能延长，删去这一行", "at most 0 times is no extension: remove the line");
        }
        u32::try_from(number).ok()
    }

    /// `restarts EVENT…`: each event cuts a running instance short and starts a fresh one.
    pub(super) fn restart(&mut self, node: &KdlNode) -> Vec<Restart> {
        self.vet(node, &RESTARTS);
        let (ground, place) = (self.grounded(node, "重新起算", "a fresh start"), self.node(node));
        let events = self.all(node, Kind::Event);
        events.into_iter().map(|event| Restart { event, ground: ground.clone(), place }).collect()
    }

    /// `rechosen same-start` or `rechosen new-start`.
    pub(super) fn rechosen(&mut self, node: &KdlNode) -> Option<Rechosen> {
        self.vet(node, &RECHOSEN_SHAPE);
        let text = self.optional_title(node, 1);
        let ground = self.ground(node, text);
        if ground.is_empty() {
            self.ungrounded(node, "选项改变后怎样计算", "what a changed choice does");
        }
        let Some(entry) = args(node).next() else {
            self.missing(node, "same-start（从原来的起点）或者 new-start（重新起算）", "same-start or new-start");
            return None;
        };
        let (word, place) = (self.string(entry)?, self.entry(entry));
        if !RECHOSEN.contains(&word.as_str()) {
            self.not_listed(("重新选择后的算法", "way to count after a new choice"), &word, place, RECHOSEN);
            return None;
        }
        Some(Rechosen { new_start: word == "new-start", ground, place: self.node(node) })
    }

    /// The ground of something that must rest on one.
    pub(super) fn grounded(&mut self, node: &KdlNode, zh: &str, en: &str) -> Ground {
        let ground = self.ground(node, None);
        if ground.is_empty() {
            self.ungrounded(node, zh, en);
        }
        ground
    }

    fn ungrounded(&mut self, node: &KdlNode, zh: &str, en: &str) {
        let place = self.node(node);
        self.found
            .error("P015", place, format!("{zh}缺依据（cite=…，或者 basis=…）"), format!("{en} rests on nothing (cite=…, or basis=…)"))
            .hint("写明哪一条；法律没有写的写 basis=reading 和理由", "name the article; where no text says it, basis=reading and why");
    }
}
