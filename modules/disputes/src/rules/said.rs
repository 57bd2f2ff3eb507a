//! Reading single answers out of the facts.

use engine::{Answer, Facts};
use kernel::Id;

/// What was answered to a yes-no question; `None` while it is open.
pub(super) fn yes_no(facts: &Facts<'_>, field: &str) -> Option<bool> {
    match facts.answer(field)? {
        Answer::YesNo(yes) => Some(*yes),
        _ => None,
    }
}

/// The whole number answered to a question; `None` while it is open.
pub(super) fn number(facts: &Facts<'_>, field: &str) -> Option<i64> {
    match facts.answer(field)? {
        Answer::Number(n) => Some(*n),
        _ => None,
    }
}

/// The value chosen in a field, as a word.
pub(super) fn chosen<'a>(facts: &Facts<'a>, field: &str) -> Option<&'a str> {
    facts.chosen(field).map(Id::as_str)
}
