//! Lists, queues, counters.

use super::Reach;
use engine::Event;
use kernel::{AccountId, Date, Digest, Id, MatterId, OrgPath, ValueId, fold_width};

/// Counts that no counter holds are made by counting, and stop here: a total of 1,000 means "1,000 or more".
pub const COUNT_CAP: u64 = 1_000;

/// The form in which numbers and names are found: width, spaces and case of letters make no difference.
#[must_use]
pub fn folded(text: &str) -> String {
    fold_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A logged event with its link of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The event.
    pub event: Event,
    /// Link after it.
    pub link: Digest,
}

/// A matter as it lies in the store.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredMatter {
    /// Its id.
    pub id: MatterId,
    /// [`engine::Matter`] as JSON.
    pub body: String,
}

/// One page, and how long the whole list is.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Rows of this page.
    pub rows: Vec<T>,
    /// Rows in all.
    pub total: u64,
}

/// Which work to list.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueQuery {
    /// Owner keys: `@ACCOUNT` for what is one's own, `ROLE@UNIT` for what anybody in the role may take.
    pub owners: Vec<String>,
    /// Only what waits for others (在办), or only what waits for these owners (待办).
    pub waiting: bool,
    /// Only what is due before this day.
    pub due_before: Option<Date>,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return.
    pub limit: u32,
}

/// A row of the task table, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow {
    /// What is to be done: see [`engine::TaskKind`] in its stored form.
    pub kind: String,
    /// The role that is to act.
    pub role: Id,
    /// The clock that presses, if any.
    pub clock: Option<Id>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// The state or track state it arises in.
    pub state: Option<Id>,
}

/// Work in a queue, with its matter.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueRow {
    /// The work.
    pub task: TaskRow,
    /// The matter.
    pub matter: MatterRow,
}

/// A matter in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct MatterRow {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: Option<String>,
    /// Its procedure.
    pub procedure: Id,
    /// The unit that handles it.
    pub unit: OrgPath,
    /// State of the main run.
    pub state: Id,
    /// Kind shown beside the number.
    pub kind: Option<Id>,
    /// Legal day of its first act.
    pub opened_on: Date,
    /// Nothing more can happen in it.
    pub closed: bool,
    /// Earliest due day that binds one of ours.
    pub due_on: Option<Date>,
    /// Which clock.
    pub due_clock: Option<Id>,
    /// That clock stands still.
    pub paused: bool,
    /// Party's name, a sealed value.
    pub party: Option<ValueId>,
    /// Who handles it, if assigned.
    pub handler: Option<AccountId>,
    /// Day it was marked, in lists behind a figure.
    pub marked_on: Option<Date>,
}

/// A stretch of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Which matters to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatterFilter {
    /// What may be seen.
    pub reach: Reach,
    /// Only this procedure.
    pub procedure: Option<Id>,
    /// Only in this state of the main run.
    pub state: Option<Id>,
    /// Only open (false) or closed (true) ones.
    pub closed: Option<bool>,
    /// Only due before this day and not standing still.
    pub due_before: Option<Date>,
    /// Only due on or after this day.
    pub due_from: Option<Date>,
    /// Only with this number, or for a party of exactly this name.
    pub text: Option<String>,
    /// Only those in which this account is a party's or provider's own (portal and lawyers).
    pub holder: Option<AccountId>,
    /// Newest first instead of earliest due first.
    pub newest: bool,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return.
    pub limit: u32,
}

/// Which counters to sum.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterQuery {
    /// `(procedure, measure)` pairs.
    pub measures: Vec<(Id, Id)>,
    /// Over which days; `None` for `state:` measures, which have no period.
    pub days: Option<Interval>,
    /// Sum by unit, or by month as well.
    pub by_month: bool,
}

/// A sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The unit counted for, exactly.
    pub unit: OrgPath,
    /// The procedure.
    pub procedure: Id,
    /// The measure.
    pub measure: Id,
    /// First day of the month, if summed by month.
    pub month: Option<Date>,
    /// How many.
    pub count: i64,
}

/// Which matters behind a counter to list.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkQuery {
    /// `(procedure, measure)` pairs.
    pub measures: Vec<(Id, Id)>,
    /// What may be seen.
    pub reach: Reach,
    /// Over which days; `None` for `state:` measures.
    pub days: Option<Interval>,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return.
    pub limit: u32,
}
