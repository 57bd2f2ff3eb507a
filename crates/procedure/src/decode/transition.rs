//! What a new version means for matters of the one before.

use super::names::Kind;
use super::node::{children, prop};
use super::words::TRANSITIONS;
use super::{Reader, Shape};
use crate::model::{Transition, TransitionMode};
use kdl::KdlNode;
use kernel::Id;

const TRANSITION: Shape =
    Shape::new("transition", 1).props(&["from", "mode", "cite", "basis", "en"]).children(&["basis"]).many(&["keeps", "moves", "cite"]);

impl Reader<'_> {
    /// `transition from=1 mode=by-act cite=… { moves review }`; demanded from version 2 on.
    pub(super) fn transition(&mut self, node: &KdlNode, version: u32) -> Option<Transition> {
        let Some(child) = children(node, "transition").next() else {
            if version > 1 {
                let place = self.node(node);
                self.found.error("P032", place, format!("第 {version} 版缺过渡条款"), format!("version {version} has no transition")).hint(
                    "写 transition from=上一版 mode=keeps、moves 或者 by-act，附条文或者 basis",
                    "write transition from=OLD mode=keeps, moves or by-act, with an article or basis",
                );
            }
            return None;
        };
        self.vet(child, &TRANSITION);
        let place = self.node(child);
        let text = self.optional_title(child, 0);
        let ground = self.ground(child, text);
        if ground.is_empty() {
            self.missing(child, "依据（cite=…，或者 basis=…）", "an article (cite=…) or a basis (basis=…)");
        }
        let from = self.number(child, "from").and_then(|n| u32::try_from(n).ok());
        if prop(child, "from").is_none() {
            self.missing(child, "from=上一版的版本号", "from=the version before");
        }
        if from.is_some_and(|from| from == 0 || from >= version) {
            self.found.error(
                "P032",
                place,
                format!("过渡条款的 from 要早于本版（第 {version} 版）"),
                format!("a transition comes from a version before this one ({version})"),
            );
        }
        let (keeps, moves) = (self.names(child, "keeps", Kind::Clock), self.names(child, "moves", Kind::Clock));
        let mode = self.transition_mode(child)?;
        self.exceptions(child, mode, &keeps, &moves);
        Some(Transition { from: from?, mode, keeps, moves, ground, place })
    }

    fn transition_mode(&mut self, node: &KdlNode) -> Option<TransitionMode> {
        let Some(entry) = prop(node, "mode") else {
            self.missing(node, "mode=keeps、moves 或者 by-act", "mode=keeps, moves or by-act");
            return None;
        };
        let (word, place) = (self.string(entry)?, self.entry(entry));
        match word.as_str() {
            "keeps" => Some(TransitionMode::Keeps),
            "moves" => Some(TransitionMode::Moves),
            "by-act" => Some(TransitionMode::ByAct),
            _ => {
                self.not_listed(("过渡方式", "mode of a transition"), &word, place, TRANSITIONS);
                None
            }
        }
    }

    /// An exception that says what the mode says anyway would be read as if it did not.
    fn exceptions(&mut self, node: &KdlNode, mode: TransitionMode, keeps: &[Id], moves: &[Id]) {
        let (wrong, zh, en) = match mode {
            TransitionMode::Keeps => (
                !keeps.is_empty() || !moves.is_empty(),
                "mode=keeps 时旧事项整件留在旧版，不写 keeps、moves",
                "with mode=keeps whole matters stay: no keeps, no moves",
            ),
            TransitionMode::Moves => (
                !moves.is_empty(),
                "mode=moves 时期限本来都按新版，例外写 keeps",
                "with mode=moves clocks move anyway; exceptions are keeps",
            ),
            TransitionMode::ByAct => (
                !keeps.is_empty(),
                "mode=by-act 时已经开始的期限本来按旧版，例外写 moves",
                "with mode=by-act running clocks keep their rule anyway; exceptions are moves",
            ),
        };
        if wrong {
            let place = self.node(node);
            self.found.error("P032", place, zh, en);
        }
    }
}
