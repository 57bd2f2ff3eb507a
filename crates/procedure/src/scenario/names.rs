//! Holds the names in scenarios against the procedure they play in.

use super::{Act, ClockIs, Expect, Given, Scenario, Step, What, Who};
use crate::Diagnostic;
use crate::decode::{events, heard, nearest};
use crate::diagnostic::Findings;
use crate::model::{Dossier, FieldKind, Place, Procedure};
use kernel::Id;
use std::collections::BTreeSet;

/// Every name that a scenario uses exists in its procedure: actions, roles, fields, papers, clocks, states, events, parameters.
#[must_use]
pub fn check_scenarios(file_name: &str, scenarios: &[Scenario], dossier: &Dossier) -> Vec<Diagnostic> {
    let mut found = Findings::new(file_name);
    for scenario in scenarios {
        let named = scenario.procedure.as_ref();
        let procedure = match named {
            Some(id) => dossier.procedures.iter().find(|p| p.id == *id),
            None => dossier.procedures.first(),
        };
        let Some(p) = procedure else {
            let name = named.map(ToString::to_string).unwrap_or_default();
            unknown("程序", &name, scenario.place, dossier.procedures.iter().map(|p| p.id.as_str()), &mut found);
            continue;
        };
        let params = p.params.keys().chain(dossier.params.keys());
        let params: BTreeSet<&str> = params.map(Id::as_str).collect();
        scenario.params.keys().for_each(|id| exists("参数", id, scenario.place, &params, &mut found));
        let names = Names::of(p, dossier);
        for step in &scenario.steps {
            names.step(step, &mut found);
        }
    }
    found.sorted()
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
    events: BTreeSet<Id>,
}

impl<'a> Names<'a> {
    fn of(p: &'a Procedure, dossier: &Dossier) -> Self {
        Self { p, events: events(p).into_iter().chain(heard(p, dossier)).collect() }
    }

    fn step(&self, step: &Step, found: &mut Findings) {
        let place = step.place;
        match &step.what {
            What::Act(act) => self.act(act, place, found),
            What::Sign { action, signature, .. } => {
                self.action(action, place, found);
                self.who(&signature.who, place, found);
            }
            What::Waive { action, event, who, .. } => {
                self.action(action, place, found);
                self.event(event, place, found);
                self.who(who, place, found);
            }
            What::Countersign { action, who, .. } => {
                action.iter().for_each(|action| self.action(action, place, found));
                self.who(who, place, found);
            }
            What::Transfer { who, .. } => self.who(who, place, found),
            What::Return { action, who, .. } | What::Recall { action, who, .. } => {
                self.action(action, place, found);
                self.who(who, place, found);
            }
            What::Serve { paper, to, .. } => {
                self.paper(paper, place, found);
                to.iter().for_each(|role| self.role(role, place, found));
            }
            What::Correct { event, who, second, .. } => {
                self.event(event, place, found);
                self.who(who, place, found);
                self.who(second, place, found);
            }
            What::Lapse { clock, who, .. } => {
                self.clock(clock, place, found);
                self.who(who, place, found);
            }
            What::Wait(_) | What::Matter { .. } => {}
            What::Expect(expect) => self.expect(expect, place, found),
        }
    }

    fn act(&self, act: &Act, place: Place, found: &mut Findings) {
        self.action(&act.action, place, found);
        act.who.iter().chain(act.signed.iter().map(|s| &s.who)).for_each(|who| self.who(who, place, found));
        let Some(action) = self.p.action(act.action.as_str()) else { return };
        if let (None, false) = (&act.who, action.by.len() == 1) {
            let all = action.by.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
            found.error("S102", place, format!("要写明谁办：by={all} 之一"), format!("say who does it: by= one of {all}"));
        }
        let sections = action.forms.iter().filter_map(|f| self.p.form(f)).flat_map(|f| &f.sections);
        let fields: BTreeSet<&str> = sections.flat_map(|s| &s.fields).map(|f| f.id.as_str()).collect();
        for given in &act.fields {
            exists("字段", &given.field, given.place, &fields, found);
            self.values(given, found);
        }
    }

    /// A choice is answered with one of its values.
    fn values(&self, given: &Given, found: &mut Findings) {
        let Some(FieldKind::Choice(choice)) = self.p.field(given.field.as_str()).map(|f| &f.kind) else { return };
        let Some(choice) = self.p.choices.get(choice) else { return };
        let values: BTreeSet<&str> = choice.values.iter().map(|v| v.id.as_str()).collect();
        for value in &given.values {
            let text = match value {
                super::Answer::Text(text) => text.clone(),
                super::Answer::Number(n) => n.to_string(),
                super::Answer::YesNo(yes) => yes.to_string(),
            };
            if !values.contains(text.as_str()) {
                unknown("选项值", &text, given.place, values.iter().copied(), found);
            }
        }
    }

    fn expect(&self, expect: &Expect, place: Place, found: &mut Findings) {
        match expect {
            Expect::State(state) => exists("环节", state, place, &self.p.states.keys().map(Id::as_str).collect(), found),
            Expect::Track { track, .. } => exists("并行线", track, place, &self.p.tracks.keys().map(Id::as_str).collect(), found),
            Expect::Clock { clock, is, .. } => {
                self.clock(clock, place, found);
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
            _ => {}
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
