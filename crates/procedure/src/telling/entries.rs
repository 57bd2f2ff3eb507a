//! The entries of a procedure, in the order in which a jurist reads: who, where, what, by when, on which paper.

mod act;
mod clock;
mod form;
mod register;

pub(crate) use register::registers;

use super::{Aspect, Entry, Part, Teller, join};
use crate::check::Reach;
use crate::model::{ChoiceSource, Param, Place, Role};
use kernel::Title;

/// Everything that the procedure says.
pub(crate) fn parts(t: &Teller) -> Vec<Part> {
    let part = |zh: &str, en: &str, entries: Vec<Entry>| Part { heading: Title::new(zh, en), entries };
    let p = t.p;
    let all = vec![
        part("引用的法律", "Laws cited", laws(t)),
        part("角色", "Roles", roles(t)),
        part("选项", "Choices", choices(t)),
        part(
            "规则",
            "Rules",
            in_order(p.rules.values(), |r| r.place).map(|r| entry(r.id.as_str(), &r.title, vec![rests(t.ground(&r.ground))])).collect(),
        ),
        part("环节", "States", states(t)),
        part("办理事项", "Actions", p.actions.iter().map(|a| act::action(t, a)).collect()),
        part("期限", "Clocks", p.clocks.iter().filter(|c| !c.notice).map(|c| clock::clock(t, c)).collect()),
        part("文书", "Papers", papers(t)),
        part("救济", "Remedies", remedies(t)),
        part("表单", "Forms", form::forms(t)),
        part("本地参数", "Parameters", in_order(p.params.values(), |r| r.place).map(|r| param(t, r)).collect()),
        part(
            "保密",
            "Secrecy",
            p.secrecy
                .iter()
                .map(|s| entry(s.level.as_str(), &s.title, vec![when(t.values(&s.only)), rests(t.ground(&s.ground))]))
                .collect(),
        ),
    ];
    all.into_iter().filter(|part| !part.entries.is_empty()).collect()
}

/// An entry without its empty aspects.
pub(super) fn entry(key: &str, title: &Title, aspects: Vec<Aspect>) -> Entry {
    let aspects = aspects.into_iter().filter(|a| !a.value.zh.is_empty()).collect();
    Entry { key: key.to_owned(), title: title.clone(), aspects }
}

fn rests(ground: Title) -> Aspect {
    Aspect::new("依据", "Rests on", ground)
}

fn when(only: Title) -> Aspect {
    Aspect::new("限于", "Only", only)
}

/// The order of the file, not of the alphabet.
pub(crate) fn in_order<T>(all: impl Iterator<Item = T>, place: impl Fn(&T) -> Place) -> impl Iterator<Item = T> {
    let mut all: Vec<T> = all.collect();
    all.sort_by_key(|x| place(x).offset);
    all.into_iter()
}

fn yes(is: bool, zh: &str, en: &str) -> Title {
    if is { Title::new(zh, en) } else { Title::default() }
}

fn laws(t: &Teller) -> Vec<Entry> {
    let law = |(alias, law): (&kernel::Id, &crate::model::Law)| {
        let edition = law.edition.as_ref().map_or_else(
            || Title::new("正文不在手边，只引名称", "text not at hand; cited by name"),
            |e| Title::new(format!("{e} 年版"), format!("edition {e}")),
        );
        entry(alias.as_str(), &Title::new(format!("《{}》", law.title), alias.to_string()), vec![Aspect::new("版本", "Edition", edition)])
    };
    in_order(t.p.laws.iter(), |(_, l)| l.place).map(law).collect()
}

fn roles(t: &Teller) -> Vec<Entry> {
    let role = |r: &Role| {
        let acts_for = r.acts_for.as_ref().map(|id| t.name(id)).unwrap_or_default();
        let body = Title::new(
            "集体：凭表决情况签批，到会人数够，并且到会过半数赞成",
            "by its minutes: a quorum, and more than half of those present",
        );
        let mut aspects = vec![
            Aspect::new("由谁担任", "Held by", t.held_by(&r.held_by)),
            Aspect::new("人数", "Number", yes(r.many, "可以几人", "several may hold it")),
        ];
        aspects.extend(r.bounds.iter().map(|b| {
            let only = t.only(&b.only);
            let value = match b.least {
                true => Title::new(format!("至少 {} 人{}", b.persons, only.zh), format!("at least {}{}", b.persons, only.en)),
                false => Title::new(format!("至多 {} 人{}", b.persons, only.zh), format!("at most {}{}", b.persons, only.en)),
            };
            Aspect::new("人数界限", "Bounds", value).resting_on(t.ground(&b.ground))
        }));
        aspects.extend([
            Aspect::new("怎样决定", "Decides", if r.body { body } else { Title::default() }),
            when(t.values(&r.only)),
            Aspect::new("代表", "Acts for", acts_for),
            rests(t.ground(&r.ground)),
        ]);
        entry(r.id.as_str(), &r.title, aspects)
    };
    in_order(t.p.roles.values(), |r| r.place).map(role).collect()
}

fn choices(t: &Teller) -> Vec<Entry> {
    let choice = |c: &crate::model::Choice| {
        let source = match &c.source {
            ChoiceSource::Act => Title::new("由表单或办理事项确定", "set by a form or an act"),
            ChoiceSource::Rule(rule) => Title::new(format!("由规则 {rule} 得出"), format!("computed by the rule {rule}")),
        };
        let value = |v: &crate::model::Value| {
            let ground = t.ground(&v.ground);
            if ground.zh.is_empty() {
                v.title.clone()
            } else {
                Title::new(format!("{}（{}）", v.title.zh, ground.zh), format!("{} ({})", v.title.en, ground.en))
            }
        };
        let aspects = vec![
            Aspect::new("值", "Values", join(c.values.iter().map(value), "、", ", ")),
            Aspect::new("怎样确定", "Set by", source),
            Aspect::new("未定时", "By default", c.default.as_ref().map(|id| t.name(id)).unwrap_or_default()),
            Aspect::new("此后不变", "Fixed at", c.fixed_at.as_ref().map(|id| t.event(id)).unwrap_or_default()),
            rests(t.ground(&c.ground)),
        ];
        entry(c.id.as_str(), &c.title, aspects)
    };
    in_order(t.p.choices.values(), |c| c.place).map(choice).collect()
}

fn states(t: &Teller) -> Vec<Entry> {
    let reach = Reach::of(t.p);
    let state = |s: &crate::model::State| {
        let offered = t.p.actions.iter().filter(|a| a.offered_in(&s.id)).map(|a| a.title.clone());
        // Clocks that began on the way run on; the jurist sees which may be running here.
        let running = t.p.clocks.iter().filter(|c| !c.notice && !s.end && reach.runs_in(&c.id, &s.id)).map(|c| c.title.clone());
        let aspects = vec![
            Aspect::new("属于", "Run", s.track.as_ref().map(|id| t.name(id)).unwrap_or_default()),
            Aspect::new("性质", "Kind", yes(s.end, "终点", "end")),
            Aspect::new(
                "性质",
                "Kind",
                yes(
                    s.overlay,
                    "叠加环节：叠在主线环节上，这时主线只办写明可以在这里办的事项；并行线照走；期限只在写明处停",
                    "overlay: laid over the main state, whose own acts rest meanwhile; tracks go on; a clock stands still only where it says so",
                ),
            ),
            Aspect::new("可办", "Offers", join(offered, "、", ", ")),
            Aspect::new("期限", "Clocks", join(running, "、", ", ")),
            Aspect::new("由谁掌握", "Open-ended", s.open_ended.clone().unwrap_or_default()),
        ];
        entry(s.id.as_str(), &s.title, aspects)
    };
    in_order(t.p.states.values(), |s| s.place).map(state).collect()
}

fn papers(t: &Teller) -> Vec<Entry> {
    let paper = |d: &crate::model::Paper| {
        let aspects = vec![
            Aspect::new("送达", "To", t.names(&d.to)),
            Aspect::new("抄送（同样登记送达）", "Copies (served as well)", t.names(&d.copies)),
            Aspect::new("告知救济", "Tells of", t.remedies(&d.remedies)),
            rests(t.ground(&d.ground)),
        ];
        entry(d.id.as_str(), &d.title, aspects)
    };
    in_order(t.p.papers.values(), |d| d.place).map(paper).collect()
}

fn remedies(t: &Teller) -> Vec<Entry> {
    let remedy = |r: &crate::model::Remedy| {
        let within =
            r.within.as_ref().map_or_else(|| Title::new("法律没有规定期限", "the law sets no period"), |(a, unit)| t.amount(a, *unit));
        let seen = if r.within.is_some() { t.surroundings(&r.ground) } else { String::new() };
        let aspects = vec![
            Aspect::new("向哪里", "Organ", Title::new(r.organ.clone(), r.organ.clone())),
            Aspect::new("期限", "Within", within).resting_on(t.ground(&r.ground)),
            Aspect::new("条文用语", "In the text", Title::new(seen.clone(), seen)),
            Aspect::new("怎样计算", "Counted by", r.counting.map(|c| c.title()).unwrap_or_default()),
        ];
        entry(r.id.as_str(), &r.title, aspects)
    };
    in_order(t.p.remedies.values(), |r| r.place).map(remedy).collect()
}

fn param(t: &Teller, r: &Param) -> Entry {
    let value = r
        .value
        .map_or_else(|| Title::new("待定", "not set"), |v| Title::new(format!("{v} {}", t.unit(&r.unit)), format!("{v} {}", r.unit)));
    let bound = |n: Option<u64>| n.map(|n| Title::new(n.to_string(), n.to_string())).unwrap_or_default();
    let aspects = vec![
        Aspect::new("值", "Value", value).resting_on(t.ground(&r.ground)),
        Aspect::new("至少", "At least", bound(r.min)),
        Aspect::new("至多", "At most", bound(r.max)),
    ];
    entry(r.id.as_str(), &r.title, aspects)
}
