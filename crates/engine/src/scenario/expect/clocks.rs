//! What an example expects of a clock.

use super::{date, holds, nth_is};
use crate::{Frame, Instance, Light, Matter, light};
use kernel::{Date, Id};
use procedure::scenario::ClockIs;

pub(super) fn check(
    frame: &Frame<'_>,
    matter: &Matter,
    today: Date,
    (clock, nth, round): (&Id, Option<u32>, Option<u32>),
    is: &ClockIs,
) -> Result<(), String> {
    let all: Vec<&Instance> = matter.clocks.iter().filter(|i| i.clock == *clock && nth_is(i.holder.as_ref(), nth)).collect();
    let instance = match round {
        None => all.last().copied(),
        Some(n) => all.get((n as usize).saturating_sub(1)).copied(),
    };
    let some = |f: &dyn Fn(&Instance) -> bool| instance.is_some_and(f);
    let (what, found, expected) = match is {
        ClockIs::Started(b) => ("started", instance.is_some(), *b),
        ClockIs::Provisional(b) => ("provisional", some(&|i| i.provisional), *b),
        ClockIs::Paused(b) => ("paused", some(&|i| i.running() && i.paused_since.is_some()), *b),
        ClockIs::Running(b) => ("running", some(&Instance::running), *b),
        ClockIs::Stopped(b) => ("stopped", some(&|i| !i.running()), *b),
        ClockIs::Proposed(b) => ("proposed", some(&|i| i.lapse_proposed(today)), *b),
        ClockIs::Lapsed(b) => ("lapsed", some(&|i| i.lapsed), *b),
        ClockIs::Due(None) => {
            let due = instance.and_then(|i| i.due_on);
            let ok = instance.is_some() && due.is_none();
            let now = if instance.is_some() { date(due) } else { "还没有开始".to_owned() };
            return holds(ok, || format!("期限“{clock}”应当没有日期，实际{now}"));
        }
        ClockIs::Due(Some(when)) => {
            let due = instance.and_then(|i| i.due_on);
            let at = instance.and_then(|i| i.due_at);
            let ok = due == Some(when.day()) && (!when.timed || at == Some(when.civil));
            return holds(ok, || format!("期限“{clock}”应到 {}，实际{}", when.day(), date(due)));
        }
        ClockIs::Light(word) => {
            let now = instance.map(|i| light(frame, i, today));
            let ok = match word.as_str() {
                "green" => now == Some(Light::Green),
                "amber" => now == Some(Light::Amber),
                "red" => now == Some(Light::Red),
                _ => return Err(format!("“{word}”不是一种灯：green、amber、red")),
            };
            return holds(ok, || format!("期限“{clock}”的灯应为 {word}，实际 {}", lit(now)));
        }
    };
    holds(found == expected, || format!("期限“{clock}” {what}：应为 #{expected}，实际 #{found}"))
}

fn lit(light: Option<Light>) -> &'static str {
    match light {
        Some(Light::Green) => "green",
        Some(Light::Amber) => "amber",
        Some(Light::Red) => "red",
        _ => "没有灯",
    }
}
