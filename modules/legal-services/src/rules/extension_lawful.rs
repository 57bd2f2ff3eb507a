//! Whether a complaint's period may be extended to the day named.

use super::{missing, no};
use engine::{Facts, Instance, Verdict};
use jiff::ToSpan;
use kernel::Date;

/// 法律援助投诉处理办法 23.1: days at most.
pub(super) const MOST_DAYS: i64 = 30;

/// 法律援助投诉处理办法 23.1: granted before the period ends, by at most thirty days; suspension stays left out (23.3).
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let running = facts.matter.and_then(|m| m.clocks.iter().rev().find(|i| i.clock == "handling" && i.running()));
    let (Some(clock), Some(due)) = (running, running.and_then(|i| i.due_on)) else {
        return no("没有正在计算的办理期限，不能延长。", "No period is running that could be extended.");
    };
    if facts.today > due {
        return no("办理期限已经届满，不能再延长。", "The period has ended and can no longer be extended.");
    }
    let Some(until) = facts.date("extended_until") else { return missing(&["extended_until"]) };
    match last_day(clock) {
        _ if until <= due => no("延长至的日期不晚于原来的届满日，不需要延长。", "That day is not later than the present last day."),
        Some(last) if until <= last => Verdict::Yes,
        _ => no("延长期限不得超过三十日。", "The extension may not exceed thirty days."),
    }
}

/// The last day to which the period may be extended: its own days, those it stood still, and the most that may be added.
fn last_day(clock: &Instance) -> Option<Date> {
    let own = i64::from(clock.length?.amount);
    let still: i64 = clock.pauses.iter().map(|p| i64::from((p.until - p.after).get_days())).sum();
    clock.started_on.checked_add((own + still + MOST_DAYS).days()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::cases::{Case, refused, unknown};
    use super::ask;
    use engine::Verdict;

    #[test]
    fn thirty_days_beyond_the_sixty() {
        // Accepted on 2 March: sixty days end on 1 May, a holiday, so on 6 May; thirty more on 31 May.
        let running = || Case::on("2026-04-20").handling("2026-03-02", "2026-05-06", &[]);
        assert_eq!(running().ask(ask), unknown(&["extended_until"]));
        assert_eq!(running().date("extended_until", "2026-05-31").ask(ask), Verdict::Yes);
        assert!(refused(&running().date("extended_until", "2026-06-01").ask(ask)));
        assert!(refused(&running().date("extended_until", "2026-05-06").ask(ask)));
    }

    #[test]
    fn suspension_is_left_out() {
        let paused = Case::on("2026-04-20").handling("2026-03-02", "2026-05-11", &[("2026-03-10", "2026-03-20")]);
        assert_eq!(paused.clone().date("extended_until", "2026-06-10").ask(ask), Verdict::Yes);
        assert!(refused(&paused.date("extended_until", "2026-06-11").ask(ask)));
    }

    #[test]
    fn neither_after_the_end_nor_without_a_period() {
        let late = Case::on("2026-05-07").handling("2026-03-02", "2026-05-06", &[]).date("extended_until", "2026-05-20");
        assert!(refused(&late.ask(ask)));
        assert!(refused(&Case::new().date("extended_until", "2026-05-20").ask(ask)));
    }
}
