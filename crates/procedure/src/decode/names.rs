//! Names given and names used. Resolved when all of a procedure is known, so that the order of a file is free.

use super::{Reader, words::nearest};
use crate::model::{ChoiceSource, Dossier, FormUse, Place, Procedure};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Law,
    Role,
    Choice,
    Value,
    Rule,
    Param,
    Remedy,
    Paper,
    Form,
    Field,
    State,
    /// A track or a child: what an action may wait for.
    Waited,
    /// A state, an overlay, a track, an interval or a child: where a clock may pause.
    Stretch,
    /// A value of this procedure's choices or, as `parent.VALUE`, of its parent's: what `only` may name.
    Only,
    Event,
    Action,
    Clock,
    /// Resolved elsewhere: a procedure, or a name of another kind already reported.
    Free,
}

impl Kind {
    fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Law => ("法律简称", "law"),
            Self::Role => ("角色", "role"),
            Self::Choice => ("选项", "choice"),
            Self::Value => ("选项值", "choice value"),
            Self::Rule => ("规则", "rule"),
            Self::Param => ("参数", "parameter"),
            Self::Remedy => ("救济", "remedy"),
            Self::Paper => ("文书", "paper"),
            Self::Form => ("表单", "form"),
            Self::Field => ("字段", "field"),
            Self::State => ("环节", "state"),
            Self::Waited => ("并行线或下级程序", "track or child"),
            Self::Stretch => ("环节、并行线或下级程序", "state, track or child"),
            Self::Only => ("选项值", "choice value"),
            Self::Event => ("事件", "event"),
            Self::Action => ("办理事项", "action"),
            Self::Clock => ("期限", "clock"),
            Self::Free => ("名称", "name"),
        }
    }
}

/// A use of a name.
pub(crate) struct Reference {
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    pub(crate) place: Place,
}

/// Resolves the uses of one procedure's names; all of the file is known by now, so children may be named before they are written.
pub(crate) fn resolve(reader: &mut Reader, p: &Procedure, dossier: &Dossier, used: Vec<Reference>) {
    let given = given(p, dossier);
    for Reference { kind, id, place } in used {
        if kind == Kind::Free || id.as_str().is_empty() || given.get(&kind).is_some_and(|names| names.contains(&id)) {
            continue;
        }
        if let Some(why) = abroad(p, kind, &id) {
            why.report(reader, place);
            continue;
        }
        let (zh, en) = kind.title();
        let near = nearest(id.as_str(), given.get(&kind).into_iter().flatten().map(Id::as_str));
        let broad = |k: &Kind| matches!(k, Kind::Stretch | Kind::Only | Kind::Waited);
        let elsewhere = given.iter().find(|(k, names)| **k != kind && !broad(k) && names.contains(&id)).map(|(k, _)| k.title());
        let finding = reader.found.error("P022", place, format!("没有叫 {id} 的{zh}"), format!("there is no {en} {id}"));
        match (near, elsewhere) {
            (Some(near), _) => finding.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            (None, Some((other_zh, other_en))) => finding
                .hint(format!("{id} 是{other_zh}，这里要写{zh}"), format!("{id} is the name of another kind ({other_en}); expected: {en}")),
            (None, None) => finding.hint(format!("先在本程序里写明这个{zh}"), format!("declare the {en} in this procedure")),
        }
    }
}

/// Why a name that looks beyond the procedure's own acts is not there.
enum Abroad {
    NoParent,
    NoNotice(Id),
    NotHere(&'static str),
}

fn abroad(p: &Procedure, kind: Kind, id: &Id) -> Option<Abroad> {
    let (of, what) = id.as_str().split_once('.')?;
    match (of, kind) {
        ("parent", Kind::Event | Kind::Only) => p.child_of.is_none().then_some(Abroad::NoParent),
        ("parent", _) => Some(Abroad::NotHere(kind.title().0)),
        _ if what == "noticed" && p.notice.is_none() && p.papers.contains_key(of) => Some(Abroad::NoNotice(id.clone())),
        _ => None,
    }
}

impl Abroad {
    fn report(self, reader: &mut Reader, place: Place) {
        match self {
            Self::NoParent => {
                let (zh, en) = ("本程序没有上级程序，不能用 parent.", "this procedure has no parent: no parent.NAME");
                reader.found.error("P030", place, zh, en).hint("给程序写 child-of=上级程序", "give the procedure child-of=PARENT");
            }
            Self::NoNotice(id) => {
                let (zh, en) = (format!("{id}：本程序没有公告送达"), format!("{id}: this procedure knows no service by public notice"));
                let hint = "notice within=30 unit=day cite=…";
                reader.found.error("P029", place, zh, en).hint(format!("先写 {hint}"), format!("first write {hint}"));
            }
            Self::NotHere(kind) => {
                let zh = format!("上级事项的{kind}不能在这里用，只能引用它的事件和选项值");
                reader.found.error("P030", place, zh, "of the parent only events and choice values may be named");
            }
        }
    }
}

fn given(p: &Procedure, dossier: &Dossier) -> BTreeMap<Kind, BTreeSet<Id>> {
    let states: BTreeSet<Id> = p.states.keys().cloned().collect();
    let tracks: BTreeSet<Id> = p.tracks.keys().cloned().collect();
    let children: BTreeSet<Id> = children_of(p, dossier).map(|c| c.id.clone()).collect();
    let waited: BTreeSet<Id> = tracks.union(&children).cloned().collect();
    let rules = p.choices.values().filter_map(|c| match &c.source {
        ChoiceSource::Rule(rule) => Some(rule.clone()),
        ChoiceSource::Act => None,
    });
    let values: BTreeSet<Id> = values(p).cloned().collect();
    let parents = parent_of(p, dossier).into_iter().flat_map(values_of_parent);
    BTreeMap::from([
        (Kind::Law, p.laws.keys().cloned().collect()),
        (Kind::Role, p.roles.keys().cloned().collect()),
        (Kind::Choice, p.choices.keys().cloned().collect()),
        (Kind::Only, values.iter().cloned().chain(parents).collect()),
        (Kind::Value, values),
        (Kind::Rule, p.rules.keys().cloned().chain(rules).collect()),
        (Kind::Param, p.params.keys().chain(dossier.params.keys()).cloned().collect()),
        (Kind::Remedy, p.remedies.keys().cloned().collect()),
        (Kind::Paper, p.papers.keys().cloned().collect()),
        (Kind::Form, p.forms.keys().cloned().collect()),
        (Kind::Field, p.fields().map(|(_, f)| f.id.clone()).collect()),
        (Kind::Stretch, states.union(&waited).cloned().collect()),
        (Kind::State, states),
        (Kind::Waited, waited),
        (Kind::Event, events(p).into_iter().chain(heard(p, dossier)).collect()),
        (Kind::Action, p.actions.iter().map(|a| a.id.clone()).collect()),
        (Kind::Clock, p.clocks.iter().filter(|c| !c.notice).map(|c| c.id.clone()).collect()),
    ])
}

fn values(p: &Procedure) -> impl Iterator<Item = &Id> {
    p.choices.values().flat_map(|c| &c.values).map(|v| &v.id)
}

fn values_of_parent(parent: &Procedure) -> impl Iterator<Item = Id> {
    values(parent).map(|v| Id::from(format!("parent.{v}")))
}

fn parent_of<'a>(p: &Procedure, dossier: &'a Dossier) -> Option<&'a Procedure> {
    let of = p.child_of.as_ref()?;
    dossier.procedures.iter().find(|q| q.id == *of)
}

fn children_of<'a>(p: &'a Procedure, dossier: &'a Dossier) -> impl Iterator<Item = &'a Procedure> {
    dossier.procedures.iter().filter(|q| q.child_of.as_ref() == Some(&p.id))
}

/// Every event that can happen in a matter itself: of actions, lapses, service and public notice.
pub(crate) fn events(p: &Procedure) -> BTreeSet<Id> {
    let acts = p.actions.iter().map(|a| a.event.clone());
    let lapses = p.clocks.iter().filter_map(|c| c.lapse.as_ref()).map(|l| l.event.clone());
    let of = |id: &Id, what: &str| Id::from(format!("{id}.{what}"));
    let served = p.papers.values().filter(|d| !d.to.is_empty() || !d.copies.is_empty()).map(|d| of(&d.id, "served"));
    let noticed = p.papers.values().filter(|d| p.notice.is_some() && !d.to.is_empty()).map(|d| of(&d.id, "noticed"));
    acts.chain(lapses).chain(served).chain(noticed).collect()
}

/// Events of kin that count in a matter: `parent.EVENT` in a child, `CHILD.EVENT`, `CHILD.opened`, `CHILD.closed` in its parent.
pub(crate) fn heard(p: &Procedure, dossier: &Dossier) -> BTreeSet<Id> {
    let parent = parent_of(p, dossier).into_iter().flat_map(events).map(|e| Id::from(format!("parent.{e}")));
    let children = children_of(p, dossier).flat_map(|c| {
        let own = events(c).into_iter().chain(["opened".into(), "closed".into()]);
        own.map(|e| Id::from(format!("{}.{e}", c.id))).collect::<Vec<_>>()
    });
    parent.chain(children).collect()
}

/// Reports names that stand for two things: ids are unique across states, events, papers, values, tracks and clocks.
///
/// A state and the event by which it is entered may share a word (`to=refused event=refused`), an action may share one with
/// its clock or event, and an interval's state bears the interval's name.
pub(crate) fn unique(reader: &mut Reader, p: &Procedure, dossier: &Dossier) {
    let mut seen: BTreeMap<&Id, (&'static str, Place)> = BTreeMap::new();
    let mut entered: BTreeSet<(&Id, &Id)> = BTreeSet::new();
    entered.extend(p.actions.iter().flat_map(|a| a.to.iter().map(move |to| (to, &a.event))));
    entered.extend(p.clocks.iter().filter_map(|c| c.lapse.as_ref()).filter_map(|l| l.to.as_ref().map(|to| (to, &l.event))));
    let values = p.choices.values().flat_map(|c| c.values.iter().map(move |v| (&v.id, "选项值", c.place)));
    let events = p.actions.iter().map(|a| (&a.event, "事件", a.place));
    let all = p
        .tracks
        .values()
        .map(|t| (&t.id, "并行线", t.place))
        .chain(p.states.values().map(|s| (&s.id, if s.overlay { "叠加环节" } else { "环节" }, s.place)))
        .chain(p.papers.values().map(|d| (&d.id, "文书", d.place)))
        .chain(values)
        .chain(events)
        .chain(p.clocks.iter().filter(|c| !c.notice).map(|c| (&c.id, "期限", c.place)));
    for (id, what, place) in all {
        let Some((before, first)) = seen.get(id).copied() else {
            seen.insert(id, (what, place));
            continue;
        };
        let shared = match (before, what) {
            ("事件", "事件") => true,
            ("环节" | "叠加环节", "事件") => entered.contains(&(id, id)),
            ("并行线", "环节") => p.tracks.get(id).is_some_and(|t| t.interval),
            ("事件", "期限") => p.actions.iter().any(|a| a.id == *id),
            _ => false,
        };
        if !shared && !id.as_str().is_empty() {
            let message = format!("{id} 既是{before}（第 {} 行）又是{what}", first.line);
            let finding = reader.found.error("P021", place, message, format!("{id} is already a name, in line {}", first.line));
            finding.hint("名称在一个程序里只能指一样东西，换一个", "a name stands for one thing in a procedure; choose another");
        }
    }
    let mut ids: BTreeSet<&Id> = BTreeSet::new();
    for action in p.actions.iter().filter(|a| !ids.insert(&a.id)) {
        reader.found.error("P021", action.place, format!("{} 写了两次", action.id), format!("{} is written twice", action.id));
    }
    same_field(reader, p);
    same_as_child(reader, p, dossier);
}

/// `NAME.EVENT` is an event of a child: nothing of the parent's bears a child's name.
fn same_as_child(reader: &mut Reader, p: &Procedure, dossier: &Dossier) {
    let children: BTreeSet<&Id> = children_of(p, dossier).map(|c| &c.id).collect();
    let states = p.states.values().map(|s| (&s.id, s.place));
    let all = states.chain(p.tracks.values().map(|t| (&t.id, t.place))).chain(p.papers.values().map(|d| (&d.id, d.place)));
    for (id, place) in all.filter(|(id, _)| children.contains(id)) {
        let (zh, en) = (format!("{id} 也是下级程序的名称"), format!("{id} is the name of a child as well"));
        let finding = reader.found.error("P021", place, zh, en);
        finding.hint("换一个名称", "choose another name");
    }
}

/// One field name is one fact: wherever it stands it has the same type.
fn same_field(reader: &mut Reader, p: &Procedure) {
    let mut seen: BTreeMap<&Id, (&crate::model::FieldKind, usize)> = BTreeMap::new();
    let forms = p.forms.values().chain(p.actions.iter().flat_map(|a| &a.forms).filter_map(|f| match f {
        FormUse::Inline(form) => Some(form),
        FormUse::Named(_) => None,
    }));
    for field in forms.flat_map(|f| &f.sections).flat_map(|s| &s.fields) {
        let (kind, line) = *seen.entry(&field.id).or_insert((&field.kind, field.place.line));
        if *kind != field.kind {
            let message = format!("字段 {} 在第 {line} 行是另一种类型", field.id);
            let finding =
                reader.found.error("P021", field.place, message, format!("the field {} has another type in line {line}", field.id));
            finding.hint("同一个字段名是同一件事实；不同的事实换一个名称", "one field name is one fact; another fact needs another name");
        }
    }
}
