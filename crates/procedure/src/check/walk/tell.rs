//! A way through a procedure, in words.

use super::layout::Key;
use super::steps::{Step, Var};
use super::world::World;
use kernel::Id;

impl World<'_> {
    /// `申请 → 受理 → “补正”届满`.
    pub(super) fn told(&self, steps: &[usize]) -> String {
        steps.iter().filter_map(|s| self.rules.steps.get(*s)).map(|s| self.step(s)).collect::<Vec<_>>().join(" → ")
    }

    fn step(&self, step: &Step<'_>) -> String {
        let p = self.rules.p;
        match step {
            Step::Act(a) => a.title.zh.clone(),
            Step::Lapse(c) => format!("“{}”届满", c.title.zh),
            Step::Serve { paper, event } => {
                let title = p.papers.get(*paper).map_or_else(|| paper.to_string(), |d| d.title.zh.clone());
                format!("“{title}”{}", if event.as_str().ends_with(".noticed") { "公告" } else { "送达" })
            }
            Step::Parent(event) | Step::Child { event, .. } => format!("收到 {event}"),
            Step::Closed(of) => format!("{of} 办结"),
        }
    }

    /// `（普通程序、重大）`: the choices made; nothing where none is.
    pub(super) fn values(&self, key: Key) -> String {
        let chosen = self.layout.choices.iter().filter_map(|(choice, classes)| {
            let at = self.layout.slot(&Var::Choice(choice.clone()))?.get(key).checked_sub(1)?;
            let class = classes.get(at as usize)?;
            (class.len() <= 2).then(|| class.iter().map(|v| self.value(choice, v)).collect::<Vec<_>>().join("或者"))
        });
        let all: Vec<String> = chosen.collect();
        if all.is_empty() { String::new() } else { format!("（{}）", all.join("、")) }
    }

    fn value(&self, choice: &Id, value: &Id) -> String {
        let (p, bare) = match value.as_str().strip_prefix("parent.") {
            Some(bare) => (self.rules.parent, bare),
            None => (Some(self.rules.p), value.as_str()),
        };
        let known = p.and_then(|p| p.choice_of(bare)).and_then(|c| c.values.iter().find(|v| v.id == *bare));
        known.map_or_else(|| choice.to_string(), |v| v.title.zh.clone())
    }

    /// The title of a state.
    pub(super) fn title(&self, state: &Id) -> String {
        self.rules.p.states.get(state).map_or_else(|| state.to_string(), |s| s.title.zh.clone())
    }
}
