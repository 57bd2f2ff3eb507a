//! Holds the names in scenarios against the procedures they play in.

mod fit;

use super::{Act, ClockIs, Expect, Scenario, Step, What, Who};
use crate::Diagnostic;
use crate::decode::{events, heard, nearest};
use crate::diagnostic::Findings;
use crate::model::{Dossier, Place, Procedure};
use kernel::Id;
use std::collections::BTreeSet;

/// What the first matter of an example is called.
const FIRST_MATTER: &str = "甲案";

/// Every name that a scenario uses exists in its procedure: actions, roles, fields, papers, clocks, states, events, parameters.
#[must_use]
pub fn check_scenarios(file_name: &str, scenarios: &[Scenario], dossier: &Dossier) -> Vec<Diagnostic> {
    let mut found = Findings::new(file_name);
    for scenario in scenarios {
        check(scenario, dossier, &mut found);
    }
    found.sorted()
}

/// The same where a procedure stands in several files, one a version: an example may begin under one and end under the next, so a
/// name is unknown only where no version knows it.
#[must_use]
pub fn check_scenarios_across(file_name: &str, scenarios: &[Scenario], dossiers: &[&Dossier]) -> Vec<Diagnostic> {
    let mut all = Findings::new(file_name);
    for scenario in scenarios {
        let holds = |d: &&&Dossier| scenario.procedure.as_ref().is_none_or(|id| d.procedures.iter().any(|p| p.id == *id));
        let versions = dossiers.iter().filter(holds).map(|d| check_scenarios(file_name, std::slice::from_ref(scenario), d));
        let unknown_to_all =
            |known: Vec<Diagnostic>, next: Vec<Diagnostic>| next.into_iter().filter(|d| known.iter().any(|k| k.place == d.place)).collect();
        match versions.reduce(unknown_to_all) {
            Some(found) => all.extend(found),
            None => {
                let names = dossiers.iter().flat_map(|d| &d.procedures).map(|p| p.id.as_str());
                unknown("程序", scenario.procedure.as_ref().map_or("", Id::as_str), scenario.place, names, &mut all);
            }
        }
    }
    all.sorted()
}

fn check(scenario: &Scenario, dossier: &Dossier, found: &mut Findings) {
    let named = scenario.procedure.as_ref();
    let procedure = match named {
        Some(id) => dossier.procedures.iter().find(|p| p.id == *id),
        None => dossier.procedures.first(),
    };
    let Some(p) = procedure else {
        let name = named.map(ToString::to_string).unwrap_or_default();
        unknown("程序", &name, scenario.place, dossier.procedures.iter().map(|p| p.id.as_str()), found);
        return;
    };
    let params = p.params.keys().chain(dossier.params.keys());
    let params: BTreeSet<&str> = params.map(Id::as_str).collect();
    scenario.params.keys().for_each(|id| exists("参数", id, scenario.place, &params, found));
    steps(scenario, p, dossier, found);
}

/// Each step in the procedure in which it happens: the scenario's own, or with `in=` one of its children.
fn steps(scenario: &Scenario, p: &Procedure, dossier: &Dossier, found: &mut Findings) {
    let own = Names::of(p, dossier);
    let kin: Vec<Names> = dossier.procedures.iter().filter(|q| opened_by(p, q)).map(|q| Names::of(q, dossier)).collect();
    let mut matters: BTreeSet<&str> = BTreeSet::from([FIRST_MATTER]);
    for step in &scenario.steps {
        if let What::Matter { name, .. } = &step.what {
            matters.insert(name);
        }
        if let What::Act(act) = &step.what {
            for name in act.with.iter().filter(|name| !matters.contains(name.as_str())) {
                unknown("事项", name, step.place, matters.iter().copied(), found);
            }
        }
        match &step.within {
            None => own.step(step, found),
            Some(id) => match kin.iter().find(|n| n.p.id == *id) {
                Some(names) => names.step(step, found),
                None => unknown("下级程序", id.as_str(), step.place, kin.iter().map(|n| n.p.id.as_str()), found),
            },
        }
    }
}

/// Whether matters of `q` are opened from matters of `p`, inside or beside them.
fn opened_by(p: &Procedure, q: &Procedure) -> bool {
    q.child_of.as_ref() == Some(&p.id) || p.actions.iter().any(|a| a.opens.as_ref().is_some_and(|o| o.procedure == q.id))
}

fn unknown<'a>(kind: &str, id: &str, place: Place, names: impl IntoIterator<Item = &'a str>, found: &mut Findings) {
    let near = nearest(id, names);
    let finding = found.error("S101", place, format!("没有叫 {id} 的{kind}"), format!("there is no {id} in the procedure"));
    if let Some(near) = near {
        finding.hint(format!("是不是 {near}？"), format!("did you mean {near}?"));
    }
}

fn exists(kind: &str, id: &Id, place: Place, names: &BTreeSet<&str>, found: &mut Findings) {
    if !names.contains(id.as_str()) {
        unknown(kind, id.as_str(), place, names.iter().copied(), found);
    }
}

struct Names<'a> {
    p: &'a Procedure,
    dossier: &'a Dossier,
    events: BTreeSet<Id>,
}

impl<'a> Names<'a> {
    fn of(p: &'a Procedure, dossier: &'a Dossier) -> Self {
        Self { p, dossier, events: events(p).into_iter().chain(heard(p, dossier)).collect() }
    }

    fn step(&self, step: &Step, found: &mut Findings) {
        let place = step.place;
        match &step.what {
            What::Act(act) => self.act(act, place, found),
            What::Sign { action, signature, .. } => {
                self.action(action, place, found);
                self.signature(signature, place, found);
            }
            What::Return { action, who, .. } | What::Recall { action, who, .. } => {
                self.action(action, place, found);
                self.who(who, place, found);
            }
            What::Assign { role, who, .. } => {
                self.role(role, place, found);
                self.who(who, place, found);
            }
            What::Waive { action, event, who, .. } => self.waiver(action, event, who, place, found),
            What::Countersign { action, who, .. } => {
                action.iter().for_each(|action| self.action(action, place, found));
                self.who(who, place, found);
            }
            What::Transfer { who, .. } => self.who(who, place, found),
            What::Serve { paper, to, .. } => {
                self.paper(paper, place, found);
                to.iter().for_each(|role| self.role(role, place, found));
            }
            What::Correct { event, who, second, .. } => {
                self.event(event, place, found);
                self.who(who, place, found);
                self.who(second, place, found);
            }
            What::Lapse { clock, holder, who, .. } => {
                self.clock_of(clock, *holder, place, found);
                self.who(who, place, found);
            }
            What::Wait(_) | What::Matter { .. } => {}
            What::Expect(expect) => self.expect(expect, place, found),
        }
    }

    fn act(&self, act: &Act, place: Place, found: &mut Findings) {
        self.action(&act.action, place, found);
        act.who.iter().for_each(|who| self.who(who, place, found));
        act.signed.iter().for_each(|signature| self.signature(signature, place, found));
        let Some(action) = self.p.action(act.action.as_str()) else { return };
        if let (None, false) = (&act.who, action.by.len() == 1) {
            let all = action.by.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
            found.error("S102", place, format!("要写明谁办：by={all} 之一"), format!("say who does it: by= one of {all}"));
        }
        self.answers(&[action], &act.fields, found);
        self.holder(action, act, place, found);
        self.opening(action, act, place, found);
        self.with(action, act, place, found);
    }

    fn expect(&self, expect: &Expect, place: Place, found: &mut Findings) {
        match expect {
            Expect::State(state) => exists("环节", state, place, &self.p.states.keys().map(Id::as_str).collect(), found),
            Expect::Track { track, .. } => exists("并行线", track, place, &self.p.tracks.keys().map(Id::as_str).collect(), found),
            Expect::Overlay { overlay, .. } => {
                let overlays = self.p.states.values().filter(|s| s.overlay).map(|s| s.id.as_str()).collect();
                exists("叠加环节", overlay, place, &overlays, found);
            }
            Expect::Clock { clock, holder, is, .. } => {
                self.clock_of(clock, *holder, place, found);
                if let (ClockIs::Lapsed(_) | ClockIs::Proposed(_), Some(None)) = (is, self.p.clock(clock.as_str()).map(|c| &c.lapse)) {
                    found.error("S103", place, format!("期限 {clock} 届满没有法定后果"), format!("the clock {clock} has no lapse"));
                }
            }
            Expect::Event { event, .. } => self.event(event, place, found),
            Expect::Offered { action, by, .. } => {
                self.action(action, place, found);
                by.iter().for_each(|role| self.role(role, place, found));
            }
            Expect::Choice { choice, value } => {
                exists("选项", choice, place, &self.p.choices.keys().map(Id::as_str).collect(), found);
                if let (Some(choice), Some(value)) = (self.p.choices.get(choice), value) {
                    exists("选项值", value, place, &choice.values.iter().map(|v| v.id.as_str()).collect(), found);
                }
            }
            Expect::Paper { paper, .. } => self.paper(paper, place, found),
            Expect::Status { register, status } => self.status(register.as_ref(), status.as_ref(), place, found),
            Expect::Remedy { remedy, of, to, .. } => {
                exists("救济", remedy, place, &self.p.remedies.keys().map(Id::as_str).collect(), found);
                let bearers = self.p.papers.keys().chain(self.p.clocks.iter().map(|c| &c.id));
                let bearers: BTreeSet<&str> = bearers.map(Id::as_str).collect();
                of.iter().for_each(|of| exists("文书或者期限", of, place, &bearers, found));
                to.iter().for_each(|role| self.role(role, place, found));
            }
            Expect::Joined(_) | Expect::Version(_) => {}
        }
    }

    fn action(&self, id: &Id, place: Place, found: &mut Findings) {
        exists("办理事项", id, place, &self.p.actions.iter().map(|a| a.id.as_str()).collect(), found);
    }

    fn role(&self, id: &Id, place: Place, found: &mut Findings) {
        exists("角色", id, place, &self.p.roles.keys().map(Id::as_str).collect(), found);
    }

    fn who(&self, who: &Who, place: Place, found: &mut Findings) {
        self.role(&who.role, place, found);
    }

    fn clock(&self, id: &Id, place: Place, found: &mut Findings) {
        exists("期限", id, place, &self.p.clocks.iter().map(|c| c.id.as_str()).collect(), found);
    }

    fn paper(&self, id: &Id, place: Place, found: &mut Findings) {
        exists("文书", id, place, &self.p.papers.keys().map(Id::as_str).collect(), found);
    }

    fn event(&self, id: &Id, place: Place, found: &mut Findings) {
        exists("事件", id, place, &self.events.iter().map(Id::as_str).collect(), found);
    }
}
