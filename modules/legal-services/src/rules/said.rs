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

/// Whether a choice value is among the answers to a question that takes one or several.
pub(super) fn includes(facts: &Facts<'_>, field: &str, value: &str) -> bool {
    let is = |answer: &Answer| answer.choice().is_some_and(|v| v == value);
    match facts.answer(field) {
        Some(Answer::Many(all)) => all.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}
