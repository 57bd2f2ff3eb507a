//! Reads an act of a worked example: who, for whom, with which answers and signatures.

use super::{Act, Answer, ChildOpening, Given, Signature, Votes, What, Who};
use crate::decode::node::{args, below, prop};
use crate::decode::{Reader, Shape};
use kdl::{KdlEntry, KdlNode, KdlValue};

const AT: Shape = Shape::new("at", 2).props(&["by", "as", "holder", "received", "evidence", "signed", "in"]).open();
const SIGNED: Shape = Shape::new("signed", usize::MAX).props(&["as", "present", "for", "against", "abstained"]);
const OPENS: Shape = Shape::new("opens", 1).open();
const WITH: Shape = Shape::new("with", usize::MAX);
/// A meeting's votes, as properties.
const VOTES: [&str; 4] = ["present", "for", "against", "abstained"];

impl Reader<'_> {
    /// `at DATE ACTION by=ROLE { FIELD … }`.
    pub(super) fn act(&mut self, node: &KdlNode) -> Option<What> {
        self.vet(node, &AT);
        let (at, action) = (self.day(node)?, self.subject(node)?);
        let received = prop(node, "received").and_then(|e| self.when(e));
        let evidence = prop(node, "evidence").and_then(|e| self.id(e)).map(|w| w.id);
        let bare = |role| Signature { who: Who { role, person: None }, votes: None };
        let signed = prop(node, "signed").and_then(|e| self.id(e)).map(|w| bare(w.id)).into_iter().collect();
        let (who, holder) = (self.who_if_said(node), self.holder(node));
        let mut act = Act { at, action, who, holder, received, evidence, signed, fields: Vec::new(), opens: None, with: Vec::new() };
        for child in below(node) {
            match child.name().value() {
                "signed" => self.signed(child, &mut act.signed),
                "opens" => act.opens = Some(self.opening(child)),
                "with" => {
                    self.vet(child, &WITH);
                    act.with.extend(args(child).filter_map(|e| self.string(e)));
                }
                _ => self.given(child, &mut act.fields),
            }
        }
        Some(What::Act(act))
    }

    /// `signed ROLE…`, or `signed MEETING present=5 for=4 against=1 abstained=0`.
    fn signed(&mut self, node: &KdlNode, signed: &mut Vec<Signature>) {
        self.vet(node, &SIGNED);
        let (person, votes) = (self.word(node, "as").map(|w| w.id), self.votes(node));
        let roles: Vec<_> = args(node).filter_map(|e| self.id(e)).collect();
        if roles.is_empty() {
            self.missing(node, "签批的角色", "the role that signs");
        }
        signed.extend(roles.into_iter().map(|w| Signature { who: Who { role: w.id, person: person.clone() }, votes }));
    }

    /// The votes of a meeting; all four or none.
    pub(super) fn votes(&mut self, node: &KdlNode) -> Option<Votes> {
        let [present, ayes, noes, abstained] = VOTES.map(|name| self.small(node, name));
        let given = VOTES.iter().filter(|name| prop(node, name).is_some()).count();
        if given == 0 {
            return None;
        }
        if given < VOTES.len() {
            self.missing(
                node,
                "表决情况：present= for= against= abstained= 都要写",
                "votes: present= for= against= abstained=, all of them",
            );
        }
        let votes = Votes { present: present?, ayes: ayes?, noes: noes?, abstained: abstained? };
        if u64::from(votes.ayes) + u64::from(votes.noes) + u64::from(votes.abstained) != u64::from(votes.present) {
            let place = self.node(node);
            self.found
                .error("S105", place, "赞成、反对、弃权加起来不等于到会人数", "the votes do not add up to those present")
                .hint("present = for + against + abstained", "present = for + against + abstained");
        }
        Some(votes)
    }

    /// `opens { FIELD … }`: how the child begins.
    fn opening(&mut self, node: &KdlNode) -> ChildOpening {
        self.vet(node, &OPENS);
        let action = args(node).next().and_then(|e| self.id(e)).map(|w| w.id);
        let mut fields = Vec::new();
        for child in below(node) {
            self.given(child, &mut fields);
        }
        ChildOpening { action, fields }
    }

    fn given(&mut self, node: &KdlNode, fields: &mut Vec<Given>) {
        let place = self.node(node);
        if args(node).next().is_none() {
            self.missing(node, "值", "a value");
        }
        let values = args(node).filter_map(|e| self.answer(e)).collect();
        let given = Given { field: node.name().value().into(), values, place };
        if fields.iter().any(|f| f.field == given.field) {
            self.found.error("P013", place, format!("{} 写了两次", given.field), format!("{} is written twice", given.field));
        }
        fields.push(given);
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

    /// Which of several, from 1.
    pub(super) fn holder(&mut self, node: &KdlNode) -> Option<u32> {
        self.ordinal(node, "holder")
    }

    /// A place in an order, from 1.
    pub(super) fn ordinal(&mut self, node: &KdlNode, name: &str) -> Option<u32> {
        let n = self.small(node, name)?;
        if n == 0 {
            let place = self.node(node);
            self.found.error("P016", place, format!("{name} 从 1 数起"), format!("{name} is counted from 1"));
        }
        Some(n)
    }

    /// A whole number that fits.
    pub(super) fn small(&mut self, node: &KdlNode, name: &str) -> Option<u32> {
        self.number(node, name).map(|n| u32::try_from(n).unwrap_or(u32::MAX))
    }
}
