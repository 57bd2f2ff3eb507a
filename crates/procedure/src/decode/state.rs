//! States, ends, tracks and intervals.

use super::names::Kind;
use super::node::{below, children};
use super::{Reader, Shape};
use crate::model::{Action, From, Procedure, State, Track};
use kdl::KdlNode;
use kernel::{Id, Title};

const STATE: Shape = Shape::new("state", 2).props(&["en"]).children(&["open-ended"]).many(&["action"]);
const OPEN_ENDED: Shape = Shape::new("open-ended", 1).props(&["en"]);
const END: Shape = Shape::new("end", 2).props(&["en"]);
const TRACK: Shape = Shape::new("track", 2).props(&["en", "outlives"]).many(&["state", "end", "clock", "action"]);
const INTERVAL: Shape =
    Shape::new("interval", 2).props(&["en", "by", "from", "cite", "basis"]).children(&["basis"]).many(&["by", "from", "sign", "cite"]);

impl Reader<'_> {
    /// States, clocks and actions of the main run, and the tracks beside it, in the order of the file.
    pub(super) fn main_run(&mut self, node: &KdlNode, p: &mut Procedure) {
        for child in below(node) {
            match child.name().value() {
                "track" => {
                    self.vet(child, &TRACK);
                    let (id, title) = self.titled(child);
                    let track = Track { id, title, outlives: self.flag(child, "outlives"), interval: false, place: self.node(child) };
                    self.run(child, Some(&track.id), p);
                    self.once(&mut p.tracks, track.id.clone(), track.place, track);
                }
                "interval" => self.interval(child, p),
                "overlay" => self.overlay(child, p),
                _ => self.part(child, None, p),
            }
        }
    }

    fn run(&mut self, node: &KdlNode, track: Option<&Id>, p: &mut Procedure) {
        for child in below(node) {
            self.part(child, track, p);
        }
    }

    fn part(&mut self, node: &KdlNode, track: Option<&Id>, p: &mut Procedure) {
        match node.name().value() {
            "action" => {
                let action = self.action(node, None);
                p.actions.push(action);
            }
            "clock" => {
                let clock = self.clock(node, track, p);
                p.clocks.push(clock);
            }
            "state" => self.state(node, track, p),
            "end" => {
                self.vet(node, &END);
                let (id, title) = self.titled(node);
                let state = State { id, title, track: track.cloned(), end: true, overlay: false, open_ended: None, place: self.node(node) };
                self.once(&mut p.states, state.id.clone(), state.place, state);
            }
            _ => {}
        }
    }

    fn state(&mut self, node: &KdlNode, track: Option<&Id>, p: &mut Procedure) {
        self.vet(node, &STATE);
        let (id, title) = self.titled(node);
        let open_ended = self.open_ended(node);
        for child in children(node, "action") {
            let action = self.action(child, Some(&id));
            p.actions.push(action);
        }
        let state = State { id, title, track: track.cloned(), end: false, overlay: false, open_ended, place: self.node(node) };
        self.once(&mut p.states, state.id.clone(), state.place, state);
    }

    /// Why no clock runs in a state or overlay.
    pub(super) fn open_ended(&mut self, node: &KdlNode) -> Option<Title> {
        let child = children(node, "open-ended").next()?;
        self.vet(child, &OPEN_ENDED);
        Some(self.title(child, 0))
    }

    /// An excluded stretch: a track of one state, with `begin_ID` and `end_ID`, whose events are `ID.begun` and `ID.ended`.
    ///
    /// Its running state bears the interval's own name, its end is `ID_over`.
    fn interval(&mut self, node: &KdlNode, p: &mut Procedure) {
        self.vet(node, &INTERVAL);
        let (id, title) = self.titled(node);
        let place = self.node(node);
        let over: Id = format!("{id}_over").into();
        let (by, from, ground) = (self.names(node, "by", Kind::Role), self.from(node, None), self.ground(node, None));
        let sign = self.sign_lines(node);
        if by.is_empty() {
            self.missing(node, "办理的角色（by=…）", "who does it (by=…)");
        }
        if ground.is_empty() {
            self.missing(node, "依据（cite=…）", "an article (cite=…)");
        }
        let verb = |zh: &str, en: &str| Title::new(format!("{zh}：{}", title.zh), format!("{en}: {}", title.en));
        let bare = |name: &str, title: Title, from: Vec<From>, to: &Id, event: &str| Action {
            id: format!("{name}_{id}").into(),
            title,
            from,
            by: by.clone(),
            via: None,
            to: vec![to.clone()],
            back: false,
            each: Vec::new(),
            staffed: Vec::new(),
            kin: None,
            event: format!("{id}.{event}").into(),
            only: Vec::new(),
            when: Vec::new(),
            once: false,
            needs: Vec::new(),
            ended: Vec::new(),
            sign: Vec::new(),
            against: None,
            remedy_in: None,
            forms: Vec::new(),
            papers: Vec::new(),
            sets: Vec::new(),
            opens: None,
            ground: ground.clone(),
            place,
        };
        p.actions.push(Action { sign, ..bare("begin", verb("开始", "Begin"), from, &id, "begun") });
        p.actions.push(bare("end", verb("结束", "End"), vec![From::State(id.clone())], &over, "ended"));
        let why = Title::new("持续到原因消除", "It lasts as long as its cause");
        let running = State {
            id: id.clone(),
            title: title.clone(),
            track: Some(id.clone()),
            end: false,
            overlay: false,
            open_ended: Some(why),
            place,
        };
        let ended = State {
            id: over.clone(),
            title: verb("结束", "End"),
            track: Some(id.clone()),
            end: true,
            overlay: false,
            open_ended: None,
            place,
        };
        self.once(&mut p.states, id.clone(), place, running);
        self.once(&mut p.states, over, place, ended);
        self.once(&mut p.tracks, id.clone(), place, Track { id, title, outlives: false, interval: true, place });
    }
}
