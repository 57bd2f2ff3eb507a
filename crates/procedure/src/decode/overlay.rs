//! Overlays (叠加环节): a state laid over the main one, with its own acts and clocks.

use super::node::{below, children};
use super::{Reader, Shape};
use crate::model::{Action, From, Procedure, State};
use kdl::KdlNode;
use kernel::Id;

const OVERLAY: Shape = Shape::new("overlay", 2).props(&["en"]).children(&["open-ended"]).many(&["action", "clock"]);

impl Reader<'_> {
    /// `overlay ID "题名" en= { action …; clock … }`.
    pub(super) fn overlay(&mut self, node: &KdlNode, p: &mut Procedure) {
        self.vet(node, &OVERLAY);
        let (id, title) = self.titled(node);
        let open_ended = self.open_ended(node);
        for child in below(node) {
            match child.name().value() {
                "action" => {
                    let action = self.action(child, Some(&id));
                    p.actions.push(action);
                }
                "clock" => {
                    let clock = self.clock(child, None, p);
                    p.clocks.push(crate::model::Clock { overlay: Some(id.clone()), ..clock });
                }
                _ => {}
            }
        }
        if children(node, "action").next().is_none() {
            self.missing(node, "办理事项：怎样离开（to=back）", "an action that leaves it (to=back)");
        }
        let state = State { id, title, track: None, end: false, overlay: true, open_ended, place: self.node(node) };
        self.once(&mut p.states, state.id.clone(), state.place, state);
    }
}

/// How actions enter and leave overlays, and where clocks stand still.
pub(super) fn sense(reader: &mut Reader, p: &Procedure) {
    let overlay = |id: &Id| p.states.get(id).is_some_and(|s| s.overlay);
    for action in &p.actions {
        within_one_step(reader, action, &overlay);
    }
    for clock in p.clocks.iter().filter(|c| c.overlay.is_some()) {
        for pause in clock.pauses.iter().filter(|p| Some(&p.within) == clock.overlay.as_ref()) {
            let zh = format!("期限 {} 只在 {} 里走，不能又在里面停", clock.id, pause.within);
            let en = format!("the clock {} runs in {} only: it cannot stand still there", clock.id, pause.within);
            reader.found.error("P025", pause.place, zh, en);
        }
    }
}

fn within_one_step(reader: &mut Reader, action: &Action, overlay: &dyn Fn(&Id) -> bool) {
    let inside = |f: &From| matches!(f, From::State(s) if overlay(s));
    let enters = action.to.iter().any(overlay);
    if action.back && !action.to.is_empty() {
        let (zh, en) = ("to=back 回到原来的环节，不能再写别的去处", "to=back goes where the matter was: nothing else beside it");
        reader.found.error("P025", action.place, zh, en);
    }
    if action.back && !action.from.iter().all(inside) {
        let (zh, en) = (
            format!("{} 写了 to=back，但不在叠加环节里办", action.id),
            format!("{} says to=back and is not done in an overlay", action.id),
        );
        reader
            .found
            .error("P025", action.place, zh, en)
            .hint("把它写进 overlay，或者写明去哪个环节", "write it in the overlay, or name the state");
    }
    if enters && action.to.len() > 1 {
        let (zh, en) =
            ("进入叠加环节时主线不动，不能同时去别的环节", "the main run stays while an overlay is entered: no other state beside it");
        reader.found.error("P025", action.place, zh, en);
    }
    if enters && action.from.contains(&From::New) {
        let (zh, en) = ("事项一开始就在叠加环节里，下面没有环节", "a matter cannot begin in an overlay: nothing lies below");
        reader.found.error("P025", action.place, zh, en).hint("先写一个环节", "let it begin in a state");
    }
    if enters && !action.from.is_empty() && action.from.iter().all(inside) {
        let (zh, en) = (
            format!("{} 在一个叠加环节里办，又进入一个：叠加环节只叠一层", action.id),
            format!("{} is done in an overlay and enters one: overlays do not stack", action.id),
        );
        let hint = ("同一环节里的又一情形写成不动的办理事项", "a further ground is an act that stays");
        reader.found.error("P025", action.place, zh, en).hint(hint.0, hint.1);
    }
}
