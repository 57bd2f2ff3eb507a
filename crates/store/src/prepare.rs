//! An act made ready outside the writer: checked, encrypted, encoded. What is left to the writer is order.

use crate::coding::{damaged, to_json};
use crate::database::Pool;
use crate::keyring::Keyring;
use crate::keys::Keys;
use crate::placed::Placed;
use crate::seal::{Sealing, seal};
use crate::shown::Shown;
use app::ports::{Change, Commit, Numbering, StoreError};
use engine::{Body, Event, Mark, Matter, RegisterEntry, canonical};
use kernel::{BureauId, Digest, MatterId, OperationId};
use std::sync::Arc;

/// An act ready to be written.
pub(crate) struct Prepared {
    pub(crate) bureau: BureauId,
    pub(crate) operation: OperationId,
    pub(crate) request: Digest,
    /// What it does to each of its matters, at least one; the receipt answers for the first.
    pub(crate) steps: Vec<Step>,
    pub(crate) sealing: Sealing,
    /// The keys, where it carries out a destruction that was agreed to.
    pub(crate) destroys: Option<Arc<Keys>>,
    /// Microseconds since 1970, of its last event.
    pub(crate) recorded_at: i64,
}

/// What an act does to one matter.
pub(crate) struct Step {
    pub(crate) matter: MatterId,
    /// What it holds is destroyed by this.
    pub(crate) destroys: bool,
    /// Version before.
    pub(crate) expected: u64,
    /// Version after.
    pub(crate) seq: u64,
    /// Canonical bodies of the events, in order.
    pub(crate) bodies: Vec<String>,
    /// The first event, where it opens a matter and waits for a number.
    pub(crate) opening: Option<(Event, Numbering)>,
    pub(crate) shown: Shown,
    pub(crate) after: After,
    pub(crate) placed: Placed,
    pub(crate) marks_added: Vec<Mark>,
    pub(crate) marks_removed: Vec<Mark>,
    /// The register entry that this matter is, with its text.
    pub(crate) entry: Option<(RegisterEntry, String)>,
    pub(crate) lookup: Option<Digest>,
}

/// The folded matter.
pub(crate) enum After {
    /// As JSON, with the number it has.
    Encoded(String, String),
    /// Still without a number: it may get one within the commit.
    Unnumbered(Box<Matter>),
}

/// Makes an act ready.
pub(crate) async fn prepare(ring: &Keyring, readers: &Pool, bureau: BureauId, commit: Commit) -> Result<Prepared, StoreError> {
    commit.check()?;
    let sealing = seal(ring, readers, bureau, &commit).await?;
    let destroys = if commit.changes.iter().any(destroys) { Some(ring.keys(readers).await?) } else { None };
    let Commit { operation, request, changes, mut lookup, .. } = commit;
    let recorded_at = changes.iter().flat_map(|c| c.events.last()).map(|e| e.recorded_at).max().unwrap_or_default();
    let steps = changes.into_iter().map(|change| step(change, lookup.take())).collect::<Result<_, _>>()?;
    Ok(Prepared { bureau, operation, request, steps, sealing, destroys, recorded_at })
}

fn destroys(change: &Change) -> bool {
    change.events.iter().any(|event| matches!(event.body, Body::Destroyed { .. }))
}

fn step(change: Change, lookup: Option<Digest>) -> Result<Step, StoreError> {
    let destroys = destroys(&change);
    let Change { expected, mut events, after, facts, numbering, tasks, marks_added, marks_removed, entry } = change;
    let bodies = events.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    let waits = matches!(events.first(), Some(Event { body: Body::Opened { opening, .. }, .. }) if opening.number.is_none());
    Ok(Step {
        matter: after.id,
        destroys,
        expected,
        seq: after.seq,
        bodies,
        opening: numbering.filter(|_| waits).map(|numbering| (events.swap_remove(0), numbering)),
        shown: Shown::of(&after, &facts, &tasks),
        placed: Placed::of(&after, &tasks),
        after: match &after.number {
            Some(number) => After::Encoded(to_json(&after)?, number.clone()),
            None => After::Unnumbered(Box::new(after)),
        },
        marks_added,
        marks_removed,
        entry: entry.map(|entry| to_json(&entry).map(|text| (entry, text))).transpose()?,
        lookup,
    })
}

/// The canonical text of an event.
pub(crate) fn encode(event: &Event) -> Result<String, StoreError> {
    let bytes = canonical(event).ok_or_else(|| damaged("事件不能编码"))?;
    String::from_utf8(bytes).map_err(|_| damaged("事件编码不是文字"))
}
