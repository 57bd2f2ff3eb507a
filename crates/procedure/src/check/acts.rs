//! Acts: what harms a person bears reasons and a remedy; outsiders act through ours; what is needed can happen.

use super::{Case, reach};
use crate::diagnostic::Findings;
use crate::model::{Action, FieldKind, HeldBy, Paper};
use kernel::Id;

/// The field that holds an act's reasons.
const REASONS: &str = "reasons";

pub(super) fn check(case: &Case, found: &mut Findings) {
    for action in &case.p.actions {
        if let Some(harmed) = &action.against {
            against(case, action, harmed, found);
        }
        by(case, action, found);
        signs(case, action, found);
        needs(case, action, found);
        opens(case, action, found);
    }
    children(case, found);
}

/// A child for which something waits, or whose events count, is opened by some act; and so is every child of this procedure.
fn children(case: &Case, found: &mut Findings) {
    let p = case.p;
    let opened =
        |id: &Id| p.actions.iter().any(|a| case.reach.possible(a) && a.opens.as_ref().is_some_and(|o| o.child && o.procedure == *id));
    let mine = |id: &&Id| case.dossier.procedures.iter().any(|c| c.id == **id && c.child_of.as_ref() == Some(&p.id));
    let waited = p.actions.iter().flat_map(|a| a.ended.iter().map(move |id| (id.clone(), a.place)));
    let paused = p.clocks.iter().flat_map(|c| c.pauses.iter().map(|s| (s.within.clone(), s.place)));
    let counted = |e: &Id| e.as_str().split_once('.').map(|(of, _)| Id::from(of));
    let starts = |c: &'_ crate::model::Clock| {
        let events = c.starts.iter().filter_map(|s| if let crate::model::Trigger::Event(e) = &s.by { Some(e) } else { None });
        events.chain(&c.stops).filter_map(counted).collect::<Vec<_>>()
    };
    let heard = p.clocks.iter().flat_map(|c| starts(c).into_iter().map(move |id| (id, c.place)));
    let needed = p.actions.iter().flat_map(|a| a.needs.iter().flat_map(|n| &n.events).filter_map(counted).map(move |id| (id, a.place)));
    for (child, place) in waited.chain(paused).chain(heard).chain(needed).filter(|(id, _)| mine(&id) && !opened(id)) {
        found
            .error("P421", place, format!("没有办理事项开始下级事项 {child}，等不到它"), format!("no action opens the child {child}"))
            .hint(format!("在办理事项里写 opens {child} child=#true"), format!("write opens {child} child=#true in an action"));
    }
}

fn against(case: &Case, action: &Action, harmed: &Id, found: &mut Findings) {
    let reasons = reach::forms(case.p, action).flat_map(|f| &f.sections).flat_map(|s| &s.fields);
    let mut reasons = reasons.filter(|f| f.id == *REASONS && f.required && matches!(f.kind, FieldKind::Text | FieldKind::LongText));
    if reasons.next().is_none() {
        found
            .error(
                "P401",
                action.place,
                format!("“{}”对{}不利，却不要求写理由", action.title.zh, title(case, harmed)),
                format!("{} is against {harmed} and asks for no reasons", action.id),
            )
            .hint(
                "表单里加 field reasons \"理由\" en=\"Reasons\" type=long-text required=#true",
                "add field reasons \"理由\" en=\"Reasons\" type=long-text required=#true",
            );
    }
    let later = action.remedy_in.as_ref().into_iter();
    let papers: Vec<&Paper> = action.papers.iter().map(|d| &d.paper).chain(later).filter_map(|id| case.p.papers.get(id)).collect();
    let reaches = |paper: &&&Paper| paper.to.contains(harmed) || paper.copies.contains(harmed);
    let noticed = papers.iter().filter(|d| !d.remedies.is_empty()).find(reaches);
    if noticed.is_some() {
        return;
    }
    let (zh, hint) = match papers.iter().find(|d| !d.remedies.is_empty()) {
        Some(paper) => (format!("告知救济的“{}”不送{}", paper.title.zh, title(case, harmed)), format!("文书写 to={harmed}")),
        None if papers.is_empty() => {
            (format!("“{}”对{}不利，却不发文书", action.title.zh, title(case, harmed)), "发一份写明救济（remedy）的文书".to_owned())
        }
        None => (
            format!("“{}”对{}不利，它的文书没有告知救济", action.title.zh, title(case, harmed)),
            "文书里写 remedy，或者写 remedy-in=以后的文书".to_owned(),
        ),
    };
    found
        .error("P402", action.place, zh, format!("{} is against {harmed}, and no paper tells {harmed} of a remedy", action.id))
        .hint(hint, "issue a paper to the person that names a remedy, or say remedy-in=PAPER");
}

fn title(case: &Case, role: &Id) -> String {
    case.p.roles.get(role).map_or_else(|| role.to_string(), |r| format!("“{}”", r.title.zh))
}

/// Outsiders act `via` a role of ours.
fn by(case: &Case, action: &Action, found: &mut Findings) {
    let held = |id: &Id| case.p.roles.get(id).map(|r| &r.held_by);
    if let Some(outsider) = action.by.iter().find(|r| held(r) == Some(&HeldBy::Outside))
        && action.via.is_none()
    {
        found
            .error(
                "P404",
                action.place,
                format!("{}是外单位，要由我方登记", title(case, outsider)),
                format!("{outsider} is an outsider; ours must enter its act"),
            )
            .hint("写 via=登记的角色", "write via=ROLE");
    }
    if let Some(via) = action.via.as_ref().filter(|r| !matches!(held(r), Some(HeldBy::Unit(_)) | None)) {
        found.error("P404", action.place, format!("登记的角色{}不是我方的", title(case, via)), format!("{via} is not a role of ours"));
    }
}

/// Those who sign belong to a unit, and the act can be proposed by another than its signer.
fn signs(case: &Case, action: &Action, found: &mut Findings) {
    for role in action.sign.iter().flat_map(|line| &line.roles) {
        if let Some(r) = case.p.roles.get(role)
            && !matches!(r.held_by, HeldBy::Unit(_))
        {
            found.error(
                "P413",
                action.place,
                format!("签批的角色{}不是我方的", title(case, role)),
                format!("{role}, who signs, is not a role of ours"),
            );
        }
    }
    for (i, line) in action.sign.iter().enumerate() {
        if let Some(again) = line.roles.iter().find(|r| action.sign[..i].iter().any(|l| l.roles.contains(r) && l.only == line.only)) {
            found
                .error("P413", action.place, format!("{}签批两次", title(case, again)), format!("{again} signs twice"))
                .hint("一个人只签一次；两级签批用两个角色", "one person signs once; two levels are two roles");
        }
    }
}

fn needs(case: &Case, action: &Action, found: &mut Findings) {
    for needs in &action.needs {
        let impossible = |e: &&Id| !case.reach.events.contains(*e);
        let missing = if needs.any && needs.events.iter().any(|e| !impossible(&e)) { None } else { needs.events.iter().find(impossible) };
        if let Some(event) = missing {
            found.error(
                "P419",
                action.place,
                format!("“{}”要等的 {event} 从不发生", action.title.zh),
                format!("{} waits for {event}, which never happens", action.id),
            );
        }
    }
}

fn opens(case: &Case, action: &Action, found: &mut Findings) {
    let Some(opened) = &action.opens else { return };
    let known = case.dossier.procedures.iter().chain(case.others.iter().flat_map(|d| &d.procedures));
    if !known.into_iter().any(|p| p.id == opened.procedure) {
        found.error(
            "P416",
            action.place,
            format!("没有叫 {} 的程序可以开始", opened.procedure),
            format!("there is no procedure {} to open", opened.procedure),
        );
    }
}
