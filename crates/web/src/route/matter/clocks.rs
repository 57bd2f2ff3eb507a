//! The deadlines of a matter: running ones with their cell, stopped ones with what became of them.

use super::head::Look;
use crate::server::words::due;
use crate::view::{ClockRow, DueCell, DueHead, Light};
use engine::Instance;
use kernel::Lang;

/// Every run of every clock, running ones first.
pub(super) fn rows(look: &Look<'_>) -> Vec<ClockRow> {
    let mut all: Vec<&Instance> = look.matter().clocks.iter().collect();
    all.sort_by_key(|i| (!i.running(), i.due_on, i.start_seq));
    all.into_iter().filter_map(|i| row(look, i)).collect()
}

fn row(look: &Look<'_>, instance: &Instance) -> Option<ClockRow> {
    let (file, names) = (look.file, look.names());
    let clock = instance.clock_in(&file.frame)?;
    let state = engine::light(&file.frame, instance, look.today());
    let day = instance.promise_on.or(instance.due_on);
    let mut cell = due(look.site, look.visit, look.matter().id, Some(&instance.clock), day, state).unwrap_or_else(|| DueCell {
        head: DueHead::Words(look.t("日期待定", "No date yet")),
        words: look.t("本单位还没有设定期限", "the bureau has not set its length"),
        light: Light::Wait,
        href: Some(format!("{}/clocks/{}", look.href(), instance.clock)),
    });
    if let (Some(holder), Some(href)) = (instance.holder.as_ref().filter(|_| clock.each.is_some()), &mut cell.href) {
        href.push_str(&format!("?of={holder}"));
    }
    let whose = instance.holder.as_ref().filter(|_| clock.each.is_some()).map(|h| names.holder(look, h));
    let title = [Some(names.text(&clock.title).to_owned()), whose].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Some(ClockRow { title, due: instance.running().then_some(cell), outcome: outcome(look, instance) })
}

/// What became of a run, or how it stands beside its day.
pub(crate) fn outcome(look: &Look<'_>, instance: &Instance) -> String {
    let zh = look.visit.lang == Lang::Zh;
    if instance.lapse_proposed(look.today()) {
        return look.t("已届满，等承办人决定是否按届满处理", "ran out; the handler decides whether to treat it as lapsed");
    }
    if let (Some(on), Some(law)) = (instance.promise_on, instance.due_on)
        && instance.running()
    {
        return match zh {
            true => format!("承诺{}办结，法定最迟{}", look.day(on), look.day(law)),
            false => format!("promised for {}, by law {} at the latest", look.day(on), look.day(law)),
        };
    }
    let Some(stopped) = instance.stopped_on else { return String::new() };
    let day = look.day(stopped);
    match (instance.lapsed, instance.void, instance.due_on) {
        (true, ..) => look.t("已届满，按法律规定处理", "ran out; the law’s consequence followed"),
        (_, true, _) => {
            if zh {
                format!("{day}随本案结束")
            } else {
                format!("ended with the matter on {day}")
            }
        }
        (_, _, Some(due)) if stopped > due => {
            let days = look.site.bureau.library.calendar().workdays_between(due, stopped).max(1);
            if zh { format!("{day}办结，超{days}个工作日") } else { format!("done on {day}, {days} working day(s) late") }
        }
        (_, _, Some(due)) => {
            let days = look.site.bureau.library.calendar().workdays_between(stopped, due);
            match (days, zh) {
                (0, true) => format!("{day}办结，按时"),
                (0, false) => format!("done on {day}, in time"),
                (_, true) => format!("{day}办结，提前{days}个工作日"),
                (_, false) => format!("done on {day}, {days} working day(s) early"),
            }
        }
        (_, _, None) => {
            if zh {
                format!("{day}办结")
            } else {
                format!("done on {day}")
            }
        }
    }
}
