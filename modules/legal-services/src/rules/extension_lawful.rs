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
    use super::ask;
    use calendar::{Period, Unit};
    use engine::{Instance, Matter, Opening, Paused, Pin, Verdict};
    use kernel::{Date, Digest, Id, MatterId, OrgPath, PersonId, parse_date};
    use soundness::{Case, refused, unknown};
    use uuid::Uuid;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    /// A complaint accepted on `started`, whose sixty days end on `due`.
    fn handling(today: &str, started: &str, due: &str, pauses: &[(&str, &str)]) -> Case {
        let clock = Instance {
            clock: Id::from("handling"),
            holder: None,
            version: 1,
            round: None,
            extended: Vec::new(),
            restarted: false,
            other_law: false,
            start_seq: 2,
            started_on: day(started),
            started_at: None,
            stopped_on: None,
            void: false,
            pauses: pauses.iter().map(|(after, until)| Paused { after: day(after), until: day(until) }).collect(),
            paused_since: None,
            length: Some(Period { amount: 60, unit: Unit::Day }),
            due_on: Some(day(due)),
            due_at: None,
            provisional: false,
            promise_on: None,
            declined: None,
            lapsed: false,
            fires: false,
            proposes: false,
        };
        let opening = Opening::new(MatterId(Uuid::nil()), OrgPath::new("example"), PersonId(Uuid::nil()));
        let pin = Pin { id: Id::from("legal_aid_complaint"), version: 1, hash: Digest([0; 32]) };
        let begun = Matter::begun(pin, &opening, day(started));
        Case::on(today).within(Matter { seq: 2, main: Some(Id::from("investigating")), clocks: vec![clock], ..begun })
    }

    #[test]
    fn thirty_days_beyond_the_sixty() {
        // Accepted on 2 March: sixty days end on 1 May, a holiday, so on 6 May; thirty more on 31 May.
        let running = || handling("2026-04-20", "2026-03-02", "2026-05-06", &[]);
        assert_eq!(running().ask(ask), unknown(&["extended_until"]));
        assert_eq!(running().date("extended_until", "2026-05-31").ask(ask), Verdict::Yes);
        assert!(refused(&running().date("extended_until", "2026-06-01").ask(ask)));
        assert!(refused(&running().date("extended_until", "2026-05-06").ask(ask)));
    }

    #[test]
    fn suspension_is_left_out() {
        let paused = handling("2026-04-20", "2026-03-02", "2026-05-11", &[("2026-03-10", "2026-03-20")]);
        assert_eq!(paused.clone().date("extended_until", "2026-06-10").ask(ask), Verdict::Yes);
        assert!(refused(&paused.date("extended_until", "2026-06-11").ask(ask)));
    }

    #[test]
    fn neither_after_the_end_nor_without_a_period() {
        let late = handling("2026-05-07", "2026-03-02", "2026-05-06", &[]).date("extended_until", "2026-05-20");
        assert!(refused(&late.ask(ask)));
        assert!(refused(&Case::new().date("extended_until", "2026-05-20").ask(ask)));
    }
}
