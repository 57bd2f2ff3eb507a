//! What other matters bring: echoes, joining, another version. For the program alone, as part of an act elsewhere.

use super::{Dated, event, system, today};
use crate::{Body, Context, Event, Evidence, Frame, Joined, Kin, Matter, Pin, Refusal};
use kernel::{Date, DateTime, Id, MatterId};
use std::collections::BTreeMap;

/// An echo to record.
pub(super) struct Echoed<'a> {
    pub kin: &'a Kin,
    pub name: &'a Id,
    pub of: u64,
    pub on: Date,
    pub at: Option<DateTime>,
    pub choices: &'a BTreeMap<Id, Id>,
}

fn program(context: &Context<'_>) -> Result<(), Refusal> {
    if context.actor.is_system() {
        return Ok(());
    }
    Err(Refusal::new("E-role", "这一记录由程序随另一件事项写入，不由人来办理。", "The program records this along with another matter."))
}

pub(super) fn hear(matter: &Matter, echoed: &Echoed<'_>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    program(context)?;
    let dated = Dated { on: Some(echoed.on), at: echoed.at, evidence: Evidence::System };
    let body = Body::Heard { kin: echoed.kin.clone(), name: echoed.name.clone(), of: echoed.of, choices: echoed.choices.clone() };
    Ok(vec![event(Some(matter), 0, echoed.on, dated, system(), body, context)])
}

/// Follows a lead matter. Nothing may wait here, for from now on it is decided with the lead.
pub(super) fn join(frame: &Frame<'_>, matter: &Matter, lead: MatterId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    program(context)?;
    let number = matter.number.clone().unwrap_or_default();
    let refuse = |zh: &str, en: &str| Err(Refusal::new("E-join", format!("{number}{zh}"), format!("{number} {en}")));
    match &matter.joined {
        _ if lead == matter.id => refuse("不能并入自己。", "cannot follow itself."),
        Some(Joined::Follows(_)) => refuse("已经并入另一件。", "follows another already."),
        Some(Joined::Leads(_)) => refuse("已有其他事项并入，请以它为主案。", "leads others; make it the lead."),
        None if matter.closed(frame.procedure) => refuse("已经办结，不能合并。", "is closed and cannot be joined."),
        None if !matter.pending.is_empty() => refuse("有提请正等待签批，签批后才能合并。", "has something waiting to be signed."),
        None => Ok(vec![today(matter, 0, system(), Body::Joined { lead }, context)]),
    }
}

pub(super) fn part(matter: &Matter, lead: MatterId, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    program(context)?;
    if matter.joined != Some(Joined::Follows(lead)) {
        return Err(Refusal::new("E-join", "这件事项没有并入本件。", "That matter does not follow this one."));
    }
    Ok(vec![today(matter, 0, system(), Body::Parted { lead }, context)])
}

pub(super) fn repin(matter: &Matter, to: &Pin, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    program(context)?;
    if to.id != matter.procedure.id || to.version <= matter.procedure.version {
        return Err(Refusal::new(
            "E-version",
            "只能转到同一程序的更新版本。",
            "A matter goes over to a newer version of its own procedure only.",
        ));
    }
    Ok(vec![today(matter, 0, system(), Body::Repinned { procedure: to.clone() }, context)])
}
