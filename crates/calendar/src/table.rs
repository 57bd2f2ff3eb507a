//! Reads the calendar table: `date,kind,name,notice`, one day a line.

use crate::days::{Calendar, DayStatus, Entry};
use crate::error::CalendarError;
use crate::words::holiday;
use kernel::Date;
use std::collections::BTreeSet;

const HEADER: &str = "date,kind,name,notice";

impl Calendar {
    /// Reads a table with the columns `date,kind,name,notice`.
    ///
    /// `holiday` is a day off, `workday` a Saturday or Sunday worked in exchange, both by a published notice; `statutory` is a
    /// holiday that the law itself fixes in a year whose notice is not published. A year counts as published when its
    /// 1 January is there as a `holiday`: every notice begins with it, and the notice of a year also covers the last days before.
    ///
    /// # Errors
    /// [`CalendarError::Table`] with the line and what is wrong with it.
    pub fn parse(csv: &str) -> Result<Self, CalendarError> {
        let mut lines = (1..).zip(csv.trim_start_matches('\u{feff}').lines());
        match lines.next() {
            Some((_, header)) if header.trim_end() == HEADER => {}
            _ => return Err(CalendarError::Table { line: 1, fault: format!("首行应为“{HEADER}”") }),
        }
        let (mut entries, mut published, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (line, text) in lines {
            if text.trim().is_empty() {
                continue;
            }
            let (entry, by_notice) = entry(text).map_err(|fault| CalendarError::Table { line, fault })?;
            if !seen.insert(entry.date) {
                return Err(CalendarError::Table { line, fault: format!("{}重复", entry.date) });
            }
            if by_notice && entry.status == DayStatus::Holiday && (entry.date.month(), entry.date.day()) == (1, 1) {
                published.push(entry.date.year());
            }
            entries.push(entry);
        }
        if entries.len() > usize::from(u16::MAX) {
            return Err(CalendarError::Table { line: entries.len(), fault: "行数过多".to_owned() });
        }
        Ok(Self::of(entries, &published))
    }
}

/// One line, and whether it rests on a published notice.
fn entry(text: &str) -> Result<(Entry, bool), String> {
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
