//! Lists, queues and figures, by looking at everything.

use super::work::{Held, Work};
use crate::ports::{
    COUNT_CAP, Counter, CounterQuery, IDENTIFIERS, Interval, MarkQuery, MatterFilter, MatterRow, Page, QueueQuery, QueueRow, TaskRow,
};
use engine::{Mark, Task};
use kernel::{Date, Id, MatterId, OrgPath};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for no due day: after every real one.
const NEVER: Date = Date::constant(9999, 12, 31);

impl Held {
    fn row(&self) -> MatterRow {
        let (matter, facts) = (&self.matter, &self.facts);
        let given = |waiting: bool| self.tasks.iter().filter(move |t| t.waiting == waiting).find_map(|t| t.account.clone());
        MatterRow {
            id: matter.id,
            number: matter.number.clone(),
            procedure: matter.procedure.id.clone(),
            unit: matter.unit.clone(),
            state: matter.main.clone().unwrap_or_else(|| Id::from("new")),
            kind: facts.kind.clone(),
            opened_on: matter.opened_on,
            closed: facts.closed,
            due_on: facts.due_on,
            due_clock: facts.due_clock.clone(),
            paused: facts.paused,
            party: facts.party,
            handler: given(false).or_else(|| given(true)).or_else(|| matter.handlers.values().flatten().next().cloned()),
            marked_on: None,
        }
    }

    fn presses(&self) -> Date {
        self.facts.due_on.filter(|_| !self.facts.paused).unwrap_or(NEVER)
    }
}

impl Work {
    /// One page of a queue.
    pub fn queue(&self, query: &QueueQuery) -> Page<QueueRow> {
        let asked = |t: &Task| {
            let owner = t.account.as_ref().map_or_else(|| format!("{}@{}", t.role, t.unit), |account| format!("@{account}"));
            t.waiting == query.waiting
                && query.owners.contains(&owner)
                && query.due_before.is_none_or(|before| t.due_on.is_some_and(|on| on < before))
        };
        let mut found: Vec<(&Held, &Task)> =
            self.matters.values().flat_map(|h| h.tasks.iter().filter(|t| asked(t)).map(move |t| (h, t))).collect();
        found.sort_by_key(|(h, t)| (t.due_on.unwrap_or(NEVER), h.matter.id, t.role.clone()));
        let row = |(held, task): (&Held, &Task)| QueueRow {
            task: TaskRow {
                kind: task.kind.as_str().to_owned(),
                role: task.role.clone(),
                clock: task.clock.clone(),
                due_on: task.due_on,
                state: task.state.clone(),
            },
            matter: held.row(),
        };
        let total = found.len() as u64;
        let total = if query.due_before.is_some() { total.min(COUNT_CAP) } else { total };
        Page { rows: found.into_iter().skip(query.offset as usize).take(query.limit as usize).map(row).collect(), total }
    }

    /// One page of matters.
    pub fn list(&self, filter: &MatterFilter) -> Page<MatterRow> {
        let narrow = filter.text.is_some() || filter.identifier.is_some() || filter.holder.is_some();
        let bounded = filter.due_before.is_some() || filter.due_from.is_some();
        let mut found: Vec<&Held> = self.matters.values().filter(|h| self.passes(filter, h)).collect();
        if filter.newest && !bounded {
            found.sort_by_key(|h| Reverse((h.matter.opened_on, h.matter.id)));
        } else {
            found.sort_by_key(|h| (h.presses(), h.matter.id));
        }
        let total = found.len() as u64;
        let total = if bounded && !narrow { total.min(COUNT_CAP) } else { total };
        Page { rows: found.into_iter().skip(filter.offset as usize).take(filter.limit as usize).map(Held::row).collect(), total }
    }

    fn passes(&self, filter: &MatterFilter, held: &Held) -> bool {
        let matter = &held.matter;
        let may_see = filter.reach.covers(&matter.procedure.id, &matter.unit) || (filter.holder.is_some() && filter.reach.is_empty());
        let named = |text: &str| {
            matter.number.as_deref() == Some(text.trim()) || self.terms("name", &crate::ports::folded(text)).any(|(id, _)| id == matter.id)
        };
        let identified = |text: &str| IDENTIFIERS.iter().any(|kind| self.terms(kind, text).any(|(id, _)| id == matter.id));
        let person = |account: &Id| self.accounts.get(account.as_str()).and_then(|a| a.actor.person);
        let held_by = |account: &Id| {
            matter.handlers.values().flatten().any(|h| h == account)
                || person(account).is_some_and(|p| matter.parties.values().flatten().any(|party| party.person == p))
        };
        let presses = Some(held.presses()).filter(|on| *on != NEVER);
        may_see
            && filter.procedure.as_ref().is_none_or(|p| *p == matter.procedure.id)
            && filter.state.as_ref().is_none_or(|s| Some(s) == matter.main.as_ref())
            && filter.closed.is_none_or(|closed| closed == held.facts.closed)
            && filter.due_before.is_none_or(|before| presses.is_some_and(|on| on < before))
            && filter.due_from.is_none_or(|from| presses.is_some_and(|on| on >= from))
            && filter.text.as_deref().is_none_or(named)
            && filter.identifier.as_deref().is_none_or(identified)
            && filter.holder.as_ref().is_none_or(held_by)
    }

    /// Sums of marks.
    pub fn counters(&self, query: &CounterQuery) -> Vec<Counter> {
        let mut out = Vec::new();
        for (procedure, measure) in &query.measures {
            let by_month = query.by_month && !is_standing(measure);
            let mut sums: BTreeMap<(String, Option<Date>), i64> = BTreeMap::new();
            for (held, mark) in self.marks(procedure, measure, query.days) {
                let month = by_month.then(|| mark.day.first_of_month());
                *sums.entry((held.matter.unit.to_string(), month)).or_default() += 1;
            }
            out.extend(sums.into_iter().map(|((unit, month), count)| Counter {
                unit: OrgPath::new(&unit),
                procedure: procedure.clone(),
                measure: measure.clone(),
                month,
                count,
            }));
        }
        out
    }

    /// One page of the matters behind a sum.
    pub fn marked(&self, query: &MarkQuery) -> Page<MatterRow> {
        let mut found: Vec<(Date, MatterId, &Held)> = Vec::new();
        for (procedure, measure) in &query.measures {
            let marks = self.marks(procedure, measure, query.days);
            let seen = marks.filter(|(held, _)| query.reach.covers(procedure, &held.matter.unit));
            found.extend(seen.map(|(held, mark)| (mark.day, held.matter.id, held)));
        }
        found.sort_by_key(|(day, id, _)| Reverse((*day, *id)));
        let total = found.len() as u64;
        let rows = found.into_iter().skip(query.offset as usize).take(query.limit as usize);
        Page { rows: rows.map(|(day, _, held)| MatterRow { marked_on: Some(day), ..held.row() }).collect(), total }
    }

    fn marks<'a>(&'a self, procedure: &'a Id, measure: &'a Id, days: Option<Interval>) -> impl Iterator<Item = (&'a Held, &'a Mark)> {
        let within = move |mark: &Mark| is_standing(measure) || days.is_none_or(|i| i.from <= mark.day && mark.day <= i.to);
        let held = self.matters.values().filter(move |h| h.matter.procedure.id == *procedure);
        held.flat_map(move |h| h.marks.iter().filter(move |m| m.measure == *measure && within(m)).map(move |m| (h, m)))
    }

    /// Matters with a clock whose lapse works by itself and whose due day is over.
    pub fn lapsing(&self, today: Date, limit: u32) -> Vec<MatterId> {
        let ringing = |h: &Held| {
            let over = h.matter.clocks.iter().filter(|i| i.fires && i.paused_since.is_none() && i.overdue(today));
            over.filter_map(|i| i.due_on).min()
        };
        let due: BTreeSet<(Date, MatterId)> = self.matters.values().filter_map(|h| Some((ringing(h)?, h.matter.id))).collect();
        due.into_iter().map(|(_, id)| id).take(limit as usize).collect()
    }
}

/// Whether a measure says where matters stand now; it has no period.
fn is_standing(measure: &Id) -> bool {
    measure.as_str().starts_with("state:")
}
