//! Counting a period anew: the day it ends, and what was met on the way.

use crate::file::Calendar;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// A counting rule, as this verifier reads the law it is named after: which numbers of 日 are working days, whether a last day of rest
/// moves, whether what is posted in time is in time.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    short: fn(u32) -> bool,
    pub(crate) rolls: bool,
    transit: bool,
}

pub(crate) fn rule(name: &str) -> Option<Rule> {
    let (short, rolls, transit): (fn(u32) -> bool, bool, bool) = match name {
        "civil-code" => (|_| false, true, false),
        "civil-procedure" | "criminal-procedure" => (|_| false, true, true),
        "reconsideration-short" => (|n| [3, 5, 7, 10].contains(&n), true, true),
        "penalty-short" => (|n| [2, 3, 5, 7].contains(&n), true, false),
        "compulsion-short" => (|n| n <= 10, true, false),
        "licensing" | "plain-workdays" => (|_| true, true, false),
        "criminal-custody" | "plain-days" | "running-hours" => (|_| false, false, false),
        _ => return None,
    };
    Some(Rule { short, rolls, transit })
}

impl Rule {
    pub(crate) fn workdays(self, amount: u32, unit: &str) -> bool {
        unit == "workday" || (unit == "day" && (self.short)(amount))
    }
}

/// A length, how many times over, and the day on which it was added if it was.
pub(crate) type Part<'a> = (u32, &'a str, u32, Option<Date>);

/// The question: backwards from the start or forwards, as a maximum or as a minimum; pauses in order, each leaving out the days after its
/// first up to its second.
pub(crate) struct Question<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) start: DateTime,
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) rule: Rule,
    pub(crate) back: bool,
    pub(crate) least: bool,
    pub(crate) pauses: Vec<(Date, Date)>,
}

/// The walk and its answer: the day, whether it hangs on an unpublished year, each step as effect, first and last day.
pub(crate) struct Walk<'a> {
    ask: &'a Question<'a>,
    pub(crate) due: DateTime,
    pub(crate) doubt: bool,
    pub(crate) steps: Vec<(&'static str, Date, Date)>,
    day: Date,
}

fn weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Counts; `None` where a unit is unknown or the count leaves the years of the calendar.
pub(crate) fn count<'a>(ask: &'a Question<'a>) -> Option<Walk<'a>> {
    let start = ask.start.date();
    let mut walk = Walk { ask, due: ask.start, doubt: false, steps: vec![("start", start, start)], day: start };
    if ask.parts.iter().all(|part| part.1 == "hour") {
        walk.hours()?;
    } else {
        walk.days()?;
    }
    Some(walk)
}

impl Walk<'_> {
    fn tell(&mut self, effect: &'static str, day: Date) {
        let beside = |last: &(&str, Date, Date)| [last.2.tomorrow(), last.1.yesterday()].into_iter().flatten().any(|d| d == day);
        match self.steps.last_mut() {
            Some(last) if last.0 == effect && ["paused", "held"].contains(&effect) && beside(last) => {
                *last = (effect, last.1.min(day), last.2.max(day));
            }
            _ => self.steps.push((effect, day, day)),
        }
    }

    fn works(&self) -> bool {
        self.ask.calendar.days.iter().find(|d| d.date == self.day).map_or(!weekend(self.day), |d| d.works)
    }

    fn asked(&mut self) -> bool {
        self.doubt |= !self.ask.calendar.published.contains(&self.day.year());
        self.works()
    }

    fn step(&mut self) -> Option<()> {
        self.day = if self.ask.back { self.day.yesterday() } else { self.day.tomorrow() }.ok()?;
        Some(())
    }

    fn days(&mut self) -> Option<()> {
        let (ask, start, mut months) = (self.ask, self.day, 0);
        let workdays = |part: &Part<'_>| ask.rule.workdays(part.0, part.1);
        ask.parts.iter().filter(|p| p.1 == "day" && workdays(p)).for_each(|_| self.tell("unit", start));
        let tell_made_up = ask.parts.iter().any(workdays);
        for part in &ask.parts {
            let amount = i64::from(part.0) * i64::from(part.2);
            match part.1 {
                // Months that follow months are one period of months; years are months.
                "month" => months += amount,
                "year" => months += amount * 12,
                "day" | "workday" => {
                    self.months(&mut months)?;
                    self.run(amount, workdays(part), tell_made_up)?;
                }
                _ => return None,
            }
        }
        self.months(&mut months)?;
        self.settle()
    }

    fn months(&mut self, months: &mut i64) -> Option<()> {
        let all = std::mem::take(months) * if self.ask.back { -1 } else { 1 };
        if all != 0 {
            let to = self.day.checked_add(Span::new().try_months(all).ok()?).ok()?;
            self.tell("corresponding", to);
            self.run(i64::from((to - self.day).get_days().abs()), false, self.ask.parts.iter().any(|p| self.ask.rule.workdays(p.0, p.1)))?;
        }
        Some(())
    }

    fn run(&mut self, mut left: i64, workdays: bool, tell_made_up: bool) -> Option<()> {
        while left > 0 {
            self.step()?;
            if self.ask.pauses.iter().any(|(after, until)| *after < self.day && self.day <= *until) {
                self.tell("paused", self.day);
            } else if workdays && !self.asked() {
                self.tell("skipped", self.day);
            } else {
                left -= 1;
                if tell_made_up && weekend(self.day) && self.works() {
                    self.tell("make-up", self.day);
                }
            }
        }
        Some(())
    }

    /// From the full period to the day on which it can end: not while the clock stands still, and not on a day of rest.
    fn settle(&mut self) -> Option<()> {
        let (ask, full) = (self.ask, self.day);
        self.steps.extend(ask.parts.iter().filter_map(|p| p.3).map(|on| ("extended", on, on)));
        self.tell("counted", full);
        if ask.back {
            self.step()?;
        }
        loop {
            if !ask.back && ask.pauses.iter().any(|(after, until)| *after <= self.day && self.day < *until) {
                self.tell("held", self.day);
            } else if ask.rule.rolls && !ask.least && !self.asked() {
                self.tell("rolled", self.day);
            } else {
                break;
            }
            self.step()?;
        }
        if ask.least {
            if self.day != full {
                self.tell("held", self.day);
            }
            self.step()?;
        } else if !self.works() || (ask.rule.rolls && weekend(self.day)) {
            self.tell("kept", self.day);
        }
        let last = [("due", true), ("transit", ask.rule.transit && !ask.back && !ask.least), ("provisional", self.doubt)];
        last.into_iter().filter(|(_, told)| *told).for_each(|(effect, _)| self.tell(effect, self.day));
        self.due = self.day.at(0, 0, 0, 0);
        Some(())
    }

    /// Hours run from the minute through nights and holidays; the days of a pause are left out whole.
    fn hours(&mut self) -> Option<()> {
        let (ask, start, sign) = (self.ask, self.due, if self.ask.back { -1 } else { 1 });
        let hours: i64 = ask.parts.iter().map(|p| i64::from(p.0) * i64::from(p.2)).sum();
        self.due = start.checked_add((hours * sign).hours()).ok()?;
        let mut pauses = ask.pauses.clone();
        if ask.back {
            pauses.reverse();
        }
        for (after, until) in pauses {
            let (low, high) = (after.tomorrow().ok()?.at(0, 0, 0, 0), until.tomorrow().ok()?.at(0, 0, 0, 0));
            let (near, far) = if ask.back { (high.min(start), low.min(start)) } else { (low.max(start), high.max(start)) };
            if near != far && (if ask.back { near > self.due } else { near < self.due }) {
                self.due = self.due.checked_add(far - near).ok()?;
                self.steps.push(("paused", low.date(), until));
            }
        }
        self.steps.extend(ask.parts.iter().filter_map(|p| p.3).map(|on| ("extended", on, on)));
        self.tell("due", self.due.date());
        Some(())
    }
}
