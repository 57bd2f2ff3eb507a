//! What changed between two versions, in words of law: 审查决定 最迟：7 日 → 5 日（法律援助法第四十三条第一款）.

use crate::model::{Dossier, Procedure};
use crate::telling::{Aspect, Entry, Part, Teller, head, measure, parts, registers};
use kernel::{Lang, Title};
use serde::Serialize;
use std::collections::BTreeMap;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The procedure, or `registers` or `indicators`.
    pub procedure: String,
    /// The kind of thing: 期限, 办理事项 …
    pub kind: Title,
    /// Added, removed or changed.
    pub turn: Turn,
    /// The change in a sentence.
    pub says: Title,
}

/// Which way a thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Turn {
    /// New in the second.
    Added,
    /// Gone from the second.
    Removed,
    /// In both, saying different things.
    Changed,
}

/// Every change from `a` to `b`, in the order of the manual.
#[must_use]
pub fn diff(a: &Dossier, b: &Dossier) -> Vec<Change> {
    let mut changes = Vec::new();
    for before in &a.procedures {
        match b.procedures.iter().find(|p| p.id == before.id) {
            Some(after) => procedure(a, before, b, after, &mut changes),
            None => changes.push(whole(before, Turn::Removed)),
        }
    }
    for after in b.procedures.iter().filter(|p| !a.procedures.iter().any(|q| q.id == p.id)) {
        changes.push(whole(after, Turn::Added));
    }
    compare("registers", &registers(a), &registers(b), &mut changes);
    compare("indicators", &indicators(a), &indicators(b), &mut changes);
    changes
}

/// One line a change, in one language.
#[must_use]
pub fn render_diff(changes: &[Change], lang: Lang) -> String {
    let sign = |turn: Turn| match turn {
        Turn::Added => "+",
        Turn::Removed => "−",
        Turn::Changed => "~",
    };
    changes.iter().map(|c| format!("{} {} {}\n", sign(c.turn), c.kind.text(lang), c.says.text(lang))).collect()
}

fn whole(p: &Procedure, turn: Turn) -> Change {
    Change { procedure: p.id.to_string(), kind: Title::new("程序", "Procedure"), turn, says: p.title.clone() }
}

fn procedure(a: &Dossier, before: &Procedure, b: &Dossier, after: &Procedure, changes: &mut Vec<Change>) {
    let itself = |p: &Procedure, dossier: &Dossier| {
        let text = |zh: &str, en: &str, value: String| Aspect::new(zh, en, Title::new(value.clone(), value));
        let mut aspects = vec![
            text("版本", "version", p.version.to_string()),
            text("施行日期", "in force from", p.in_force_from.to_string()),
            text("编号", "number", p.number.clone().unwrap_or_default()),
            Aspect::new("期间计算", "counting", p.counting.title()),
            Aspect::new("题名", "title", p.title.clone()),
        ];
        aspects.extend(head(&Teller { p, dossier, index: None }));
        Part { heading: Title::new("程序", "Procedure"), entries: vec![Entry { key: p.id.to_string(), title: p.title.clone(), aspects }] }
    };
    compare(before.id.as_str(), &itself(before, a), &itself(after, b), changes);
    let tell = |p, dossier| parts(&Teller { p, dossier, index: None });
    let (old, new) = (tell(before, a), tell(after, b));
    // Both tell the same parts in the same order, less the empty ones.
    let empty = |heading: &Title| Part { heading: heading.clone(), entries: Vec::new() };
    let mut headings: Vec<&Title> = old.iter().map(|p| &p.heading).collect();
    headings.extend(new.iter().map(|p| &p.heading).filter(|h| !old.iter().any(|p| p.heading == **h)));
    for heading in headings {
        let of = |parts: &[Part]| parts.iter().position(|p| p.heading == *heading);
        let (none_a, none_b) = (empty(heading), empty(heading));
        let (x, y) = (of(&old).map_or(&none_a, |i| &old[i]), of(&new).map_or(&none_b, |i| &new[i]));
        compare(after.id.as_str(), x, y, changes);
    }
}

fn indicators(dossier: &Dossier) -> Part {
    let entries = dossier.indicators.iter().map(|i| {
        let period = Title::new(i.period.to_string(), i.period.to_string());
        let aspects = vec![
            Aspect::new("量什么", "measures", measure(&i.measure)),
            Aspect::new("周期", "period", period),
            Aspect::new("口径", "reading", i.reading.clone().unwrap_or_default()),
        ];
        Entry { key: i.id.to_string(), title: i.title.clone(), aspects }
    });
    Part { heading: Title::new("指标", "Indicators"), entries: entries.collect() }
}

fn compare(procedure: &str, old: &Part, new: &Part, changes: &mut Vec<Change>) {
    let mut push =
        |turn: Turn, says: Title| changes.push(Change { procedure: procedure.to_owned(), kind: new.heading.clone(), turn, says });
    let before: BTreeMap<&str, &Entry> = old.entries.iter().map(|e| (e.key.as_str(), e)).collect();
    for entry in &old.entries {
        if !new.entries.iter().any(|e| e.key == entry.key) {
            push(Turn::Removed, entry.title.clone());
        }
    }
    for entry in &new.entries {
        match before.get(entry.key.as_str()) {
            None => push(Turn::Added, added(entry)),
            Some(was) => changed(was, entry).into_iter().for_each(|says| push(Turn::Changed, says)),
        }
    }
}

/// A new thing is told with what it says first.
fn added(entry: &Entry) -> Title {
    let Some(first) = entry.aspects.first() else { return entry.title.clone() };
    let says = with_source(first);
    Title::new(format!("{} {}：{}", entry.title.zh, first.name.zh, says.zh), format!("{} {}: {}", entry.title.en, first.name.en, says.en))
}

fn with_source(aspect: &Aspect) -> Title {
    match &aspect.source {
        Some(source) => Title::new(format!("{}（{}）", aspect.value.zh, source.zh), format!("{} ({})", aspect.value.en, source.en)),
        None => aspect.value.clone(),
    }
}

fn changed(was: &Entry, is: &Entry) -> Vec<Title> {
    let mut says = Vec::new();
    if was.title != is.title {
        says.push(Title::new(format!("{} → {}", was.title.zh, is.title.zh), format!("{} → {}", was.title.en, is.title.en)));
    }
    let mut names: Vec<&Title> = was.aspects.iter().map(|a| &a.name).collect();
    names.extend(is.aspects.iter().map(|a| &a.name));
    let mut told: Vec<&Title> = Vec::new();
    for name in names {
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        // A clock may have several lengths: aspects of one name are compared in order.
        let all = |e: &Entry| e.aspects.iter().filter(|a| a.name == *name).cloned().collect::<Vec<_>>();
        let (x, y) = (all(was), all(is));
        for i in 0..x.len().max(y.len()) {
            says.extend(aspect(&is.title, name, x.get(i), y.get(i)));
        }
    }
    says
}

fn aspect(of: &Title, name: &Title, was: Option<&Aspect>, is: Option<&Aspect>) -> Option<Title> {
    if was == is {
        return None;
    }
    let none = Title::new("无", "none");
    let same_value = was.map(|a| &a.value) == is.map(|a| &a.value);
    let text = |a: Option<&Aspect>| match a {
        Some(a) if same_value => with_source(a),
        Some(a) => a.value.clone(),
        None => none.clone(),
    };
    let (x, mut y) = (text(was), text(is));
    if let (false, Some(Aspect { source: Some(source), .. })) = (same_value, is) {
        y = Title::new(format!("{}（{}）", y.zh, source.zh), format!("{} ({})", y.en, source.en));
    }
    Some(Title::new(format!("{} {}：{} → {}", of.zh, name.zh, x.zh, y.zh), format!("{} {}: {} → {}", of.en, name.en, x.en, y.en)))
}
