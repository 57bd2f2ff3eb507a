//! What may be done in a matter, what follows from it, and by when: pure, synchronous, total.
//!
//! [`decide`] turns an order into events or a [`Refusal`]; [`evolve`] folds an event into a [`Matter`]. Neither reads a clock,
//! draws a random number, or panics. Clocks are not stored state: they are derived from the timeline, so that a corrected date
//! moves every period that rests on it.

mod answer;
mod chain;
mod clocks;
mod decide;
pub mod echo;
mod entry;
mod event;
mod evolve;
mod facts;
pub mod family;
mod frame;
mod holder;
mod light;
mod marks;
mod matter;
mod offers;
mod order;
mod refusal;
mod remedies;
pub mod scenario;
mod sealed;
mod shelf;
mod tasks;
pub mod verdict;
pub mod walk;

pub use answer::{Answer, Sealed};
pub use chain::{canonical, link};
pub use clocks::{Extended, Instance, Paused, Round, derive, explain, sentence};
pub use decide::decide;
pub use entry::entry_of;
pub use event::{Act, Author, Body, Cause, Change, Event, Evidence, Extension, Kin, Manner, Minutes, Opening, Pin};
pub use evolve::evolve;
pub use facts::{Chosen, Facts, Register, RegisterEntry, RuleBook, Verdict};
pub use frame::Frame;
pub use holder::{Holder, NoHolder};
pub use light::{Light, light};
pub use marks::{Mark, marks};
pub use matter::{Child, Echo, Entry, Issued, Joined, Matter, Pending, Run, Signature, Waiting};
pub use offers::{Offer, Standing, may_open, offers};
pub use order::{Context, Order};
pub use refusal::{Refusal, written};
pub use remedies::{Open, remedies};
pub use shelf::Shelf;
pub use tasks::{COUNTERSIGN, Task, TaskKind, tasks};
