//! Actions: who may do what from where, and what follows.

use super::names::Kind;
use super::node::{args, children, prop};
use super::words::KIN_ACTS;
use super::{Reader, Shape};
use crate::model::{Action, FormUse, From, KinAct, Needs, Opens, PaperUse, RuleUse, SignLine};
use kdl::KdlNode;
use kernel::{Id, Title};

const ACTION: Shape = Shape::new("action", 2)
    .props(&[
        "en",
        "by",
        "event",
        "to",
        "from",
        "via",
        "only",
        "when",
        "once",
        "needs",
        "ended",
        "sign",
        "against",
        "remedy-in",
        "form",
        "paper",
        "sets",
        "opens",
        "each",
        "staffed",
        "as",
        "cite",
        "basis",
    ])
    .children(&["event", "via", "against", "remedy-in", "opens", "basis"])
    .many(&["by", "to", "from", "only", "when", "needs", "ended", "sign", "form", "paper", "sets", "each", "staffed", "cite"])
    .later(&["sheet", "draw", "draws", "blind-until"]);
const WHEN: Shape = Shape::new("when", usize::MAX).props(&["only"]).many(&["only"]);
const NEEDS: Shape =
    Shape::new("needs", usize::MAX).props(&["any", "only", "waived-by", "cite", "basis"]).children(&["basis"]).many(&["only", "cite"]);
const SIGN: Shape = Shape::new("sign", usize::MAX).props(&["any", "only"]).many(&["only"]);
const PAPER: Shape = Shape::new("paper", usize::MAX).props(&["only"]).many(&["only"]);
const OPENS: Shape = Shape::new("opens", 1).props(&["child"]);
const NAMED_FORM: Shape = Shape::new("form", 1);

impl Reader<'_> {
    /// An action; `state` is the state in which it is written, if any.
    pub(super) fn action(&mut self, node: &KdlNode, state: Option<&Id>) -> Action {
        self.vet(node, &ACTION);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let by = self.names(node, "by", Kind::Role);
        if by.is_empty() {
            self.missing(node, "办理的角色（by=…）", "who does it (by=…)");
        }
        let ground = self.ground(node, None);
        if ground.is_empty() {
            self.found
                .error("P015", place, format!("{id} 缺条文（cite=…）"), format!("{id} lacks an article (cite=…)"))
                .hint("每个办理事项写明依据哪一条；没有条文的写 basis=", "every action names its article; one that has none says basis=");
        }
        let (to, back) = self.destinations(node);
        Action {
            from: self.from(node, state),
            by,
            via: self.name(node, "via", Kind::Role),
            to,
            back,
            each: self.names(node, "each", Kind::Role),
            staffed: self.names(node, "staffed", Kind::Role),
            kin: self.kin_act(node),
            event: self.event(node),
            only: self.only(node),
            when: self.rules_asked(node),
            once: self.flag(node, "once"),
            needs: self.needs(node),
            ended: self.names(node, "ended", Kind::Waited),
            sign: self.sign(node),
            against: self.name(node, "against", Kind::Role),
            remedy_in: self.name(node, "remedy-in", Kind::Paper),
            forms: self.forms(node, &id),
            papers: self.papers(node),
            sets: self.names(node, "sets", Kind::Value),
            opens: self.opens(node),
            ground,
            place,
            id,
            title,
        }
    }

    /// A new event's name. It is declared here, so nothing has to be resolved.
    fn event(&mut self, node: &KdlNode) -> Id {
        let event = self.need(node, "event", Kind::Free);
        if event.as_str().contains('.') {
            let place = self.node(node);
            self.found.error("P018", place, format!("事件名称里不能有点：{event}"), format!("an event's own name has no dot: {event}"));
        }
        event
    }

    /// Where an action or interval is offered.
    pub(super) fn from(&mut self, node: &KdlNode, state: Option<&Id>) -> Vec<From> {
        let words = self.words(node, "from");
        match (state, words.first()) {
            (Some(state), None) => return vec![From::State(state.clone())],
            (Some(_), Some(word)) => {
                self.found.error("P023", word.place, "写在环节里的办理事项不用 from", "an action written in a state takes no from");
            }
            (None, None) => self.missing(node, "从哪里办（from new 或者环节）", "where it is offered (from new, or states)"),
            (None, Some(_)) => {}
        }
        let mut from = Vec::new();
        for word in words {
            let place = if word.id == *"new" { From::New } else { From::State(self.uses(Kind::State, word)) };
            if !from.contains(&place) {
                from.push(place);
            }
        }
        from
    }

    /// The states of `to`, and whether it says `back`: out of the overlay to where the matter was.
    fn destinations(&mut self, node: &KdlNode) -> (Vec<Id>, bool) {
        let words = self.words(node, "to");
        let back = words.iter().any(|w| w.id == *"back");
        let to = words.into_iter().filter(|w| w.id != *"back").map(|w| self.uses(Kind::State, w)).collect();
        (to, back)
    }

    /// `when=RULE`, `when A B`, `when A only=VALUE`.
    fn rules_asked(&mut self, node: &KdlNode) -> Vec<RuleUse> {
        let mut asked = Vec::new();
        if let Some(word) = prop(node, "when").and_then(|e| self.id(e)) {
            asked.push(RuleUse { rule: self.uses(Kind::Rule, word), only: Vec::new() });
        }
        for child in children(node, "when") {
            self.vet(child, &WHEN);
            let only = self.only(child);
            asked.extend(self.all(child, Kind::Rule).into_iter().map(|rule| RuleUse { rule, only: only.clone() }));
        }
        asked
    }

    /// `as=join`: what the kernel carries out with other matters.
    fn kin_act(&mut self, node: &KdlNode) -> Option<KinAct> {
        let entry = prop(node, "as")?;
        let word = self.string(entry)?;
        match word.as_str() {
            "join" => Some(KinAct::Join),
            "split" => Some(KinAct::Split),
            "transfer" => Some(KinAct::Transfer),
            _ => {
                let place = self.entry(entry);
                self.not_listed(("跨事项的办法", "act between matters"), &word, place, KIN_ACTS);
                None
            }
        }
    }

    fn needs(&mut self, node: &KdlNode) -> Vec<Needs> {
        let mut needs = Vec::new();
        if let Some(word) = prop(node, "needs").and_then(|e| self.id(e)) {
            needs.push(Needs {
                events: vec![self.uses(Kind::Event, word)],
                any: false,
                only: Vec::new(),
                waived_by: None,
                ground: Default::default(),
            });
        }
        for child in children(node, "needs") {
            self.vet(child, &NEEDS);
            let events = self.all(child, Kind::Event);
            needs.push(Needs {
                events,
                any: self.flag(child, "any"),
                only: self.only(child),
                waived_by: self.name(child, "waived-by", Kind::Role),
                ground: self.ground(child, None),
            });
        }
        needs
    }

    fn sign(&mut self, node: &KdlNode) -> Vec<SignLine> {
        let mut lines = Vec::new();
        if let Some(word) = prop(node, "sign").and_then(|e| self.id(e)) {
            lines.push(SignLine { roles: vec![self.uses(Kind::Role, word)], any: false, only: Vec::new() });
        }
        lines.extend(self.sign_lines(node));
        lines
    }

    /// The `sign` children.
    pub(super) fn sign_lines(&mut self, node: &KdlNode) -> Vec<SignLine> {
        let mut lines = Vec::new();
        for child in children(node, "sign") {
            self.vet(child, &SIGN);
            let roles = self.all(child, Kind::Role);
            lines.push(SignLine { roles, any: self.flag(child, "any"), only: self.only(child) });
        }
        lines
    }

    fn papers(&mut self, node: &KdlNode) -> Vec<PaperUse> {
        let mut papers = Vec::new();
        if let Some(word) = prop(node, "paper").and_then(|e| self.id(e)) {
            papers.push(PaperUse { paper: self.uses(Kind::Paper, word), only: Vec::new() });
        }
        for child in children(node, "paper") {
            self.vet(child, &PAPER);
            let only = self.only(child);
            papers.extend(self.all(child, Kind::Paper).into_iter().map(|paper| PaperUse { paper, only: only.clone() }));
        }
        papers
    }

    /// `form application`, or `form { field … }` written in the action.
    fn forms(&mut self, node: &KdlNode, action: &Id) -> Vec<FormUse> {
        let mut forms = Vec::new();
        if let Some(word) = prop(node, "form").and_then(|e| self.id(e)) {
            forms.push(FormUse::Named(self.uses(Kind::Form, word)));
        }
        for child in children(node, "form") {
            match args(child).next().cloned() {
                Some(_) if child.children().is_some() => {
                    let place = self.node(child);
                    self.found
                        .error(
                            "P024",
                            place,
                            "有名称的表单写在程序里，办理事项里只写它的名称",
                            "a form with a name stands in the procedure; an action only names it",
                        )
                        .hint("form 名称，或者 form { field … }", "form NAME, or form { field … }");
                }
                Some(entry) => {
                    self.vet(child, &NAMED_FORM);
                    if let Some(word) = self.id(&entry) {
                        forms.push(FormUse::Named(self.uses(Kind::Form, word)));
                    }
                }
                None => forms.push(FormUse::Inline(self.form(child, action.clone(), Title::default()))),
            }
        }
        forms
    }

    /// `opens=PROC`, or `opens PROC child=#true`.
    fn opens(&mut self, node: &KdlNode) -> Option<Opens> {
        let mut child_flag = false;
        for child in children(node, "opens") {
            self.vet(child, &OPENS);
            child_flag = self.flag(child, "child");
        }
        let word = self.listed(node, "opens").into_iter().next()?;
        Some(Opens { procedure: word.id, child: child_flag })
    }

    /// All arguments of a node as names of a kind; at least one.
    pub(super) fn all(&mut self, node: &KdlNode, kind: Kind) -> Vec<Id> {
        if args(node).next().is_none() {
            self.missing(node, "名称", "a name");
        }
        let words: Vec<_> = args(node).filter_map(|e| self.id(e)).collect();
        words.into_iter().map(|w| self.uses(kind, w)).collect()
    }
}
