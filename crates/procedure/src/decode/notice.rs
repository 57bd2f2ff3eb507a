//! Service by public notice (公告送达): how long it takes, and the kernel's own clocks that count it.

use super::node::{args, children, prop};
use super::{Reader, Shape};
use crate::model::{Clock, Lapse, LapseFor, Length, Mode, Paper, Procedure, Start, Trigger};
use kdl::KdlNode;
use kernel::{Id, Title};

const NOTICE: Shape = Shape::new("notice", 1).props(&["within", "unit", "cite", "basis", "en"]).children(&["basis"]).many(&["cite"]);

impl Reader<'_> {
    /// `notice within=30 unit=day cite=…`, and one clock for each paper and addressee.
    pub(super) fn notice(&mut self, node: &KdlNode, p: &mut Procedure) {
        let Some(child) = children(node, "notice").next() else { return };
        self.vet(child, &NOTICE);
        let place = self.node(child);
        if args(child).next().is_some() && prop(child, "basis").is_none() {
            self.found.error("P024", place, "notice 后面的文字是 basis= 的理由", "the text behind notice says why a basis= holds");
        }
        let text = self.optional_title(child, 0);
        let ground = self.ground(child, text);
        if ground.is_empty() {
            self.missing(child, "依据（cite=…，或者 basis=…）", "an article (cite=…) or a basis (basis=…)");
        }
        let amount = prop(child, "within").and_then(|e| self.amount(e));
        if prop(child, "within").is_none() {
            self.missing(child, "within=：公告满多久视为送达", "within=: how long until it counts as served");
        }
        let unit = self.length_unit(child, amount.as_ref(), &p.params);
        if p.papers.values().all(|d| d.to.is_empty()) {
            let (zh, en) = ("没有一份文书有收件人，公告送达没有用处", "no paper has an addressee: nothing could be served by notice");
            self.found.error("P029", place, zh, en).hint("给文书写 to=角色，或者删去 notice", "give a paper to=ROLE, or remove notice");
        }
        let Some((amount, unit)) = amount.zip(unit) else { return };
        let length = Length { amount, unit, only: Vec::new(), other_law: None, ground, place };
        let clocks: Vec<Clock> = p.papers.values().flat_map(|d| d.to.iter().map(|to| clock(p, d, to, &length))).collect();
        p.clocks.extend(clocks);
        p.notice = Some(length);
    }
}

/// From the day of the notice the paper counts as served to this addressee when the period has passed.
fn clock(p: &Procedure, paper: &Paper, to: &Id, length: &Length) -> Clock {
    let served: Id = format!("{}.served", paper.id).into();
    let id = if paper.to.len() > 1 { format!("{}.notice.{to}", paper.id) } else { format!("{}.notice", paper.id) };
    Clock {
        id: id.into(),
        title: Title::new(format!("{}公告送达", paper.title.zh), format!("{}: service by public notice", paper.title.en)),
        binds: to.clone(),
        mode: Mode::Within,
        lengths: vec![length.clone()],
        only: Vec::new(),
        counting: p.counting,
        amber: 0,
        promise: None,
        starts: vec![Start { by: Trigger::Event(format!("{}.noticed", paper.id).into()), ground: Default::default() }],
        stops: vec![served.clone()],
        each: Some(to.clone()),
        extends: Vec::new(),
        restarts: Vec::new(),
        rechosen: None,
        pauses: Vec::new(),
        lapse: Some(Lapse {
            event: served,
            to: None,
            side: LapseFor::For(to.clone()),
            remedies: Vec::new(),
            ground: length.ground.clone(),
            place: length.place,
        }),
        gates: Vec::new(),
        track: None,
        overlay: None,
        notice: true,
        ground: length.ground.clone(),
        place: length.place,
    }
}
