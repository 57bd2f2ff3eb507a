//! Deemed outcomes: by themselves where they favour a person, by the handler's hand where they harm one.

use super::{Dated, author, event, place, roles, system, today};
use crate::{Author, Body, Context, Event, Evidence, Frame, Holder, Instance, Matter, Refusal, Sealed};
use kernel::{Date, Id};
use procedure::model::{Lapse, LapseFor};

/// A clock, and whose instance of it; without a holder the first that has run out.
type Which<'a> = (&'a Id, Option<&'a Holder>);

fn due<'a>(
    frame: &Frame<'a>,
    matter: &'a Matter,
    (clock, holder): Which<'_>,
    today: Date,
) -> Result<(&'a Lapse, &'a Instance, Date), Refusal> {
    let over = |i: &&Instance| i.clock == *clock && i.overdue(today) && !i.lapsed && holder.is_none_or(|h| i.holder.as_ref() == Some(h));
    let instance = matter.clocks.iter().find(over);
    let known = instance.and_then(|i| i.clock_in(frame)).or_else(|| frame.procedure.clock(clock.as_str()));
    let Some((known, lapse)) = known.and_then(|c| Some((c, c.lapse.as_ref()?))) else {
        return Err(Refusal::new("E-no-lapse", "这一期限届满没有法定后果。", "The law attaches no effect to this clock."));
    };
    match instance.and_then(|i| Some((i, i.due_on?))) {
        Some((instance, on)) => Ok((lapse, instance, on)),
        None => Err(Refusal::new(
            "E-not-lapsed",
            format!("“{}”没有届满，或者已经办结。", known.title.zh),
            format!("“{}” has not run out, or has been met.", known.title.en),
        )
        .cite(frame, &lapse.ground)),
    }
}

/// What the law does by itself, bearing the due day's date.
pub(super) fn fire(frame: &Frame<'_>, matter: &Matter, which: Which<'_>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if !context.actor.is_system() {
        return Err(Refusal::new("E-role", "这一后果由法律直接发生，不需要人来办理。", "The law does this by itself."));
    }
    let (lapse, instance, on) = due(frame, matter, which, context.now.today())?;
    if !matches!(lapse.side, LapseFor::For(_)) {
        return Err(Refusal::new(
            "E-confirm",
            "对当事人不利的后果须由承办人确认。",
            "An effect against a person must be confirmed by the handler.",
        ));
    }
    Ok(lapsed(frame, matter, (instance, lapse, on), None, &system(), context))
}

/// The handler confirms a lapse against a person, with reasons.
pub(super) fn confirm(
    frame: &Frame<'_>,
    matter: &Matter,
    which: Which<'_>,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (lapse, instance, on, by) = proposed(frame, matter, which, context)?;
    Ok(lapsed(frame, matter, (instance, lapse, on), Some(reasons), &by, context))
}

/// The handler declines it, with reasons; it is not proposed again for this run of the clock.
pub(super) fn decline(
    frame: &Frame<'_>,
    matter: &Matter,
    which: Which<'_>,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (_, instance, due_on, by) = proposed(frame, matter, which, context)?;
    let body = Body::LapseDeclined { clock: instance.clock.clone(), holder: instance.holder.clone(), due_on, reasons };
    Ok(vec![today(matter, 0, by, body, context)])
}

fn proposed<'a>(
    frame: &Frame<'a>,
    matter: &'a Matter,
    which: Which<'_>,
    context: &Context<'_>,
) -> Result<(&'a Lapse, &'a Instance, Date, Author), Refusal> {
    let (lapse, instance, on) = due(frame, matter, which, context.now.today())?;
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
    let role = frame.procedure.roles.get(by).ok_or_else(roles::no_role)?;
    roles::check_recusal(matter, role, context.actor)?;
    Ok((lapse, instance, on, author(matter, role, context)))
}

/// The deemed outcome. A proposal that waited in a run which it moves has come too late and falls.
fn lapsed(
    frame: &Frame<'_>,
    matter: &Matter,
    (instance, lapse, on): (&Instance, &Lapse, Date),
    reasons: Option<Sealed>,
    by: &Author,
    context: &Context<'_>,
) -> Vec<Event> {
    let to: Vec<Id> = lapse.to.iter().cloned().collect();
    let mut events: Vec<Event> = Vec::new();
    for of in place::dropped(frame, matter, &to, false, None) {
        events.push(today(matter, events.len(), by.clone(), Body::Dropped { of }, context));
    }
    let dated = Dated { on: Some(on), at: None, evidence: Evidence::System };
    let body = Body::Lapsed {
        clock: instance.clock.clone(),
        holder: instance.holder.clone(),
        event: lapse.event.clone(),
        to: lapse.to.clone(),
        reasons,
    };
    events.push(event(Some(matter), events.len(), on, dated, by.clone(), body, context));
    events
}
