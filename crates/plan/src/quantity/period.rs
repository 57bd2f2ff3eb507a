//! Periods over which a quantity is counted, and days by which it is due.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A unit of time for spans of several, e.g. `3 years`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// 年
    Year,
    /// 季度
    Quarter,
    /// 个月
    Month,
    /// 周
    Week,
    /// 天
    Day,
}

impl Turn {
    const ALL: [(Self, &str); 5] =
        [(Self::Year, "year"), (Self::Quarter, "quarter"), (Self::Month, "month"), (Self::Week, "week"), (Self::Day, "day")];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(turn, _)| *turn == self).map_or("", |(_, name)| name)
    }
}

/// A period, written as text in JSON and in the store: `year`, `half-year`, `quarter`, `month`, `week`, `day`, `year-on-year`,
/// `since 2025`, `3 years`, `until 06-30`, and `until 2027-06-30` when the day lies in another year than the plan's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Period {
    /// One unit of time: 每月, 全年.
    One(Turn),
    /// 每半年
    HalfYear,
    /// 同比, 较上年
    YearOnYear,
    /// 2025年以来, 较2025年
    Since(i16),
    /// 三年内, 每两年
    Several(u16, Turn),
    /// 6月底前
    Until {
        /// The year, when it is not the plan's.
        year: Option<i16>,
        /// 1–12
        month: i8,
        /// 1–31
        day: i8,
    },
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(turn) => f.write_str(turn.name()),
            Self::HalfYear => f.write_str("half-year"),
            Self::YearOnYear => f.write_str("year-on-year"),
            Self::Since(year) => write!(f, "since {year}"),
            Self::Several(n, turn) => write!(f, "{n} {}s", turn.name()),
            Self::Until { year: Some(year), month, day } => write!(f, "until {year}-{month:02}-{day:02}"),
            Self::Until { year: None, month, day } => write!(f, "until {month:02}-{day:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("not a period: {text}");
        let turn = |name: &str| Turn::ALL.iter().find(|(_, n)| *n == name).map(|(turn, _)| *turn);
        match text {
            "half-year" => return Ok(Self::HalfYear),
            "year-on-year" => return Ok(Self::YearOnYear),
            _ => {}
        }
        if let Some(turn) = turn(text) {
            return Ok(Self::One(turn));
        }
        let (first, rest) = text.split_once(' ').ok_or_else(fault)?;
        match first {
            "since" => rest.parse().map(Self::Since).map_err(|_| fault()),
            "until" => {
                let parts: Vec<&str> = rest.split('-').collect();
                let (year, month, day) = match parts.as_slice() {
                    [m, d] => (None, m, d),
                    [y, m, d] => (Some(y.parse().map_err(|_| fault())?), m, d),
                    _ => return Err(fault()),
                };
                let (month, day) = (month.parse().map_err(|_| fault())?, day.parse().map_err(|_| fault())?);
                if (1..=12).contains(&month) && (1..=31).contains(&day) { Ok(Self::Until { year, month, day }) } else { Err(fault()) }
            }
            n => Ok(Self::Several(n.parse().map_err(|_| fault())?, rest.strip_suffix('s').and_then(turn).ok_or_else(fault)?)),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_back_as_written() {
        for text in [
            "year",
            "half-year",
            "quarter",
            "month",
            "week",
            "day",
            "year-on-year",
            "since 2025",
            "3 years",
            "2 months",
            "until 06-30",
            "until 2027-12-31",
        ] {
            assert_eq!(text.parse::<Period>().map(|p| p.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "years", "3 eons", "until 13-01", "until", "since x"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
