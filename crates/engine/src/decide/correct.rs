//! Putting a mistake right: proposed by one, agreed by another, both values kept.

use super::{author, roles, today};
use crate::{Body, Change, Context, Event, Frame, Matter, Refusal, Sealed};
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
    super::verbs::nothing_about_the_record(matter)?;
    let Some(entry) = matter.timeline.iter().find(|e| e.seq == of) else {
        return Err(Refusal::new("E-no-event", "没有这一条记录，不能更正。", "There is no such entry to correct."));
    };
    if entry.echo.is_some() {
        return Err(Refusal::new(
            "E-echo",
            "这一条是从关联事项同步来的，请到那一件中更正。",
            "This entry was heard from another matter: correct it there.",
        ));
    }
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
    let by = author(matter, own, context);
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
