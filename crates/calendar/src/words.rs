//! The words of the explanations: dates beside dates, days off by name.

use crate::days::{DayInfo, DayStatus};
use kernel::{Date, Title, chinese_date, chinese_date_short, english_date};

/// The English of the holidays; a name that is not here keeps its Chinese form in both languages.
const HOLIDAYS: [(&str, &str); 8] = [
    ("元旦", "New Year's Day"),
    ("春节", "Spring Festival"),
    ("清明节", "Tomb-Sweeping Day"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-Autumn Festival"),
    ("国庆节", "National Day"),
    ("抗战胜利纪念日", "Victory Day"),
];

/// A holiday in both languages.
pub(crate) fn holiday(zh: &str) -> Title {
    let en = HOLIDAYS.iter().find(|(name, _)| *name == zh).map_or(zh, |(_, en)| en);
    Title::new(zh, en)
}

/// A day in both languages; the year is left out in Chinese while it is the year of the start.
pub(crate) fn day(date: Date, year: i16) -> Title {
    let zh = if date.year() == year { chinese_date_short(date) } else { chinese_date(date) };
    Title::new(zh, english_date(date))
}

/// A stretch of days in both languages; one day stands alone.
pub(crate) fn stretch(from: Date, until: Date, year: i16) -> Title {
    let first = day(from, year);
    if from == until {
        return first;
    }
    let last = day(until, from.year());
    Title::new(format!("{}至{}", first.zh, last.zh), format!("{} to {}", first.en, last.en))
}

/// Why a day is a day of rest: 国庆节放假, or 休息.
pub(crate) fn rest(info: &DayInfo<'_>) -> Title {
    match (info.status, info.name) {
        (DayStatus::Holiday, Some(name)) => Title::new(format!("{}放假", name.zh), format!("a day off for {}", name.en)),
        _ => Title::new("休息", "a day of rest"),
    }
}
