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

/// Kinds of search terms that identify somebody: identity numbers with credit codes, and telephones.
pub const IDENTIFIERS: [&str; 2] = ["number", "phone"];

/// The normal form of what somebody typed, if it looks like an identity number, a credit code or a telephone number, right or wrong: such
/// a text is personal, and never stands in an address or a log. Widths, spaces, brackets and dashes make no difference.
#[must_use]
pub fn identifier(text: &str) -> Option<String> {
    let plain: String = folded(text).chars().filter(|c| !matches!(c, '-' | '‐' | '–' | '—' | '(' | ')' | '+' | '.' | '/')).collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let fits = plain.chars().all(|c| c.is_ascii_alphanumeric()) && (7..=20).contains(&plain.len()) && digits >= 7;
    fits.then_some(plain)
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
    /// Only those in which somebody gave this identifier, in its normal form: see [`identifier`].
    pub identifier: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn identifiers_are_told_from_names_and_numbers_of_matters() {
        for (typed, plain) in [
            ("110101199003070011", "110101199003070011"),
            (" 11010119900307 001x", "11010119900307001X"),
            ("１３８ 0000 1234", "13800001234"),
            ("(0473) 201-2348", "04732012348"),
            ("+86 138-0000-1234", "8613800001234"),
            ("91150302MA0Q8X5K3T", "91150302MA0Q8X5K3T"),
            ("11010119900307", "11010119900307"),
        ] {
            assert_eq!(identifier(typed).as_deref(), Some(plain), "{typed}");
        }
        for typed in ["", "高秀兰", "乌海勃湾援〔2026〕12号", "乌海勃湾援[2026]1234567号", "12348", "2026", "Zhang Wei"] {
            assert_eq!(identifier(typed), None, "{typed}");
        }
    }
}

/// Which entries of a register to list. Each of the three is one range of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryQuery {
    /// The register.
    pub register: Id,
    /// Which of its entries.
    pub find: EntryFind,
    /// Only what follows this entry, by its name and id, in the order of the range.
    pub after: Option<(String, Id)>,
    /// How many at most.
    pub limit: u32,
}

/// Which entries of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryFind {
    /// All, by name.
    All,
    /// Those whose name begins so, by name.
    Name(String),
    /// Those whose id begins so, by id.
    Id(String),
}
