//! What the procedures of this module leave to Rust, by the names they use.

mod exam;
mod hours;
mod log;
mod number;
mod qualified;
mod said;
mod suspend_ground;
mod upkeep;
mod valid_until;
mod withdraw_ground;

use engine::RuleBook;
use engine::verdict::{missing, no};

/// Registers every rule of this module.
pub fn register(book: &mut RuleBook) {
    book.predicate("qualified", qualified::ask)
        .predicate("not_qualified", qualified::refusable)
        .predicate("exam_passed", exam::passed)
        .predicate("exam_failed", exam::failed)
        .predicate("valid_beyond_today", valid_until::beyond_today)
        .predicate("renewal_longer", valid_until::longer)
        .predicate("number_is_new", number::is_new)
        .predicate("upkeep_in_order", upkeep::in_order)
        .predicate("hours_reached", hours::reached)
        .predicate("suspend_ground_met", suspend_ground::ask)
        .predicate("withdraw_ground_met", withdraw_ground::ask)
        .predicate("officer_heard", log::officer_heard)
        .predicate("objection_open", log::objection_open);
}
