//! Whether what a step gives fits what the procedure takes: answers, votes, holders, waivers, openings, standings.

use super::{Names, exists, unknown};
use crate::diagnostic::Findings;
use crate::model::{Action, Field, FieldKind, HeldBy, KinAct, Place, Procedure};
use crate::scenario::{Act, Answer, Given, Signature, Who};
use calendar::Unit;
use kernel::Id;
use std::collections::BTreeSet;

impl Names<'_> {
    /// Answers are to fields that the actions ask, and of their kind.
    pub(super) fn answers(&self, actions: &[&Action], given: &[Given], found: &mut Findings) {
        let fields: BTreeSet<&str> = actions.iter().flat_map(|a| asked(self.p, a)).map(|f| f.id.as_str()).collect();
        for given in given {
            exists("字段", &given.field, given.place, &fields, found);
            match self.p.field(given.field.as_str()).map(|f| &f.kind) {
                Some(FieldKind::Choice(choice)) => self.values(given, choice, found),
                Some(FieldKind::Period) => period(given, found),
                _ => {}
            }
        }
    }

    /// A choice is answered with one of its values.
    fn values(&self, given: &Given, choice: &Id, found: &mut Findings) {
        let Some(choice) = self.p.choices.get(choice) else { return };
        let values: BTreeSet<&str> = choice.values.iter().map(|v| v.id.as_str()).collect();
        for value in &given.values {
            let text = match value {
                Answer::Text(text) => text.clone(),
                Answer::Number(n) => n.to_string(),
                Answer::YesNo(yes) => yes.to_string(),
            };
            if !values.contains(text.as_str()) {
                unknown("选项值", &text, given.place, values.iter().copied(), found);
            }
        }
    }

    /// A meeting signs with its votes, nobody else does.
    pub(super) fn signature(&self, signature: &Signature, place: Place, found: &mut Findings) {
        self.who(&signature.who, place, found);
        let Some(role) = self.p.roles.get(&signature.who.role) else { return };
        match (role.body, signature.votes) {
            (true, None) => {
                let zh = format!("{} 是会议，签批要写表决情况", role.id);
                found
                    .error("S106", place, zh, format!("{} is a meeting: it signs with its votes", role.id))
                    .hint("present=到会 for=赞成 against=反对 abstained=弃权", "present= for= against= abstained=");
            }
            (false, Some(_)) => {
                let zh = format!("{} 不是会议，没有表决", role.id);
                found.error("S106", place, zh, format!("{} is no meeting and does not vote", role.id));
            }
            _ => {}
        }
    }

    /// A clock, and a holder only where each holder has one.
    pub(super) fn clock_of(&self, clock: &Id, holder: Option<u32>, place: Place, found: &mut Findings) {
        self.clock(clock, place, found);
        if let (Some(_), Some(known)) = (holder, self.p.clock(clock.as_str()).filter(|c| c.each.is_none())) {
            let zh = format!("期限 {} 不按当事人分，不写 holder", known.id);
            found.error("S107", place, zh, format!("the clock {} is not per holder: no holder=", known.id));
        }
    }

    /// A holder is named where an act is one of several, or a party does it.
    pub(super) fn holder(&self, action: &Action, act: &Act, place: Place, found: &mut Findings) {
        let role = act.who.as_ref().map(|w| &w.role).or(action.by.first()).and_then(|id| self.p.roles.get(id));
        let party = role.is_some_and(|r| r.held_by == HeldBy::Party);
        if act.holder.is_some() && action.each.is_empty() && !party {
            let zh = format!("{} 不逐个办理，不写 holder", action.id);
            found.error("S107", place, zh, format!("{} is not done one by one: no holder=", action.id));
        }
    }

    /// What is waived is needed by that action and may be waived by that role.
    pub(super) fn waiver(&self, action: &Id, event: &Id, who: &Who, place: Place, found: &mut Findings) {
        self.action(action, place, found);
        self.event(event, place, found);
        self.who(who, place, found);
        let Some(action) = self.p.action(action.as_str()) else { return };
        if !action.needs.iter().any(|n| n.events.contains(event) && n.waived_by.is_some()) {
            let zh = format!("{} 没有可以免除的 {event}", action.id);
            found.error("S108", place, zh, format!("{} has no need {event} that may be waived", action.id));
        }
    }

    /// The child's opening form is filled in with the act that opens it.
    pub(super) fn opening(&self, action: &Action, act: &Act, place: Place, found: &mut Findings) {
        let Some(opening) = &act.opens else { return };
        let target = action.opens.as_ref().and_then(|o| self.dossier.procedures.iter().find(|p| p.id == o.procedure));
        if action.opens.is_some() && target.is_none() {
            // It stands in another file: whoever runs the example finds what does not fit.
            return;
        }
        let Some(target) = target else {
            let zh = format!("{} 不启动别的事项，不写 opens", action.id);
            found.error("S109", place, zh, format!("{} opens no matter: no opens", action.id));
            return;
        };
        let ways: Vec<&Action> =
            target.actions.iter().filter(|a| a.opens_matter() && opening.action.as_ref().is_none_or(|id| *id == a.id)).collect();
        if let (Some(id), true) = (&opening.action, ways.is_empty()) {
            let names = target.actions.iter().filter(|a| a.opens_matter()).map(|a| a.id.as_str());
            unknown("开始事项的办理事项", id.as_str(), place, names, found);
        }
        Names::of(target, self.dossier).answers(&ways, &opening.fields, found);
    }

    /// Other matters are named where the kernel joins or parts them, and only there.
    pub(super) fn with(&self, action: &Action, act: &Act, place: Place, found: &mut Findings) {
        let takes = matches!(action.kin, Some(KinAct::Join | KinAct::Split));
        if takes == act.with.is_empty() {
            let (zh, en) = if takes {
                (format!("{} 要写明哪些事项：with \"乙案\"", action.id), format!("{} names the matters: with \"乙案\"", action.id))
            } else {
                (format!("{} 不并案也不分案，不写 with", action.id), format!("{} neither joins nor parts: no with", action.id))
            };
            found.error("S110", place, zh, en);
        }
    }

    /// A standing of the register whose entries are matters of this procedure.
    pub(super) fn status(&self, register: Option<&Id>, status: Option<&Id>, place: Place, found: &mut Findings) {
        let own = self.dossier.registers.values().filter(|r| r.of.as_ref() == Some(&self.p.id));
        let own: Vec<_> = own.filter(|r| register.is_none_or(|id| *id == r.id)).collect();
        if own.is_empty() {
            let (zh, en) = ("这个程序的事项不是名录的条目，没有状态", "matters of this procedure are no entries of a register");
            found.error("S111", place, zh, en);
            return;
        }
        let names: BTreeSet<&str> = own.iter().flat_map(|r| &r.statuses).map(|s| s.id.as_str()).collect();
        status.iter().for_each(|id| exists("名录状态", id, place, &names, found));
    }
}

fn asked<'a>(p: &'a Procedure, action: &'a Action) -> impl Iterator<Item = &'a Field> {
    action.forms.iter().filter_map(|f| p.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields)
}

/// A period is a number, a unit and the article that sets it.
fn period(given: &Given, found: &mut Findings) {
    let fits = match given.values.as_slice() {
        [Answer::Number(n), Answer::Text(unit), Answer::Text(article)] => *n > 0 && unit.parse::<Unit>().is_ok() && !article.is_empty(),
        _ => false,
    };
    if !fits {
        let (zh, en) = (format!("{} 要填数、单位、依据", given.field), format!("{} takes a number, a unit and an article", given.field));
        let hint = format!("{} 90 day \"矿产资源法\"", given.field);
        found.error("S112", given.place, zh, en).hint(hint.clone(), hint);
    }
}
