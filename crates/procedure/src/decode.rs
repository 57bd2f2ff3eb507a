//! From text to the typed model. Every mistake of a file is reported in one run.
//!
//! Three passes: brackets and quotes (so that the KDL parser never meets a text that could exhaust its stack), the KDL
//! tree, and our own decoder over the tree. Names are resolved last, when all of a procedure is known.

mod action;
mod brackets;
mod clock;
mod extend;
mod form;
mod ground;
mod indicator;
mod length;
pub(crate) mod names;
pub(crate) mod node;
mod notice;
mod overlay;
mod parties;
mod procedure;
mod reader;
mod register;
mod retention;
mod sense;
mod shape;
mod state;
mod syntax;
mod transition;
mod words;

pub(crate) use names::{events, heard};
pub(crate) use reader::{Reader, Word};
pub(crate) use shape::Shape;
pub(crate) use words::nearest;

use crate::{Diagnostic, model::Dossier};
use kdl::KdlDocument;

/// Reads one file. The dossier is there when no finding is an error.
///
/// ```
/// let (dossier, found) = procedure::decode("empty.kdl", "");
/// assert!(dossier.is_none());
/// assert_eq!(found[0].code, "P003");
/// ```
#[must_use]
pub fn decode(file_name: &str, text: &str) -> (Option<Dossier>, Vec<Diagnostic>) {
    let mut reader = Reader::new(file_name, text);
    let dossier = tree(&mut reader).map(|tree| procedure::dossier(&mut reader, &tree));
    let dossier = dossier.filter(|_| !reader.found.any_error());
    (dossier, reader.found.sorted())
}

/// The KDL tree, or nothing when the text is broken (and says so).
pub(crate) fn tree(reader: &mut Reader) -> Option<KdlDocument> {
    let heads = brackets::heads(reader)?;
    match KdlDocument::parse_v2(reader.text) {
        Ok(tree) => Some(tree),
        Err(error) => {
            syntax::report(reader, &error, &heads);
            None
        }
    }
}
