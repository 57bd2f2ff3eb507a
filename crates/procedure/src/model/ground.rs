//! What a number or an effect rests on.

use kernel::{Id, Title};
use law::Citation;
use serde::Serialize;

/// Where a node stands in its file, for diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Byte offset from the start of the file.
    pub offset: usize,
    /// Length in bytes.
    pub len: usize,
    /// Line, counted from 1; 0 where the place is not known.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// A law that a procedure cites.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Law {
    /// Short title: 法律援助法.
    pub title: String,
    /// Edition in the statute index, e.g. `2021`; `None` when its text is not at hand.
    pub edition: Option<String>,
    /// The text is not at hand: cited by name only.
    pub unread: bool,
    /// Where it stands in the file.
    pub place: Place,
}

/// One citation: `LAL:43.1@1`, or the law alone where its text is not at hand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cite {
    /// Alias of the law.
    pub law: Id,
    /// Article, paragraph, item, ordinal of the figure; `None` for an unread law.
    pub at: Option<Citation>,
    /// Where it stands in the file.
    pub place: Place,
}

/// Citations and, where the number is not the law's, the basis.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ground {
    /// Articles, in the order written.
    pub cites: Vec<Cite>,
    /// Present when no statute fixes the number or effect.
    pub basis: Option<Basis>,
}

impl Ground {
    /// Whether anything at all is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cites.is_empty() && self.basis.is_none()
    }
}

/// Why a number stands without a statute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Basis {
    /// Which of the three.
    pub kind: BasisKind,
    /// In words.
    pub text: Option<Title>,
}

/// The three bases. They are shown as such, never as statute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BasisKind {
    /// A rule of this place, or of the paper itself.
    Local,
    /// The bureau's own target; also what 及时 and 立即 get.
    Internal,
    /// Practice reads it into the law; no text says it.
    Reading,
}
