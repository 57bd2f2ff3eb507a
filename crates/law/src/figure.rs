//! A figure: a numeral with its unit, as it stands in a statute.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a figure counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureUnit {
    /// 小时
    Hour,
    /// 日, 天: the law of the passage says whether working days are meant.
    Day,
    /// 工作日
    Workday,
    /// 月, as a length (三个月)
    Month,
    /// 年, as a length
    Year,
    /// 人, 名, 位
    Person,
    /// 元; 万元 is multiplied out.
    Yuan,
    /// 百分之…, %
    Percent,
    /// 次: how often
    Times,
    /// 倍: how many times as much
    Fold,
    /// …分之…: the value is the numerator, this the denominator; 三分之二 is 2 of `Part(3)`.
    Part(u64),
    /// Any other unit, as written: 周岁, 份, 分钟.
    Other(String),
}

impl fmt::Display for FigureUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Workday => "workday",
            Self::Month => "month",
            Self::Year => "year",
            Self::Person => "person",
            Self::Yuan => "yuan",
            Self::Percent => "percent",
            Self::Times => "times",
            Self::Fold => "fold",
            Self::Part(whole) => return write!(f, "of {whole}"),
            Self::Other(unit) => unit,
        })
    }
}

impl FromStr for FigureUnit {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "workday" => Self::Workday,
            "month" => Self::Month,
            "year" => Self::Year,
            "person" => Self::Person,
            "yuan" => Self::Yuan,
            "percent" => Self::Percent,
            "times" => Self::Times,
            "fold" => Self::Fold,
            other => match other.strip_prefix("of ").and_then(|n| n.parse().ok()) {
                Some(whole) => Self::Part(whole),
                None => Self::Other(other.to_owned()),
            },
        })
    }
}

impl Serialize for FigureUnit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FigureUnit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Ok(unit) = String::deserialize(deserializer)?.parse();
        Ok(unit)
    }
}

/// A numeral with its unit. A range gives two, one for each end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// The amount, counted in `unit`.
    pub value: u64,
    /// What is counted.
    pub unit: FigureUnit,
    /// The term itself: 七日, 十五个工作日, 三至九人.
    pub text: String,
    /// The term with at most six characters on either side, for the eye.
    pub context: String,
}

impl Figure {
    /// Whether the figure says this amount of this unit.
    #[must_use]
    pub fn says(&self, value: u64, unit: &FigureUnit) -> bool {
        self.value == value && self.unit == *unit
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit)
    }
}
