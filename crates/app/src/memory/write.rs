//! Commits: everything is looked at before anything is changed.

use super::work::{Held, Kept, Work};
use crate::ports::{Change, Commit, Receipt, Recorded, StoreError, folded};
use engine::{Body, Event, canonical, link};
use kernel::{Digest, MatterId};
use std::collections::BTreeSet;

impl Work {
    /// Does a commit whole, or refuses it.
    pub fn commit(&mut self, commit: Commit) -> Result<Receipt, StoreError> {
        commit.check()?;
        match self.operations.get(&commit.operation) {
            Some((request, receipt)) if *request == commit.request => return Ok(receipt.clone()),
            Some(_) => return Err(StoreError::OperationReused),
            None => {}
        }
        for change in &commit.changes {
            self.check(change)?;
        }
        if commit.values.iter().any(|v| self.destroyed.contains(&v.person) || self.values.contains_key(&v.value)) {
            return Err(damaged("此人的个人信息已依法销毁，或该值已经存在"));
        }
        let matters: Vec<MatterId> = commit.changes.iter().map(|c| c.after.id).collect();
        for plain in &commit.values {
            let used = |c: &&Change| serde_json::to_string(&c.events).is_ok_and(|text| text.contains(&plain.value.to_string()));
            let mut of: Vec<MatterId> = commit.changes.iter().filter(used).map(|c| c.after.id).collect();
            if of.is_empty() {
                of.extend(matters.first());
            }
            let used = of.iter().copied().collect();
            let term = plain.search.map(|kind| (kind, folded(&plain.text), of));
            self.values.insert(plain.value, Kept { person: plain.person, salt: plain.salt, text: plain.text.clone(), term, used });
        }
        for change in &commit.changes {
            for reference in change.events.iter().flat_map(|event| event.body.sealed()) {
                if let Some(value) = self.values.get_mut(&reference.value) {
                    value.used.insert(change.after.id);
                }
            }
        }
        let mut lookup = commit.lookup;
        let mut receipt = None;
        for change in commit.changes {
            let destroyed = change.events.iter().any(|event| matches!(event.body, Body::Destroyed { .. })).then_some(change.after.id);
            let done = self.apply(change, lookup.take())?;
            receipt.get_or_insert(done);
            destroyed.into_iter().for_each(|matter| self.destroy(matter));
        }
        let receipt = receipt.ok_or_else(|| damaged("操作不涉及任何事项"))?;
        self.operations.insert(commit.operation, (commit.request, receipt.clone()));
        Ok(receipt)
    }

    fn check(&self, change: &Change) -> Result<(), StoreError> {
        let held = self.matters.get(&change.after.id);
        if held.map_or(0, |h| h.matter.seq) != change.expected {
            return Err(StoreError::Conflict { expected: change.expected });
        }
        let none = BTreeSet::new();
        let marks = held.map_or(&none, |h| &h.marks);
        let fits = change.marks_removed.iter().all(|m| marks.contains(m))
            && !change.marks_added.iter().any(|m| marks.contains(m) && !change.marks_removed.contains(m));
        if fits { Ok(()) } else { Err(damaged("派生的行与事项不符")) }
    }

    fn apply(&mut self, change: Change, lookup: Option<Digest>) -> Result<Receipt, StoreError> {
        let Change { mut events, after: mut matter, facts, numbering, tasks, marks_added, marks_removed, entry, .. } = change;
        let before = self.matters.remove(&matter.id);
        if let (Some(Event { body: Body::Opened { opening, .. }, .. }), Some(numbering)) = (events.first_mut(), numbering)
            && opening.number.is_none()
        {
            let last = self.series.entry((numbering.series, numbering.unit, numbering.year)).or_default();
            *last += 1;
            opening.number = Some(numbering.pattern.replace("{seq}", &last.to_string()));
            matter.number.clone_from(&opening.number);
        }
        if matter.number.is_none() {
            matter.number = before.as_ref().and_then(|h| h.matter.number.clone());
        }
        let (mut log, mut marks, known) = before.map(|h| (h.log, h.marks, h.lookup)).unwrap_or_default();
        for event in events {
            let body = canonical(&event).ok_or_else(|| damaged("事件不能编码"))?;
            let link = link(&log.last().map(|r: &Recorded| r.link).unwrap_or_default(), matter.id, &body);
            log.push(Recorded { event, link });
        }
        marks.retain(|mark| !marks_removed.contains(mark));
        marks.extend(marks_added);
        if let Some(entry) = entry {
            self.entries.insert(entry.id.clone(), entry);
        }
        let receipt = Receipt { matter: matter.id, seq: matter.seq, number: matter.number.clone() };
        self.matters.insert(matter.id, Held { matter, facts, tasks, marks, lookup: lookup.or(known), log });
        Ok(receipt)
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}
