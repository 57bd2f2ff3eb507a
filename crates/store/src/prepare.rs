//! An act made ready outside the writer: checked, encrypted, encoded. What is left to the writer is order.

use crate::coding::{damaged, to_json};
use crate::dialect::Pool;
use crate::keyring::Keyring;
use crate::placed::Placed;
use crate::seal::{Sealing, seal};
use crate::shown::Shown;
use app::ports::{Commit, Numbering, StoreError};
use engine::{Body, Event, Mark, Matter, canonical};
use kernel::{BureauId, Digest, MatterId, OperationId};

/// An act ready to be written.
pub(crate) struct Prepared {
    pub(crate) bureau: BureauId,
    pub(crate) operation: OperationId,
    pub(crate) request: Digest,
    pub(crate) matter: MatterId,
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
    pub(crate) sealing: Sealing,
    pub(crate) lookup: Option<Digest>,
    /// Microseconds since 1970, of its last event.
    pub(crate) recorded_at: i64,
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
    check(&commit)?;
    let Commit { operation, request, expected, mut events, after, facts, numbering, values, tasks, marks_added, marks_removed, lookup } =
        commit;
    let sealing = seal(ring, readers, bureau, &values).await?;
    let bodies = events.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    let recorded_at = events.last().map_or(0, |e| e.recorded_at);
    let waits = matches!(events.first(), Some(Event { body: Body::Opened { opening, .. }, .. }) if opening.number.is_none());
    let opening = numbering.filter(|_| waits).map(|numbering| (events.swap_remove(0), numbering));
    Ok(Prepared {
        bureau,
        operation,
        request,
        matter: after.id,
        expected,
        seq: after.seq,
        bodies,
        opening,
        shown: Shown::of(&after, &facts, &tasks),
        placed: Placed::of(&after, &tasks),
        after: match &after.number {
            Some(number) => After::Encoded(to_json(&after)?, number.clone()),
            None => After::Unnumbered(Box::new(after)),
        },
        marks_added,
        marks_removed,
        sealing,
        lookup,
        recorded_at,
    })
}

/// The canonical text of an event.
pub(crate) fn encode(event: &Event) -> Result<String, StoreError> {
    let bytes = canonical(event).ok_or_else(|| damaged("事件不能编码"))?;
    String::from_utf8(bytes).map_err(|_| damaged("事件编码不是文字"))
}

/// Refuses what no use-case should ever send: it would be logged and then not fold.
fn check(commit: &Commit) -> Result<(), StoreError> {
    let in_order = commit.events.iter().zip(commit.expected + 1..).all(|(event, seq)| event.seq == seq);
    let complete = commit.after.seq == commit.expected + commit.events.len() as u64;
    let opens = matches!(&commit.events.first().map(|e| &e.body), Some(Body::Opened { opening, .. }) if opening.matter == commit.after.id);
    if commit.events.is_empty() || !in_order || !complete || opens != (commit.expected == 0) {
        return Err(damaged(format!("事项 {} 的事件与其版本不衔接", commit.after.id)));
    }
    Ok(())
}
