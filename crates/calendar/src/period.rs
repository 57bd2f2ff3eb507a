//! A length of time as the law writes it: a number and a unit.

use crate::error::CalendarError;
use kernel::Title;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The unit in which a period is written. There is no default: a number without a unit is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// 小时, by the clock.
    Hour,
    /// 日. Whether working days are meant depends on the law: see [`crate::Rule::day_is_workday`].
    Day,
    /// 工作日.
    Workday,
    /// 月, to the corresponding day.
    Month,
    /// 年, to the corresponding day.
    Year,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Workday, Self::Month, Self::Year];

    /// The word used in procedures and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Workday => "workday",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The unit as it stands behind a number: 个工作日, working days.
    #[must_use]
    pub fn title(self) -> Title {
        let (zh, en) = match self {
            Self::Hour => ("小时", "hours"),
            Self::Day => ("日", "days"),
            Self::Workday => ("个工作日", "working days"),
            Self::Month => ("个月", "months"),
            Self::Year => ("年", "years"),
        };
        Title::new(zh, en)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Unit {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Self::ALL.into_iter().find(|unit| unit.word() == text).ok_or_else(|| CalendarError::UnknownUnit(text.to_owned()))
    }
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many; zero is refused when counted.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Period {
    /// Makes a period from its two parts.
    #[must_use]
    pub fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// 60日, 15个工作日, 6个月; 60 days, 1 working day.
    #[must_use]
    pub fn title(&self) -> Title {
        let unit = self.unit.title();
        let en = if self.amount == 1 { unit.en.trim_end_matches('s') } else { &unit.en };
        Title::new(format!("{}{}", self.amount, unit.zh), format!("{} {en}", self.amount))
    }
}
