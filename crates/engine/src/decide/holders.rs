//! Which of several an act concerns, and whether it is the last of them.

use super::titles;
use crate::{Author, Context, Frame, Holder, Matter, Refusal};
use kernel::{Id, Lang};
use procedure::model::{Action, HeldBy};

/// The holder whom an act concerns: the party that acts, the one named, or the only one left.
pub(super) fn concerned(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    action: &Action,
    (named, author): (Option<&Holder>, &Author),
    context: &Context<'_>,
) -> Result<Option<Holder>, Refusal> {
    let Some(matter) = matter else { return Ok(None) };
    let own = author.role.as_ref().filter(|_| author.via.is_none()).and_then(|role| own_place(frame, matter, role, context));
    let found = match (own, named) {
        (Some(own), _) if action.each.is_empty() || action.each.contains(&own.role) => Some(own),
        (_, Some(named)) => Some(known(frame, matter, action, named)?),
        _ => only_one_left(frame, matter, action),
    };
    match (&found, action.each.is_empty()) {
        (Some(holder), false) if done(matter, action, holder) => Err(Refusal::new(
            "E-each",
            format!("“{}”已经对{}办过，每位只办一次。", action.title.zh, titles::holder(frame, matter, holder, Lang::Zh)),
            format!("“{}” has been done for {}; once for each.", action.title.en, titles::holder(frame, matter, holder, Lang::En)),
        )
        .for_action(frame, action)),
        (None, false) => Err(Refusal::new(
            "E-holder",
            format!("“{}”要逐一办理，请选择这一次针对哪一位。", action.title.zh),
            format!("“{}” is done for each in turn: say for whom this time.", action.title.en),
        )
        .for_action(frame, action)),
        _ => Ok(found),
    }
}

/// The place of the acting party among those who hold its role; none where it holds it alone.
fn own_place(frame: &Frame<'_>, matter: &Matter, role: &Id, context: &Context<'_>) -> Option<Holder> {
    let known = frame.procedure.roles.get(role)?;
    let at = match &known.held_by {
        HeldBy::Party => matter.parties.get(role)?.iter().position(|s| Some(s.person) == context.actor.person)?,
        HeldBy::Register(_) | HeldBy::Unit(_) if known.many => {
            matter.handlers.get(role)?.iter().position(|a| *a == context.actor.account)?
        }
        _ => return None,
    };
    known.many.then(|| u16::try_from(at + 1).ok().map(|nth| Holder::new(role.clone(), nth)))?
}

fn known(frame: &Frame<'_>, matter: &Matter, action: &Action, named: &Holder) -> Result<Holder, Refusal> {
    let fits = action.each.is_empty() || action.each.contains(&named.role);
    if fits && frame.holders(matter, &named.role).contains(named) && frame.procedure.roles.contains_key(&named.role) {
        return Ok(named.clone());
    }
    Err(Refusal::new(
        "E-holder",
        format!("本件没有“{}”第{}位，或者“{}”不针对这一方。", titles::role(frame, &named.role, Lang::Zh), named.nth, action.title.zh),
        format!(
            "There is no {} no. {} here, or “{}” is not for them.",
            titles::role(frame, &named.role, Lang::En),
            named.nth,
            action.title.en
        ),
    ))
}

fn only_one_left(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Option<Holder> {
    let mut left = left(frame, matter, action).into_iter();
    let one = left.next()?;
    left.next().is_none().then_some(one)
}

/// The holders for whom the action has not been done.
pub(super) fn left(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Vec<Holder> {
    let all = action.each.iter().flat_map(|role| frame.holders(matter, role));
    all.filter(|h| !done(matter, action, h)).collect()
}

fn done(matter: &Matter, action: &Action, holder: &Holder) -> bool {
    matter.timeline.iter().any(|e| e.name == action.event && e.holder.as_ref() == Some(holder))
}

/// Whether this is the last of the holders: what moves, moves with it.
pub(super) fn is_last(frame: &Frame<'_>, matter: Option<&Matter>, action: &Action, holder: Option<&Holder>) -> bool {
    action.each.is_empty() || matter.is_none_or(|m| left(frame, m, action).iter().all(|h| Some(h) == holder))
}

/// The roles by whose holders an event is told apart: those of an action or a lapse that is done for each, or a paper's addressees.
pub(super) fn roles_of(frame: &Frame<'_>, event: &Id) -> Vec<Id> {
    let p = frame.procedure;
    if let Some(paper) = event.as_str().strip_suffix(".served").and_then(|id| p.papers.get(id)) {
        return paper.to.clone();
    }
    let acts = p.actions.iter().filter(|a| a.event == *event).flat_map(|a| a.each.iter());
    let lapses = p.clocks.iter().filter(|c| c.lapse.as_ref().is_some_and(|l| l.event == *event)).flat_map(|c| c.each.iter());
    let mut roles: Vec<Id> = acts.chain(lapses).cloned().collect();
    roles.sort();
    roles.dedup();
    roles
}
