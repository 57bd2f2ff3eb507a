//! Deemed outcomes: by themselves where they favour a person, by the handler's hand where they harm one.

use super::{Dated, event, roles, today};
use crate::{Author, Body, Context, Event, Evidence, Frame, Instance, Matter, Refusal, Sealed};
use kernel::{Date, Id};
use procedure::model::{Clock, Lapse, LapseFor};

fn due<'a>(frame: &Frame<'a>, matter: &'a Matter, clock: &Id, today: Date) -> Result<(&'a Clock, &'a Lapse, &'a Instance, Date), Refusal> {
    let known = frame.procedure.clock(clock.as_str()).and_then(|c| Some((c, c.lapse.as_ref()?)));
    let (clock, lapse) =
        known.ok_or_else(|| Refusal::new("E-no-lapse", "这一期限届满没有法定后果。", "The law attaches no effect to this clock."))?;
    let instance = matter.clocks.iter().rev().find(|i| i.clock == clock.id && i.overdue(today));
    match instance.and_then(|i| Some((i, i.due_on?))) {
        Some((instance, on)) => Ok((clock, lapse, instance, on)),
        None => Err(Refusal::new(
            "E-not-lapsed",
            format!("“{}”没有届满，或者已经办结。", clock.title.zh),
            format!("“{}” has not run out, or has been met.", clock.title.en),
        )
        .cite(frame, &lapse.ground)),
    }
}

/// What the law does by itself, bearing the due day's date.
pub(super) fn fire(frame: &Frame<'_>, matter: &Matter, clock: &Id, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if !context.actor.is_system() {
        return Err(Refusal::new("E-role", "这一后果由法律直接发生，不需要人来办理。", "The law does this by itself."));
    }
    let (_, lapse, _, on) = due(frame, matter, clock, context.now.today())?;
    if !matches!(lapse.side, LapseFor::For(_)) {
        return Err(Refusal::new(
            "E-confirm",
            "对当事人不利的后果须由承办人确认。",
            "An effect against a person must be confirmed by the handler.",
        ));
    }
    Ok(vec![lapsed(matter, clock, lapse, on, None, Author { account: context.actor.account.clone(), role: None, via: None }, context)])
}

/// The handler confirms a lapse against a person, with reasons.
pub(super) fn confirm(
    frame: &Frame<'_>,
    matter: &Matter,
    clock: &Id,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (lapse, on, by) = proposed(frame, matter, clock, context)?;
    Ok(vec![lapsed(matter, clock, lapse, on, Some(reasons), by, context)])
}

/// The handler declines it, with reasons; it is not proposed again for this run of the clock.
pub(super) fn decline(
    frame: &Frame<'_>,
    matter: &Matter,
    clock: &Id,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (_, due_on, by) = proposed(frame, matter, clock, context)?;
    Ok(vec![today(matter, 0, by, Body::LapseDeclined { clock: clock.clone(), due_on, reasons }, context)])
}

fn proposed<'a>(frame: &Frame<'a>, matter: &'a Matter, clock: &Id, context: &Context<'_>) -> Result<(&'a Lapse, Date, Author), Refusal> {
    let (_, lapse, instance, on) = due(frame, matter, clock, context.now.today())?;
    let LapseFor::Against { by, .. } = &lapse.side else {
        return Err(Refusal::new(
            "E-no-lapse",
            "这一后果由法律直接发生，不需要确认。",
            "The law does this by itself; nothing is to be confirmed.",
        ));
    };
    if instance.declined.is_some() {
        return Err(Refusal::new("E-declined", "承办人已经决定不按届满处理。", "The handler has decided not to treat it as lapsed."));
    }
    if !context.actor.holds(by, &matter.unit, context.now.today()) {
        let title = frame.procedure.roles.get(by).map(|r| r.title.clone()).unwrap_or_default();
        return Err(Refusal::new("E-role", format!("须由{}确认。", title.zh), format!("To be confirmed by: {}.", title.en))
            .cite(frame, &lapse.ground));
    }
    if let Some(role) = frame.procedure.roles.get(by) {
        roles::check_recusal(matter, role, context.actor)?;
    }
    if matter.pending.is_some() {
        return Err(Refusal::new("E-pending", "有一项提请正等待签批。", "Something is waiting to be signed."));
    }
    Ok((lapse, on, Author { account: context.actor.account.clone(), role: Some(by.clone()), via: None }))
}

fn lapsed(matter: &Matter, clock: &Id, lapse: &Lapse, on: Date, reasons: Option<Sealed>, by: Author, context: &Context<'_>) -> Event {
    let dated = Dated { on: Some(on), at: None, evidence: Evidence::System };
    let body = Body::Lapsed { clock: clock.clone(), event: lapse.event.clone(), to: lapse.to.clone(), reasons };
    event(Some(matter), 0, on, dated, by, body, context)
}
