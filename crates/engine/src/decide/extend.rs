//! Extensions: granted before the due day has passed, not more than the law allows, not more often.

use super::titles;
use crate::{Answer, Extension, Facts, Frame, Holder, Instance, Matter, Refusal};
use calendar::Period;
use kernel::{Date, Id, Lang, chinese_date, english_date};
use procedure::model::{Clock, Extend};

/// What an event adds to running clocks, on the day on which it takes effect.
pub(super) fn granted(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    (event, holder): (&Id, Option<&Holder>),
    on: Date,
    facts: &Facts<'_>,
) -> Result<Vec<Extension>, Refusal> {
    let Some(matter) = matter else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for instance in matter.clocks.iter().filter(|i| i.running()) {
        let concerns = instance.holder.as_ref().is_none_or(|own| holder.is_none_or(|h| h.role != own.role || h == own));
        let Some(clock) = instance.clock_in(frame).filter(|_| concerns) else { continue };
        let Some(extend) = clock.extends.iter().find(|e| e.event == *event && frame.holds(&e.only, facts)) else { continue };
        let period = one(frame, instance, (clock, extend), on, facts)?;
        // One act lengthens every instance it concerns by the same time.
        if !out.iter().any(|e: &Extension| e.clock == clock.id) {
            out.push(Extension { clock: clock.id.clone(), period });
        }
    }
    Ok(out)
}

fn one(frame: &Frame<'_>, instance: &Instance, (clock, extend): (&Clock, &Extend), on: Date, facts: &Facts<'_>) -> Result<Period, Refusal> {
    if let Some(due) = instance.due_on.filter(|due| *due < on) {
        return Err(Refusal::new(
            "E-late-extension",
            format!("“{}”已于{}届满，届满后不能再延长。", clock.title.zh, chinese_date(due)),
            format!("“{}” ran out on {}: it can no longer be extended.", clock.title.en, english_date(due)),
        )
        .cite(frame, &extend.ground));
    }
    let before = instance.extended.len();
    if extend.times.is_some_and(|times| before >= times as usize) {
        return Err(Refusal::new(
            "E-extended",
            format!("“{}”已经延长{before}次，不能再延长。", clock.title.zh),
            format!("“{}” has been extended {before} time(s) and cannot be again.", clock.title.en),
        )
        .cite(frame, &extend.ground));
    }
    let most = frame.amount(&extend.max);
    let asked = extend.granted.as_ref().and_then(|field| match facts.answer(field.as_str()) {
        Some(Answer::Number(n)) => Some((field, *n)),
        _ => None,
    });
    let amount = match asked {
        None => most,
        Some((field, n)) => match u32::try_from(n).ok().filter(|n| *n > 0 && most.is_none_or(|most| *n <= most)) {
            Some(n) => Some(n),
            None => return Err(too_long(frame, (clock, extend), field, most)),
        },
    };
    amount.map(|amount| Period { amount, unit: extend.unit }).ok_or_else(|| {
        Refusal::new(
            "E-param",
            format!("“{}”能延长多久还没有设定，请先由本单位填写参数。", clock.title.zh),
            format!("How long “{}” may be extended has not been set: the bureau must fill it in first.", clock.title.en),
        )
        .cite(frame, &extend.ground)
    })
}

fn too_long(frame: &Frame<'_>, (clock, extend): (&Clock, &Extend), field: &Id, most: Option<u32>) -> Refusal {
    let (unit, most) = (extend.unit.title(), most.unwrap_or(0));
    Refusal::new(
        "E-extension-max",
        format!("“{}”最多延长{most}{}，请改正“{}”。", clock.title.zh, unit.zh, titles::field(frame, field, Lang::Zh)),
        format!("“{}” may be extended by {most} {} at most.", clock.title.en, unit.en),
    )
    .on(field)
    .cite(frame, &extend.ground)
}
