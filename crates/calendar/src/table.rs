//! Reads the calendar table: `date,kind,name,notice`, one day a line.

use crate::days::{Calendar, DayStatus, Entry};
use crate::error::CalendarError;
use crate::words::holiday;
use kernel::Date;
use std::collections::BTreeMap;

const HEADER: &str = "date,kind,name,notice";
/// The table as it was when the program was built.
pub(crate) const CHINA: &str = include_str!("../../../calendars/cn.csv");
/// A table with more lines is no calendar.
const MOST_LINES: usize = 60_000;

/// A line, and whether it rests on a published notice.
type Line = (Entry, bool);

impl Calendar {
    /// Reads a table with the columns `date,kind,name,notice`.
    ///
    /// `holiday` is a day off, `workday` a Saturday or Sunday worked in exchange, both by a published notice; `statutory` is a
    /// holiday that the law itself fixes in a year whose notice is not published. A year counts as published when its
    /// 1 January is there as a `holiday`: every notice begins with it, and the notice of a year also covers the last days before.
    ///
    /// # Errors
    /// [`CalendarError::Table`] with the first line that cannot be read and what is wrong with it.
    pub fn parse(csv: &str) -> Result<Self, CalendarError> {
        let lines = lines(csv).map_err(|mut faults| faults.swap_remove(0))?;
        Ok(arranged(lines))
    }

    /// The mainland's calendar with the notices of later tables. Each takes the place of what was known of every day that it names, and
    /// of every holiday fixed by law in the years whose notice it holds.
    ///
    /// # Errors
    /// Every line of the first bad table that cannot be read, each a [`CalendarError::Table`] with what is wrong with it; a table that
    /// holds the whole notice of no year.
    pub fn china_with<'a>(tables: impl IntoIterator<Item = &'a str>) -> Result<Self, Vec<CalendarError>> {
        let mut all = lines(CHINA)?;
        for csv in tables {
            let later = lines(csv)?;
            let years = published(&later);
            if years.is_empty() {
                let fault = "没有哪一年的1月1日写为holiday，不是完整的年度放假安排".to_owned();
                return Err(vec![CalendarError::Table { line: 1, fault }]);
            }
            all.retain(|day, (_, by_notice)| !later.contains_key(day) && (*by_notice || !years.contains(&day.year())));
            all.extend(later);
        }
        Ok(arranged(all))
    }

    /// Years whose arrangement a table holds whole: those whose 1 January it names as a day off; none where it cannot be read.
    #[must_use]
    pub fn years_of(csv: &str) -> Vec<i16> {
        lines(csv).map(|lines| published(&lines)).unwrap_or_default()
    }
}

fn arranged(lines: BTreeMap<Date, Line>) -> Calendar {
    let years = published(&lines);
    Calendar::of(lines.into_values().map(|(entry, _)| entry).collect(), &years)
}

/// Years whose 1 January is a day off by notice.
fn published(lines: &BTreeMap<Date, Line>) -> Vec<i16> {
    let first =
        |day: &Date, (entry, by_notice): &Line| *by_notice && entry.status == DayStatus::Holiday && (day.month(), day.day()) == (1, 1);
    lines.iter().filter(|(day, line)| first(day, line)).map(|(day, _)| day.year()).collect()
}

/// Every line, by day; or every fault.
fn lines(csv: &str) -> Result<BTreeMap<Date, Line>, Vec<CalendarError>> {
    let mut lines = (1..).zip(csv.trim_start_matches('\u{feff}').lines());
    if lines.next().is_none_or(|(_, header)| header.trim_end() != HEADER) {
        return Err(vec![CalendarError::Table { line: 1, fault: format!("首行应为“{HEADER}”") }]);
    }
    let (mut out, mut faults) = (BTreeMap::new(), Vec::new());
    for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
        let read = if line > MOST_LINES { Err("行数过多".to_owned()) } else { entry(text) };
        let fault = match read {
            Ok(read) => match out.insert(read.0.date, read) {
                Some(twice) => format!("{}重复", twice.0.date),
                None => continue,
            },
            Err(fault) => fault,
        };
        faults.push(CalendarError::Table { line, fault });
        if line > MOST_LINES {
            break;
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// One line.
fn entry(text: &str) -> Result<Line, String> {
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    let &[date, kind, name, notice] = fields.as_slice() else {
        return Err(format!("应有4列（{HEADER}），现有{}列", fields.len()));
    };
    let day: Date = date.parse().map_err(|_| format!("“{date}”不是日期，请写成2026-10-01"))?;
    if !(1..=9999).contains(&day.year()) {
        return Err(format!("“{date}”不在公元1年至9999年之内"));
    }
    let weekend = day.weekday().to_monday_zero_offset() >= 5;
    let status = match kind {
        "holiday" | "statutory" => DayStatus::Holiday,
        "workday" if weekend => DayStatus::MakeUp,
        "workday" => return Err(format!("{date}不是周六、周日，不必调休上班")),
        _ => return Err(format!("“{kind}”不是holiday、workday或者statutory")),
    };
    if name.is_empty() || notice.is_empty() {
        return Err("缺少节日名称或者所依据的通知".to_owned());
    }
    Ok((Entry { date: day, status, name: holiday(name), notice: notice.to_owned() }, kind != "statutory"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const NOTICE: &str = "date,kind,name,notice\n2031-01-01,holiday,元旦,甲\n2031-01-02,holiday,元旦,甲\n2031-01-04,workday,元旦,甲\n";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_later_notice_publishes_its_year_and_leaves_the_others() {
        let (before, after) = (Calendar::china(), Calendar::china_with([NOTICE]).unwrap());
        assert!(!before.published(2031) && after.published(2031));
        assert!(!after.is_workday(day("2031-01-02")) && after.is_workday(day("2031-01-04")));
        let mut year = day("2025-01-01");
        while year < day("2027-01-01") {
            assert_eq!(before.day(year), after.day(year));
            year = year.tomorrow().unwrap();
        }
    }

    #[test]
    fn every_bad_line_is_told() {
        let bad = "date,kind,name,notice\n2031-01-01,holiday,元旦,甲\n2031-13-01,holiday,元旦,甲\n2031-01-02,off,元旦,甲\n2031-01-01,holiday,元旦,乙\n2031-01-03,workday,元旦,甲\nx\n";
        let faults = Calendar::china_with([bad]).unwrap_err();
        let lines: Vec<usize> =
            faults.iter().filter_map(|f| if let CalendarError::Table { line, .. } = f { Some(*line) } else { None }).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7], "{faults:?}");
        assert!(Calendar::china_with(["date,kind,name,notice\n2031-05-01,holiday,劳动节,甲\n"]).is_err());
    }
}
