//! Counting a period anew: the day it ends, and what was met on the way.

use crate::file::{Calendar, Clock, Length};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// A counting rule as this verifier reads the law it is named after: which numbers of 日 are working days, whether a last day of rest moves.
pub(crate) type Rule = (fn(u32) -> bool, bool);

pub(crate) fn rule(name: &str) -> Option<Rule> {
    Some(match name {
        "civil-code" | "civil-procedure" | "criminal-procedure" => (|_| false, true),
        "reconsideration-short" => (|n| [3, 5, 7, 10].contains(&n), true),
        "penalty-short" => (|n| [2, 3, 5, 7].contains(&n), true),
        "compulsion-short" => (|n| n <= 10, true),
        "licensing" | "plain-workdays" => (|_| true, true),
        "criminal-custody" | "plain-days" | "running-hours" => (|_| false, false),
        _ => return None,
    })
}

/// The walk and its answer: the day, whether it hangs on an unpublished year, and each step as effect and day, a stretch day by day.
/// Pauses leave out the days after their first up to their second.
pub(crate) struct Walk<'a> {
    calendar: &'a Calendar,
    clock: &'a Clock,
    rule: Rule,
    back: bool,
    pauses: Vec<(Date, Date)>,
    day: Date,
    pub(crate) due: DateTime,
    pub(crate) doubt: bool,
    pub(crate) steps: Vec<(&'static str, Date)>,
}

/// Counts one of a clock's lengths; `None` where rule or unit is unknown, or the count leaves the years that dates have.
pub(crate) fn count<'a>(calendar: &'a Calendar, clock: &'a Clock, length: &'a Length) -> Option<Walk<'a>> {
    let back = clock.mode == "before";
    let from = if back { clock.named.as_ref()? } else { &clock.start };
    let (due, day) = (from.at.unwrap_or(from.on.at(0, 0, 0, 0)), from.on);
    let pauses = clock.pauses.iter().filter_map(|p| Some((p.after.on, p.until.as_ref()?.on))).collect();
    let parts: Vec<&Length> = [length].into_iter().chain(clock.extensions.iter().map(|e| &e.length)).collect();
    let mut walk = Walk { calendar, clock, rule: rule(&clock.rule)?, back, pauses, day, due, doubt: false, steps: vec![("start", day)] };
    if parts.iter().all(|part| part.unit == "hour") {
        walk.hours(&parts)?
    } else {
        walk.days(&parts)?
    }
    Some(walk)
}

impl Walk<'_> {
    /// Whether the day is a working day; an unpublished year leaves a doubt.
    fn works(&mut self) -> bool {
        self.doubt |= !self.calendar.published.contains(&self.day.year());
        let weekend = matches!(self.day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.calendar.days.iter().find(|d| d.date == self.day).map_or(!weekend, |d| d.works)
    }

    fn step(&mut self) -> Option<()> {
        self.day = if self.back { self.day.yesterday() } else { self.day.tomorrow() }.ok()?;
        Some(())
    }

    fn run(&mut self, mut left: i64, workdays: bool) -> Option<()> {
        while left > 0 {
            self.step()?;
            if self.pauses.iter().any(|(after, until)| *after < self.day && self.day <= *until) {
                self.steps.push(("paused", self.day));
            } else if workdays && !self.works() {
                self.steps.push(("skipped", self.day));
            } else {
                left -= 1;
            }
        }
        Some(())
    }

    fn days(&mut self, parts: &[&Length]) -> Option<()> {
        let (least, mut months, end) = (self.clock.mode == "at-least", 0, Length { amount: 0, unit: "day".to_owned(), by: None });
        // Months that follow months are one period of months; years are months. Rounds are counted together.
        for (place, part) in parts.iter().copied().chain([&end]).enumerate() {
            let times = if place == 0 { self.clock.round.unwrap_or(1) } else { 1 };
            let amount = i64::from(part.amount) * i64::from(times);
            match part.unit.as_str() {
                "month" => months += amount,
                "year" => months += amount * 12,
                unit @ ("day" | "workday") => {
                    let all = std::mem::take(&mut months) * if self.back { -1 } else { 1 };
                    let to = self.day.checked_add(Span::new().try_months(all).ok()?).ok()?;
                    self.steps.extend((all != 0).then_some(("corresponding", to)));
                    self.run(i64::from((to - self.day).get_days().abs()), false)?;
                    self.run(amount, unit == "workday" || (self.rule.0)(part.amount))?;
                }
                _ => return None,
            }
        }
        let full = self.day;
        self.steps.extend(self.clock.extensions.iter().map(|e| ("extended", e.by.on)).chain([("counted", full)]));
        if self.back {
            self.step()?;
        }
        // It cannot end while the clock stands still, nor on a day of rest.
        loop {
            if !self.back && self.pauses.iter().any(|(after, until)| *after <= self.day && self.day < *until) {
                self.steps.push(("held", self.day));
            } else if self.rule.1 && !least && !self.works() {
                self.steps.push(("rolled", self.day));
            } else {
                break;
            }
            self.step()?;
        }
        if least {
            self.steps.extend((self.day != full).then_some(("held", self.day)));
            self.step()?;
        }
        self.steps.extend([("due", self.day)].into_iter().chain(self.doubt.then_some(("provisional", self.day))));
        self.due = self.day.at(0, 0, 0, 0);
        Some(())
    }

    /// Hours run from the minute through nights and holidays; the days of a pause are left out whole.
    fn hours(&mut self, parts: &[&Length]) -> Option<()> {
        let (start, back) = (self.due, self.back);
        let rounds = std::iter::repeat_n(parts.first()?, self.clock.round.map_or(0, |n| (n as usize).saturating_sub(1)));
        let hours: i64 = parts.iter().chain(rounds).map(|p| i64::from(p.amount)).sum();
        self.due = start.checked_add((if back { -hours } else { hours }).hours()).ok()?;
        let pauses: Vec<(Date, Date)> = if back { self.pauses.iter().rev().copied().collect() } else { self.pauses.clone() };
        for (after, until) in pauses {
            let (low, high) = (after.tomorrow().ok()?.at(0, 0, 0, 0), until.tomorrow().ok()?.at(0, 0, 0, 0));
            let (near, far) = if back { (high.min(start), low.min(start)) } else { (low.max(start), high.max(start)) };
            if near != far && (near < self.due) != back {
                self.due = self.due.checked_add(far - near).ok()?;
                self.steps.extend(low.date().series(1.day()).take_while(|day| *day <= until).map(|day| ("paused", day)));
            }
        }
        self.steps.extend(self.clock.extensions.iter().map(|e| ("extended", e.by.on)).chain([("due", self.due.date())]));
        Some(())
    }
}
