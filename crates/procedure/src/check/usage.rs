//! Loose ends: what is declared is used, and what Rust must answer is answered.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Amount, Choice, ChoiceSource, FieldKind, FormUse, HeldBy, LapseFor, Measure, Place, Procedure};
use kernel::{Id, Title};
use std::collections::BTreeSet;

pub(super) fn check(case: &Case, found: &mut Findings) {
    let p = case.p;
    let papers: BTreeSet<&Id> = p.actions.iter().flat_map(|a| a.papers.iter().map(|d| &d.paper)).collect();
    for paper in p.papers.values().filter(|d| !papers.contains(&d.id)) {
        unused("P405", paper.place, &paper.title, "从不制发", "is never issued", "在办理事项里写 paper，或者删去", found);
    }
    let rules: BTreeSet<&Id> = p.actions.iter().flat_map(|a| &a.when).map(|w| &w.rule).collect();
    for rule in p.rules.values().filter(|r| !rules.contains(&r.id)) {
        unused("P406", rule.place, &rule.title, "没有用到", "is never used", "在办理事项里写 when，或者删去", found);
    }
    let values = conditions(case);
    for choice in p.choices.values().filter(|c| !choice_used(p, c, &values)) {
        unused("P407", choice.place, &choice.title, "没有用到", "is never used", "在 only= 里用它，在表单里问，或者删去", found);
    }
    let forms: BTreeSet<&Id> =
        p.actions.iter().flat_map(|a| &a.forms).filter_map(|f| if let FormUse::Named(id) = f { Some(id) } else { None }).collect();
    for form in p.forms.values().filter(|f| !forms.contains(&f.id)) {
        unused("P409", form.place, &form.title, "没有用到", "is never used", "在办理事项里写 form，或者删去", found);
    }
    let told =
        p.papers.values().flat_map(|d| &d.remedies).chain(p.clocks.iter().filter_map(|c| c.lapse.as_ref()).flat_map(|l| &l.remedies));
    let remedies: BTreeSet<&Id> = told.map(|r| &r.remedy).collect();
    for remedy in p.remedies.values().filter(|r| !remedies.contains(&r.id)) {
        unused("P410", remedy.place, &remedy.title, "没有任何文书告知", "is told by no paper", "在文书里写 remedy，或者删去", found);
    }
    let params = params_used(case);
    for param in p.params.values().filter(|r| !params.contains(&r.id)) {
        unused("P411", param.place, &param.title, "没有用到", "is never used", "在期限里写 within=它，或者删去", found);
    }
    let roles = roles_used(p);
    for role in p.roles.values().filter(|r| !roles.contains(&r.id)) {
        unused("P403", role.place, &role.title, "什么也不做", "does nothing", "让它办理、签批、收文书或者受期限约束，或者删去", found);
    }
    implemented(case, found);
}

fn unused(code: &'static str, place: Place, title: &Title, zh: &str, en: &str, hint: &str, found: &mut Findings) {
    found.error(code, place, format!("“{}”{zh}", title.zh), format!("“{}” {en}", title.en)).hint(hint, "use it or remove it");
}

/// Every value that an `only` names, those of children as `parent.VALUE` among them.
fn conditions(case: &Case) -> BTreeSet<Id> {
    let p = case.p;
    let mut all: BTreeSet<Id> = named_values(p).into_iter().cloned().collect();
    let children = case.dossier.procedures.iter().filter(|c| c.child_of.as_ref() == Some(&p.id));
    all.extend(children.flat_map(named_values).filter_map(|v| v.as_str().strip_prefix("parent.")).map(Id::from));
    all
}

fn named_values(p: &Procedure) -> Vec<&Id> {
    let mut all: Vec<&Id> = Vec::new();
    for action in &p.actions {
        all.extend(&action.only);
        all.extend(action.when.iter().flat_map(|w| &w.only));
        all.extend(action.needs.iter().flat_map(|n| &n.only));
        all.extend(action.sign.iter().flat_map(|s| &s.only));
        all.extend(action.papers.iter().flat_map(|d| &d.only));
    }
    for clock in &p.clocks {
        all.extend(clock.only.iter().chain(clock.lengths.iter().flat_map(|l| &l.only)));
        all.extend(clock.extends.iter().flat_map(|e| &e.only));
        all.extend(clock.lapse.iter().flat_map(|l| &l.remedies).flat_map(|r| &r.only));
    }
    all.extend(p.roles.values().flat_map(|r| r.only.iter().chain(r.bounds.iter().flat_map(|b| &b.only))));
    all.extend(p.fields().flat_map(|(section, field)| section.only.iter().chain(&field.only)));
    all.extend(p.papers.values().flat_map(|d| d.remedies.iter().flat_map(|r| &r.only)));
    all.extend(p.secrecy.iter().flat_map(|s| &s.only));
    all
}

fn choice_used(p: &Procedure, choice: &Choice, conditions: &BTreeSet<Id>) -> bool {
    choice.values.iter().any(|v| conditions.contains(&v.id)) || p.fields().any(|(_, f)| f.kind == FieldKind::Choice(choice.id.clone()))
}

fn params_used<'a>(case: &Case<'a>) -> BTreeSet<&'a Id> {
    let p = case.p;
    let of_clocks = p.clocks.iter().flat_map(|c| c.lengths.iter().map(|l| &l.amount).chain(c.extends.iter().map(|e| &e.max)));
    let lengths = of_clocks.chain(p.notice.iter().map(|n| &n.amount));
    let amounts = lengths.chain(p.remedies.values().filter_map(|r| r.within.as_ref().map(|(amount, _)| amount)));
    let named = amounts.filter_map(|a| if let Amount::Param(id) = a { Some(id) } else { None });
    let per = case.dossier.indicators.iter().filter_map(|i| match &i.measure {
        Measure::Rate { per: Some((param, _)), .. } => Some(param),
        _ => None,
    });
    named.chain(p.clocks.iter().filter_map(|c| c.promise.as_ref())).chain(per).collect()
}

fn roles_used(p: &Procedure) -> BTreeSet<&Id> {
    let mut all: BTreeSet<&Id> = BTreeSet::new();
    for action in &p.actions {
        all.extend(action.by.iter().chain(&action.via).chain(&action.against));
        all.extend(action.sign.iter().flat_map(|s| &s.roles));
        all.extend(action.each.iter().chain(&action.staffed).chain(action.needs.iter().filter_map(|n| n.waived_by.as_ref())));
    }
    for clock in &p.clocks {
        all.insert(&clock.binds);
        if let Some(LapseFor::Against { by, .. }) = clock.lapse.as_ref().map(|l| &l.side) {
            all.insert(by);
        }
    }
    all.extend(p.papers.values().flat_map(|d| d.to.iter().chain(&d.copies)));
    // A party that a form names takes part even where it never acts: the respondent of a complaint.
    let parties = p.fields().filter_map(|(_, f)| if let FieldKind::Party(role) = &f.kind { Some(role) } else { None });
    all.extend(parties.filter(|r| p.roles.get(*r).is_some_and(|r| r.held_by == HeldBy::Party)));
    all
}

/// Rules are typed Rust; a name without an implementation cannot be answered.
fn implemented(case: &Case, found: &mut Findings) {
    let of_choices = case.p.choices.values().filter_map(|c| match &c.source {
        ChoiceSource::Rule(rule) => Some((rule, c.place)),
        ChoiceSource::Act => None,
    });
    for (rule, place) in case.p.rules.values().map(|r| (&r.id, r.place)).chain(of_choices) {
        if !case.rules.contains(rule) {
            found
                .error("P408", place, format!("规则 {rule} 没有程序实现"), format!("no Rust function answers the rule {rule}"))
                .hint("在模块里登记同名的规则", "register a rule of this name in the module");
        }
    }
}
