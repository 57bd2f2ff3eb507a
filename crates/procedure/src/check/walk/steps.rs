//! What may happen next in a matter, and on which variables each step looks and works.

use super::super::reach::{forms, kin_events};
use crate::model::{Action, ChoiceSource, Clock, Field, FieldKind, From, Mode, Needs, Procedure, Section, Trigger};
use kernel::Id;
use std::collections::BTreeSet;

/// One thing that a situation consists of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Var {
    /// The main state and the overlay over it.
    Place,
    /// The state of a track.
    Track(Id),
    /// The value of a choice; `parent.CHOICE` for one of the parent's.
    Choice(Id),
    /// Whether the event has happened (for every holder, where it is per holder).
    Event(Id),
    /// Whether the paper is issued and not yet served.
    Paper(Id),
    /// Whether a child of this procedure was opened, and is closed.
    Child(Id),
    /// Whether a clock whose lapse counts is running.
    Clock(Id),
}

/// Something that may happen.
#[derive(Clone, Debug)]
pub(super) enum Step<'a> {
    /// Somebody acts.
    Act(&'a Action),
    /// A clock runs out.
    Lapse(&'a Clock),
    /// A paper is served, or noticed to the public.
    Serve { paper: &'a Id, event: Id },
    /// The parent's matter is heard of.
    Parent(Id),
    /// A child's matter is heard of.
    Child { of: Id, event: Id },
    /// A child's matter is closed.
    Closed(Id),
}

/// A procedure as the walk sees it.
pub(super) struct Rules<'a> {
    pub(super) p: &'a Procedure,
    pub(super) parent: Option<&'a Procedure>,
    pub(super) steps: Vec<Step<'a>>,
    /// Waits that can always be met beside the main run, so that nothing of them need be followed.
    pub(super) relaxed: BTreeSet<Wait>,
}

/// Something for which an action waits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wait {
    /// The action's `needs` line of this number.
    Needs(Id, usize),
    /// The action's `ended` of this run.
    Ended(Id, Id),
}

impl<'a> Rules<'a> {
    pub(super) fn new(p: &'a Procedure, parent: Option<&'a Procedure>) -> Self {
        let mut steps: Vec<Step<'a>> = p.actions.iter().map(Step::Act).collect();
        steps.extend(p.clocks.iter().filter(|c| !c.notice && c.lapse.is_some()).map(Step::Lapse));
        let addressed = p.papers.values().filter(|d| !d.to.is_empty() || !d.copies.is_empty());
        for paper in addressed {
            let ways = [Some("served"), p.notice.as_ref().map(|_| "noticed")];
            steps.extend(
                ways.into_iter().flatten().map(|way| Step::Serve { paper: &paper.id, event: format!("{}.{way}", paper.id).into() }),
            );
        }
        for event in kin_events(p) {
            match event.as_str().split_once('.') {
                Some(("parent", _)) => steps.push(Step::Parent(event)),
                Some((of, what)) if !matches!(what, "opened" | "closed") => steps.push(Step::Child { of: of.into(), event }),
                _ => {}
            }
        }
        let children: BTreeSet<&Id> = p.actions.iter().filter_map(|a| a.opens.as_ref()).filter(|o| o.child).map(|o| &o.procedure).collect();
        steps.extend(children.into_iter().map(|c| Step::Closed(c.clone())));
        Self { p, parent, steps, relaxed: BTreeSet::new() }
    }

    /// The events that a step yields.
    pub(super) fn yields(&self, step: &Step<'_>) -> Vec<Id> {
        match step {
            Step::Act(a) => {
                let opened = a.opens.iter().filter(|o| o.child).map(|o| format!("{}.opened", o.procedure).into());
                std::iter::once(a.event.clone()).chain(opened).collect()
            }
            Step::Lapse(c) => c.lapse.iter().map(|l| l.event.clone()).collect(),
            Step::Serve { event, .. } | Step::Child { event, .. } | Step::Parent(event) => vec![event.clone()],
            Step::Closed(of) => vec![format!("{of}.closed").into()],
        }
    }

    /// Where the step moves runs.
    pub(super) fn moves(&self, step: &Step<'a>) -> Vec<&'a Id> {
        match step {
            Step::Act(a) => a.to.iter().collect(),
            Step::Lapse(c) => c.lapse.iter().filter_map(|l| l.to.as_ref()).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields that a step asks, with their sections.
    pub(super) fn asks(&self, step: &Step<'a>) -> Vec<(&'a Section, &'a Field)> {
        let Step::Act(action) = step else { return Vec::new() };
        let sections = forms(self.p, action).flat_map(|f| &f.sections);
        sections.flat_map(|s| s.fields.iter().map(move |f| (s, f))).collect()
    }

    /// Whether the clock runs after the step because of it. A date in a form starts it before the event of the same step can stop it.
    pub(super) fn starts(&self, step: &Step<'a>, clock: &Clock) -> bool {
        let yields = self.yields(step);
        clock.starts.iter().any(|s| match &s.by {
            Trigger::Event(e) => yields.contains(e),
            Trigger::Field(field) => self.asks(step).iter().any(|(_, f)| f.id == *field) && !self.stops(step, clock),
        })
    }

    pub(super) fn stops(&self, step: &Step<'a>, clock: &Clock) -> bool {
        matches!(step, Step::Lapse(c) if c.id == clock.id) || self.yields(step).iter().any(|e| clock.stops.contains(e))
    }

    /// The choice of a value as `only` names it.
    pub(super) fn choice(&self, value: &Id) -> Option<Id> {
        match value.as_str().strip_prefix("parent.") {
            Some(value) => self.parent?.choice_of(value).map(|c| format!("parent.{}", c.id).into()),
            None => self.p.choice_of(value.as_str()).map(|c| c.id.clone()),
        }
    }

    /// The values of a choice as `only` names them, and whether acts (not rules, nor the parent) set it.
    pub(super) fn values(&self, choice: &Id) -> (Vec<Id>, bool) {
        match choice.as_str().strip_prefix("parent.") {
            Some(of) => {
                let values = self.parent.and_then(|p| p.choices.get(of)).into_iter().flat_map(|c| &c.values);
                (values.map(|v| format!("parent.{}", v.id).into()).collect(), false)
            }
            None => {
                let own = self.p.choices.get(choice);
                (
                    own.into_iter().flat_map(|c| &c.values).map(|v| v.id.clone()).collect(),
                    own.is_some_and(|c| c.source == ChoiceSource::Act),
                )
            }
        }
    }

    pub(super) fn run(&self, state: &Id) -> Var {
        self.p.states.get(state).and_then(|s| s.track.clone()).map_or(Var::Place, Var::Track)
    }

    /// What the action needs and nothing assures. What one of ours may waive never stands in the way for good.
    pub(super) fn needs<'b>(&'b self, action: &'b Action) -> impl Iterator<Item = &'b Needs> {
        let lines = action.needs.iter().enumerate().filter(|(_, n)| n.waived_by.is_none());
        lines.filter(|(i, _)| !self.relaxed.contains(&Wait::Needs(action.id.clone(), *i))).map(|(_, n)| n)
    }

    /// The runs for whose end the action waits, as far as nothing assures it.
    pub(super) fn ended<'b>(&'b self, action: &'b Action) -> impl Iterator<Item = &'b Id> {
        action.ended.iter().filter(|run| !self.relaxed.contains(&Wait::Ended(action.id.clone(), (*run).clone())))
    }

    /// The variables on which it depends whether a wait is met.
    pub(super) fn waits_on(&self, wait: &Wait) -> Vec<Var> {
        match wait {
            Wait::Needs(action, line) => {
                let needs = self.p.action(action.as_str()).and_then(|a| a.needs.get(*line));
                needs.into_iter().flat_map(|n| &n.events).cloned().map(Var::Event).collect()
            }
            Wait::Ended(_, run) => vec![self.waited(run)],
        }
    }

    fn choices<'b>(&self, only: impl IntoIterator<Item = &'b Id>) -> Vec<Var> {
        only.into_iter().filter_map(|v| self.choice(v)).map(Var::Choice).collect()
    }

    /// A track of the procedure, or a procedure whose children it opens.
    pub(super) fn waited(&self, id: &Id) -> Var {
        if self.p.tracks.contains_key(id) { Var::Track(id.clone()) } else { Var::Child(id.clone()) }
    }

    /// The variables on which it depends whether the step is possible and what it does to the followed ones.
    pub(super) fn reads(&self, step: &Step<'a>, followed: &BTreeSet<Var>) -> BTreeSet<Var> {
        let mut reads = BTreeSet::new();
        match step {
            Step::Act(a) => {
                reads.extend(a.from.iter().filter_map(|f| if let From::State(s) = f { Some(self.run(s)) } else { None }));
                reads.extend(self.choices(&a.only));
                for needs in self.needs(a) {
                    reads.extend(self.choices(&needs.only));
                    reads.extend(needs.events.iter().cloned().map(Var::Event));
                }
                reads.extend(self.ended(a).map(|id| self.waited(id)));
                reads.extend((a.once || !a.each.is_empty()).then(|| Var::Event(a.event.clone())));
                let issued = a.papers.iter().filter(|d| followed.contains(&Var::Paper(d.paper.clone())));
                reads.extend(self.choices(issued.flat_map(|d| &d.only)));
            }
            Step::Lapse(c) => {
                reads.insert(Var::Place);
                match &c.mode {
                    Mode::Every(state) | Mode::Yearly { state, .. } => reads.insert(self.run(state)),
                    _ => reads.insert(Var::Clock(c.id.clone())),
                };
            }
            Step::Serve { paper, .. } => drop(reads.insert(Var::Paper((*paper).clone()))),
            Step::Child { of, .. } | Step::Closed(of) => drop(reads.insert(Var::Child(of.clone()))),
            Step::Parent(_) => {}
        }
        for (section, field) in self.asks(step) {
            if matches!(&field.kind, FieldKind::Choice(c) if followed.contains(&Var::Choice(c.clone()))) {
                reads.extend(self.choices(section.only.iter().chain(&field.only)));
            }
        }
        for clock in self.p.clocks.iter().filter(|c| followed.contains(&Var::Clock(c.id.clone())) && self.starts(step, c)) {
            reads.extend(self.choices(&clock.only));
        }
        reads
    }

    /// The variables that the step may change.
    pub(super) fn writes(&self, step: &Step<'a>) -> BTreeSet<Var> {
        let mut writes: BTreeSet<Var> = self.yields(step).into_iter().map(Var::Event).collect();
        writes.extend(self.moves(step).into_iter().map(|s| self.run(s)));
        match step {
            Step::Act(a) => {
                writes.extend(a.back.then_some(Var::Place));
                writes.extend(self.choices(&a.sets));
                writes.extend(a.papers.iter().map(|d| Var::Paper(d.paper.clone())));
                writes.extend(a.opens.iter().filter(|o| o.child).map(|o| Var::Child(o.procedure.clone())));
            }
            Step::Serve { paper, .. } => drop(writes.insert(Var::Paper((*paper).clone()))),
            Step::Closed(of) => drop(writes.insert(Var::Child(of.clone()))),
            _ => {}
        }
        for (_, field) in self.asks(step) {
            match &field.kind {
                FieldKind::Choice(c) => drop(writes.insert(Var::Choice(c.clone()))),
                FieldKind::Party(role) => writes.extend(self.per_holder(role).map(Var::Event)),
                _ => {}
            }
        }
        let clocks = self.p.clocks.iter().filter(|c| self.starts(step, c) || self.stops(step, c));
        writes.extend(clocks.map(|c| Var::Clock(c.id.clone())));
        writes
    }

    /// Events that must come from every holder of a role that several may hold.
    pub(super) fn per_holder<'b>(&'b self, role: &'b Id) -> impl Iterator<Item = Id> + 'b {
        let many = self.p.roles.get(role).is_some_and(|r| r.many);
        let acts = self.p.actions.iter().filter(|a| a.each.contains(role)).map(|a| a.event.clone());
        let lapses = self.p.clocks.iter().filter(|c| !c.notice && c.each.as_ref() == Some(role)).filter_map(|c| c.lapse.as_ref());
        acts.chain(lapses.map(|l| l.event.clone())).filter(move |_| many)
    }

    /// Everything on which any step looks.
    pub(super) fn everything(&self) -> BTreeSet<Var> {
        let mut all = self.cone([Var::Place].into());
        loop {
            let before = all.len();
            let tracks = self.p.tracks.keys().cloned().map(Var::Track);
            all.extend(tracks);
            all.extend(self.steps.iter().flat_map(|s| self.reads(s, &all)).collect::<Vec<_>>());
            if all.len() == before {
                return all;
            }
        }
    }

    /// The variables on which the given ones depend, through any number of steps.
    pub(super) fn cone(&self, mut followed: BTreeSet<Var>) -> BTreeSet<Var> {
        loop {
            let before = followed.len();
            for step in &self.steps {
                if self.writes(step).iter().any(|v| followed.contains(v)) {
                    let reads = self.reads(step, &followed);
                    followed.extend(reads);
                }
            }
            if followed.len() == before {
                return followed;
            }
        }
    }
}
