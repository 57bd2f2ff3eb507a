//! Where a matter lies in queues and lists: rows derived from it, replaced by difference when it changes.

use crate::coding::{day, day_or_never};
use crate::sql::Value;
use engine::{Instance, Matter, Task};
use kernel::{Id, MatterId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A row of the task table, without bureau and matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Duty {
    pub(crate) owner: String,
    pub(crate) waiting: bool,
    pub(crate) due_on: i64,
    pub(crate) role: Id,
    pub(crate) kind: String,
    pub(crate) clock: Option<Id>,
    pub(crate) state: Option<Id>,
}

/// Everything that lies elsewhere about one matter. Kept beside it as JSON, so that an act finds out what to replace without a search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Placed {
    /// Work in queues.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) duties: BTreeSet<Duty>,
    /// Clocks whose lapse works by itself, with the day they are due; see [`alarm`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) alarms: BTreeSet<(i64, Id)>,
    /// Whose it is: `@ACCOUNT` for handlers and providers, a person's id for parties.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) holders: BTreeSet<String>,
}

impl Placed {
    /// Derives the rows of a matter.
    pub(crate) fn of(matter: &Matter, tasks: &[Task]) -> Self {
        let ringing = matter.clocks.iter().filter(|i| i.fires && i.running() && i.paused_since.is_none());
        Self {
            duties: tasks.iter().map(duty).collect(),
            alarms: ringing.filter_map(|i| Some((day(i.due_on?), alarm(i)))).collect(),
            holders: holders(matter),
        }
    }
}

impl Duty {
    /// Its key within the bureau, in the order of the table: owner, waiting, due day, matter, role.
    pub(crate) fn key(&self, matter: MatterId) -> [Value<'_>; 5] {
        [self.owner.as_str().into(), self.waiting.into(), self.due_on.into(), matter.0.into(), self.role.as_str().into()]
    }

    /// The columns beside the key: kind, clock, state.
    pub(crate) fn rest(&self) -> [Value<'_>; 3] {
        fn name(id: &Option<Id>) -> Value<'_> {
            Value::maybe(id.as_ref(), |id| id.as_str().into())
        }
        [self.kind.as_str().into(), name(&self.clock), name(&self.state)]
    }
}

/// The key of an account's own queue, and of what it holds.
pub(crate) fn own(account: &str) -> String {
    format!("@{account}")
}

/// The name of an alarm within its matter and day. It only tells which matters to look at, so that two runs of one clock that are due
/// on the same day may share it.
fn alarm(instance: &Instance) -> Id {
    instance.clock.clone()
}

fn duty(task: &Task) -> Duty {
    Duty {
        owner: task.account.as_ref().map_or_else(|| format!("{}@{}", task.role, task.unit), |account| own(account.as_str())),
        waiting: task.waiting,
        due_on: day_or_never(task.due_on),
        role: task.role.clone(),
        kind: task.kind.as_str().to_owned(),
        clock: task.clock.clone(),
        state: task.state.clone(),
    }
}

/// The same relation by which a use-case lets somebody without a unit open the matter: what is listed can be opened.
fn holders(matter: &Matter) -> BTreeSet<String> {
    let accounts = matter.handlers.values().flatten().map(|account| own(account.as_str()));
    let persons = matter.parties.values().flatten().map(|party| party.person.to_string());
    accounts.chain(persons).collect()
}
