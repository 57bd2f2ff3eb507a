//! Putting a mistake right: proposed by one, agreed by another, both values kept.

use super::{roles, today};
use crate::{Author, Body, Change, Context, Event, Frame, Matter, Refusal, Sealed};
use kernel::Id;

pub(super) fn propose(
    frame: &Frame<'_>,
    matter: &Matter,
    of: u64,
    change: &Change,
    reasons: Sealed,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let own = roles::ours(frame, matter, context).ok_or_else(roles::no_role)?;
    roles::check_recusal(matter, own, context.actor)?;
    if matter.pending.is_some() {
        return Err(Refusal::new("E-pending", "有一项提请正等待签批。", "Something is waiting to be signed.")
            .lift("请先签批、退回或者撤回，再提请更正。", "Sign, return or recall it first, then propose the correction."));
    }
    let Some(entry) = matter.timeline.iter().find(|e| e.seq == of) else {
        return Err(Refusal::new("E-no-event", "没有这一条记录，不能更正。", "There is no such entry to correct."));
    };
    match change {
        Change::OccurredOn(on) if *on > entry.recorded_on => {
            return Err(Refusal::new(
                "E-date-ahead",
                format!("更正后的日期不能晚于登记日{}。", kernel::chinese_date(entry.recorded_on)),
                format!("The corrected date cannot lie after the day of entry, {}.", kernel::english_date(entry.recorded_on)),
            ));
        }
        Change::OccurredOn(on) if *on == entry.on => {
            return Err(Refusal::new("E-same", "更正后的日期与原来的相同。", "The corrected date is the same as before."));
        }
        Change::Answer { field, .. } if !matter.answers.contains_key(field) => {
            return Err(Refusal::new(
                "E-no-event",
                "本件没有填过这一项，不能更正。",
                "That field was never answered, so it cannot be corrected.",
            ));
        }
        Change::Answer { field, .. } => not_fixed(frame, matter, field)?,
        Change::OccurredOn(_) => {}
    }
    let by = Author { account: context.actor.account.clone(), role: Some(own.id.clone()), via: None };
    Ok(vec![today(matter, 0, by, Body::CorrectionProposed { of, change: change.clone(), reasons }, context)])
}

/// What an event has fixed stays as it was fixed: a first grade is never rewritten.
fn not_fixed(frame: &Frame<'_>, matter: &Matter, field: &Id) -> Result<(), Refusal> {
    match frame.procedure.choices.get(field).and_then(|c| Some((c, c.fixed_at.as_ref()?))) {
        Some((choice, event)) if matter.happened(event.as_str()) => Err(Refusal::new(
            "E-fixed",
            format!("“{}”已经确定，不能更正。", choice.title.zh),
            format!("“{}” has been fixed and cannot be corrected.", choice.title.en),
        )
        .cite(frame, &choice.ground)),
        _ => Ok(()),
    }
}
