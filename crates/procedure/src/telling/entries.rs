//! The entries of a procedure, in the order in which a jurist reads: who, where, what, by when, on which paper.

use super::{Aspect, Entry, Part, Teller, join};
use crate::check::Reach;
use crate::model::{Action, ChoiceSource, Clock, Field, Form, FormUse, From, LapseFor, Mode, Param, Place, Section};
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
        part("办理事项", "Actions", p.actions.iter().map(|a| action(t, a)).collect()),
        part("期限", "Clocks", p.clocks.iter().map(|c| clock(t, c)).collect()),
        part("文书", "Papers", papers(t)),
        part("救济", "Remedies", remedies(t)),
        part("表单", "Forms", forms(t)),
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
fn in_order<T>(all: impl Iterator<Item = T>, place: impl Fn(&T) -> Place) -> impl Iterator<Item = T> {
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
    let role = |r: &crate::model::Role| {
        let acts_for = r.acts_for.as_ref().map(|id| t.name(id)).unwrap_or_default();
        let aspects = vec![
            Aspect::new("由谁担任", "Held by", t.held_by(&r.held_by)),
            Aspect::new("人数", "Number", yes(r.many, "可以几人", "several may hold it")),
            Aspect::new("代表", "Acts for", acts_for),
            rests(t.ground(&r.ground)),
        ];
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
        let running = t.p.clocks.iter().filter(|c| !s.end && reach.runs_in(&c.id, &s.id)).map(|c| c.title.clone());
        let aspects = vec![
            Aspect::new("属于", "Run", s.track.as_ref().map(|id| t.name(id)).unwrap_or_default()),
            Aspect::new("性质", "Kind", yes(s.end, "终点", "end")),
            Aspect::new("可办", "Offers", join(offered, "、", ", ")),
            Aspect::new("期限", "Clocks", join(running, "、", ", ")),
            Aspect::new("由谁掌握", "Open-ended", s.open_ended.clone().unwrap_or_default()),
        ];
        entry(s.id.as_str(), &s.title, aspects)
    };
    in_order(t.p.states.values(), |s| s.place).map(state).collect()
}

fn action(t: &Teller, a: &Action) -> Entry {
    let from = a.from.iter().map(|f| match f {
        From::New => Title::new("新事项", "a new matter"),
        From::State(state) => t.name(state),
    });
    let needs = a.needs.iter().map(|n| {
        let events = join(n.events.iter().map(|e| t.event(e)), if n.any { "或者" } else { "、" }, if n.any { " or " } else { ", " });
        let (only, ground) = (t.only(&n.only), t.ground(&n.ground));
        let ground =
            if ground.zh.is_empty() { Title::default() } else { Title::new(format!("（{}）", ground.zh), format!(" ({})", ground.en)) };
        Title::new(format!("{}{}{}", events.zh, only.zh, ground.zh), format!("{}{}{}", events.en, only.en, ground.en))
    });
    let sign = a.sign.iter().map(|s| {
        let (roles, only) = (
            join(s.roles.iter().map(|r| t.name(r)), if s.any { "或者" } else { "和" }, if s.any { " or " } else { " and " }),
            t.only(&s.only),
        );
        Title::new(format!("{}{}", roles.zh, only.zh), format!("{}{}", roles.en, only.en))
    });
    let papers = a.papers.iter().map(|d| {
        let (name, only) = (t.name(&d.paper), t.only(&d.only));
        Title::new(format!("{}{}", name.zh, only.zh), format!("{}{}", name.en, only.en))
    });
    let forms = a.forms.iter().map(|f| match f {
        FormUse::Named(id) => t.name(id),
        FormUse::Inline(form) => join(form.sections.iter().flat_map(|s| &s.fields).map(|f| f.title.clone()), "、", ", "),
    });
    let one = |id: &Option<kernel::Id>| id.as_ref().map(|id| t.name(id)).unwrap_or_default();
    let aspects = vec![
        Aspect::new("在哪里办", "Offered in", join(from, "、", ", ")),
        Aspect::new("谁办", "Done by", t.names(&a.by)),
        Aspect::new("谁登记", "Entered by", one(&a.via)),
        when(t.values(&a.only)),
        Aspect::new("要符合", "Must hold", t.rules(&a.when)),
        Aspect::new("先要有", "Needs", join(needs, "；", "; ")),
        Aspect::new("先要结束", "Must have ended", t.names(&a.ended)),
        Aspect::new("次数", "Times", yes(a.once, "只一次", "once")),
        Aspect::new("填写", "Fills in", join(forms, "；", "; ")),
        Aspect::new("签批", "Signed by", join(sign, " → ", " → ")),
        Aspect::new("对谁不利", "Against", one(&a.against)),
        Aspect::new("文书", "Papers", join(papers, "、", ", ")),
        Aspect::new("救济写在", "Remedy in", one(&a.remedy_in)),
        Aspect::new("确定", "Sets", t.names(&a.sets)),
        Aspect::new("进入", "Moves to", t.names(&a.to)),
        Aspect::new(
            "开始程序",
            "Opens",
            a.opens.as_ref().map(|o| Title::new(o.procedure.to_string(), o.procedure.to_string())).unwrap_or_default(),
        ),
        rests(t.ground(&a.ground)),
    ];
    entry(a.id.as_str(), &a.title, aspects)
}

fn clock(t: &Teller, c: &Clock) -> Entry {
    let (zh, en) = match c.mode {
        Mode::Within | Mode::Until(_) => ("最迟", "Within"),
        Mode::AtLeast(_) => ("最短", "At least"),
        Mode::Before(_) => ("提前", "Before"),
        Mode::Every(_) | Mode::Yearly { .. } => ("每", "Every"),
    };
    let mut aspects: Vec<Aspect> = Vec::new();
    for length in &c.lengths {
        let ground = if length.ground.is_empty() { &c.ground } else { &length.ground };
        aspects.push(Aspect::new(zh, en, t.length(length)).resting_on(t.ground(ground)));
        let seen = t.surroundings(ground);
        aspects.push(Aspect::new("条文用语", "In the text", Title::new(seen.clone(), seen)));
    }
    if let Mode::Until(field) | Mode::Before(field) = &c.mode {
        aspects.push(Aspect::new("以哪一天为准", "The day", t.name(field)).resting_on(t.ground(&c.ground)));
    }
    let pauses = c.pauses.iter().map(|s| {
        let (within, ground) = (t.name(&s.within), t.ground(&s.ground));
        Title::new(format!("{}（{}）", within.zh, ground.zh), format!("{} ({})", within.en, ground.en))
    });
    let amber = if c.amber == 0 {
        Title::default()
    } else {
        Title::new(format!("届满前 {} 个工作日", c.amber), format!("{} working days before", c.amber))
    };
    aspects.extend([
        Aspect::new("约束谁", "Binds", t.name(&c.binds)),
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
    Title::new(format!("{}；{zh}（{}）", to.zh, ground.zh), format!("{}; {en} ({})", to.en, ground.en))
}

fn papers(t: &Teller) -> Vec<Entry> {
    let paper = |d: &crate::model::Paper| {
        let remedies = d.remedies.iter().map(|r| {
            let (name, only) = (t.name(&r.remedy), t.only(&r.only));
            Title::new(format!("{}{}", name.zh, only.zh), format!("{}{}", name.en, only.en))
        });
        let aspects = vec![
            Aspect::new("送达", "To", t.names(&d.to)),
            Aspect::new("抄送", "Copies", t.names(&d.copies)),
            Aspect::new("告知救济", "Tells of", join(remedies, "、", ", ")),
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

/// Each field once for each form in which it stands.
fn forms(t: &Teller) -> Vec<Entry> {
    let named = in_order(t.p.forms.values(), |f| f.place).map(|f| (f.title.clone(), f));
    let inline = t.p.actions.iter().flat_map(|a| {
        a.forms.iter().filter_map(move |f| match f {
            FormUse::Inline(form) => Some((a.title.clone(), form)),
            FormUse::Named(_) => None,
        })
    });
    named.chain(inline).flat_map(|(title, form)| fields(t, &title, form)).collect()
}

fn fields(t: &Teller, of: &Title, form: &Form) -> Vec<Entry> {
    let each = |s: &Section, f: &Field| {
        let title = Title::new(format!("{} · {}", of.zh, f.title.zh), format!("{} · {}", of.en, f.title.en));
        let purpose = f.purpose.as_ref().or(s.purpose.as_ref()).map(|u| (u.title.clone(), t.ground(&u.ground)));
        let (why, ground) = purpose.unwrap_or_default();
        let only: Vec<_> = s.only.iter().chain(&f.only).cloned().collect();
        let aspects = vec![
            Aspect::new("节", "Section", s.title.clone()),
            Aspect::new("填什么", "Answer", t.kind(&f.kind)),
            Aspect::new("必填", "Required", yes(f.required, "是", "yes")),
            Aspect::new("可填几个", "Several", yes(f.many, "是", "yes")),
            when(t.values(&only)),
            Aspect::new("个人信息", "Personal", f.personal.map(|k| t.personal(k)).unwrap_or_default()),
            Aspect::new("目的", "Purpose", why).resting_on(ground),
        ];
        entry(&format!("{}.{}", form.id, f.id), &title, aspects)
    };
    form.sections.iter().flat_map(|s| s.fields.iter().map(move |f| each(s, f))).collect()
}
