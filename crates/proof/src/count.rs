//! Counting a period anew: the day it ends, and what was met on the way.

use crate::file::Calendar;
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

/// The question: lengths with their units, each so many times over; the days on which time was added; backwards from the start or forwards;
/// as a minimum or as a maximum; pauses in order, each leaving out the days after its first up to its second.
pub(crate) struct Question<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) start: DateTime,
    pub(crate) parts: Vec<(u32, &'a str, u32)>,
    pub(crate) added: Vec<Date>,
    pub(crate) rule: Rule,
    pub(crate) back: bool,
    pub(crate) least: bool,
    pub(crate) pauses: Vec<(Date, Date)>,
}

/// The walk and its answer: the day, whether it hangs on an unpublished year, and each step as effect and day, a stretch day by day.
pub(crate) struct Walk<'a> {
    ask: &'a Question<'a>,
    day: Date,
    pub(crate) due: DateTime,
    pub(crate) doubt: bool,
    pub(crate) steps: Vec<(&'static str, Date)>,
}

/// Counts; `None` where a unit is unknown or the count leaves the years that dates have.
pub(crate) fn count<'a>(ask: &'a Question<'a>) -> Option<Walk<'a>> {
    let day = ask.start.date();
    let mut walk = Walk { ask, day, due: ask.start, doubt: false, steps: vec![("start", day)] };
    if ask.parts.iter().all(|part| part.1 == "hour") {
        walk.hours()?
    } else {
        walk.days()?
    }
    Some(walk)
}

impl Walk<'_> {
    /// Whether the day is a working day; an unpublished year leaves a doubt.
    fn works(&mut self) -> bool {
        self.doubt |= !self.ask.calendar.published.contains(&self.day.year());
        let weekend = matches!(self.day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.ask.calendar.days.iter().find(|d| d.date == self.day).map_or(!weekend, |d| d.works)
    }

    fn step(&mut self) -> Option<()> {
        self.day = if self.ask.back { self.day.yesterday() } else { self.day.tomorrow() }.ok()?;
        Some(())
    }

    fn run(&mut self, mut left: i64, workdays: bool) -> Option<()> {
        while left > 0 {
            self.step()?;
            if self.ask.pauses.iter().any(|(after, until)| *after < self.day && self.day <= *until) {
                self.steps.push(("paused", self.day));
            } else if workdays && !self.works() {
                self.steps.push(("skipped", self.day));
            } else {
                left -= 1;
            }
        }
        Some(())
    }

    fn days(&mut self) -> Option<()> {
        let (ask, mut months) = (self.ask, 0);
        // Months that follow months are one period of months; years are months.
        for part in ask.parts.iter().chain([&(0, "day", 0)]) {
            let amount = i64::from(part.0) * i64::from(part.2);
            match part.1 {
                "month" => months += amount,
                "year" => months += amount * 12,
                "day" | "workday" => {
                    let all = std::mem::take(&mut months) * if ask.back { -1 } else { 1 };
                    let to = self.day.checked_add(Span::new().try_months(all).ok()?).ok()?;
                    self.steps.extend((all != 0).then_some(("corresponding", to)));
                    self.run(i64::from((to - self.day).get_days().abs()), false)?;
                    self.run(amount, part.1 == "workday" || (ask.rule.0)(part.0))?;
                }
                _ => return None,
            }
        }
        let full = self.day;
        self.steps.extend(ask.added.iter().map(|on| ("extended", *on)).chain([("counted", full)]));
        if ask.back {
            self.step()?;
        }
        // It cannot end while the clock stands still, nor on a day of rest.
        loop {
            if !ask.back && ask.pauses.iter().any(|(after, until)| *after <= self.day && self.day < *until) {
                self.steps.push(("held", self.day));
            } else if ask.rule.1 && !ask.least && !self.works() {
                self.steps.push(("rolled", self.day));
            } else {
                break;
            }
            self.step()?;
        }
        if ask.least {
            self.steps.extend((self.day != full).then_some(("held", self.day)));
            self.step()?;
        }
        self.steps.extend([("due", self.day)].into_iter().chain(self.doubt.then_some(("provisional", self.day))));
        self.due = self.day.at(0, 0, 0, 0);
        Some(())
    }

    /// Hours run from the minute through nights and holidays; the days of a pause are left out whole.
    fn hours(&mut self) -> Option<()> {
        let (ask, start, back) = (self.ask, self.due, self.ask.back);
        let hours: i64 = ask.parts.iter().map(|p| i64::from(p.0) * i64::from(p.2)).sum();
        self.due = start.checked_add((if back { -hours } else { hours }).hours()).ok()?;
        let mut pauses = ask.pauses.clone();
        if back {
            pauses.reverse();
        }
        for (after, until) in pauses {
            let (low, high) = (after.tomorrow().ok()?.at(0, 0, 0, 0), until.tomorrow().ok()?.at(0, 0, 0, 0));
            let (near, far) = if back { (high.min(start), low.min(start)) } else { (low.max(start), high.max(start)) };
            if near != far && (near < self.due) != back {
                self.due = self.due.checked_add(far - near).ok()?;
                self.steps.extend(low.date().series(1.day()).take_while(|day| *day <= until).map(|day| ("paused", day)));
            }
        }
        self.steps.extend(ask.added.iter().map(|on| ("extended", *on)).chain([("due", self.due.date())]));
        Some(())
    }
}
