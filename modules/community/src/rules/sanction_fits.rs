//! Whether an admonition or a warning fits the ground that the officer entered.

use super::said::number;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 社区矫正法实施办法 (unread, by name only): up to so many days off supervision an admonition, beyond them a warning.
const ADMONISH_DAYS: i64 = 10;
/// The same: after so many admonitions a warning.
const ADMONITIONS: i64 = 2;

/// 社区矫正法 28.1: an admonition by the circumstances; which they are says 社区矫正法实施办法 (unread).
pub(super) fn admonition(facts: &Facts<'_>) -> Verdict {
    match ground(facts) {
        None => missing(&["breach_ground"]),
        Some("rule_minor" | "education_refused") => Verdict::Yes,
        Some("away_short") => match number(facts, "days_away") {
            None => missing(&["days_away"]),
            Some(days) if days <= ADMONISH_DAYS => Verdict::Yes,
            Some(_) => no("脱离监管已超过十日，不适用训诫。", "Over ten days off supervision carry no admonition."),
        },
        Some(_) => no("所选情形不适用训诫。", "The ground entered carries no admonition."),
    }
}

/// 社区矫正法 28.1: a warning by the circumstances; which they are says 社区矫正法实施办法 (unread).
pub(super) fn warning(facts: &Facts<'_>) -> Verdict {
    match ground(facts) {
        None => missing(&["breach_ground"]),
        Some("injunction_minor" | "rule_serious" | "no_review") => Verdict::Yes,
        Some("away_long") => match number(facts, "days_away") {
            None => missing(&["days_away"]),
            Some(days) if days > ADMONISH_DAYS => Verdict::Yes,
            Some(_) => no("脱离监管未超过十日，不适用警告。", "Up to ten days off supervision carry no warning."),
        },
        Some("two_admonitions") => match number(facts, "admonished_before") {
            None => missing(&["admonished_before"]),
            Some(times) if times >= ADMONITIONS => Verdict::Yes,
            Some(_) => no("没有受到两次训诫。", "There have not been two admonitions."),
        },
        Some(_) => no("所选情形不适用警告。", "The ground entered carries no warning."),
    }
}

fn ground<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    facts.chosen("breach_ground").map(kernel::Id::as_str)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{admonition, warning};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn on(ground: &str) -> Case {
        Case::new().chosen("breach_ground", ground)
    }

    #[test]
    fn ten_days_part_the_two() {
        let short = |days| on("away_short").number("days_away", days).ask(admonition);
        assert_eq!(on("away_short").ask(admonition), unknown(&["days_away"]));
        assert_eq!(short(10), Verdict::Yes);
        assert!(refused(&short(11)));
        let long = |days| on("away_long").number("days_away", days).ask(warning);
        assert_eq!(on("away_long").ask(warning), unknown(&["days_away"]));
        assert!(refused(&long(10)));
        assert_eq!(long(11), Verdict::Yes);
    }

    #[test]
    fn two_admonitions_carry_a_warning() {
        let after = |times| on("two_admonitions").number("admonished_before", times).ask(warning);
        assert_eq!(on("two_admonitions").ask(warning), unknown(&["admonished_before"]));
        assert!(refused(&after(1)));
        assert_eq!(after(2), Verdict::Yes);
    }

    #[test]
    fn each_sanction_has_its_grounds() {
        assert_eq!(Case::new().ask(admonition), unknown(&["breach_ground"]));
        assert_eq!(Case::new().ask(warning), unknown(&["breach_ground"]));
        assert_eq!(on("rule_minor").ask(admonition), Verdict::Yes);
        assert_eq!(on("rule_serious").ask(warning), Verdict::Yes);
        assert!(refused(&on("rule_serious").ask(admonition)));
        assert!(refused(&on("rule_minor").ask(warning)));
        assert!(refused(&on("police_matter").ask(warning)));
    }
}
