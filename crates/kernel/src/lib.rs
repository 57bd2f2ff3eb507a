//! What every other crate speaks in: names, dates as people write them, actors, units, evidence, digests.
//!
//! No I/O, no async, no clock: the day and the instant come in as values (see [`Moment`]).

mod actor;
mod dates;
mod digest;
mod ids;
mod numbers;
mod org;
mod text;

pub use actor::{AccountId, Actor, Grant};
pub use dates::{Date, DateTime, Moment, chinese_date, chinese_date_short, english_date, parse_date, wall_time};
pub use digest::{Digest, sm3};
pub use ids::{BureauId, EventId, Id, MatterId, OperationId, PersonId, ValueId};
pub use numbers::{NumberFault, check_citizen_id, check_credit_code, official_number, plain_number};
pub use org::OrgPath;
pub use text::{Lang, Title, chinese_number, fold_width};
