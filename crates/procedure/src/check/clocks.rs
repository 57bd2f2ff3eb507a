//! Clocks: each is started, can be stopped, covers every variant, gates something where it is a minimum.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Amount, Choice, Clock, FieldKind, HeldBy, LapseFor, Mode, Trigger, Value};
use calendar::Unit;
use kernel::Id;
use std::collections::BTreeSet;

pub(super) fn check(case: &Case, found: &mut Findings) {
    for clock in case.p.clocks.iter().filter(|c| !c.notice) {
        starts_and_stops(case, clock, found);
        variants(case, clock, found);
        gates(clock, found);
        fields(case, clock, found);
        promise(case, clock, found);
        pauses(case, clock, found);
        lapse(case, clock, found);
        rounds(case, clock, found);
    }
}

/// Rounds recur in a state in which a matter can stay.
fn rounds(case: &Case, clock: &Clock, found: &mut Findings) {
    let (Mode::Every(state) | Mode::Yearly { state, .. }) = &clock.mode else { return };
    if case.p.states.get(state).is_none_or(|s| s.end || s.overlay) {
        found
            .error(
                "P313",
                clock.place,
                format!("轮次“{}”写在 {state} 里，那里不会停留", clock.title.zh),
                format!("{} recurs in {state}, where no matter stays", clock.id),
            )
            .hint("in= 写主线或者并行线的一个环节", "in= names a state of the main run or of a track");
    }
}

fn starts_and_stops(case: &Case, clock: &Clock, found: &mut Findings) {
    if !case.reach.starts(clock) {
        found
            .error("P301", clock.place, format!("期限“{}”从不开始", clock.title.zh), format!("the clock {} is never started", clock.id))
            .hint("写 starts 事件；事件要有办理事项产生", "write starts EVENT, of an action that can happen");
    }
    let can_stop = clock.stops.iter().any(|e| case.reach.events.contains(e)) || clock.lapse.is_some();
    // A minimum runs out by itself; rounds end with their state.
    if !can_stop && !matches!(clock.mode, Mode::AtLeast(_) | Mode::Every(_) | Mode::Yearly { .. }) {
        found
            .error("P302", clock.place, format!("期限“{}”停不下来", clock.title.zh), format!("the clock {} can never stop", clock.id))
            .hint("写 stops 事件；事件要有办理事项产生", "write stops EVENT, of an action that can happen");
    }
}

/// Several lengths cover each value of one choice exactly once, within what the clock's own `only` leaves.
fn variants(case: &Case, clock: &Clock, found: &mut Findings) {
    let conditions: Vec<&Id> = clock.lengths.iter().flat_map(|l| &l.only).collect();
    if conditions.is_empty() {
        if clock.lengths.len() > 1 {
            found
                .error(
                    "P304",
                    clock.place,
                    format!("期限“{}”有几个长短，没有写各在什么情形", clock.title.zh),
                    format!("{} has several lengths and no only=", clock.id),
                )
                .hint("每个长短写 only=选项值", "give each length only=VALUE");
        }
        return;
    }
    let choices: BTreeSet<&Id> = conditions.iter().filter_map(|v| case.p.choice_of(v.as_str())).map(|c| &c.id).collect();
    let choice = choices.iter().next().and_then(|id| case.p.choices.get(*id));
    let (1, Some(choice)) = (choices.len(), choice) else {
        found
            .error(
                "P304",
                clock.place,
                format!("期限“{}”的长短取决于几个选项", clock.title.zh),
                format!("the lengths of {} depend on several choices", clock.id),
            )
            .hint("长短只随一个选项变化；另一个写成另一个期限", "lengths vary with one choice; make another clock for the other");
        return;
    };
    let unconditional = clock.lengths.iter().filter(|l| l.only.is_empty()).count();
    for value in applicable(choice, clock) {
        let times = conditions.iter().filter(|v| **v == &value.id).count() + unconditional;
        if times != 1 {
            let (zh, en) = if times == 0 { ("没有长短", "has no length") } else { ("有几个长短", "has several lengths") };
            found.error(
                "P304",
                clock.place,
                format!("期限“{}”在“{}”时{zh}", clock.title.zh, value.title.zh),
                format!("the clock {} {en} when the matter is {}", clock.id, value.id),
            );
        }
    }
}

fn applicable<'a>(choice: &'a Choice, clock: &'a Clock) -> impl Iterator<Item = &'a Value> {
    let limited = choice.values.iter().any(|v| clock.only.contains(&v.id));
    choice.values.iter().filter(move |v| !limited || clock.only.contains(&v.id))
}

fn gates(clock: &Clock, found: &mut Findings) {
    match (&clock.mode, clock.gates.is_empty()) {
        (Mode::AtLeast(_), true) => {
            found
                .error(
                    "P303",
                    clock.place,
                    format!("最短期限“{}”没有挡住任何办理事项", clock.title.zh),
                    format!("the minimum {} gates no action", clock.id),
                )
                .hint("写 gates 办理事项", "write gates ACTION");
        }
        (Mode::Within, false) => {
            found
                .error(
                    "P303",
                    clock.place,
                    format!("最长期限“{}”不能挡住办理事项", clock.title.zh),
                    format!("{} is a maximum and cannot gate an action", clock.id),
                )
                .hint("最短期限写 at-least=", "a minimum is written at-least=");
        }
        _ => {}
    }
}

/// A date that a clock reads is a date.
fn fields(case: &Case, clock: &Clock, found: &mut Findings) {
    let of_mode = match &clock.mode {
        Mode::Before(field) | Mode::Until(field) | Mode::AtLeast(Some(field)) => Some(field),
        Mode::Within | Mode::AtLeast(None) | Mode::Every(_) | Mode::Yearly { .. } => None,
    };
    let of_start = clock.starts.iter().filter_map(|s| match &s.by {
        Trigger::Field(field) => Some(field),
        Trigger::Event(_) => None,
    });
    let read: BTreeSet<&Id> = of_mode.into_iter().chain(of_start).collect();
    for field in read.into_iter().filter_map(|id| case.p.field(id.as_str())) {
        if !matches!(field.kind, FieldKind::Date | FieldKind::DateTime) {
            found
                .error("P308", clock.place, format!("字段“{}”不是日期", field.title.zh), format!("the field {} is no date", field.id))
                .hint("期限用的字段写 type=date 或 type=datetime", "a field that a clock reads is type=date or type=datetime");
        }
    }
}

/// A promise may be shorter than the law, never longer.
fn promise(case: &Case, clock: &Clock, found: &mut Findings) {
    let Some(param) = clock.promise.as_ref().and_then(|id| case.p.params.get(id).or_else(|| case.dossier.params.get(id))) else { return };
    for length in &clock.lengths {
        let Amount::Fixed(law) = length.amount else { continue };
        let (Some(value), Ok(unit)) = (param.value, param.unit.as_str().parse::<Unit>()) else { continue };
        // Days and working days are compared too: so many working days are never sooner than as many days.
        let comparable = unit == length.unit || (unit == Unit::Workday && length.unit == Unit::Day);
        if !comparable {
            found.error(
                "P307",
                param.place,
                format!("承诺时限的单位 {unit} 和法定期限的 {} 不同", length.unit),
                format!("the promise counts in {unit}, the law in {}", length.unit),
            );
        } else if value > law.into() {
            found.error(
                "P307",
                param.place,
                format!("承诺时限 {value} 比法定期限 {law} 长"),
                format!("the promise of {value} is longer than the law's {law}"),
            );
        }
    }
}

fn pauses(case: &Case, clock: &Clock, found: &mut Findings) {
    for pause in &clock.pauses {
        // A main clock may pause in any track; in a state of its own run it must be able to run there.
        let Some(state) = case.p.states.get(&pause.within) else { continue };
        if state.track == clock.track && !case.reach.runs_in(&clock.id, &state.id) {
            let message = format!("期限“{}”在“{}”里从不运行，中止没有意义", clock.title.zh, state.title.zh);
            found.warn("P306", pause.place, message, format!("{} never runs in {}; its pause there means nothing", clock.id, state.id));
        }
    }
}

/// A lapse belongs to a maximum, and ends its clock by itself.
fn lapse(case: &Case, clock: &Clock, found: &mut Findings) {
    let Some(lapse) = &clock.lapse else { return };
    if matches!(clock.mode, Mode::AtLeast(_)) {
        found.error("P305", lapse.place, "最短期限没有届满的后果", "a minimum has no lapse");
    }
    if let LapseFor::Against { by, .. } = &lapse.side
        && let Some(role) = case.p.roles.get(by).filter(|r| !matches!(r.held_by, HeldBy::Unit(_)))
    {
        found
            .error(
                "P305",
                lapse.place,
                format!("届满的后果由“{}”确认，它不是我方的角色", role.title.zh),
                format!("{by}, who confirms the lapse, is not a role of ours"),
            )
            .hint("by= 写我方的角色", "by= names a role of ours");
    }
    let to = lapse.to.as_ref().and_then(|s| case.p.states.get(s)).filter(|s| s.track != clock.track);
    if let Some(state) = to {
        found
            .error(
                "P314",
                lapse.place,
                format!("期限“{}”届满要走到“{}”，那是另一条线的环节", clock.title.zh, state.title.zh),
                format!("the lapse of {} leads to {}, a state of another run", clock.id, state.id),
            )
            .hint("届满只移动期限自己的那条线；另一条线由办理事项移动", "a lapse moves its own run; an action moves another");
    }
    if clock.stops.contains(&lapse.event) {
        let message = format!("期限“{}”把自己届满的事件 {} 写成了停止", clock.title.zh, lapse.event);
        found.warn("P305", lapse.place, message, format!("{} names its own lapse {} as a stop", clock.id, lapse.event));
    }
}
