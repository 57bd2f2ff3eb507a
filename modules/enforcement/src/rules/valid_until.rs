//! Whether the last day of validity makes sense.

use super::{missing, no};
use engine::{Answer, Facts, Verdict};

/// A reading: a certificate that has run out on the day it is issued would certify nothing.
pub(super) fn beyond_today(facts: &Facts<'_>) -> Verdict {
    match facts.date("valid_until") {
        None => missing(&["valid_until"]),
        Some(until) if until > facts.today => Verdict::Yes,
        Some(_) => no("有效期截止日应当在今天以后。", "The last day must lie after today."),
    }
}

/// A reading: a renewal ends later than what it renews.
pub(super) fn longer(facts: &Facts<'_>) -> Verdict {
    let Some(next) = facts.answers.get("valid_until").and_then(Answer::date) else { return missing(&["valid_until"]) };
    let before = facts.matter.and_then(|m| m.answers.get("valid_until")).and_then(Answer::date);
    if before.is_none_or(|b| next > b) { Verdict::Yes } else { no("延续后的截止日应当更晚。", "A renewal must end later.") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{beyond_today, longer};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn the_day_itself_is_too_early() {
        let on = |until| Case::on("2026-03-02").date("valid_until", until).ask(beyond_today);
        assert_eq!(on("2026-03-03"), Verdict::Yes);
        assert!(refused(&on("2026-03-02")));
        assert_eq!(Case::new().ask(beyond_today), unknown(&["valid_until"]));
    }

    #[test]
    fn a_renewal_without_its_day_is_open() {
        assert_eq!(Case::new().ask(longer), unknown(&["valid_until"]));
    }
}
