//! A clock as an entry.

use super::{entry, when};
use crate::model::{Clock, Extend, LapseFor, Length, Mode, Rechosen};
use crate::telling::{Aspect, Entry, Teller, join};
use kernel::{Id, Title};

pub(super) fn clock(t: &Teller, c: &Clock) -> Entry {
    let (zh, en) = match c.mode {
        Mode::Within | Mode::Until(_) => ("最迟", "Within"),
        Mode::AtLeast(_) => ("最短", "At least"),
        Mode::Before(_) => ("至少提前（那一天不算在内）", "Ahead by at least (that day not counted)"),
        Mode::Every(_) | Mode::Yearly { .. } => ("每满", "Every"),
    };
    let mut aspects: Vec<Aspect> = Vec::new();
    for length in &c.lengths {
        let ground = if length.ground.is_empty() { &c.ground } else { &length.ground };
        aspects.push(Aspect::new(zh, en, t.length(length)).resting_on(t.ground(ground)));
        let seen = t.surroundings(ground);
        aspects.push(Aspect::new("条文用语", "In the text", Title::new(seen.clone(), seen)));
        aspects.push(Aspect::new("其他法律另有规定的", "Where another law says", other_law(t, length)));
    }
    match &c.mode {
        Mode::Until(field) | Mode::Before(field) => {
            aspects.push(Aspect::new("以哪一天为准", "The day", t.name(field)).resting_on(t.ground(&c.ground)));
        }
        Mode::AtLeast(Some(field)) => aspects.push(Aspect::new("不得早于期满", "Not before its end", t.name(field))),
        Mode::Every(state) => aspects.push(Aspect::new("在哪里循环", "Recurs in", rounds(t, state))),
        Mode::Yearly { month, day, state } => {
            let on = Title::new(format!("每年 {month} 月 {day} 日"), format!("each year on {month:02}-{day:02}"));
            aspects.push(Aspect::new("最迟", "Within", on).resting_on(t.ground(&c.ground)));
            aspects.push(Aspect::new("在哪里循环", "Recurs in", rounds(t, state)));
        }
        Mode::Within | Mode::AtLeast(None) => {}
    }
    let pauses = c.pauses.iter().map(|s| {
        let (within, ground) = (t.name(&s.within), t.ground(&s.ground));
        Title::new(format!("{}（{}）", within.zh, ground.zh), format!("{} ({})", within.en, ground.en))
    });
    let extends = c.extends.iter().map(|e| Aspect::new("延长", "Extended", extension(t, e)).resting_on(t.ground(&e.ground)));
    aspects.extend(extends);
    let restarts = c.restarts.iter().map(|r| Aspect::new("重新起算", "Starts afresh", t.event(&r.event)).resting_on(t.ground(&r.ground)));
    aspects.extend(restarts);
    aspects.extend(c.rechosen.iter().map(|r| Aspect::new("选项改变时", "When chosen anew", rechosen(r)).resting_on(t.ground(&r.ground))));
    let each =
        c.each.as_ref().map(|role| t.name(role)).map(|r| Title::new(format!("{}每一位各算各的", r.zh), format!("one for each {}", r.en)));
    let overlay = c.overlay.as_ref().map(|id| t.name(id));
    let overlay =
        overlay.map(|o| Title::new(format!("叠加环节“{}”，随它结束", o.zh), format!("the overlay “{}”, with which it ends", o.en)));
    let amber = if c.amber == 0 {
        Title::default()
    } else {
        Title::new(format!("届满前 {} 个工作日", c.amber), format!("{} working days before", c.amber))
    };
    aspects.extend([
        Aspect::new("约束谁", "Binds", t.name(&c.binds)),
        Aspect::new("逐个计算", "One by one", each.unwrap_or_default()),
        Aspect::new("属于", "Belongs to", overlay.unwrap_or_default()),
        when(t.values(&c.only)),
        Aspect::new("开始", "Starts", join(c.starts.iter().map(|s| t.start(s)), "、", ", ")),
        Aspect::new("中止", "Pauses", join(pauses, "；", "; ")),
        Aspect::new("停止", "Stops", t.events(&c.stops)),
        Aspect::new("届满", "On lapse", lapse(t, c)),
        Aspect::new("挡住", "Gates", t.names(&c.gates)),
        Aspect::new("承诺", "Promise", c.promise.as_ref().map(|id| t.name(id)).unwrap_or_default()),
        Aspect::new("黄灯", "Amber", amber),
        Aspect::new("怎样计算", "Counted by", c.counting.title()),
    ]);
    entry(c.id.as_str(), &c.title, aspects)
}

fn lapse(t: &Teller, c: &Clock) -> Title {
    let Some(lapse) = &c.lapse else { return Title::default() };
    let to = lapse.to.as_ref().map_or_else(
        || Title::new("记为事件", "recorded as an event"),
        |id| {
            let to = t.name(id);
            Title::new(format!("进入“{}”", to.zh), format!("moves to “{}”", to.en))
        },
    );
    let (side, ground) = (&lapse.side, t.ground(&lapse.ground));
    let (zh, en) = match side {
        LapseFor::For(role) => (format!("有利于{}，自动生效", t.name(role).zh), format!("in favour of {}, by itself", t.name(role).en)),
        LapseFor::Against { role, by } => (
            format!("不利于{}，由{}确认", t.name(role).zh, t.name(by).zh),
            format!("against {}, confirmed by {}", t.name(role).en, t.name(by).en),
        ),
    };
    let remedies = t.remedies(&lapse.remedies);
    let may = if remedies.zh.is_empty() {
        Title::default()
    } else {
        Title::new(format!("；可以{}", remedies.zh), format!("; opens {}", remedies.en))
    };
    Title::new(format!("{}；{zh}{}（{}）", to.zh, may.zh, ground.zh), format!("{}; {en}{} ({})", to.en, may.en, ground.en))
}

fn other_law(t: &Teller, length: &Length) -> Title {
    let Some(field) = length.other_law.as_ref().map(|id| t.name(id)) else { return Title::default() };
    Title::new(format!("以“{}”所填的期间代替", field.zh), format!("the period in “{}” takes its place", field.en))
}

fn rounds(t: &Teller, state: &Id) -> Title {
    let state = t.name(state);
    Title::new(
        format!("{}；从进入之日起一轮一轮算，没办的一轮一直开着", state.zh),
        format!("{}; round by round from the day of entry, and one undone stays open", state.en),
    )
}

/// 至多 30 日，1 次；由“延长”办理
fn extension(t: &Teller, e: &Extend) -> Title {
    let (max, only, act) = (t.amount(&e.max, e.unit), t.only(&e.only), t.event(&e.event));
    let times = e.times.map_or_else(
        || Title::new("次数不限", "as often as granted"),
        |n| Title::new(format!("{n} 次"), if n == 1 { "once".to_owned() } else { format!("{n} times") }),
    );
    let granted = e
        .granted
        .as_ref()
        .map(|id| t.name(id))
        .map(|f| Title::new(format!("，每次多少看“{}”所填", f.zh), format!(", as many as “{}” says", f.en)));
    let granted = granted.unwrap_or_default();
    Title::new(
        format!("至多 {}，{}{}；届满前由“{}”作出{}", max.zh, times.zh, granted.zh, act.zh, only.zh),
        format!("at most {}, {}{}; by “{}” before it ends{}", max.en, times.en, granted.en, act.en, only.en),
    )
}

fn rechosen(r: &Rechosen) -> Title {
    match r.new_start {
        true => Title::new("从改变之日起按新的长短重新算", "a fresh full length from the day of the change"),
        false => Title::new("起点不变，按新的长短算", "the new length from the old start"),
    }
}
