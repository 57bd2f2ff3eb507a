//! What can be wrong with a calendar or a question put to it.

use crate::period::Period;
use kernel::{Date, Title};
use thiserror::Error;

/// Why no date can be given. The text is the Chinese sentence a user sees; [`CalendarError::title`] has both languages.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// A period of nothing.
    #[error("期间的数应当大于零，请填写要计算的时数、日数、月数或者年数（CAL01）")]
    EmptyPeriod,
    /// A period longer than a hundred years: more than any statute gives, and surely a slip of the pen.
    #[error("期间“{}”超过一百年，请核对数字和单位（CAL02）", .0.title().zh)]
    TooLong(Period),
    /// The date would lie outside the years 1 to 9999.
    #[error("从{start}起算，结果超出公元1年至9999年，请核对起算日（CAL03）")]
    OutOfRange {
        /// The day from which the period was counted.
        start: Date,
    },
    /// A pause that ends before it begins.
    #[error("停止计算的期间止于{until}，早于开始的{after}，请把两个日期对调或者更正（CAL04）")]
    BackwardSpan {
        /// The day after which the pause begins.
        after: Date,
        /// Its last day.
        until: Date,
    },
    /// A pause longer than a hundred years.
    #[error("停止计算的期间从{after}到{until}，超过一百年，请核对两个日期；尚未恢复的，截止日期写今天（CAL12）")]
    LongSpan {
        /// The day after which the pause begins.
        after: Date,
        /// Its last day.
        until: Date,
    },
    /// Hours mixed with days, or a rule that counts hours asked for days.
    #[error("以小时计算的期间不能同以日、月、年计算的期间相加，规则 running-hours 也只计算小时，请改用同一种单位（CAL05）")]
    MixedUnits,
    /// A word that names no unit.
    #[error("“{0}”不是计算单位，请用 hour、day、workday、month 或者 year（CAL06）")]
    UnknownUnit(String),
    /// A word that names no counting rule.
    #[error("“{0}”不是计算规则，请用 {known} 之一（CAL07）", known = crate::rule::Rule::names())]
    UnknownRule(String),
    /// A word that names no direction.
    #[error("“{0}”不是计算方向，请用 within、before 或者 at-least（CAL08）")]
    UnknownDirection(String),
    /// A span not written as two dates.
    #[error("“{0}”不是停止计算的期间，请写成 2026-03-10..2026-03-20：前一日之后停止，到后一日为止（CAL09）")]
    UnreadableSpan(String),
    /// A month and day that no year has.
    #[error("每年{month}月{day}日不存在，请核对月、日（CAL10）")]
    NoSuchYearly {
        /// Month as given.
        month: u8,
        /// Day as given.
        day: u8,
    },
    /// A line of a calendar table that cannot be read.
    #[error("日历表第{line}行：{fault}（CAL11）")]
    Table {
        /// Line, counted from 1.
        line: usize,
        /// What is wrong with it.
        fault: String,
    },
}

impl CalendarError {
    /// The same sentence in both languages.
    #[must_use]
    pub fn title(&self) -> Title {
        let en = match self {
            Self::EmptyPeriod => "The period must be more than nothing: give a number of hours, days, months or years (CAL01)".to_owned(),
            Self::TooLong(period) => {
                format!("A period of {} is longer than a hundred years: check the number and the unit (CAL02)", period.title().en)
            }
            Self::OutOfRange { start } => {
                format!("Counted from {start} the result lies outside the years 1 to 9999: check the start (CAL03)")
            }
            Self::BackwardSpan { after, until } => {
                format!("The pause ends on {until}, before it begins after {after}: swap or correct the dates (CAL04)")
            }
            Self::LongSpan { after, until } => {
                format!(
                    "The pause from {after} to {until} is longer than a hundred years: check the dates; give today if it has not ended (CAL12)"
                )
            }
            Self::MixedUnits => {
                "Hours cannot be added to days, months or years, and running-hours counts hours only: use one kind of unit (CAL05)"
                    .to_owned()
            }
            Self::UnknownUnit(word) => format!("“{word}” is no unit: use hour, day, workday, month or year (CAL06)"),
            Self::UnknownRule(word) => format!("“{word}” is no counting rule: use one of {} (CAL07)", crate::rule::Rule::names()),
            Self::UnknownDirection(word) => format!("“{word}” is no direction: use within, before or at-least (CAL08)"),
            Self::UnreadableSpan(word) => {
                format!("“{word}” is no pause: write 2026-03-10..2026-03-20, from after the first day to the second (CAL09)")
            }
            Self::NoSuchYearly { month, day } => format!("No year has a day {day} in month {month}: check the two numbers (CAL10)"),
            Self::Table { line, fault } => format!("Line {line} of the calendar table: {fault} (CAL11)"),
        };
        Title::new(self.to_string(), en)
    }
}
