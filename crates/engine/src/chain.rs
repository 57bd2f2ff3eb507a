//! The hash chain over a matter's events.

use crate::Event;
use kernel::{Digest, MatterId, sm3};

/// The canonical encoding of an event: JSON with fields in the order of the type and maps in the order of their keys.
///
/// `None` only if the event could not be encoded, which no event that [`crate::decide`] makes can cause.
#[must_use]
pub fn canonical(event: &Event) -> Option<Vec<u8>> {
    serde_json::to_vec(event).ok()
}

/// The link of the chain: SM3 over the previous link, the matter's id, and the event's canonical encoding.
#[must_use]
pub fn link(previous: &Digest, matter: MatterId, canonical: &[u8]) -> Digest {
    sm3(&[&previous.0, matter.0.as_bytes(), canonical])
}
