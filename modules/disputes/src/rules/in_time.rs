//! Whether an application came in time.

use super::said::{chosen, number, yes_no};
use super::{missing, no};
use engine::{Answer, Facts, Verdict};
use jiff::{Span, ToSpan};
use kernel::Date;

/// 行政复议法 20.1: days from knowing.
pub(super) const DAYS: i64 = 60;
/// 行政复议法 20.3: years from knowing the act, where nobody told of the remedy.
pub(super) const UNTOLD_YEARS: i64 = 1;
/// 行政复议法 21: years from the act, immovable property.
pub(super) const IMMOVABLE_YEARS: i64 = 20;
/// 行政复议法 21: years from the act, everything else.
pub(super) const OTHER_YEARS: i64 = 5;
/// 实施条例 (2026) 24.1.2, (2007) 16.1.2: days after which an organ that was asked has not acted.
pub(super) const UNANSWERED_DAYS: i64 = 60;
/// A last day on a day of rest moves on. No run of days of rest is longer than this, so later than that is late in any case.
const LONGEST_REST: i64 = 10;

/// The last day of one limit. `exact`: the matter's clock has rolled it over days of rest.
struct Last {
    day: Date,
    exact: bool,
}

/// 行政复议法 20, 21; 实施条例 (2026) 23, 24, 26, 38.2, (2007) 15, 16: sixty days or another law's longer term, what is not counted left out;
/// one year where nobody told of the remedy; five or twenty years in any case; no limit in an emergency.
///
/// Where a clock of the matter has the last day, that day decides; else just after the end it asks whether it was a day of rest.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(how) = chosen(facts, "counted_by") else { return missing(&["counted_by"]) };
    if how == "urgent_rescue" {
        return Verdict::Yes;
    }
    if how == "without_term" {
        match (facts.date("asked_on"), facts.date("counted_from")) {
            (None, _) => return missing(&["asked_on"]),
            (Some(asked), Some(from)) if from < asked.saturating_add(UNANSWERED_DAYS.days()) => {
                return no("机关收到申请还没有满六十日，期限尚未起算。", "The organ has not had its sixty days yet.");
            }
            _ => {}
        }
    }
    let limits = [sixty_days(facts), untold(facts), outermost(facts, how)];
    let received = facts.matter.map_or(facts.today, |m| m.opened_on);
    let verdicts = limits.into_iter().map(|limit| match limit {
        Err(open) => missing(&open),
        Ok(Some(last)) => last.against(facts, received),
        Ok(None) => Verdict::Yes,
    });
    let verdicts: Vec<Verdict> = verdicts.collect();
    let late = verdicts.iter().find(|v| matches!(v, Verdict::No(_)));
    late.or_else(|| verdicts.iter().find(|v| **v != Verdict::Yes)).cloned().unwrap_or(Verdict::Yes)
}

/// What limits, or which fields would say so; nothing where this limit does not apply.
type Limit = Result<Option<Last>, Vec<&'static str>>;

/// 20.1, 20.2: sixty days, or another law's longer term, and the days that are not counted.
fn sixty_days(facts: &Facts<'_>) -> Limit {
    let Some(from) = facts.date("counted_from") else { return Err(vec!["counted_from"]) };
    let excluded = number(facts, "excluded_days").unwrap_or(0).max(0);
    let last = last(facts, "apply", from, term(facts));
    Ok(Some(Last { day: last.day.saturating_add(excluded.days()), exact: last.exact && excluded == 0 }))
}

/// 20.3: who was not told has a year from knowing the act at the most.
fn untold(facts: &Facts<'_>) -> Limit {
    match (yes_no(facts, "told_rights"), facts.date("knew_on")) {
        (None, _) => Err(vec!["told_rights"]),
        (Some(true), _) => Ok(None),
        (Some(false), None) => Err(vec!["knew_on"]),
        (Some(false), Some(knew)) => Ok(Some(last(facts, "apply_year", knew, UNTOLD_YEARS.years()))),
    }
}

/// 21: twenty or five years from the act. Where an organ did not act there is no day of an act.
fn outermost(facts: &Facts<'_>, how: &str) -> Limit {
    if matches!(how, "within_term" | "without_term") {
        return Ok(None);
    }
    let years = match chosen(facts, "estate") {
        None => return Err(vec!["estate"]),
        Some("immovable") => IMMOVABLE_YEARS,
        Some(_) => OTHER_YEARS,
    };
    facts.date("act_on").map_or(Err(vec!["act_on"]), |act| Ok(Some(last(facts, "apply_cap", act, years.years()))))
}

/// The longer term of another law, or sixty days.
fn term(facts: &Facts<'_>) -> Span {
    let Some(Answer::Period { period, .. }) = facts.answer("longer_term") else { return DAYS.days() };
    let amount = i64::from(period.amount);
    match period.unit.word() {
        "year" => amount.years(),
        "month" => amount.months(),
        _ => amount.days(),
    }
}

/// The day that the clock has, or the corresponding day.
fn last(facts: &Facts<'_>, clock: &str, from: Date, length: Span) -> Last {
    let of_clock = facts.matter.and_then(|m| m.clocks.iter().rev().find(|i| i.clock == *clock)).and_then(|i| i.due_on);
    of_clock.map_or_else(|| Last { day: from.saturating_add(length), exact: false }, |day| Last { day, exact: true })
}

impl Last {
    fn against(&self, facts: &Facts<'_>, received: Date) -> Verdict {
        let near = !self.exact && received <= self.day.saturating_add(LONGEST_REST.days());
        match yes_no(facts, "last_day_rest") {
            _ if received <= self.day => Verdict::Yes,
            None if near => missing(&["last_day_rest"]),
            Some(true) if near => Verdict::Yes,
            _ => no("超过法定申请期限。", "It came after the time to apply."),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    /// An act served on 2 January 2026 with its remedies: sixty days end on 3 March.
    pub(in super::super) fn known(today: &str) -> Case {
        let served = Case::on(today).chosen("counted_by", "handed_over").date("counted_from", "2026-01-02").date("act_on", "2026-01-02");
        served.chosen("estate", "movable").yes_no("told_rights", true)
    }

    #[test]
    fn sixty_days_and_what_is_not_counted() {
        assert_eq!(known("2026-03-03").ask(ask), Verdict::Yes);
        assert_eq!(known("2026-03-04").ask(ask), unknown(&["last_day_rest"]));
        assert!(refused(&known("2026-03-04").yes_no("last_day_rest", false).ask(ask)));
        assert_eq!(known("2026-03-04").yes_no("last_day_rest", true).ask(ask), Verdict::Yes);
        assert!(refused(&known("2026-03-20").ask(ask)));
        assert_eq!(known("2026-03-20").number("excluded_days", 17).ask(ask), Verdict::Yes);
        assert!(refused(&known("2026-03-20").number("excluded_days", 5).ask(ask)));
    }

    #[test]
    fn another_law_may_give_longer() {
        assert_eq!(known("2026-06-01").period("longer_term", 6, calendar::Unit::Month).ask(ask), Verdict::Yes);
        assert!(refused(&known("2026-07-20").period("longer_term", 6, calendar::Unit::Month).ask(ask)));
    }

    #[test]
    fn who_was_not_told_has_a_year() {
        let untold = |knew: &str| known("2026-03-02").yes_no("told_rights", false).date("knew_on", knew);
        assert_eq!(untold("2025-03-02").ask(ask), Verdict::Yes);
        assert!(refused(&untold("2025-02-01").ask(ask)));
    }

    #[test]
    fn five_or_twenty_years_in_any_case() {
        let of = |estate: &str, on: &str| known("2026-03-02").chosen("estate", estate).date("act_on", on);
        assert!(refused(&of("movable", "2021-02-01").ask(ask)));
        assert_eq!(of("immovable", "2021-02-01").ask(ask), Verdict::Yes);
        assert!(refused(&of("immovable", "2006-02-01").ask(ask)));
    }

    #[test]
    fn silence_counts_after_sixty_days() {
        let silent = |from: &str| known("2026-03-02").chosen("counted_by", "without_term").date("counted_from", from);
        assert_eq!(silent("2026-02-01").ask(ask), unknown(&["asked_on"]));
        assert_eq!(silent("2026-02-01").date("asked_on", "2025-12-03").ask(ask), Verdict::Yes);
        assert!(refused(&silent("2026-02-01").date("asked_on", "2025-12-04").ask(ask)));
    }

    #[test]
    fn an_emergency_has_no_limit_and_nothing_is_guessed() {
        assert_eq!(Case::on("2030-01-01").chosen("counted_by", "urgent_rescue").ask(ask), Verdict::Yes);
        assert_eq!(Case::new().ask(ask), unknown(&["counted_by"]));
        assert_eq!(Case::new().chosen("counted_by", "by_mail").ask(ask), unknown(&["counted_from"]));
    }
}
