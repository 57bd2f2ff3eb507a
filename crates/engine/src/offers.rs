//! What can be done in a matter now, by somebody; what cannot, and why.

use crate::decide::{Setting, holds_any, standing};
use crate::{Context, Facts, Frame, Matter, Refusal, Verdict, refusal::written};
use kernel::{OrgPath, PersonId};
use procedure::model::Action;
use std::collections::BTreeMap;

/// An action and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer<'a> {
    /// The action.
    pub action: &'a Action,
    /// Whether it can be done.
    pub standing: Standing,
    /// Articles it rests on, written out.
    pub cites: Vec<String>,
}

/// How an action stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// It can be done.
    Open,
    /// It can be done once the form says more: rules cannot answer yet.
    Unknown(Refusal),
    /// It cannot, and why.
    Refused(Refusal),
}

/// Actions offered where the matter stands, the open ones first. What belongs to other states is not listed.
#[must_use]
pub fn offers<'a>(frame: &Frame<'a>, matter: &Matter, context: &Context<'_>) -> Vec<Offer<'a>> {
    let here = |a: &&Action| matter.destroyed.is_none() && matter.live_states().any(|s| a.offered_in(s));
    let mut out: Vec<Offer<'a>> = frame
        .procedure
        .actions
        .iter()
        .filter(here)
        .map(|action| {
            let standing = match standing(frame, Some(matter), None, action, context) {
                Err(refusal) => Standing::Refused(refusal),
                Ok(_) => rules(frame, matter, action, context),
            };
            Offer { action, standing, cites: written(frame, &action.ground) }
        })
        .collect();
    out.sort_by_key(|o| match o.standing {
        Standing::Open => 0,
        Standing::Unknown(_) => 1,
        Standing::Refused(_) => 2,
    });
    out
}

/// Whether the actor may open a matter of a unit by this action.
#[must_use]
pub fn may_open(frame: &Frame<'_>, unit: &OrgPath, subject: PersonId, action: &Action, context: &Context<'_>) -> bool {
    action.opens_matter() && holds_any(frame, Setting { matter: None, unit, subject }, action, context)
}

fn rules(frame: &Frame<'_>, matter: &Matter, action: &Action, context: &Context<'_>) -> Standing {
    let facts = Facts { today: context.now.today(), matter: Some(matter), answers: &BTreeMap::new(), registers: context.registers };
    for used in action.when.iter().filter(|w| frame.holds(&w.only, &facts)) {
        let Some(rule) = frame.procedure.rules.get(&used.rule) else { continue };
        match frame.rules.ask(used.rule.as_str(), &facts) {
            Verdict::Yes => {}
            Verdict::No(why) => return Standing::Refused(Refusal::new("E-rule", why.zh, why.en).cite(frame, &rule.ground)),
            Verdict::Unknown(missing) => {
                let mut refusal = Refusal::new(
                    "E-unknown",
                    format!("是否“{}”，要看填写的内容。", rule.title.zh),
                    format!("Whether “{}” depends on what is filled in.", rule.title.en),
                )
                .cite(frame, &rule.ground);
                refusal.missing = missing;
                return Standing::Unknown(refusal);
            }
        }
    }
    Standing::Open
}
