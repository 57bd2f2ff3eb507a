//! Counting a period anew: the day it ends, and what was met on the way.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};
use std::collections::BTreeMap;

/// A counting rule, as this verifier reads the law it is named after.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    /// Which numbers of 日 are working days.
    short: fn(u32) -> bool,
    pub(crate) rolls: bool,
    /// What is posted in time is in time.
    transit: bool,
}

/// The rule of this name.
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
    /// Whether a length is counted in working days.
    pub(crate) fn workdays(self, (amount, unit): (u32, &str)) -> bool {
        unit == "workday" || (unit == "day" && (self.short)(amount))
    }
}

/// The days that are not what their weekday says, and the years whose arrangement is published.
pub(crate) struct Days {
    pub(crate) special: BTreeMap<Date, bool>,
    pub(crate) published: Vec<i16>,
}

fn weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

impl Days {
    fn works(&self, day: Date) -> bool {
        self.special.get(&day).copied().unwrap_or(!weekend(day))
    }
}

/// The question.
pub(crate) struct Question<'a> {
    pub(crate) start: DateTime,
    /// The period, so many times over, and what was added on which day.
    pub(crate) period: (u32, &'a str),
    pub(crate) rounds: u32,
    pub(crate) added: Vec<(Date, (u32, &'a str))>,
    pub(crate) rule: Rule,
    /// Backwards from a day named, or lawful only when over.
    pub(crate) back: bool,
    pub(crate) least: bool,
    /// In order: the days after the first up to the second are not counted.
    pub(crate) pauses: Vec<(Date, Date)>,
}

/// The answer: the day, the minute, whether it hangs on an unpublished year, and each step as effect, first and last day.
pub(crate) struct Answer {
    pub(crate) due: DateTime,
    pub(crate) doubt: bool,
    pub(crate) steps: Vec<(&'static str, Date, Date)>,
}

struct Walk<'a> {
    days: &'a Days,
    ask: &'a Question<'a>,
    day: Date,
    doubt: bool,
    steps: Vec<(&'static str, Date, Date)>,
}

/// Counts; `None` where a unit is unknown or the count leaves the years of the calendar.
pub(crate) fn count(days: &Days, ask: &Question<'_>) -> Option<Answer> {
    let start = ask.start.date();
    let mut walk = Walk { days, ask, day: start, doubt: false, steps: vec![("start", start, start)] };
    if ask.period.1 == "hour" {
        return walk.hours();
    }
    let units = std::iter::once(ask.period).chain(ask.added.iter().map(|(_, length)| *length));
    units.filter(|l| l.1 == "day" && ask.rule.workdays(*l)).for_each(|_| walk.tell("unit", start));
    let parts = parts(ask)?;
    let tell_made_up = parts.iter().any(|(_, unit)| *unit == "workday");
    for (amount, unit) in parts {
        let to = walk
            .day
            .checked_add(
                Span::new().try_months(if ask.back { -amount } else { amount }).ok().filter(|_| unit == "month").unwrap_or_default(),
            )
            .ok()?;
        if unit == "month" {
            walk.tell("corresponding", to);
        }
        let left = if unit == "month" { i64::from((to - walk.day).get_days().abs()) } else { amount };
        walk.run(left, unit == "workday", tell_made_up)?;
    }
    walk.settle()
}

/// Neighbours in one unit are one; years are months.
fn parts<'a>(ask: &Question<'a>) -> Option<Vec<(i64, &'a str)>> {
    let mut parts: Vec<(i64, &str)> = Vec::new();
    let rounds = std::iter::once((ask.rounds, ask.period));
    for (times, length) in rounds.chain(ask.added.iter().map(|(_, length)| (1, *length))) {
        let next = match length {
            _ if ask.rule.workdays(length) => (1, "workday"),
            (_, "day" | "month") => (1, length.1),
            (_, "year") => (12, "month"),
            _ => return None,
        };
        let amount = next.0 * i64::from(times) * i64::from(length.0);
        match parts.last_mut() {
            Some(last) if last.1 == next.1 => last.0 += amount,
            _ => parts.push((amount, next.1)),
        }
    }
    Some(parts)
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

    fn works(&mut self) -> bool {
        self.doubt |= !self.days.published.contains(&self.day.year());
        self.days.works(self.day)
    }

    fn step(&mut self) -> Option<()> {
        self.day = if self.ask.back { self.day.yesterday() } else { self.day.tomorrow() }.ok()?;
        Some(())
    }

    fn run(&mut self, mut left: i64, workdays: bool, tell_made_up: bool) -> Option<()> {
        while left > 0 {
            self.step()?;
            let day = self.day;
            if self.ask.pauses.iter().any(|(after, until)| *after < day && day <= *until) {
                self.tell("paused", day);
            } else if workdays && !self.works() {
                self.tell("skipped", day);
            } else {
                left -= 1;
                if tell_made_up && weekend(day) && self.days.works(day) {
                    self.tell("make-up", day);
                }
            }
        }
        Some(())
    }

    /// From the full period to the day on which it can end.
    fn settle(mut self) -> Option<Answer> {
        let (full, ask) = (self.day, self.ask);
        ask.added.iter().for_each(|(on, _)| self.steps.push(("extended", *on, *on)));
        self.tell("counted", full);
        if ask.back {
            self.step()?;
        }
        loop {
            if !ask.back && ask.pauses.iter().any(|(after, until)| *after <= self.day && self.day < *until) {
                self.tell("held", self.day);
            } else if ask.rule.rolls && !ask.least && !self.works() {
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
        } else if !self.days.works(self.day) || (ask.rule.rolls && weekend(self.day)) {
            self.tell("kept", self.day);
        }
        self.tell("due", self.day);
        let last = [("transit", ask.rule.transit && !ask.back && !ask.least), ("provisional", self.doubt)];
        last.into_iter().filter(|(_, told)| *told).for_each(|(effect, _)| self.tell(effect, self.day));
        Some(Answer { due: self.day.at(0, 0, 0, 0), doubt: self.doubt, steps: self.steps })
    }

    /// Hours run from the minute through nights and holidays; the days of a pause are left out whole.
    fn hours(mut self) -> Option<Answer> {
        let (start, ask) = (self.ask.start, self.ask);
        let hours = i64::from(ask.period.0) * i64::from(ask.rounds) + ask.added.iter().map(|(_, length)| i64::from(length.0)).sum::<i64>();
        let sign = if ask.back { -1 } else { 1 };
        let mut due = start.checked_add((hours * sign).hours()).ok()?;
        let mut pauses = ask.pauses.clone();
        if ask.back {
            pauses.reverse();
        }
        for (after, until) in pauses {
            let (low, high) = (after.tomorrow().ok()?.at(0, 0, 0, 0), until.tomorrow().ok()?.at(0, 0, 0, 0));
            let (near, far) = if ask.back { (high.min(start), low.min(start)) } else { (low.max(start), high.max(start)) };
            if near != far && (if ask.back { near > due } else { near < due }) {
                due = due.checked_add(far - near).ok()?;
                self.steps.push(("paused", low.date(), until));
            }
        }
        ask.added.iter().for_each(|(on, _)| self.steps.push(("extended", *on, *on)));
        self.tell("due", due.date());
        Some(Answer { due, doubt: false, steps: self.steps })
    }
}
