//! One act on its way into the store.

use super::StoreError;
use engine::{Body, Event, Mark, Matter, RegisterEntry, Task};
use kernel::{Date, Digest, Id, MatterId, OperationId, OrgPath, PersonId, ValueId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Everything one act writes. Pure data: the store adds hashes, numbers and encryption, and writes it all or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Made by the client.
    pub operation: OperationId,
    /// SM3 over what was asked; another request under the same operation id is refused.
    pub request: Digest,
    /// The matters it changes, each once. The receipt answers for the first; a joint act, one that opens a matter inside another, and one
    /// that another matter must hear of have several.
    pub changes: Vec<Change>,
    /// Personal values to encrypt.
    pub values: Vec<Plain>,
    /// Digest of the code with which a party may look the first matter up without an account.
    pub lookup: Option<Digest>,
}

/// What an act does to one matter.
#[derive(Clone, Debug)]
pub struct Change {
    /// The matter's version before (its event count); 0 for a new one.
    pub expected: u64,
    /// New events, in order.
    pub events: Vec<Event>,
    /// The matter after them.
    pub after: Matter,
    /// What lists and queues show of it.
    pub facts: MatterFacts,
    /// How a new matter gets its number.
    pub numbering: Option<Numbering>,
    /// Work to be done in it now; replaces what was there.
    pub tasks: Vec<Task>,
    /// What it now counts for and did not before.
    pub marks_added: Vec<Mark>,
    /// What it counted for before and no longer does.
    pub marks_removed: Vec<Mark>,
    /// The register entry that this matter is, as it now stands.
    pub entry: Option<RegisterEntry>,
}

impl Commit {
    /// An act in one matter, with the values it seals.
    #[must_use]
    pub fn new((operation, request): (OperationId, Digest), change: Change, values: Vec<Plain>) -> Self {
        Self { operation, request, changes: vec![change], values, lookup: None }
    }

    /// Refuses what no use-case should ever send: it would be logged and then not fold.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], with the matter it is about.
    pub fn check(&self) -> Result<(), StoreError> {
        let mut matters = HashSet::new();
        for change in &self.changes {
            let in_order = change.events.iter().zip(change.expected + 1..).all(|(event, seq)| event.seq == seq);
            let complete = change.after.seq == change.expected + change.events.len() as u64;
            let first = change.events.first().map(|e| &e.body);
            let opens = matches!(first, Some(Body::Opened { opening, .. }) if opening.matter == change.after.id);
            if change.events.is_empty() || !in_order || !complete || opens != (change.expected == 0) {
                return Err(StoreError::Damaged(format!("事项 {} 的事件与其版本不衔接", change.after.id)));
            }
            if !matters.insert(change.after.id) {
                return Err(StoreError::Damaged(format!("事项 {} 在同一次操作中出现两次", change.after.id)));
            }
        }
        if matters.is_empty() { Err(StoreError::Damaged("操作不涉及任何事项".to_owned())) } else { Ok(()) }
    }
}

/// What lists show of a matter.
#[derive(Clone, Debug, PartialEq)]
pub struct MatterFacts {
    /// Nothing more can happen in it.
    pub closed: bool,
    /// The earliest due day of a running clock that binds one of ours.
    pub due_on: Option<Date>,
    /// Which clock that is.
    pub due_clock: Option<Id>,
    /// That clock stands still.
    pub paused: bool,
    /// Party's name, a sealed value.
    pub party: Option<ValueId>,
    /// The kind shown beside the number, e.g. a choice value.
    pub kind: Option<Id>,
    /// The matter inside which it lives.
    pub parent: Option<MatterId>,
}

/// A series of numbers without gaps or doubles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Series: one per procedure (or what shares its pattern).
    pub series: Id,
    /// The unit that numbers.
    pub unit: OrgPath,
    /// The year.
    pub year: i16,
    /// Pattern with everything filled in but `{seq}`: 乌海援〔2026〕{seq}号.
    pub pattern: String,
}

/// A personal value on its way to be encrypted under its person's key.
#[derive(Clone)]
pub struct Plain {
    /// Where it will lie.
    pub value: ValueId,
    /// Under whose key.
    pub person: PersonId,
    /// Field it answers.
    pub field: Id,
    /// Salt of the digest in the event.
    pub salt: [u8; 16],
    /// The text itself.
    pub text: String,
    /// Exact search by keyed hash: `number` for identity numbers and credit codes, `phone` for telephones, `name` for names.
    pub search: Option<&'static str>,
}

impl std::fmt::Debug for Plain {
    /// Never the text: logs hold no personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plain").field("value", &self.value).field("field", &self.field).finish_non_exhaustive()
    }
}

/// The answer to an act; stored under its operation id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The matter.
    pub matter: MatterId,
    /// Its version after the act.
    pub seq: u64,
    /// Its number, if it has one.
    pub number: Option<String>,
}
