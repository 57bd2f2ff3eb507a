//! Indicators: what they count exists.

use crate::decode::events;
use crate::diagnostic::Findings;
use crate::model::{Counted, Dossier, Indicator, Measure, Procedure};
use kernel::Id;
use std::collections::BTreeSet;

pub(super) fn check(dossier: &Dossier, others: &[&Dossier], found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for indicator in &dossier.indicators {
        if !seen.insert(&indicator.id) {
            found.error("P021", indicator.place, format!("{} 写了两次", indicator.id), format!("{} is written twice", indicator.id));
        }
        match &indicator.measure {
            Measure::Rate { count, .. } => all(dossier, others, indicator, count, event, found),
            Measure::Share { count, of } => {
                all(dossier, others, indicator, count, event, found);
                all(dossier, others, indicator, of, event, found);
            }
            Measure::Open(states) => all(dossier, others, indicator, states, |p, id| p.states.contains_key(id), found),
            Measure::OnTime(clock) => {
                all(dossier, others, indicator, std::slice::from_ref(clock), |p, id| p.clock(id.as_str()).is_some(), found);
            }
        }
    }
}

fn event(p: &Procedure, id: &Id) -> bool {
    events(p).contains(id)
}

fn all(
    dossier: &Dossier,
    others: &[&Dossier],
    indicator: &Indicator,
    counted: &[Counted],
    exists: fn(&Procedure, &Id) -> bool,
    found: &mut Findings,
) {
    for Counted { procedure, name } in counted {
        let known = dossier.procedures.iter().chain(others.iter().flat_map(|d| &d.procedures));
        let (zh, en) = match known.into_iter().find(|p| p.id == *procedure) {
            None => (format!("没有程序 {procedure}"), format!("there is no procedure {procedure}")),
            Some(p) if !exists(p, name) => (format!("程序 {procedure} 里没有 {name}"), format!("{procedure} has no {name}")),
            Some(_) => continue,
        };
        found.error(
            "P415",
            indicator.place,
            format!("指标“{}”：{zh}", indicator.title.zh),
            format!("the indicator {}: {en}", indicator.id),
        );
    }
}
