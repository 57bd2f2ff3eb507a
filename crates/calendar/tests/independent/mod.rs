//! A second reckoner, written from the articles in another style and sharing no code: one long row of numbered days, on
//! which everything is a filter. Words stand for rules, days are numbers, dates are read and written by its own arithmetic.
//!
//! 民法典 201.1 the day of the event is left out · 202 corresponding day, else the month's last · 203.1 a last day on a day of
//! rest ends on the day after the rest · 复议法 88.2, 处罚法 85, 强制法 69, 许可法 82 which 日 are working days · 刑诉法 105.4 custody.

use std::collections::HashMap;

const FIRST_YEAR: i64 = 1990;
const LAST_YEAR: i64 = 2060;

/// One place of the row.
#[derive(Clone, Copy)]
pub struct Place {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub rest: bool,
    pub certain: bool,
}

/// The row of days.
pub struct Row {
    places: Vec<Place>,
    by_date: HashMap<(i64, i64, i64), usize>,
}

/// A question in words and numbers. Days are places in the row.
#[derive(Clone, Debug)]
pub struct Question {
    pub start: usize,
    pub amount: u32,
    pub unit: &'static str,
    pub rule: &'static str,
    pub way: &'static str,
    pub pauses: Vec<(usize, usize)>,
    pub extensions: Vec<(u32, &'static str)>,
}

fn leap(year: i64) -> bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Row {
    /// Lays out the days and marks rest by the table `date,kind,name,notice`.
    pub fn lay(table: &str) -> Self {
        let mut told: HashMap<String, bool> = HashMap::new();
        let mut certain: Vec<i64> = Vec::new();
        for line in table.lines().skip(1) {
            let cell: Vec<&str> = line.split(',').collect();
            told.insert(cell[0].to_owned(), cell[1] != "workday");
            if cell[1] == "holiday" && cell[0].ends_with("-01-01") {
                certain.push(cell[0][..4].parse().unwrap());
            }
        }
        // 1 January 1990 was a Monday.
        let mut weekday = 0;
        let mut row = Self { places: Vec::new(), by_date: HashMap::new() };
        for year in FIRST_YEAR..=LAST_YEAR {
            for month in 1..=12 {
                for day in 1..=length(year, month) {
                    let rest = told.get(&format!("{year}-{month:02}-{day:02}")).copied().unwrap_or(weekday >= 5);
                    row.by_date.insert((year, month, day), row.places.len());
                    row.places.push(Place { year, month, day, rest, certain: certain.contains(&year) });
                    weekday = (weekday + 1) % 7;
                }
            }
        }
        row
    }

    pub fn place(&self, year: i64, month: i64, day: i64) -> usize {
        self.by_date[&(year, month, day)]
    }

    pub fn at(&self, place: usize) -> Place {
        self.places[place]
    }

    /// The corresponding day so many months on (or back, if negative): the last day of that month not beyond the day's number.
    fn corresponding(&self, from: usize, months: i64) -> usize {
        let Place { year, month, day, .. } = self.places[from];
        let index = year * 12 + (month - 1) + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        (1..=day).rev().find_map(|day| self.by_date.get(&(year, month, day)).copied()).unwrap()
    }
}

/// Whether these 日 are working days under the rule.
fn means_working_days(rule: &str, amount: u32) -> bool {
    match rule {
        "reconsideration-short" => [3, 5, 7, 10].contains(&amount),
        "penalty-short" => [2, 3, 5, 7].contains(&amount),
        "compulsion-short" => (1..=10).contains(&amount),
        "licensing" | "plain-workdays" => true,
        _ => false,
    }
}

/// The answer as a place in the row, and whether it is certain.
pub fn answer(row: &Row, q: &Question) -> (usize, bool) {
    let mut still = vec![false; row.places.len()];
    for &(after, until) in &q.pauses {
        still[after + 1..=until].fill(true);
    }
    let mut certain = true;
    let moves = !["criminal-custody", "plain-days"].contains(&q.rule);
    let back = q.way == "before";

    // The whole length first: months to one heap while they follow each other.
    let mut heaps: Vec<(i64, &str)> = Vec::new();
    for (amount, unit) in std::iter::once((q.amount, q.unit)).chain(q.extensions.iter().copied()) {
        let heap = match unit {
            "year" => (i64::from(amount) * 12, "month"),
            "day" if means_working_days(q.rule, amount) => (i64::from(amount), "workday"),
            _ => (i64::from(amount), unit),
        };
        match heaps.last_mut() {
            Some(last) if last.1 == heap.1 => last.0 += heap.0,
            _ => heaps.push(heap),
        }
    }
    let mut at = q.start;
    for (amount, unit) in heaps {
        let want = if unit == "month" {
            let to = row.corresponding(at, if back { -amount } else { amount });
            to.abs_diff(at)
        } else {
            usize::try_from(amount).unwrap()
        };
        let ahead: Box<dyn Iterator<Item = usize>> = if back { Box::new((0..at).rev()) } else { Box::new(at + 1..row.places.len()) };
        let counted: Vec<usize> = ahead
            .filter(|d| !still[*d])
            .inspect(|d| certain &= unit != "workday" || row.places[*d].certain)
            .filter(|d| unit != "workday" || !row.places[*d].rest)
            .take(want)
            .collect();
        at = *counted.last().unwrap();
    }
    let place = match q.way {
        // The N days lie between: the day sought is the nearest working day beyond them.
        "before" => {
            (0..at).rev().inspect(|d| certain &= !moves || row.places[*d].certain).find(|d| !(moves && row.places[*d].rest)).unwrap()
        }
        // Lawful the day after the last one, once the clock is not standing still.
        "at-least" => (at..).find(|d| !still[d + 1]).unwrap() + 1,
        // It ends on the first day that is neither rest nor followed by a day left out.
        _ => (at..)
            .find(|d| {
                !still[d + 1] && {
                    certain &= !moves || row.places[*d].certain;
                    !(moves && row.places[*d].rest)
                }
            })
            .unwrap(),
    };
    (place, certain)
}

/// Hours, minute by minute: (place, minute of that day) at which they have run out. A minute of a day left out does not run.
pub fn answer_hours(q: &Question, minute: i64) -> (usize, i64) {
    let still = |place: i64| q.pauses.iter().any(|&(after, until)| (after + 1..=until).contains(&usize::try_from(place).unwrap()));
    let mut left = i64::from(q.amount + q.extensions.iter().map(|(n, _)| n).sum::<u32>()) * 60;
    let mut now = i64::try_from(q.start).unwrap() * 1440 + minute;
    while left > 0 {
        let minute = if q.way == "before" { now - 1 } else { now };
        left -= i64::from(!still(minute.div_euclid(1440)));
        now += if q.way == "before" { -1 } else { 1 };
    }
    (usize::try_from(now.div_euclid(1440)).unwrap(), now.rem_euclid(1440))
}
