//! One matter: its chain link by link, its fold, its list columns.

use super::ledger::{Ledger, Table};
use crate::figures::MarkRow;
use crate::placed::Placed;
use crate::shown::{Shown, shown_columns};
use crate::sql::Value;
use app::{Library, facts_of};
use engine::{Body, Event, Matter, Sealed, canonical, link, marks, tasks};
use kernel::{BureauId, Digest, MatterId};
use std::collections::HashSet;
use uuid::Uuid;

/// A matter as stored.
pub(super) struct StoredMatter {
    pub id: Uuid,
    pub seq: u64,
    pub link: Digest,
    pub number: Option<String>,
    pub shown: Vec<Value<'static>>,
    pub placed: String,
    pub body: String,
}

/// An event as stored.
pub(super) struct StoredEvent {
    pub seq: u64,
    pub link: Digest,
    pub body: String,
}

/// What was found in some matters.
#[derive(Default)]
pub(super) struct Findings {
    pub events: u64,
    pub faults: Vec<String>,
    /// References to values, with the matter that refers.
    pub sealed: Vec<(Uuid, Sealed)>,
    pub ledger: Ledger,
    /// Matters whose log says that what they held is destroyed.
    pub destroyed: HashSet<Uuid>,
}

/// Checks a page of matters on two threads.
pub(super) fn all(library: &Library, bureau: BureauId, page: &[(Vec<StoredEvent>, StoredMatter)]) -> Findings {
    let (one, two) = page.split_at(page.len() / 2);
    let work = || {
        std::thread::scope(|scope| {
            let other = scope.spawn(|| several(library, bureau, one));
            let mut found = several(library, bureau, two);
            match other.join() {
                Ok(more) => found.merge(more),
                Err(_) => found.faults.push("核验中途出错，结果不完整".to_owned()),
            }
            found
        })
    };
    // Other tasks of this thread go on elsewhere meanwhile, where there is an elsewhere.
    match tokio::runtime::Handle::try_current().map(|h| h.runtime_flavor()) {
        Ok(tokio::runtime::RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn several(library: &Library, bureau: BureauId, page: &[(Vec<StoredEvent>, StoredMatter)]) -> Findings {
    let mut found = Findings::default();
    for (log, matter) in page {
        found.matter(library, bureau, log, matter);
    }
    found
}

impl Findings {
    fn merge(&mut self, other: Self) {
        self.events += other.events;
        self.faults.extend(other.faults);
        self.sealed.extend(other.sealed);
        self.ledger.merge(other.ledger);
        self.destroyed.extend(other.destroyed);
    }

    fn fault(&mut self, stored: &StoredMatter, what: impl std::fmt::Display) {
        self.faults.push(format!("事项 {}（{}）{what}", stored.id, stored.number.as_deref().unwrap_or("未编号")));
    }

    fn matter(&mut self, library: &Library, bureau: BureauId, log: &[StoredEvent], stored: &StoredMatter) {
        self.events += log.len() as u64;
        let Some(events) = self.chain(log, stored) else { return };
        let Some(Event { body: Body::Opened { procedure: pin, .. }, .. }) = events.first() else {
            return self.fault(stored, "的第一条记录不是开始");
        };
        let Some((frame, matter)) = library.replay(&events) else {
            return self.fault(stored, format_args!("所依的程序 {} 第 {} 版或者其后转入的版本没有装载，不能重放", pin.id, pin.version));
        };
        if !serde_json::to_string(&matter).is_ok_and(|text| text == stored.body) {
            self.fault(stored, format_args!("重放的结果与存储的不同{}", first_difference(&matter, &stored.body)));
        }
        if matter.destroyed.is_some() {
            self.destroyed.insert(stored.id);
        }
        if matter.number != stored.number {
            self.fault(stored, "的文号与记录中的不同");
        }
        let tasks = tasks(&frame, &matter);
        let shown = Shown::of(&matter, &facts_of(&frame, &matter), &tasks);
        for ((name, is), should) in shown_columns!().split(", ").zip(&stored.shown).zip(shown.values()) {
            if *is != should {
                self.fault(stored, format_args!("的列表栏目 {name} 与重放不符"));
            }
        }
        let placed = Placed::of(&matter, &tasks);
        if !serde_json::from_str::<Placed>(&stored.placed).is_ok_and(|p| p == placed) {
            self.fault(stored, "的派生行清单与重放不符");
        }
        self.expect(bureau, stored.id, &placed, &shown);
        for mark in marks(&frame, &matter) {
            let row = MarkRow::new(bureau, &matter.procedure.id, matter.unit.as_str(), matter.id, &mark);
            self.ledger.expect(Table::Mark, stored.id, &row.values());
            self.ledger.counters.add(row.counter(), 1);
        }
    }

    /// Links and bodies. `None` where the log is broken so that replay makes no sense.
    fn chain(&mut self, log: &[StoredEvent], stored: &StoredMatter) -> Option<Vec<Event>> {
        let mut events = Vec::with_capacity(log.len());
        let mut before = Digest::default();
        for (row, seq) in log.iter().zip(1..) {
            let event: Option<Event> = serde_json::from_str(&row.body).ok();
            let known = event.filter(|e| canonical(e).is_some_and(|bytes| bytes == row.body.as_bytes()));
            let Some(event) = known.filter(|e| e.seq == seq && row.seq == seq) else {
                self.fault(stored, format_args!("的第 {seq} 条记录缺失、次序不对或者读不出来"));
                return None;
            };
            before = link(&before, MatterId(stored.id), row.body.as_bytes());
            if before != row.link {
                self.fault(stored, format_args!("的第 {seq} 条记录与链不符：记录或其次序被改动过"));
                return None;
            }
            self.sealed.extend(event.body.sealed().into_iter().map(|reference| (stored.id, reference)));
            events.push(event);
        }
        if stored.seq != log.len() as u64 || stored.link != before {
            self.fault(stored, format_args!("应有 {} 条记录，只有 {} 条，或链尾不符", stored.seq, log.len()));
            return None;
        }
        Some(events)
    }

    fn expect(&mut self, bureau: BureauId, id: Uuid, placed: &Placed, shown: &Shown) {
        for duty in &placed.duties {
            let row: Vec<Value<'_>> = duty.key(MatterId(id)).into_iter().chain(duty.rest()).collect();
            self.ledger.expect(Table::Task, id, &row);
            self.ledger.queues.add((bureau, duty.owner.clone(), duty.waiting), 1);
        }
        for (due, clock) in &placed.alarms {
            self.ledger.expect(Table::Alarm, id, &[(*due).into(), id.into(), clock.as_str().into()]);
        }
        for holder in &placed.holders {
            self.ledger.expect(Table::Holding, id, &[holder.as_str().into(), id.into()]);
        }
        self.ledger.cells.add(shown.cell.clone(), 1);
    }
}

/// The first field that differs, by name only: nothing personal stands in a matter, but a report should be short.
fn first_difference(matter: &Matter, stored: &str) -> String {
    let (Ok(is), Ok(was)) = (serde_json::to_value(matter), serde_json::from_str::<serde_json::Value>(stored)) else { return String::new() };
    let fields = is.as_object().into_iter().flatten();
    fields.filter(|(name, value)| was.get(name.as_str()) != Some(value)).map(|(name, _)| format!("：{name}")).next().unwrap_or_default()
}
