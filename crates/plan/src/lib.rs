//! A bureau's yearly work plan (工作要点): from the document as issued to sections, points, tasks and quantities.
//!
//! Pure: bytes and text in, values out. [`read`] decodes the file, [`parse`] finds the outline, [`propose`] suggests who
//! and which procedure carries a task, [`diff`] compares two editions, [`trace`] says what carries every sentence.
//!
//! Every character of the document lies in exactly one [`Node`], so nothing in the plan can get lost on the way to the board.

mod build;
mod comma;
mod diff;
mod docx;
mod error;
mod head;
mod inline;
mod label;
mod lines;
mod model;
mod names;
mod numeral;
mod outline;
mod parse;
mod proposal;
mod quantity;
mod rank;
mod sentence;
mod source;
mod span;
mod trace;

pub use diff::{Change, ChangeKind, Place, diff};
pub use error::PlanError;
pub use model::{Clause, Head, Node, NodeKind, Plan, Point, Section, Subheading, Task};
pub use names::{Name, NameKind, names};
pub use parse::parse;
pub use proposal::{Catalogue, KnownProcedure, KnownUnit, Proposal, propose, propose_for_point};
pub use quantity::{Comparator, Period, Quantity, Turn, quantities};
pub use source::{Source, SourceKind, read};
pub use span::Span;
pub use trace::{Carried, Carrier, CarrierKind, StaleRule, TraceCounts, TraceMap, TraceRow, counts, render_trace, trace};
