//! Reading single answers out of the facts.

use engine::{Answer, Facts};

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
