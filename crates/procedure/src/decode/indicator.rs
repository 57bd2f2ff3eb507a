//! Indicators: what is counted, and how it is computed in words.

use super::node::{args, children, prop};
use super::words::PERIODS;
use super::{Reader, Shape};
use crate::model::{Counted, Dossier, Indicator, Measure};
use kdl::KdlNode;
use kernel::Id;

const INDICATOR: Shape = Shape::new("indicator", 2)
    .props(&["en", "count", "of", "open", "on-time", "period"])
    .children(&["per", "on-time", "period", "reading"])
    .many(&["count", "of", "open"]);
const COUNT: Shape = Shape::new("count", usize::MAX).later(&["only"]);
const PER: Shape = Shape::new("per", 2);
const READING: Shape = Shape::new("reading", 1).props(&["en"]);

impl Reader<'_> {
    /// A figure computed from matters of the file's procedures, or of others by `procedure.event`.
    pub(super) fn indicator(&mut self, node: &KdlNode, dossier: &Dossier) -> Indicator {
        self.vet(node, &INDICATOR);
        for child in ["count", "of", "open", "on-time"].into_iter().flat_map(|name| children(node, name)) {
            self.vet(child, &COUNT);
        }
        let (id, title) = self.titled(node);
        let reading = children(node, "reading").next().map(|n| {
            self.vet(n, &READING);
            self.title(n, 0)
        });
        Indicator { id, title, measure: self.measure(node, dossier), period: self.period(node), reading, place: self.node(node) }
    }

    fn measure(&mut self, node: &KdlNode, dossier: &Dossier) -> Measure {
        let (count, of) = (self.counted(node, "count", dossier), self.counted(node, "of", dossier));
        let (open, mut on_time) = (self.counted(node, "open", dossier), self.counted(node, "on-time", dossier));
        let per = self.per(node, dossier);
        let place = self.node(node);
        match (count.is_empty(), of.is_empty(), open.is_empty(), on_time.pop()) {
            (false, true, true, None) => Measure::Rate { count, per },
            (false, false, true, None) if per.is_none() => Measure::Share { count, of },
            (true, true, false, None) if per.is_none() => Measure::Open(open),
            (true, true, true, Some(clock)) if per.is_none() && on_time.is_empty() => Measure::OnTime(clock),
            _ => {
                self.found.error("P024", place, "指标量什么没有写清", "what the indicator measures is not clear").hint(
                    "写一种：count（可加 per）、count 加 of、open、on-time",
                    "write one: count (with per), count with of, open, or on-time",
                );
                Measure::Open(Vec::new())
            }
        }
    }

    fn per(&mut self, node: &KdlNode, dossier: &Dossier) -> Option<(Id, u64)> {
        let child = children(node, "per").next()?;
        self.vet(child, &PER);
        let entries: Vec<_> = args(child).cloned().collect();
        let [param, number] = entries.as_slice() else {
            self.missing(
                child,
                "参数和基数，例如 per resident_population 100000",
                "parameter and base, e.g. per resident_population 100000",
            );
            return None;
        };
        let (param, base) = (self.id(param)?, self.whole(number)?);
        if base == 0 {
            let place = self.entry(number);
            self.found.error("P016", place, "基数不能是 0", "the base must not be 0");
        }
        let known = dossier.params.keys().chain(dossier.procedures.iter().flat_map(|p| p.params.keys()));
        let names: Vec<&str> = known.map(Id::as_str).collect();
        if !names.contains(&param.id.as_str()) {
            self.not_listed(("参数", "parameter"), param.id.as_str(), param.place, &names);
        }
        Some((param.id, base))
    }

    fn period(&mut self, node: &KdlNode) -> Id {
        let Some(word) = self.word(node, "period") else {
            if prop(node, "period").is_none() {
                self.missing(node, "统计周期（period year）", "a period (period year)");
            }
            return "year".into();
        };
        if !PERIODS.contains(&word.id.as_str()) {
            self.not_listed(("统计周期", "period"), word.id.as_str(), word.place, PERIODS);
        }
        word.id
    }

    /// `granted` of the file's first procedure, `legal_aid.granted` of a named one, `notice.served` of a paper of the first.
    fn counted(&mut self, node: &KdlNode, name: &str, dossier: &Dossier) -> Vec<Counted> {
        let first = dossier.procedures.first();
        let words = self.listed(node, name);
        let counted = words.into_iter().map(|word| {
            let own = |name: Id| Counted { procedure: first.map_or_else(|| "".into(), |p| p.id.clone()), name };
            match word.id.as_str().split_once('.') {
                Some((paper, _)) if first.is_some_and(|p| p.papers.contains_key(paper) || p.tracks.contains_key(paper)) => own(word.id),
                Some((procedure, name)) => Counted { procedure: procedure.into(), name: name.into() },
                None => own(word.id),
            }
        });
        counted.collect()
    }
}
