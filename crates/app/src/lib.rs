//! Use-cases: load, authorize, decide, commit. No SQL, no HTTP.
//!
//! A [`Bureau`] is everything one request needs: the store, the law, the clock, the source of randomness. Each use-case is a
//! method of it in a file of its own.

mod access;
mod acting;
mod asking;
mod ballots;
mod board;
mod bureau;
mod calendars;
mod care;
mod cases;
mod desk;
mod extract;
mod fault;
mod guard;
mod hashing;
mod input;
mod kinship;
mod library;
mod looking;
mod masking;
pub mod memory;
mod module;
mod noting;
pub mod one_time;
mod opening;
mod organisation;
mod passkeys;
mod passwords;
mod planning;
mod portal;
pub mod ports;
mod processing;
mod projection;
mod proving;
mod reading;
mod registers;
mod retention;
mod second_factor;
mod sessions;
mod sign_in;
pub mod simulation;
mod unified;
mod webauthn;

pub use access::{Scope, may_handle, queue_owners};
pub use acting::{ClockOf, Deed, Doing, Proposal};
pub use asking::citizens_action;
pub use ballots::FEWEST;
pub use board::{Board, BoardPoint, Concealed, DistrictFigure, Figure, LATE_BELOW, Lit, PointDetail, Population, SectionRow, TaskRow};
pub use bureau::{Bureau, Clock, Entropy};
pub use calendars::{Applying, Reached, Standing};
pub use care::Guarded;
pub use cases::CaseRow;
pub use desk::{Desk, Todo};
pub use fault::{Fault, FieldFault};
pub use guard::Guard;
pub use input::{Typed, read_answers};
pub use kinship::{Relation, Relative};
pub use library::Library;
pub use looking::{LookRow, Reason, Sight};
pub use masking::{Shows, identifying_number, mask};
pub use module::{Module, PlanHook};
pub use opening::WayIn;
pub use organisation::{
    Column, Finding, HandedOver, Keeper, Line, Office, Passed, Person, PersonTyped, Preview, Subject, UnitTyped, collision,
};
pub use passkeys::Proof;
pub use passwords::PasswordRules;
pub use planning::{TaskEdit, TaskEdits};
pub use portal::{Awaited, Filed, Progress, ProgressStep};
pub use processing::{ProcessedField, Processing, register_of_processing};
pub use projection::{change_of, facts_of};
pub use proving::proof;
pub use reading::{CaseFile, Known};
pub use registers::{EntriesAsked, EntriesPage, EntryHistory, EntryRow, EntryTyped, Shown, code_of};
pub use retention::Expired;
pub use sessions::shortened;
pub use sign_in::{Entered, KNOWN, Origin, Present, SignInPolicy, SignedIn};
pub use unified::{Arrived, Returned};
pub use webauthn::RelyingParty;
