//! When a clock is due, and the words that say why.

use super::Instance;
use crate::{Frame, Matter};
use calendar::{Deadline, Direction, Period, Query, Span};
use kernel::{Date, DateTime, Lang, chinese_date, english_date};
use procedure::model::{Clock, Length, Mode};

/// Fills in length and due day.
pub(super) fn settle(frame: &Frame<'_>, matter: &Matter, instance: &mut Instance) {
    let Some(clock) = frame.procedure.clock(instance.clock.as_str()) else { return };
    if let Mode::Until(field) = &clock.mode {
        instance.due_on = matter.answers.get(field).and_then(|a| a.date());
        return;
    }
    let (lengths, sure) = lengths(frame, matter, clock);
    let best = lengths
        .into_iter()
        .filter_map(|l| Some(Period { amount: frame.amount(&l.amount)?, unit: l.unit }))
        .filter_map(|period| Some((ask(frame, matter, clock, instance, period, calendar::due)?, period)))
        .min_by_key(|(deadline, _)| deadline.due_on);
    let Some((deadline, period)) = best else { return };
    instance.length = Some(period);
    instance.provisional = deadline.provisional || !sure;
    // A stop that came when the period was already over changed nothing, and is not told as if it had.
    instance.pauses.retain(|p| p.after <= deadline.due_on);
    let still_open = instance.paused_since.is_some_and(|since| since <= deadline.due_on);
    if still_open {
        return;
    }
    instance.due_on = Some(deadline.due_on);
    instance.due_at = deadline.due_at;
    let promised = clock.promise.clone().and_then(|p| frame.amount(&procedure::model::Amount::Param(p)));
    instance.promise_on = promised
        .and_then(|amount| ask(frame, matter, clock, instance, Period { amount, unit: period.unit }, calendar::due))
        .map(|d| d.due_on)
        .filter(|promised| *promised < deadline.due_on);
}

/// The lengths that may hold, and whether the choice they hang on is known.
fn lengths<'a>(frame: &Frame<'_>, matter: &Matter, clock: &'a Clock) -> (Vec<&'a Length>, bool) {
    let facts = frame.facts(matter, matter.opened_on);
    let held: Vec<&Length> = clock.lengths.iter().filter(|l| frame.holds(&l.only, &facts)).collect();
    if held.is_empty() { (clock.lengths.iter().collect(), false) } else { (held, true) }
}

/// Asks the calendar about a clock's run: for the day alone, or for the day with its explanation.
fn ask<T, E>(
    frame: &Frame<'_>,
    matter: &Matter,
    clock: &Clock,
    instance: &Instance,
    period: Period,
    how: impl FnOnce(&calendar::Calendar, &Query<'_>) -> Result<T, E>,
) -> Option<T> {
    let (start, direction) = match &clock.mode {
        Mode::Within | Mode::Until(_) | Mode::Every(_) | Mode::Yearly { .. } => (start_of(instance), Direction::Within),
        Mode::AtLeast(_) => (start_of(instance), Direction::AtLeast),
        Mode::Before(field) => (matter.answers.get(field)?.date()?.at(0, 0, 0, 0), Direction::Before),
    };
    let pauses: Vec<Span> = instance.pauses.iter().map(|p| Span { after: p.after, until: p.until }).collect();
    let query = Query { start, period, rule: clock.counting, direction, pauses: &pauses, extensions: &[] };
    how(frame.calendar, &query).ok()
}

fn start_of(instance: &Instance) -> DateTime {
    instance.started_at.unwrap_or_else(|| instance.started_on.at(0, 0, 0, 0))
}

/// The steps that made a due day. `extra` pauses are a what-if: they change nothing.
///
/// `None` while the clock's length is not known, or for a date fixed on a paper.
#[must_use]
pub fn explain(frame: &Frame<'_>, matter: &Matter, instance: &Instance, extra: &[Span]) -> Option<Deadline> {
    let clock = frame.procedure.clock(instance.clock.as_str())?;
    let mut instance = instance.clone();
    instance.pauses.extend(extra.iter().map(|s| super::Paused { after: s.after, until: s.until }));
    ask(frame, matter, clock, &instance, instance.length?, calendar::compute)
}

/// One sentence about a due day, ready to be copied into a paper.
#[must_use]
pub fn sentence(frame: &Frame<'_>, instance: &Instance, lang: Lang) -> String {
    let Some(clock) = frame.procedure.clock(instance.clock.as_str()) else { return String::new() };
    let title = clock.title.text(lang);
    let date = |d: Date| if lang == Lang::Zh { chinese_date(d) } else { english_date(d) };
    let still: i32 = instance.pauses.iter().map(|p| (p.until - p.after).get_days()).sum();
    match (instance.length, instance.due_on, lang) {
        (None, None, Lang::Zh) => format!("“{title}”的期限尚未设定，待本单位填写后才有日期。"),
        (None, None, Lang::En) => format!("“{title}” has no date yet: the bureau has not set its length."),
        (_, None, Lang::Zh) => format!("“{title}”自{}起停止计算，恢复后接着算。", instance.paused_since.map(date).unwrap_or_default()),
        (_, None, Lang::En) => format!("“{title}” stands still since {}.", instance.paused_since.map(date).unwrap_or_default()),
        (length, Some(due), Lang::Zh) => {
            let length = length.map(|l| format!("共{}{}，", l.amount, l.unit.title().zh)).unwrap_or_default();
            let pause = if still > 0 { format!("其间停表{still}天，") } else { String::new() };
            format!("自{}的次日起算，{length}{pause}至{}届满。", date(instance.started_on), date(due))
        }
        (length, Some(due), Lang::En) => {
            let length = length.map(|l| format!("{}, ", l.title().en)).unwrap_or_default();
            let pause = if still > 0 { format!("standing still for {still} day(s), ") } else { String::new() };
            format!("Counted from the day after {}, {length}{pause}ending on {}.", date(instance.started_on), date(due))
        }
    }
}
