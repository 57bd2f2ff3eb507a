//! Whether a complaint came in time.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};
use jiff::ToSpan;
use kernel::Date;

/// 法律援助投诉处理办法 8: years from knowing.
pub(super) const YEARS: i64 = 3;
/// A last day on a day of rest moves on. No run of days of rest is longer than this, so later than that is late in any case.
const LONGEST_REST: i64 = 10;

/// 法律援助投诉处理办法 8: within three years of the day on which it was or should have been known, unless another law says otherwise.
///
/// Just after the three years it asks whether the last day was a day of rest: rules have no calendar.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    if yes_no(facts, "other_law_period") == Some(true) {
        return Verdict::Yes;
    }
    let Some(known) = facts.date("known_on") else { return missing(&["known_on"]) };
    let received = facts.matter.map_or(facts.today, |m| m.opened_on);
    let last = known.saturating_add(YEARS.years());
    if received <= last {
        return Verdict::Yes;
    }
    match near(received, last).then(|| yes_no(facts, "last_day_rest")) {
        Some(None) => missing(&["last_day_rest"]),
        Some(Some(true)) => Verdict::Yes,
        _ => no("提出投诉时已超过三年。", "The complaint came more than three years after it was known."),
    }
}

fn near(received: Date, last: Date) -> bool {
    received <= last.saturating_add(LONGEST_REST.days())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn three_years_to_the_day() {
        let known = |on: &str| Case::on("2026-03-02").date("known_on", on);
        assert_eq!(Case::new().ask(ask), unknown(&["known_on"]));
        assert_eq!(known("2023-03-02").ask(ask), Verdict::Yes);
        assert!(refused(&known("2023-02-01").ask(ask)));
        assert_eq!(known("2020-01-01").yes_no("other_law_period", true).ask(ask), Verdict::Yes);
    }

    #[test]
    fn a_last_day_of_rest_moves_on() {
        let late = Case::on("2026-03-02").date("known_on", "2023-03-01");
        assert_eq!(late.ask(ask), unknown(&["last_day_rest"]));
        assert_eq!(late.clone().yes_no("last_day_rest", true).ask(ask), Verdict::Yes);
        assert!(refused(&late.yes_no("last_day_rest", false).ask(ask)));
    }
}
