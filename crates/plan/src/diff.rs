//! What changed between two editions of a plan, so that what the bureau edited stays with its tasks.

use crate::{Plan, Task};
use kernel::fold_width;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The same words in another point, or in another order.
    Moved,
    /// Other words, but recognisably the same task.
    Changed,
    /// Not in the old edition.
    Added,
    /// Not in the new edition.
    Removed,
}

/// Where a task stands in one edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The point's number, if it has one.
    pub point: Option<u32>,
    /// The point's title; the section's for its introduction; empty in the preamble.
    pub title: String,
    /// The sentence.
    pub text: String,
}

/// One difference. Tasks that are in no difference are in both editions, with the same key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The task's key in the old edition.
    pub old_key: Option<String>,
    /// The task's key in the new edition.
    pub new_key: Option<String>,
    /// Its place in the old edition.
    pub old: Option<Place>,
    /// Its place in the new edition.
    pub new: Option<Place>,
    /// How much of the words is common, from 0 to 1.
    pub similarity: f64,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place =
            |p: &Option<Place>| p.as_ref().map_or_else(String::new, |p| p.point.map_or_else(|| p.title.clone(), |n| format!("第{n}点")));
        let text = |p: &Option<Place>| p.as_ref().map_or_else(String::new, |p| p.text.clone());
        match self.kind {
            ChangeKind::Moved => write!(f, "移动　{} → {}　{}", place(&self.old), place(&self.new), text(&self.new)),
            ChangeKind::Changed => {
                write!(f, "改动　{}　{}\n　　→　{}　{}", place(&self.old), text(&self.old), place(&self.new), text(&self.new))
            }
            ChangeKind::Added => write!(f, "新增　{}　{}", place(&self.new), text(&self.new)),
            ChangeKind::Removed => write!(f, "删去　{}　{}", place(&self.old), text(&self.old)),
        }
    }
}

/// Below this two sentences are different tasks.
const ALIKE: f64 = 0.5;
/// A pair of characters in more old tasks than this says nothing about which one is meant.
const COMMON: usize = 200;

struct Row<'a> {
    task: &'a Task,
    place: Place,
    pairs: HashMap<[char; 2], usize>,
}

/// The differences, in the order of the new edition, removed tasks last.
#[must_use]
pub fn diff(old: &Plan, new: &Plan) -> Vec<Change> {
    let (old, new) = (rows(old), rows(new));
    let mut partner: Vec<Option<(usize, f64)>> = vec![None; new.len()];
    let by_key: HashMap<&str, usize> = old.iter().enumerate().map(|(i, r)| (r.task.key.as_str(), i)).collect();
    for (n, row) in new.iter().enumerate() {
        partner[n] = by_key.get(row.task.key.as_str()).map(|o| (*o, 1.0));
    }
    match_alike(&old, &new, &mut partner);
    let in_order = longest_rise(&partner);
    let mut changes = Vec::new();
    for (n, row) in new.iter().enumerate() {
        let Some((o, similarity)) = partner[n] else {
            changes.push(change(ChangeKind::Added, None, Some(row), 0.0));
            continue;
        };
        let same_words = similarity >= 1.0;
        let moved = !in_order.contains(&n) || !same_place(&old[o].place, &row.place);
        let kind = if same_words { ChangeKind::Moved } else { ChangeKind::Changed };
        if moved || !same_words {
            changes.push(change(kind, Some(&old[o]), Some(row), similarity));
        }
    }
    let kept: HashSet<usize> = partner.iter().flatten().map(|(o, _)| *o).collect();
    changes.extend(old.iter().enumerate().filter(|(o, _)| !kept.contains(o)).map(|(_, r)| change(ChangeKind::Removed, Some(r), None, 0.0)));
    changes
}

fn change(kind: ChangeKind, old: Option<&Row<'_>>, new: Option<&Row<'_>>, similarity: f64) -> Change {
    Change {
        kind,
        old_key: old.map(|r| r.task.key.clone()),
        new_key: new.map(|r| r.task.key.clone()),
        old: old.map(|r| r.place.clone()),
        new: new.map(|r| r.place.clone()),
        similarity,
    }
}

fn rows(plan: &Plan) -> Vec<Row<'_>> {
    let row = |task, point, title: &str| {
        let task: &Task = task;
        Row { task, place: Place { point, title: title.to_owned(), text: task.text.clone() }, pairs: pairs(&task.text) }
    };
    let mut rows: Vec<Row<'_>> = plan.head.preamble.iter().map(|t| row(t, None, "")).collect();
    for section in &plan.sections {
        rows.extend(section.intro.iter().map(|t| row(t, None, &section.title)));
        for point in &section.points {
            rows.extend(point.tasks.iter().map(|t| row(t, point.number, &point.title)));
        }
    }
    rows
}

/// A point that only got another number, or another word in its title, is the same place.
fn same_place(old: &Place, new: &Place) -> bool {
    old.title == new.title || alike(&pairs(&old.title), &pairs(&new.title)) >= ALIKE
}

/// Pairs up what is left by how much of the words is common, the most alike first.
fn match_alike(old: &[Row<'_>], new: &[Row<'_>], partner: &mut [Option<(usize, f64)>]) {
    let mut taken: HashSet<usize> = partner.iter().flatten().map(|(o, _)| *o).collect();
    let mut holders: HashMap<[char; 2], Vec<usize>> = HashMap::new();
    for (o, row) in old.iter().enumerate().filter(|(o, _)| !taken.contains(o)) {
        row.pairs.keys().for_each(|pair| holders.entry(*pair).or_default().push(o));
    }
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (n, row) in new.iter().enumerate().filter(|(n, _)| partner[*n].is_none()) {
        let sharing: HashSet<usize> =
            row.pairs.keys().filter_map(|p| holders.get(p)).filter(|h| h.len() <= COMMON).flatten().copied().collect();
        candidates.extend(sharing.into_iter().map(|o| (alike(&old[o].pairs, &row.pairs), n, o)).filter(|(score, ..)| *score >= ALIKE));
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (score, n, o) in candidates {
        if partner[n].is_none() && taken.insert(o) {
            // Only blanks or widths differ: still not the same key, so it is a change.
            partner[n] = Some((o, score.min(0.999)));
        }
    }
}

/// Pairs of neighbouring characters with how often each occurs, blanks and widths aside.
fn pairs(text: &str) -> HashMap<[char; 2], usize> {
    let letters: Vec<char> = fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut pairs = HashMap::new();
    for pair in letters.windows(2) {
        *pairs.entry([pair[0], pair[1]]).or_insert(0) += 1;
    }
    pairs
}

/// Dice's coefficient: twice what is common over what there is.
fn alike(a: &HashMap<[char; 2], usize>, b: &HashMap<[char; 2], usize>) -> f64 {
    let total: usize = a.values().sum::<usize>() + b.values().sum::<usize>();
    let common: usize = a.iter().map(|(pair, n)| b.get(pair).map_or(0, |m| *n.min(m))).sum();
    #[allow(clippy::cast_precision_loss)] // lengths of sentences
    if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
}

/// The new places that keep their order: a longest rising sequence of old places. The others have moved.
fn longest_rise(partner: &[Option<(usize, f64)>]) -> HashSet<usize> {
    // `tails[k]` is the new place at which a rise of k + 1 can end lowest; `before` leads back from each place.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; partner.len()];
    let old_of = |n: usize| partner[n].map_or(0, |(o, _)| o);
    for n in (0..partner.len()).filter(|n| partner[*n].is_some()) {
        let k = tails.partition_point(|t| old_of(*t) < old_of(n));
        before[n] = k.checked_sub(1).map(|k| tails[k]);
        if k == tails.len() { tails.push(n) } else { tails[k] = n }
    }
    let mut kept = HashSet::new();
    let mut at = tails.last().copied();
    while let Some(n) = at {
        kept.insert(n);
        at = before[n];
    }
    kept
}
