//! What an example expects of a matter.

use super::cast::Cast;
use crate::{Context, Frame, Instance, Light, Matter, Standing, light, offers};
use kernel::{Date, Id, Moment};
use procedure::scenario::{ClockIs, Expect, Who};

pub(super) fn check(frame: &Frame<'_>, matter: Option<&Matter>, cast: &mut Cast, today: Date, expect: &Expect) -> Result<(), String> {
    let matter = matter.ok_or("事项还没有开始")?;
    match expect {
        Expect::State(state) => {
            holds(matter.is_in(state), || format!("应在“{state}”，实际在{:?}", matter.live_states().collect::<Vec<_>>()))
        }
        Expect::Track { track, running } => {
            let runs = matter.tracks.get(track).is_some_and(|r| !r.closed);
            holds(runs == *running, || format!("轨道“{track}”运行：应为{running}，实际{runs}"))
        }
        Expect::Event { event, on, happened } => {
            let found = matter.last(event.as_str()).map(|e| e.on);
            let ok = found.is_some() == *happened && on.is_none_or(|on| found == Some(on));
            holds(ok, || format!("事件“{event}”：应{}{on:?}，实际{found:?}", if *happened { "发生" } else { "未发生" }))
        }
        Expect::Offered { action, by, offered } => offered_to(frame, matter, cast, today, (action, by.as_ref(), *offered)),
        Expect::Choice { choice, value } => {
            let known = frame.procedure.choices.get(choice).ok_or_else(|| format!("没有“{choice}”这个选择"))?;
            let now = frame.value(known, &frame.facts(matter, today));
            holds(now == *value, || format!("“{choice}”应为{value:?}，实际{now:?}"))
        }
        Expect::Paper { paper, issued } => {
            let found = matter.papers.iter().any(|p| p.paper == *paper);
            holds(found == *issued, || format!("文书“{paper}”制发：应为{issued}，实际{found}"))
        }
        Expect::Clock { clock, is } => clock_is(frame, matter, today, clock, is),
    }
}

fn holds(ok: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if ok { Ok(()) } else { Err(message()) }
}

fn offered_to(
    frame: &Frame<'_>,
    matter: &Matter,
    cast: &mut Cast,
    today: Date,
    (action, by, expected): (&Id, Option<&Id>, bool),
) -> Result<(), String> {
    let known = frame.procedure.action(action.as_str()).ok_or_else(|| format!("没有“{action}”这个动作"))?;
    let roles: Vec<Id> = by.map_or_else(|| known.by.iter().chain(&known.via).cloned().collect(), |b| vec![b.clone()]);
    let open = roles.iter().any(|role| {
        let actor = cast.actor(frame.procedure, Some(matter), &Who { role: role.clone(), person: None });
        let context = Context { actor: &actor, now: Moment::morning(today), registers: cast.registers() };
        offers(frame, matter, &context).iter().any(|o| o.action.id == *action && !matches!(o.standing, Standing::Refused(_)))
    });
    holds(open == expected, || format!("“{action}”可办：应为{expected}，实际{open}"))
}

fn clock_is(frame: &Frame<'_>, matter: &Matter, today: Date, clock: &Id, is: &ClockIs) -> Result<(), String> {
    let instance = matter.clocks.iter().rev().find(|i| i.clock == *clock);
    let some = |f: &dyn Fn(&Instance) -> bool| instance.is_some_and(f);
    let (found, expected) = match is {
        ClockIs::Started(b) => (instance.is_some(), *b),
        ClockIs::Provisional(b) => (some(&|i| i.provisional), *b),
        ClockIs::Paused(b) => (some(&|i| i.running() && i.paused_since.is_some()), *b),
        ClockIs::Running(b) => (some(&Instance::running), *b),
        ClockIs::Stopped(b) => (some(&|i| !i.running()), *b),
        ClockIs::Proposed(b) => (some(&|i| i.lapse_proposed(today)), *b),
        ClockIs::Lapsed(b) => (some(&|i| i.lapsed), *b),
        ClockIs::Due(None) => (some(&|i| i.due_on.is_none()), true),
        ClockIs::Due(Some(when)) => {
            let due = instance.and_then(|i| i.due_on);
            let at = instance.and_then(|i| i.due_at);
            let ok = due == Some(when.day()) && (!when.timed || at == Some(when.civil));
            return holds(ok, || {
                format!("期限“{clock}”应到{}，实际{}", when.day(), due.map_or_else(|| "没有日期".to_owned(), |d| d.to_string()))
            });
        }
        ClockIs::Light(word) => {
            let now = instance.map(|i| light(frame, i, today));
            let ok = match word.as_str() {
                "green" => now == Some(Light::Green),
                "amber" => now == Some(Light::Amber),
                "red" => now == Some(Light::Red),
                _ => return Err(format!("“{word}”不是一种灯：green、amber、red")),
            };
            return holds(ok, || format!("期限“{clock}”的灯应为{word}，实际{now:?}"));
        }
    };
    holds(found == expected, || format!("期限“{clock}”{is:?}：实际{found}"))
}
