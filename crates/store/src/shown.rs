//! What lists show of a matter, and the cell it is counted in.

use crate::coding::{day, day_or_never};
use crate::sql::{Kind, Value};
use app::ports::MatterFacts;
use engine::{Matter, Task};
use kernel::{AccountId, Date, Id, MatterId, OrgPath, ValueId};

/// The cell of the lists a matter is counted in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cell {
    pub(crate) procedure: String,
    pub(crate) closed: bool,
    pub(crate) state: String,
    pub(crate) unit: String,
}

/// The state shown of a matter whose opening act still waits for signatures; procedures say `from new` for the same.
const NEW: &str = "new";

/// The list columns of a matter.
pub(crate) struct Shown {
    pub(crate) procedure: Id,
    unit: OrgPath,
    pub(crate) cell: Cell,
    kind: Option<Id>,
    opened_on: Date,
    due_on: Option<Date>,
    due_clock: Option<Id>,
    paused: bool,
    party: Option<ValueId>,
    handler: Option<AccountId>,
    parent: Option<MatterId>,
}

/// The list columns, as they stand in every statement.
macro_rules! shown_columns {
    () => {
        "procedure, unit, state, kind, opened_on, closed, press_on, due_on, due_clock, paused, party, handler, parent"
    };
}
pub(crate) use shown_columns;

/// What kind of value each of them holds.
pub(crate) const SHOWN_KINDS: [Kind; 13] = {
    use Kind::{Id, Int, Text};
    [Text, Text, Text, Text, Int, Int, Int, Int, Text, Int, Id, Text, Id]
};

impl Shown {
    /// Derives the columns of a matter.
    pub(crate) fn of(matter: &Matter, facts: &MatterFacts, tasks: &[Task]) -> Self {
        Self {
            procedure: matter.procedure.id.clone(),
            unit: matter.unit.clone(),
            cell: Cell {
                procedure: matter.procedure.id.to_string(),
                closed: facts.closed,
                state: matter.main.as_ref().map_or(NEW, Id::as_str).to_owned(),
                unit: matter.unit.to_string(),
            },
            kind: facts.kind.clone(),
            opened_on: matter.opened_on,
            due_on: facts.due_on,
            due_clock: facts.due_clock.clone(),
            paused: facts.paused,
            party: facts.party,
            handler: handler(matter, tasks).cloned(),
            parent: facts.parent,
        }
    }

    /// The days it is ordered by within its cell: the day that presses, and the day it was opened.
    pub(crate) fn listed_on(&self) -> (i64, i64) {
        (day_or_never(self.due_on.filter(|_| !self.paused)), day(self.opened_on))
    }

    /// The columns' values.
    pub(crate) fn values(&self) -> [Value<'_>; 13] {
        fn name(id: &Option<Id>) -> Value<'_> {
            Value::maybe(id.as_ref(), |id| id.as_str().into())
        }
        let (press_on, opened_on) = self.listed_on();
        [
            self.procedure.as_str().into(),
            self.unit.as_str().into(),
            self.cell.state.as_str().into(),
            name(&self.kind),
            opened_on.into(),
            self.cell.closed.into(),
            press_on.into(),
            Value::maybe(self.due_on, |d| day(d).into()),
            name(&self.due_clock),
            self.paused.into(),
            Value::maybe(self.party, |v| v.0.into()),
            name(&self.handler),
            Value::maybe(self.parent, |m| m.0.into()),
        ]
    }
}

/// Who handles it, as shown in lists: whoever has work in it now, else whoever waits, else whoever was ever given a role.
fn handler<'a>(matter: &'a Matter, tasks: &'a [Task]) -> Option<&'a Id> {
    let given = |waiting: bool| tasks.iter().filter(move |t| t.waiting == waiting).find_map(|t| t.account.as_ref());
    given(false).or_else(|| given(true)).or_else(|| matter.handlers.values().flatten().next())
}
