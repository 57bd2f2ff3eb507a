//! One sentence about a due day.

use super::Instance;
use crate::Frame;
use kernel::{Date, Lang, chinese_date, english_date};
use procedure::model::{Clock, Mode};

/// One sentence about a due day, ready to be copied into a paper.
#[must_use]
pub fn sentence(frame: &Frame<'_>, instance: &Instance, lang: Lang) -> String {
    let Some(clock) = instance.clock_in(frame) else { return String::new() };
    let title = clock.title.text(lang);
    let paused = instance.paused_since.map(|d| date(d, lang)).unwrap_or_default();
    match (instance.due_on, instance.paused_since, lang) {
        (Some(due), _, Lang::Zh) => {
            format!("{}{}{}至{}届满。", start(clock, instance, lang), length(instance, lang), moved(instance, lang), chinese_date(due))
        }
        (Some(due), _, Lang::En) => {
            format!("{}, {}{}ending on {}.", start(clock, instance, lang), length(instance, lang), moved(instance, lang), english_date(due))
        }
        (None, Some(_), Lang::Zh) => format!("“{title}”自{paused}起停止计算，恢复后接着算。"),
        (None, Some(_), Lang::En) => format!("“{title}” stands still since {paused}."),
        (None, None, Lang::Zh) => format!("“{title}”的期限尚未设定，待本单位填写后才有日期。"),
        (None, None, Lang::En) => format!("“{title}” has no date yet: the bureau has not set its length."),
    }
}

fn date(d: Date, lang: Lang) -> String {
    if lang == Lang::Zh { chinese_date(d) } else { english_date(d) }
}

/// From when it counts, and which round it is.
fn start(clock: &Clock, instance: &Instance, lang: Lang) -> String {
    let Some(round) = instance.round else {
        let on = date(instance.started_on, lang);
        return match (instance.restarted, lang) {
            (false, Lang::Zh) => format!("自{on}的次日起算，"),
            (true, Lang::Zh) => format!("自{on}的次日起重新起算，"),
            (false, Lang::En) => format!("Counted from the day after {on}"),
            (true, Lang::En) => format!("Counted afresh from the day after {on}"),
        };
    };
    let (from, nth) = (date(round.from, lang), round.nth);
    match (&clock.mode, lang) {
        (Mode::Yearly { month, day, .. }, Lang::Zh) => format!("自{from}起每年{month}月{day}日前一次，第{nth}次，"),
        (Mode::Yearly { month, day, .. }, Lang::En) => format!("Due each year by {month}-{day:02} from {from} on, round {nth}"),
        (_, Lang::Zh) => format!("自{from}的次日起按次计算，第{nth}次，"),
        (_, Lang::En) => format!("Counted in rounds from the day after {from}, round {nth}"),
    }
}

/// How long it is, and whose number that is.
fn length(instance: &Instance, lang: Lang) -> String {
    let Some(length) = instance.length.map(|l| l.title()) else { return String::new() };
    match (instance.round.is_some(), instance.other_law, lang) {
        (true, _, Lang::Zh) => format!("每次{}，", length.zh),
        (true, _, Lang::En) => format!("{} each, ", length.en),
        (false, false, Lang::Zh) => format!("共{}，", length.zh),
        (false, true, Lang::Zh) => format!("依另一部法律共{}，", length.zh),
        (false, false, Lang::En) => format!("{}, ", length.en),
        (false, true, Lang::En) => format!("{} by another law, ", length.en),
    }
}

/// What moved its end: extensions with their day, pauses.
fn moved(instance: &Instance, lang: Lang) -> String {
    let granted = instance.extended.iter().map(|e| match lang {
        Lang::Zh => format!("{}延长{}，", chinese_date(e.on), e.period.title().zh),
        Lang::En => format!("extended by {} on {}, ", e.period.title().en, english_date(e.on)),
    });
    let mut out: String = granted.collect();
    let still: i32 = instance.pauses.iter().map(|p| (p.until - p.after).get_days()).sum();
    match lang {
        _ if still == 0 => {}
        Lang::Zh => out += &format!("其间停表{still}天，"),
        Lang::En => out += &format!("standing still for {still} day(s), "),
    }
    out
}
