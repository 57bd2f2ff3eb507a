//! From the steps of a procedure to tests and settings of numbers.

use super::layout::{Layout, Slot, Test};
use super::steps::{Rules, Step, Var};
use super::world::{Asked, Enter, Move, Turn};
use crate::model::{Action, ChoiceSource, Clock, FieldKind, From, Mode};
use kernel::Id;

/// A step under the variables that are followed; conditions on others are taken to hold.
pub(super) fn compile<'a>(rules: &Rules<'a>, layout: &Layout, step: &Step<'a>) -> Move {
    let slot = |var: &Var| layout.slot(var);
    let mut guard = Guard { rules, layout, needs: Vec::new() };
    let (mut place, mut variant) = (Vec::new(), Vec::new());
    let (mut sets, mut papers, mut enters) = (Vec::new(), Vec::new(), Vec::new());
    let mut marks: Vec<(Slot, u32)> = rules.yields(step).into_iter().filter_map(|e| slot(&Var::Event(e))).map(|s| (s, 1)).collect();
    match step {
        Step::Act(a) => {
            place = guard.place(a);
            variant = layout.only(rules, &a.only).unwrap_or_default();
            guard.act(a);
            sets.extend(a.sets.iter().filter_map(|v| {
                let choice = rules.choice(v)?;
                Some((slot(&Var::Choice(choice.clone()))?, layout.class(&choice, v)?))
            }));
            papers.extend(
                a.papers
                    .iter()
                    .filter_map(|d| Some((layout.only(rules, &d.only).unwrap_or_default(), slot(&Var::Paper(d.paper.clone()))?))),
            );
            enters.extend(a.back.then_some(Enter::Back));
            marks.extend(a.opens.iter().filter(|o| o.child).filter_map(|o| slot(&Var::Child(o.procedure.clone()))).map(|s| (s, 1)));
        }
        Step::Lapse(c) => guard.lapse(c),
        Step::Serve { paper, event } => {
            guard.must(&Var::Paper((*paper).clone()), 2);
            // A notice to the public is not yet service.
            let done = event.as_str().ends_with(".served").then(|| slot(&Var::Paper((*paper).clone()))).flatten();
            marks.extend(done.map(|s| (s, 0)));
        }
        Step::Child { of, .. } => guard.must(&Var::Child(of.clone()), 2),
        Step::Closed(of) => {
            guard.must(&Var::Child(of.clone()), 2);
            marks.extend(slot(&Var::Child(of.clone())).map(|s| (s, 2)));
        }
        Step::Parent(_) => {}
    }
    enters.extend(rules.moves(step).into_iter().filter_map(|s| enter(rules, layout, s)));
    Move {
        opening: matches!(step, Step::Act(a) if a.opens_matter()),
        place,
        variant,
        needs: guard.needs,
        sets,
        asks: asks(rules, layout, step),
        forgets: forgets(rules, layout, step),
        marks,
        papers,
        enters,
        clocks: turns(rules, layout, step),
    }
}

struct Guard<'r, 'a> {
    rules: &'r Rules<'a>,
    layout: &'r Layout,
    needs: Vec<Vec<Test>>,
}

impl Guard<'_, '_> {
    fn must(&mut self, var: &Var, mask: u128) {
        self.needs.extend(self.layout.test(var, mask).map(|t| vec![t]));
    }

    /// Where it is offered; empty where one of its places is not followed.
    fn place(&self, action: &Action) -> Vec<Test> {
        let states = action.from.iter().filter_map(|f| if let From::State(s) = f { Some(s) } else { None });
        states.map(|s| self.layout.stands_in(self.rules.p, s)).collect::<Option<_>>().unwrap_or_default()
    }

    fn act(&mut self, action: &Action) {
        if action.once || !action.each.is_empty() {
            self.must(&Var::Event(action.event.clone()), 1);
        }
        let lays = action.to.iter().any(|s| self.layout.overlay(s).is_some());
        self.needs.extend(lays.then(|| self.none_lies()).flatten());
        for needs in self.rules.needs(action) {
            let Some(only) = self.layout.only(self.rules, &needs.only) else { continue };
            let happened: Option<Vec<Test>> = needs.events.iter().map(|e| self.layout.test(&Var::Event(e.clone()), 2)).collect();
            let Some(happened) = happened else { continue };
            let each: Vec<Vec<Test>> = if needs.any { vec![happened] } else { happened.into_iter().map(|t| vec![t]).collect() };
            for clause in each {
                // Demanded only for some choices: the event, or another choice.
                let others = only.iter().map(|t| Test { mask: !t.mask, ..*t });
                match only.is_empty() {
                    true => self.needs.push(clause),
                    false => self.needs.extend(others.map(|other| clause.iter().copied().chain([other]).collect())),
                }
            }
        }
        for run in self.rules.ended(action) {
            let var = self.rules.waited(run);
            let mask = match (&var, self.layout.tracks.get(run)) {
                (Var::Track(_), Some(states)) => {
                    states.iter().zip(1u32..).filter(|(s, _)| self.rules.p.states[*s].end).fold(1u128, |m, (_, n)| m | (1 << n))
                }
                _ => 0b101,
            };
            self.must(&var, mask);
        }
    }

    fn none_lies(&self) -> Option<Vec<Test>> {
        let bare = self.layout.mains.iter().filter_map(|m| self.layout.place(m)).fold(0u128, |m, n| m | (1 << n));
        self.layout.test(&Var::Place, bare).map(|t| vec![t])
    }

    /// It runs, and does not stand still in a state in which the matter is.
    fn lapse(&mut self, clock: &Clock) {
        match &clock.mode {
            Mode::Every(state) | Mode::Yearly { state, .. } => {
                self.needs.extend(self.layout.stands_in(self.rules.p, state).map(|t| vec![t]));
            }
            _ => self.must(&Var::Clock(clock.id.clone()), 2),
        }
        for pause in &clock.pauses {
            let here = self.layout.stands_in(self.rules.p, &pause.within);
            self.needs.extend(here.map(|t| vec![Test { mask: !t.mask, ..t }]));
        }
        let lays = clock.lapse.iter().filter_map(|l| l.to.as_ref()).any(|s| self.layout.overlay(s).is_some());
        self.needs.extend(lays.then(|| self.none_lies()).flatten());
    }
}

fn enter(rules: &Rules<'_>, layout: &Layout, state: &Id) -> Option<Enter> {
    match rules.run(state) {
        Var::Track(track) => {
            let at = layout.tracks.get(&track)?.iter().position(|s| s == state)?;
            Some(Enter::Track(layout.slot(&Var::Track(track.clone()))?, u32::try_from(at + 1).ok()?))
        }
        _ => layout.overlay(state).map(Enter::Overlay).or_else(|| layout.place(state).map(Enter::Main)),
    }
}

fn asks<'a>(rules: &Rules<'a>, layout: &Layout, step: &Step<'a>) -> Vec<Asked> {
    let Step::Act(action) = step else { return Vec::new() };
    let mut asked = Vec::new();
    for (section, field) in rules.asks(step) {
        let FieldKind::Choice(choice) = &field.kind else { continue };
        let Some(slot) = layout.slot(&Var::Choice(choice.clone())) else { continue };
        if rules.p.choices.get(choice).is_none_or(|c| c.source != ChoiceSource::Act) {
            continue;
        }
        let conditions = [layout.only(rules, &section.only), layout.only(rules, &field.only)];
        let values = rules.values(choice).0;
        // A value that an act set is no answer yet, so a form may still ask.
        let set_by_acts = rules.p.actions.iter().flat_map(|a| &a.sets).any(|v| values.contains(v));
        asked.push(Asked {
            slot,
            classes: u32::try_from(layout.choices.get(choice).map_or(0, Vec::len)).unwrap_or_default(),
            anew: set_by_acts || action.asks_anew(field),
            may_skip: !field.required || conditions.contains(&None),
            only: conditions.into_iter().flatten().collect(),
        });
    }
    asked
}

fn forgets<'a>(rules: &Rules<'a>, layout: &Layout, step: &Step<'a>) -> Vec<Slot> {
    if matches!(step, Step::Act(a) if a.opens_matter()) {
        return Vec::new();
    }
    let named = rules.asks(step).into_iter().filter(|(_, f)| f.many).filter_map(|(_, f)| match &f.kind {
        FieldKind::Party(role) => Some(role),
        _ => None,
    });
    named.flat_map(|role| rules.per_holder(role).collect::<Vec<_>>()).filter_map(|e| layout.slot(&Var::Event(e))).collect()
}

fn turns<'a>(rules: &Rules<'a>, layout: &Layout, step: &Step<'a>) -> Vec<Turn> {
    let mut turns = Vec::new();
    for clock in &rules.p.clocks {
        let Some(slot) = layout.slot(&Var::Clock(clock.id.clone())) else { continue };
        let (stops, starts) = (rules.stops(step, clock), rules.starts(step, clock));
        if stops || starts {
            turns.push(Turn { slot, stops, starts: starts.then(|| layout.only(rules, &clock.only).unwrap_or_default()) });
        }
    }
    turns
}
